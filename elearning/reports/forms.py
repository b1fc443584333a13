"""Filters of the HR pages."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SearchField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional

from elearning.accounts.models import STATUSES
from elearning.accounts.standings import STANDINGS
from elearning.core.forms import PlainForm
from elearning.core.settings import Settings
from elearning.reports.queries import PeopleFilter, UnitChoice

YEARS = 10
INDENT = "\u2003"


class Offered(SelectField):
    """A list to choose from, which may have changed since the page was opened."""

    def __init__(self, label: object, **options: Any) -> None:
        gone = _("This choice is no longer offered. Choose again.")
        super().__init__(label, **{"invalid_choice_message": gone, **options})  # type: ignore[arg-type]


def choices(*pairs: tuple[Any, Any]) -> list[SelectChoice]:
    """Return values with their labels as the options of a field."""
    return [SelectChoice(value, label) for value, label in pairs]


class PeopleForm(PlainForm):
    """Whom the list shows; it is sent by GET and changes nothing."""

    cari = SearchField(_("Search by name or NIP"), [Optional(), Length(max=100)], default="")
    unit = Offered(_("Work unit"), default="")
    status = Offered(_("ASN status"), default="")
    jp = Offered(_("Learning hours (JP)"), default="")
    kedudukan = Offered(_("Legal standing"), default="")
    kursus = Offered(_("Courses"), default="")
    tahun = Offered(_("Year"), coerce=int)

    def offer(self, units: Sequence[UnitChoice], this_year: int, target: int) -> None:
        """Fill the lists to choose from."""
        self.kedudukan.choices = choices(
            ("", _("All legal standings")),
            ("counted", _("Counted at %(target)s JP", target=target)),
            ("excluded", _("Not counted at %(target)s JP", target=target)),
            *STANDINGS.items(),
        )
        self.kursus.choices = choices(
            ("", _("Whatever their courses")),
            ("open", _("With a course in progress")),
            ("stuck", _("With a stuck course")),
        )
        self.paths = {str(unit.id): (unit.path,) for unit in units}
        self.unit.choices = choices(("", _("All work units")), *unit_options(units))
        self.status.choices = choices(("", _("All statuses")), *((name, name) for name in STATUSES))
        self.jp.choices = choices(
            ("", _("All")),
            ("reached", _("Reached %(target)s JP", target=target)),
            ("below", _("Below %(target)s JP", target=target)),
            ("near", _("Half of %(target)s JP and more", target=target)),
            ("far", _("Less than half of %(target)s JP", target=target)),
            ("none", _("No JP yet")),
        )
        self.tahun.choices = choices(*((year, str(year)) for year in last_years(this_year)))
        self.tahun.data = self.tahun.data or this_year

    def wanted(self, reach: tuple[str, ...], settings: Settings, today: date) -> PeopleFilter:
        """Return the filter; a unit outside the reach is no choice, so it cannot be asked for."""
        return PeopleFilter(
            paths=self.paths.get(self.unit.data, reach),
            year=self.tahun.data,
            target=settings.jp_target,
            standing=self.kedudukan.data or "",
            standings=tuple(settings.learning_standings.split(",")),
            courses=self.kursus.data or "",
            stuck_since=stuck_since(settings, today),
            words=self.cari.data or "",
            status=self.status.data or "",
            state=self.jp.data or "",
        )


class DashboardForm(PlainForm):
    """Which year a dashboard shows."""

    tahun = Offered(_("Year"), coerce=int)

    def offer(self, this_year: int) -> None:
        """Fill the list to choose from."""
        self.tahun.choices = choices(*((year, str(year)) for year in last_years(this_year)))
        self.tahun.data = self.tahun.data or this_year


def stuck_since(settings: Settings, today: date) -> date:
    """Return the day before which a course must have been opened last to count as stuck."""
    return today - timedelta(days=settings.stuck_days)


def last_years(this_year: int) -> range:
    """Return this year and the years before it that a filter offers."""
    return range(this_year, this_year - YEARS, -1)


def unit_options(units: Sequence[UnitChoice]) -> list[tuple[str, str]]:
    """Return units as options, indented by how deep they lie."""
    return [(str(unit.id), INDENT * unit.depth + unit.name) for unit in units]
