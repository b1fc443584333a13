"""The form of the outline."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField

from elearning.studio.drafts.forms import TitledForm, options


class AddItemForm(TitledForm):
    """A new lesson or quiz."""

    jenis = RadioField(
        _("Kind"),
        choices=options({"materi": _("Lesson"), "kuis": _("Quiz")}),
        default="materi",
    )
