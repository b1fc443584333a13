"""The form of a recap: whose JP, on which day, and as what."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField
from wtforms.validators import InputRequired, ValidationError

from elearning.accounts.models import STATUSES
from elearning.accounts.plausible_days import require_plausible
from elearning.accounts.unit_choices import UnitChoice
from elearning.core.forms import PostForm
from elearning.reports.exports.choices import BUTTONS, PEOPLE, Choice
from elearning.reports.forms import Offered, choices, unit_options


class RecapForm(PostForm):
    """Whose JP a recap states, by which day."""

    unit = Offered(_("Work unit"), default="")
    sampai = DateField(_("As of"), [InputRequired(_("Choose the day.")), require_plausible])
    status = Offered(
        _("Status ASN"),
        choices=choices(("", _("All statuses")), *((name, name) for name in STATUSES)),
        default="",
    )
    belum = BooleanField(_("Only people who count and have not reached the target"))

    def offer(self, units: Sequence[UnitChoice], today: date) -> None:
        """Fill the lists to choose from; `today` is the last day that can be stated."""
        self.today = today
        self.units = {str(unit.id): unit for unit in units}
        self.unit.choices = choices(("", _("All work units")), *unit_options(units))

    def validate_sampai(self, field: Any) -> None:
        """What is signed does not speak of days to come."""
        if field.data is not None and not field.errors and field.data > self.today:
            raise ValidationError(_("This day is still to come. Choose today or a day before."))

    def paths(self, reach: tuple[str, ...]) -> tuple[str, ...]:
        """Return the subtrees; a unit outside the reach is no choice, so it cannot be asked for."""
        unit = self.units.get(self.unit.data)
        return (unit.path,) if unit else reach

    def choice(self, button: str) -> Choice | None:
        """Return what was chosen, None for a button that is not there; that is told."""
        day: date | None = self.sampai.data
        if button not in BUTTONS or day is None:
            self.form_errors = [gettext("This kind of file is not offered. Choose one below.")]
            return None
        content, kind = BUTTONS[button]
        unit = self.units.get(self.unit.data)
        return Choice(
            content=content,
            format=kind,
            unit_id=unit.id if unit else None,
            unit=unit.name if unit else "",
            year=str(day.year),
            until=day.isoformat(),
            status=self.status.data,
            below=self.belum.data and content == PEOPLE,
        )
