"""The filter of the list of people."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import SearchField
from wtforms.validators import Length, Optional

from elearning.accounts.models import STATUSES
from elearning.accounts.standings import STANDINGS
from elearning.accounts.unit_choices import UnitChoice
from elearning.core.forms import PlainForm
from elearning.core.settings import Settings
from elearning.reports.dashboards.forms import stuck_since
from elearning.reports.forms import Offered, choices, last_years, unit_options
from elearning.reports.people.queries import PeopleFilter


class PeopleForm(PlainForm):
    """Whom the list shows; it is sent by GET and changes nothing."""

    cari = SearchField(_("Search by name or NIP"), [Optional(), Length(max=100)], default="")
    unit = Offered(_("Work unit"), default="")
    status = Offered(_("ASN status"), default="")
    jp = Offered(_("Learning hours (JP)"), default="")
    kedudukan = Offered(_("Legal standing"), default="")
    kursus = Offered(_("Courses"), default="")
    tahun = Offered(_("Year"), coerce=int)
    SELDOM = ("status", "jp", "kedudukan", "kursus")

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
        if self.tahun.data is None:
            self.tahun.data = this_year

    @property
    def is_narrowed(self) -> bool:
        """Whether something seldom used was chosen."""
        return any(self[name].data for name in self.SELDOM)

    def is_offered(self) -> bool:
        """Validate; say whether all that was chosen is offered; what was typed is told at its field."""
        return self.validate() or set(self.errors) == {"cari"}

    def wanted(self, reach: tuple[str, ...], settings: Settings, today: date) -> PeopleFilter:
        """Return the filter; a unit outside the reach is no choice, so it cannot be asked for."""
        return PeopleFilter(
            paths=self.paths.get(self.unit.data, reach),
            year=self.tahun.data,
            target=settings.jp_target,
            standing=self.kedudukan.data or "",
            standings=settings.counted_standings,
            courses=self.kursus.data or "",
            stuck_since=stuck_since(settings, today),
            words=self.cari.data or "",
            status=self.status.data or "",
            state=self.jp.data or "",
        )
