"""The form that keeps an export under a name, with its schedule."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import DataRequired, Length, ValidationError

from elearning.core.typed import one_line
from elearning.reports.exports.choices import BUTTONS, THIS_YEAR, ZIP, Choice
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
            ("pegawai-xlsx", _("Recap of JP for each person (XLSX)")),
            ("pd-xlsx", _("Recap of JP for each Perangkat Daerah (XLSX)")),
            ("pdf", _("Recaps to sign (PDF)")),
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

    def validate_berkas(self, field: Any) -> None:
        """A recap is of the whole year up to the day on which it is made."""
        narrowing = ("periode", "pelatihan", "dari", "sampai", "siasn")
        is_recap = field.data in BUTTONS
        if is_recap and (self.tahun.data != THIS_YEAR or any(self[n].data for n in narrowing)):
            raise ValidationError(
                _(
                    "A recap states the current year so far. Choose this year, and leave period, "
                    "course, days and the state at SIASN empty."
                )
            )

    def choice(self, format: str) -> Choice | None:
        """Return what was chosen; of a recap the unit and the status count."""
        if format not in BUTTONS:
            return super().choice(format)
        (content, kind), unit = BUTTONS[format], self.units.get(self.unit.data)
        return Choice(
            content=content,
            format=kind,
            unit_id=unit.id if unit else None,
            unit=unit.name if unit else "",
            status=self.status.data,
        )

    def schedule(self, timezone: str) -> Schedule:
        """Return when it is made by itself."""
        days = {WEEKLY: int(self.hari.data), MONTHLY: int(self.tanggal.data)}
        return Schedule(self.irama.data, days.get(self.irama.data, 0), int(self.jam.data), timezone)
