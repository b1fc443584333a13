"""The form of a new token."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from elearning.accounts.unit_choices import UnitChoice
from elearning.core.forms import PostForm
from elearning.core.typed import one_line
from elearning.development.share_forms import MultiCheckboxField

RIGHTS = {
    "completions:read": _("Completed training, as it is recorded and corrected"),
    "people:read": _("The whole history of a person, by NIP"),
    "courses:read": _("The courses of the catalogue"),
    "certificates:read": _("A certificate, by its code"),
}
#: Longest validity of any token.
YEAR = 366
DAYS = {
    30: _("30 days"),
    90: _("90 days"),
    180: _("180 days"),
    365: _("1 year"),
}


class TokenForm(PostForm):
    """For which system, which units, what and how long."""

    nama = StringField(
        _("Which system uses it"), filters=[one_line], validators=[InputRequired(), Length(max=100)]
    )
    unit = SelectField(_("Which units it reads"), coerce=int)
    hak = MultiCheckboxField(
        _("What it reads"),
        choices=[SelectChoice(name, label) for name, label in RIGHTS.items()],
        validators=[InputRequired(_("Tick what the system needs, one thing at least."))],
    )
    berlaku = RadioField(_("Valid for"), coerce=int)

    def offer(self, units: Sequence[UnitChoice], longest: int) -> None:
        """Fill the lists to choose from."""
        self.unit.choices = [
            SelectChoice(unit.id, "\N{EM SPACE}" * unit.depth + unit.name) for unit in units
        ]
        longest = min(longest, YEAR)
        days = [each for each in DAYS if each <= longest] or [longest]
        self.berlaku.choices = [
            SelectChoice(each, DAYS.get(each) or _("%(days)s days", days=each)) for each in days
        ]
        if self.berlaku.data is None:
            self.berlaku.data = days[-1]
