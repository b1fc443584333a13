"""The forms of an organiser's certificates: how they look, and who signs them."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from elearning.accounts import nip
from elearning.accounts.models import Unit
from elearning.accounts.plausible_days import require_plausible
from elearning.certificates.logos import logo_png
from elearning.certificates.models import OPTIONAL, CertificateTemplate, Signatory
from elearning.certificates.template_operations import Look, Signing, pattern_fault
from elearning.core import files
from elearning.core.errors import Refused
from elearning.core.forms import PostForm

MOST_LINES = 4


def one_line(text: str | None) -> str:
    """Return a text without needless blanks."""
    return " ".join((text or "").split())


def some_lines(text: str | None) -> str:
    """Return the lines that hold something."""
    return "\n".join(filter(None, map(one_line, (text or "").splitlines())))


def few_lines(_form: Any, field: Any) -> None:
    """A letterhead has a handful of lines."""
    if len(field.data.splitlines()) > MOST_LINES:
        raise ValidationError(_("Write at most four lines."))


def line(label: Any, longest: int, *more: Any) -> StringField:
    """Return a field of one line."""
    return StringField(label, [*more, Length(max=longest)], filters=[one_line])


def lines(label: Any, longest: int) -> TextAreaField:
    """Return a field of some lines."""
    return TextAreaField(label, [Length(max=longest), few_lines], filters=[some_lines])


class TemplateForm(PostForm):
    """How certificates look from a day on."""

    kop = line(_("Letterhead"), 150)
    kop_unit = line(_("Second line of the letterhead"), 150)
    alamat = lines(_("Postal address"), 300)
    logo = FileField(_("Logo"))
    tanpa_logo = BooleanField(_("Remove the logo"))
    dasar_hukum = lines(_("Legal basis"), 600)
    tempat = line(_("Place of issue"), 60)
    pola = line(_("Number format"), 120)
    catatan = lines(_("Note on the electronic signature"), 400)
    pangkat = BooleanField(_("Rank"), default=True)
    unit = BooleanField(_("Work unit"), default=True)
    nilai = BooleanField(_("Score and predicate"), default=True)
    mulai = DateField(_("Valid from"), [InputRequired(), require_plausible])

    def offer(self, organiser: Unit, default: str, today: date) -> None:
        """Say for which organiser and day the form is."""
        self.organiser, self.default, self.today = organiser, default, today
        self.mulai.data = self.mulai.data or today
        self.logo_bytes = b""

    def show(self, template: CertificateTemplate) -> None:
        """Fill in what is printed so far."""
        self.kop.data, self.kop_unit.data = template.letterhead, template.letterhead_unit
        self.alamat.data, self.dasar_hukum.data = template.letterhead_address, template.legal_basis
        self.tempat.data, self.pola.data = template.place, template.number_pattern
        self.catatan.data = template.electronic_notice
        self.mulai.data = max(template.valid_from, self.today)
        left_out = template.left_out.split(",")
        for name, field in self.optional.items():
            field.data = name not in left_out

    @property
    def optional(self) -> dict[str, BooleanField]:
        """The fields that a template may leave out, by their names there."""
        return dict(zip(OPTIONAL, (self.pangkat, self.unit, self.nilai), strict=True))

    def validate_mulai(self, field: DateField) -> None:
        """What was printed yesterday cannot change."""
        if field.data and field.data < self.today:
            raise ValidationError(_("Choose today or a later day: earlier certificates stay."))

    def validate_pola(self, field: StringField) -> None:
        """A number belongs to one certificate."""
        fault = pattern_fault(field.data or "", self.organiser, self.default)
        if fault:
            raise ValidationError(fault)

    def validate_logo(self, field: FileField) -> None:
        """A logo is a picture."""
        if not field.data:
            return
        try:
            self.logo_bytes = logo_png(field.data.read())
        except Refused as refused:
            raise ValidationError(str(refused)) from None

    def look(self, before: CertificateTemplate | None) -> Look:
        """Return what was chosen; the logo of before stays unless another comes."""
        kept = before.logo_digest if before and not self.tanpa_logo.data else ""
        left_out = [name for name, field in self.optional.items() if not field.data]
        return Look(
            valid_from=self.mulai.data or self.today,
            letterhead=self.kop.data or "",
            letterhead_unit=self.kop_unit.data or "",
            letterhead_address=self.alamat.data or "",
            logo_digest=files.store(self.logo_bytes) if self.logo_bytes else kept,
            legal_basis=self.dasar_hukum.data or "",
            place=self.tempat.data or "",
            number_pattern=self.pola.data or "",
            electronic_notice=self.catatan.data or "",
            left_out=",".join(left_out),
        )


class SignatoryForm(PostForm):
    """Who signs, as what, from when until when."""

    awalan = RadioField(
        _("Signs as"),
        choices=[
            SelectChoice("", _("Office holder")),
            SelectChoice("Plt.", _("Plt. (acting)")),
            SelectChoice("Plh.", _("Plh. (daily acting)")),
            SelectChoice("a.n.", _("a.n. (on behalf of)")),
        ],
        default="",
    )
    jabatan = TextAreaField(
        _("Position"), [InputRequired(), Length(max=300), few_lines], filters=[some_lines]
    )
    nama = line(_("Name with titles"), 150, InputRequired())
    pangkat = line(_("Rank"), 80)
    nip = line(_("NIP"), 40)
    mulai = DateField(_("First day"), [InputRequired(), require_plausible])
    sampai = DateField(_("Last day"), [Optional(), require_plausible])

    def show(self, signatory: Signatory) -> None:
        """Fill in what is known."""
        self.awalan.data = signatory.prefix
        self.jabatan.data, self.nama.data = signatory.position, signatory.name
        self.pangkat.data, self.nip.data = signatory.rank, signatory.nip
        self.mulai.data, self.sampai.data = signatory.valid_from, signatory.valid_until

    def validate_nip(self, field: StringField) -> None:
        """Whoever has a NIP has a right one; a head of a region may have none."""
        if not field.data:
            return
        try:
            field.data = nip.normalise(field.data)
        except Refused as refused:
            raise ValidationError(str(refused)) from None

    def validate_sampai(self, field: DateField) -> None:
        """Time runs forward."""
        if field.data and self.mulai.data and field.data < self.mulai.data:
            raise ValidationError(_("The last day is before the first. Correct one of them."))

    def signing(self) -> Signing:
        """Return what was filled in."""
        first = self.mulai.data
        assert isinstance(first, date)  # noqa: S101 - required
        return Signing(
            valid_from=first,
            valid_until=self.sampai.data,
            prefix=self.awalan.data or "",
            position=self.jabatan.data or "",
            name=self.nama.data or "",
            rank=self.pangkat.data or "",
            nip=self.nip.data or "",
        )
