"""A message to the people of a course."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from elearning.assessment.models import EVERYBODY, LEARNING
from elearning.core.forms import PostForm
from elearning.core.typed import many_lines, one_line

LONGEST_TITLE = 120
LONGEST_TEXT = 3000
REACHES = {
    LEARNING: _("Those who have not finished the course"),
    EVERYBODY: _("Everybody, also those who have finished"),
}


class MessageForm(PostForm):
    """To whom, and what."""

    kepada = RadioField(
        _("To"),
        choices=[SelectChoice(reach, label) for reach, label in REACHES.items()],
        default=LEARNING,
    )
    judul = StringField(
        _("Subject"),
        filters=[one_line],
        validators=[DataRequired(_("Write a subject.")), Length(max=LONGEST_TITLE)],
    )
    isi = TextAreaField(
        _("Message"),
        filters=[many_lines],
        validators=[DataRequired(_("Write your message.")), Length(max=LONGEST_TEXT)],
        render_kw={"rows": "8", "maxlength": str(LONGEST_TEXT)},
    )
