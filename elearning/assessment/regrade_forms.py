"""Forms of regrades: what is done, why, and the undoing."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from elearning.core.forms import PostForm

LONGEST_REASON = 1_000
#: The words of the form, and the remedies.
REMEDIES = {"anulir": "void", "penuh": "full", "kunci": "key"}


def _plain(text: str | None) -> str:
    """Return what was typed without spaces around it."""
    return (text or "").strip()


class RegradeForm(PostForm):
    """What is done about a question."""

    tindakan = RadioField(
        _("What should be done?"),
        [DataRequired(_("Choose what should be done."))],
        choices=[
            SelectChoice(
                "anulir", _("Void the question: it no longer weighs for anybody who drew it")
            ),
            SelectChoice(
                "penuh", _("Give full marks to everybody who drew it, whatever they answered")
            ),
            SelectChoice("kunci", _("Correct the key: the answers are marked again by it")),
        ],
    )
    alasan = TextAreaField(
        _("Reason"),
        [
            DataRequired(_("Write the reason. The learners read it.")),
            Length(max=LONGEST_REASON),
        ],
        filters=[_plain],
    )
    #: What the confirmed preview was based on.
    dilihat = HiddenField(validators=[Length(max=60)])


class UndoForm(PostForm):
    """Why a regrade is undone."""

    alasan = TextAreaField(
        _("Reason for undoing"),
        [
            DataRequired(_("Write the reason. The learners read it.")),
            Length(max=LONGEST_REASON),
        ],
        filters=[_plain],
    )
