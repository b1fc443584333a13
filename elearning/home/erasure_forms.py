"""The forms with which data are held, proposed for erasure, and decided on."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from elearning.accounts.erasures import GROUNDS
from elearning.core.forms import PostForm
from elearning.core.typed import many_lines, one_line
from elearning.reports.forms import choices

LONGEST = 2_000
LONGEST_BASIS = 200


class HoldForm(PostForm):
    """Why somebody's data stay, and until when."""

    alasan = TextAreaField(
        _("For which case?"),
        filters=[many_lines],
        validators=[DataRequired(_("Write for which case the data stay.")), Length(max=LONGEST)],
    )
    sampai = DateField(_("Until (last day)"), [Optional()])
    rahasia = BooleanField(_("The law forbids to tell the person"))


class ErasureForm(PostForm):
    """On which ground data are erased."""

    dasar = RadioField(
        _("Ground"),
        [InputRequired(_("Choose the ground."))],
        choices=choices(*GROUNDS.items()),
    )
    surat = StringField(
        _("Number and date of the letter or rule"),
        filters=[one_line],
        validators=[
            DataRequired(_("Write the number and date of the letter or rule.")),
            Length(max=LONGEST_BASIS),
        ],
    )


class ErasureDecisionForm(PostForm):
    """The second person's word."""

    jawaban = TextAreaField(_("Your remark"), [Length(max=LONGEST)], filters=[many_lines])

    def needs_reason(self) -> bool:
        """Whoever refuses says why; note it on the field."""
        if self.jawaban.data:
            return False
        self.jawaban.errors = [gettext("Write why you refuse. The proposer reads it.")]
        return True
