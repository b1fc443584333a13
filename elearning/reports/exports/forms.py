"""The form of an export: which completions leave, and as what."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField
from wtforms.validators import Optional, ValidationError

from elearning.accounts.models import STATUSES
from elearning.accounts.plausible_days import require_plausible
from elearning.accounts.unit_choices import UnitChoice
from elearning.core.forms import PostForm
from elearning.reports.exports.choices import PERIODS, RECORDS, THIS_YEAR, ZIP, Choice
from elearning.reports.exports.layouts import FORMATS
from elearning.reports.forms import Offered, choices, last_years, unit_options
from elearning.siasn.states import LABELS

PERIOD_NAMES = {
    "": _("Whole year"),
    "s1": _("First half (January to June)"),
    "s2": _("Second half (July to December)"),
    "t1": _("First quarter"),
    "t2": _("Second quarter"),
    "t3": _("Third quarter"),
    "t4": _("Fourth quarter"),
}
#: What the buttons of the page offer.
OFFERED_FORMATS = frozenset({*FORMATS, ZIP})


class YearField(Offered):
    """A list of years, in which this year is the one of the day on which the export is made."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take this year's number for this year."""
        named = {str(self.this_year): THIS_YEAR}
        super().process_formdata([named.get(value, value) for value in valuelist])

    this_year = 0


class ExportForm(PostForm):
    """Which completions leave, and as what."""

    unit = Offered(_("Work unit"), default="")
    tahun = YearField(_("Year"), default=THIS_YEAR)
    periode = Offered(_("Period"), choices=choices(*PERIOD_NAMES.items()), default="")
    pelatihan = Offered(_("Course"), default="")
    dari = DateField(_("Completed from"), validators=[Optional(), require_plausible])
    sampai = DateField(_("Completed up to"), validators=[Optional(), require_plausible])
    status = Offered(
        _("Status ASN"),
        choices=choices(("", _("All statuses")), *((s, s) for s in STATUSES)),
        default="",
    )
    siasn = Offered(
        _("State at SIASN"), choices=choices(("", _("All states")), *LABELS.items()), default=""
    )
    pemisah = Offered(
        _("CSV delimiter"),
        choices=choices((";", _("Semicolon – Excel in Indonesian")), (",", _("Comma – standard"))),
        default=";",
    )
    apostrof = BooleanField(
        _("CSV: put an apostrophe before NIP, for opening it by a double click")
    )
    #: Names in the order of the page; the second group is folded away until it is used.
    OFTEN = ("unit", "tahun", "periode", "pelatihan")
    SELDOM = ("dari", "sampai", "status", "siasn", "pemisah")

    def offer(
        self, units: Sequence[UnitChoice], this_year: int, courses: Sequence[tuple[int, str]]
    ) -> None:
        """Fill the lists to choose from."""
        years = ((str(year), str(year)) for year in last_years(this_year)[1:])
        named = ((str(key), title) for key, title in courses)
        self.units = {str(unit.id): unit for unit in units}
        self.courses = {str(key): title for key, title in courses}
        self.this_year = this_year
        self.unit.choices = choices(("", _("All work units")), *unit_options(units))
        now = gettext("This year (%(year)s)", year=this_year)
        self.tahun.choices = choices((THIS_YEAR, now), *years, ("", _("All years")))
        if self.tahun.data == str(this_year):
            self.tahun.data = THIS_YEAR
        self.pelatihan.choices = choices(("", _("All courses")), *named)

    def validate_tahun(self, field: Any) -> None:
        """Days that are given lie at least partly in the year and its period."""
        if field.errors or not field.data:
            return
        year = self.this_year if field.data == THIS_YEAR else int(field.data)
        first, last = PERIODS.get(self.periode.data, PERIODS[""])
        since, until = self.dari.data or date.min, self.sampai.data or date.max
        if (since.year, since.month) > (year, last) or (until.year, until.month) < (year, first):
            raise ValidationError(
                _(
                    "The days chosen below do not lie in this year or period. Choose all years,"
                    " or other days."
                )
            )

    def validate_periode(self, field: Any) -> None:
        """A part of a year needs the year."""
        if field.data and not self.tahun.data:
            raise ValidationError(_("Choose the year of this period."))

    def validate_sampai(self, field: Any) -> None:
        """The last day is not before the first."""
        first: date | None = self.dari.data
        if field.data and first and field.data < first:
            raise ValidationError(_("Choose a last day that is not before the first one."))

    def paths(self, reach: tuple[str, ...]) -> tuple[str, ...]:
        """Return the subtrees; a unit outside the reach is no choice, so it cannot be asked for."""
        unit = self.units.get(self.unit.data)
        return (unit.path,) if unit else reach

    def choice(self, format: str) -> Choice | None:
        """Return what was chosen, None for an unknown format; that is told."""
        if format not in OFFERED_FORMATS:
            self.form_errors = [gettext("This kind of file is not offered. Choose one below.")]
            return None
        unit, course = self.units.get(self.unit.data), self.pelatihan.data
        return Choice(
            content=RECORDS,
            format=format,
            unit_id=unit.id if unit else None,
            unit=unit.name if unit else "",
            year=self.tahun.data,
            period=self.periode.data,
            since=self.dari.data.isoformat() if self.dari.data else "",
            until=self.sampai.data.isoformat() if self.sampai.data else "",
            course_id=int(course) if course else None,
            course=self.courses.get(course, ""),
            status=self.status.data,
            siasn=self.siasn.data,
            delimiter=self.pemisah.data,
            guard_digits=self.apostrof.data,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether something seldom used was chosen."""
        return any(self[name].data for name in self.SELDOM[:-1]) or any(
            self[name].errors for name in self.SELDOM
        )


def values_of(choice: Choice) -> dict[str, Any]:
    """Return a choice as an address or a form says it."""
    values = {
        "unit": str(choice.unit_id or ""),
        "tahun": choice.year,
        "periode": choice.period,
        "pelatihan": str(choice.course_id or ""),
        "dari": choice.since,
        "sampai": choice.until,
        "status": choice.status,
        "siasn": choice.siasn,
        "pemisah": choice.delimiter,
        "apostrof": "y" if choice.guard_digits else "",
    }
    return {name: value for name, value in values.items() if value or name == "tahun"}
