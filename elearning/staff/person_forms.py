"""Forms of one person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, EmailField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from elearning.accounts import nip
from elearning.accounts.models import POSITION_KINDS, STATUSES, Unit
from elearning.accounts.plausible_days import require_plausible
from elearning.accounts.ranks import rank_of
from elearning.accounts.roster import EMAIL
from elearning.accounts.standings import STANDINGS
from elearning.core.errors import Refused
from elearning.core.forms import PostForm
from elearning.staff.forms import indented
from elearning.staff.present import people_by_nips

NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


class PersonForm(PostForm):
    """What HR holds about a person."""

    nip = StringField(_("NIP"), [InputRequired(_("Enter the NIP."))], render_kw=NUMBER)
    nip_dicocokkan = BooleanField(_("I have compared this NIP with its source: it is right"))
    gelar_depan = StringField(_("Title before the name"), [Optional(), Length(max=60)])
    nama = StringField(
        _("Name without titles"), [InputRequired(_("Enter the name.")), Length(max=200)]
    )
    gelar_belakang = StringField(_("Title after the name"), [Optional(), Length(max=60)])
    status = SelectField(_("ASN status"), choices=[SelectChoice(name, name) for name in STATUSES])
    golongan = StringField(_("Rank"), [Optional(), Length(max=60)])
    jabatan = StringField(_("Position"), [Optional(), Length(max=200)])
    jenis_jabatan = SelectField(
        _("Kind of position"),
        choices=[SelectChoice("", "–"), *(SelectChoice(name, name) for name in POSITION_KINDS)],
    )
    unit = SelectField(_("Work unit"), coerce=int)
    kedudukan = SelectField(
        _("Legal standing"),
        choices=[SelectChoice(code, name) for code, name in STANDINGS.items()],
    )
    surel = EmailField(
        _("E-mail address"),
        [Optional(), Length(max=254), Regexp(EMAIL, message=_("This is no e-mail address."))],
    )
    nip_atasan = StringField(_("NIP of the direct supervisor"), [Optional()], render_kw=NUMBER)
    id_siasn = StringField(_("SIASN id"), [Optional(), Length(max=100)])
    sejak = DateField(
        _("Valid from"), [InputRequired(_("Choose since when this holds.")), require_plausible]
    )

    def offer(self, units: Sequence[Unit]) -> None:
        """Fill the list of units."""
        self.unit.choices = [SelectChoice(key, name) for key, name in indented(units)]

    def validate_nip(self, field: Any) -> None:
        """A NIP has 18 digits; one that looks wrong may be right, so somebody compares it."""
        field.data = _digits(field.data)
        found = map(str, nip.warnings(field.data, self.status.data))
        odd = [sentence for sentence in found if sentence not in self.held]
        self.asks_to_compare = bool(odd)
        if odd and not self._is_compared(field.data):
            remedy = gettext("Correct the NIP, or tick the box below when its source says so.")
            raise ValidationError(" ".join((*odd, remedy)))

    def _is_compared(self, number: str) -> bool:
        """Whether the box is ticked for this very NIP, which is its value."""
        box = self.nip_dicocokkan
        box.data = number in (box.raw_data or ())
        box.raw_data = [number]
        return box.data

    def validate_golongan(self, field: Any) -> None:
        """The rank is one that the status can have."""
        text = (field.data or "").strip()
        rank = rank_of(self.status.data, text) if text else ""
        if rank is None:
            raise ValidationError(
                gettext("This rank does not exist for %(status)s.", status=self.status.data)
            )
        field.data = rank

    def validate_nip_atasan(self, field: Any) -> None:
        """The supervisor has an account and is somebody else."""
        number = _digits(field.data)
        self.supervisor_id = people_by_nips({number}).get(number)
        if number == self.nip.data:
            raise ValidationError(gettext("Nobody is their own supervisor."))
        if self.supervisor_id is None:
            raise ValidationError(gettext("No account has this NIP."))

    def values(self) -> dict[str, Any]:
        """Return the person's fields."""
        words = {
            "nip": self.nip,
            "front_title": self.gelar_depan,
            "name": self.nama,
            "back_title": self.gelar_belakang,
            "rank": self.golongan,
            "position": self.jabatan,
            "position_kind": self.jenis_jabatan,
            "siasn_id": self.id_siasn,
        }
        return {
            **{name: " ".join((field.data or "").split()) for name, field in words.items()},
            "status": self.status.data,
            "legal_standing": self.kedudukan.data,
            "unit_id": self.unit.data,
            "email": (self.surel.data or "").strip().lower() or None,
            "supervisor_id": self.supervisor_id if self.nip_atasan.data else None,
        }

    #: What looks wrong in the NIP that is held: somebody has compared it.
    held: frozenset[str] = frozenset()

    #: Whether something else looks wrong in the NIP that was typed.
    asks_to_compare = False

    #: The supervisor's account, once the NIP was looked up.
    supervisor_id: int | None = None

    def since(self) -> date:
        """Return since when it holds."""
        day: date = self.sejak.data  # type: ignore[assignment]
        return day


def _digits(text: str | None) -> str:
    """Return the 18 digits of a field, or say what is wrong with them."""
    try:
        return nip.normalise(text or "")
    except Refused as refused:
        raise ValidationError(str(refused)) from None
