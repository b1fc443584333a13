"""The form that keeps an export under a name, with its schedule."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from elearning.core.typed import one_line
from elearning.reports.exports.choices import ZIP
from elearning.reports.exports.forms import ExportForm
from elearning.reports.forms import Offered, choices
from elearning.reports.saved.operations import Schedule
from elearning.reports.saved.scheduling import DAILY, LAST_DAY, MONTHLY, WEEKLY

DAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
LONGEST_NAME = 100
OWN, SHARED = "sendiri", "unit"


class SavedForm(ExportForm):
    """A choice, its name, who uses it and when it is made by itself."""

    nama = StringField(
        _("Name"),
        filters=[one_line],
        validators=[DataRequired(_("Write a name.")), Length(max=LONGEST_NAME)],
    )
    berkas = Offered(
        _("File"),
        choices=choices(
            ("xlsx", "XLSX"),
            ("csv", "CSV"),
            ("siasn", _("JSON lines for SIASN")),
            (ZIP, _("Certificates (ZIP)")),
        ),
        default="xlsx",
    )
    untuk = Offered(
        _("Who uses it"),
        choices=choices((OWN, _("Only I")), (SHARED, _("Every officer of the chosen unit"))),
        default=OWN,
    )
    irama = Offered(
        _("Made by itself"),
        choices=choices(
            ("", _("Never; only when I choose it")),
            (DAILY, _("Every day")),
            (WEEKLY, _("Every week")),
            (MONTHLY, _("Every month")),
        ),
        default="",
    )
    hari = Offered(
        _("Day of the week"),
        choices=choices(*((str(n), day) for n, day in enumerate(DAYS))),
        default="0",
    )
    tanggal = Offered(
        _("Day of the month"),
        choices=choices(*((str(n), str(n)) for n in range(1, LAST_DAY + 1))),
        default="1",
    )
    jam = Offered(
        _("Hour"), choices=choices(*((str(n), f"{n:02d}.00") for n in range(24))), default="6"
    )

    def schedule(self, timezone: str) -> Schedule:
        """Return when it is made by itself."""
        days = {WEEKLY: int(self.hari.data), MONTHLY: int(self.tanggal.data)}
        return Schedule(self.irama.data, days.get(self.irama.data, 0), int(self.jam.data), timezone)
