"""Forms of the organisation: a unit's facts, its name from a day on, where it goes."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from elearning.accounts.models import Unit
from elearning.accounts.plausible_days import require_plausible
from elearning.accounts.unit_choices import UnitChoice
from elearning.core.forms import PlainForm, PostForm
from elearning.core.typed import one_line
from elearning.reports.forms import Offered, choices, unit_options

LONGEST = 200
LONGEST_CODE = 60
KIND_NAMES = {
    "agency": _("Agency"),
    "department": _("Perangkat Daerah or eselon I unit"),
    "unit": _("Work unit"),
}
ZONES = {
    "Asia/Jakarta": _("WIB – western Indonesia"),
    "Asia/Makassar": _("WITA – central Indonesia"),
    "Asia/Jayapura": _("WIT – eastern Indonesia"),
}


def _line(label: object, *rules: Any, longest: int = LONGEST) -> StringField:
    """Return a field of one line."""
    return StringField(label, [*rules, Length(max=longest)], filters=[one_line])  # type: ignore[arg-type]


class UnitForm(PostForm):
    """The facts of a unit besides its name."""

    kode = _line(_("Code"), DataRequired(_("Write the code of the unit.")), longest=LONGEST_CODE)
    jenis = SelectField(
        _("Kind"), choices=choices(*((kind, KIND_NAMES[kind]) for kind in ("department", "unit")))
    )
    penyelenggara = _line(_("Name as an organiser of courses"))
    zona = SelectField(_("Time zone"), choices=choices(*ZONES.items()))
    tempat = _line(_("Place printed on certificates"))

    def suit(self, kind: str) -> None:
        """Leave out what only agencies have, or what they have not."""
        for name in ("jenis",) if kind == "agency" else ("zona", "tempat"):
            delattr(self, name)

    def start(self, unit: Unit) -> None:
        """Fill in what a unit is now."""
        self.kode.data, self.penyelenggara.data = unit.code, unit.organiser_name
        if unit.kind == "agency":
            self.zona.data, self.tempat.data = unit.timezone, unit.place
        else:
            self.jenis.data = unit.kind

    @property
    def values(self) -> dict[str, str]:
        """What the unit is to be, by column."""
        names = {"kode": "code", "jenis": "kind", "penyelenggara": "organiser_name"}
        names |= {"zona": "timezone", "tempat": "place"}
        return {names[field.name]: field.data or "" for field in self if field.name in names}


class NewUnitForm(UnitForm):
    """A unit that is added, with its name."""

    nama = _line(_("Name"), DataRequired(_("Write the name of the unit.")))


class RenameForm(PostForm):
    """A name and the day from which it is valid."""

    nama = _line(_("New name"), DataRequired(_("Write the name of the unit.")))
    sejak = DateField(_("Valid from"), [InputRequired(_("Choose a day.")), require_plausible])

    def differs_from(self, name: str) -> bool:
        """Whether it is another name; note it on the field when it is not."""
        if self.nama.data == name:
            self.nama.errors = [gettext("The unit has this name already.")]
        return bool(self.nama.data != name)


class PlaceForm(PlainForm):
    """The unit under which, or into which, another one goes; chosen by GET, which changes nothing."""

    ke = Offered(_("Unit"), default="")

    def offer(self, units: list[UnitChoice], moving: Unit, *, but: int | None) -> bool:
        """Offer the units outside of the one that goes, but for one; say whether there are any."""
        outside = (unit for unit in units if not unit.path.startswith(moving.path))
        fit = [unit for unit in outside if unit.id != but]
        self.ke.choices = choices(("", _("Choose …")), *unit_options(fit))
        return bool(fit)


class ConfirmForm(PostForm):
    """The button of a page that has shown what a change does."""

    ke = StringField(_("Unit"), [Length(max=20)])

    def validate_ke(self, field: StringField) -> None:
        """A key is a number."""
        if field.data and not field.data.isdecimal():
            raise ValidationError(gettext("This choice is no longer offered. Choose again."))

    @property
    def key(self) -> int:
        """The key of the other unit, 0 without one."""
        return int(self.ke.data or 0)
