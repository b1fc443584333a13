"""Every message of the checker by its code."""

from elearning.courses.messages_of_files import FILES
from elearning.courses.messages_of_questions import QUESTIONS
from elearning.courses.messages_of_texts import TEXTS

MESSAGES = {**FILES, **TEXTS, **QUESTIONS}
