"""What a trainer gives a person: one more attempt, more time."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from elearning.core.forms import PostForm


def one_line(text: str | None) -> str:
    """Return a text without needless blanks."""
    return " ".join((text or "").split())


class GrantForm(PostForm):
    """To whom, and why."""

    nip = StringField("NIP", filters=[one_line], validators=[DataRequired(), Length(max=40)])
    alasan = TextAreaField(
        _("Reason"), filters=[one_line], validators=[DataRequired(), Length(max=500)]
    )


class TimeForm(GrantForm):
    """How much longer somebody's time limits are."""

    persen = IntegerField(
        _("Extra time in percent"), validators=[InputRequired(), NumberRange(1, 300)]
    )
