"""Filters of the HR pages."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SearchField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, ValidationError

from elearning.accounts.models import STATUSES
from elearning.core.forms import PlainForm, PostForm
from elearning.reports.export_queries import Wanted
from elearning.reports.exporting import FORMATS, Layout
from elearning.reports.queries import PeopleFilter, UnitChoice

YEARS = 10
#: First and last month of each period.
PERIODS = {
    "": (1, 12),
    "s1": (1, 6),
    "s2": (7, 12),
    "t1": (1, 3),
    "t2": (4, 6),
    "t3": (7, 9),
    "t4": (10, 12),
}
PERIOD_NAMES = {
    "": _("Whole year"),
    "s1": _("First half (January to June)"),
    "s2": _("Second half (July to December)"),
    "t1": _("First quarter"),
    "t2": _("Second quarter"),
    "t3": _("Third quarter"),
    "t4": _("Fourth quarter"),
}
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
    tahun = Offered(_("Year"), coerce=int)

    def offer(self, units: Sequence[UnitChoice], this_year: int, target: int) -> None:
        """Fill the lists to choose from."""
        self.paths = {str(unit.id): (unit.path,) for unit in units}
        self.unit.choices = choices(("", _("All work units")), *unit_options(units))
        self.status.choices = choices(("", _("All statuses")), *((name, name) for name in STATUSES))
        self.jp.choices = choices(
            ("", _("All")),
            ("reached", _("Reached %(target)s JP", target=target)),
            ("below", _("Below %(target)s JP", target=target)),
            ("none", _("No JP yet")),
        )
        self.tahun.choices = choices(*((year, str(year)) for year in last_years(this_year)))
        self.tahun.data = self.tahun.data or this_year

    def wanted(self, reach: tuple[str, ...], target: int) -> PeopleFilter:
        """Return the filter; a unit outside the reach is no choice, so it cannot be asked for."""
        return PeopleFilter(
            paths=self.paths.get(self.unit.data, reach),
            year=self.tahun.data,
            target=target,
            words=self.cari.data or "",
            status=self.status.data or "",
            state=self.jp.data or "",
        )


class ExportForm(PostForm):
    """Which completions leave, and as what."""

    unit = Offered(_("Work unit"), default="")
    tahun = Offered(_("Year"))
    periode = Offered(_("Period"), choices=choices(*PERIOD_NAMES.items()), default="")
    pelatihan = Offered(_("Course"), default="")
    pemisah = Offered(
        _("CSV delimiter"),
        choices=choices((";", _("Semicolon – Excel in Indonesian")), (",", _("Comma – standard"))),
    )
    apostrof = BooleanField(
        _("CSV: put an apostrophe before NIP, for opening it by a double click")
    )

    def offer(
        self, units: Sequence[UnitChoice], this_year: int, courses: Sequence[tuple[int, str]]
    ) -> None:
        """Fill the lists to choose from."""
        years = ((str(year), str(year)) for year in last_years(this_year))
        named = ((str(key), title) for key, title in courses)
        self.paths = {str(unit.id): (unit.path,) for unit in units}
        self.unit.choices = choices(("", _("All work units")), *unit_options(units))
        self.tahun.choices = choices(*years, ("", _("All years")))
        self.pelatihan.choices = choices(("", _("All courses")), *named)

    def validate_periode(self, field: Any) -> None:
        """A part of a year needs the year."""
        if field.data and not self.tahun.data:
            raise ValidationError(_("Choose the year of this period."))

    def wanted(self, reach: tuple[str, ...]) -> Wanted:
        """Return which completions leave."""
        return Wanted(
            paths=self.paths.get(self.unit.data, reach),
            year=self.year,
            months=PERIODS[self.periode.data],
            course_id=int(self.pelatihan.data) if self.pelatihan.data else None,
        )

    @property
    def year(self) -> int | None:
        """The year, None for all of them."""
        return int(self.tahun.data) if self.tahun.data else None

    def layout(self, format: str) -> Layout | None:
        """Return what the file is to be, None for an unknown format."""
        if format not in FORMATS:
            return None
        return Layout(format, self.pemisah.data, self.apostrof.data)


def last_years(this_year: int) -> range:
    """Return this year and the years before it that a filter offers."""
    return range(this_year, this_year - YEARS, -1)


def unit_options(units: Sequence[UnitChoice]) -> list[tuple[str, str]]:
    """Return units as options, indented by how deep they lie."""
    return [(str(unit.id), INDENT * unit.depth + unit.name) for unit in units]
