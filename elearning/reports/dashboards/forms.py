"""The filter of a dashboard, and from when on a course counts as stuck."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _

from elearning.core.forms import PlainForm
from elearning.core.settings import Settings
from elearning.reports.forms import Offered, choices, last_years


class DashboardForm(PlainForm):
    """Which year a dashboard shows."""

    tahun = Offered(_("Year"), coerce=int)

    def offer(self, this_year: int) -> None:
        """Fill the list to choose from."""
        self.tahun.choices = choices(*((year, str(year)) for year in last_years(this_year)))
        if self.tahun.data is None:
            self.tahun.data = this_year


def stuck_since(settings: Settings, today: date) -> date:
    """Return the day before which a course must have been opened last to count as stuck."""
    return today - timedelta(days=settings.stuck_days)
