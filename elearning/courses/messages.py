"""Every message of the checker by its code."""

from elearning.courses.messages_of_essays import ESSAYS
from elearning.courses.messages_of_files import FILES
from elearning.courses.messages_of_paths import PATHS
from elearning.courses.messages_of_questions import QUESTIONS
from elearning.courses.messages_of_texts import TEXTS
from elearning.courses.messages_of_variants import VARIANTS

MESSAGES = {**FILES, **TEXTS, **QUESTIONS, **ESSAYS, **PATHS, **VARIANTS}
