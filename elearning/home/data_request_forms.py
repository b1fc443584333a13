"""The forms with which a correction of personal data is asked for and answered."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from elearning.accounts.data_requests import ABOUT
from elearning.accounts.privacy_models import DECLINED, DONE
from elearning.core.forms import PostForm
from elearning.core.typed import many_lines
from elearning.reports.forms import choices

LONGEST = 2_000


class CorrectionForm(PostForm):
    """What is wrong and what would be right."""

    datum = SelectField(
        _("Which datum is wrong?"),
        choices=choices(("", _("Choose …")), *ABOUT.items()),
        validators=[InputRequired(_("Choose which datum is wrong."))],
    )
    benar = TextAreaField(
        _("What is right?"),
        filters=[many_lines],
        validators=[DataRequired(_("Write what it should say.")), Length(max=LONGEST)],
    )
    alasan = TextAreaField(
        _("What shows it?"), filters=[many_lines], validators=[Length(max=LONGEST)]
    )


class AnswerForm(PostForm):
    """What became of a request."""

    hasil = RadioField(
        _("What was done?"),
        choices=choices(
            (DONE, _("The datum was corrected")), (DECLINED, _("The datum stays as it is"))
        ),
        validators=[InputRequired(_("Choose what was done."))],
    )
    jawaban = TextAreaField(
        _("Answer to the person"),
        filters=[many_lines],
        validators=[DataRequired(_("Write the answer. The person reads it.")), Length(max=LONGEST)],
    )


def about_in(value: str) -> dict[str, Any]:
    """Return the start of a form that an address names, nothing when there is no such datum."""
    return {"datum": value} if value in ABOUT else {}
