"""The words for places and losses, by code."""

from flask_babel import lazy_gettext as _

from elearning.courses.importing.wordings.exports import OF_EXPORTS
from elearning.courses.importing.wordings.questions import OF_QUESTIONS
from elearning.courses.importing.wordings.texts import OF_TEXTS

#: Where something stood in the original.
PLACES = {
    "line": _("Line %(number)s"),
    "paragraph": _("Paragraph %(number)s"),
    "slide": _("Slide %(number)s"),
    "question": _("Question %(number)s"),
}

WORDINGS = OF_QUESTIONS | OF_TEXTS | OF_EXPORTS
