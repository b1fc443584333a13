"""Every message of the checker by its code."""

from elearning.courses.messages.essays import ESSAYS
from elearning.courses.messages.files import FILES
from elearning.courses.messages.paths import PATHS
from elearning.courses.messages.questions import QUESTIONS
from elearning.courses.messages.texts import TEXTS
from elearning.courses.messages.variants import VARIANTS

MESSAGES = {**FILES, **TEXTS, **QUESTIONS, **ESSAYS, **PATHS, **VARIANTS}
