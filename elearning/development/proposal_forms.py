"""The form with which training earned elsewhere is proposed, and the one that decides on it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from elearning.core.errors import Refused
from elearning.core.forms import PostForm
from elearning.core.typed import many_lines, one_line
from elearning.development.attachments import Attachment, examined
from elearning.development.conversion import Rule, suggested_jp
from elearning.records.activity_types import ACTIVITY_TYPES
from elearning.records.external import ExternalTraining
from elearning.records.importing import COMPETENCY_KINDS, LONGEST, MOST_JP

#: Nobody who works today has learnt earlier.
EARLIEST = date(1970, 1, 1)


class ProposalForm(PostForm):
    """What a person states of training earned elsewhere, with its certificate."""

    judul = StringField(
        _("Title of the training"),
        filters=[one_line],
        validators=[DataRequired(_("Write the title.")), Length(max=LONGEST)],
    )
    penyelenggara = StringField(
        _("Organiser"),
        filters=[one_line],
        validators=[DataRequired(_("Write who organised it.")), Length(max=LONGEST)],
    )
    jenis = SelectField(
        _("Form of development"),
        validators=[InputRequired(_("Choose the form of development."))],
    )
    kompetensi = SelectField(_("Kind of competency"))
    mulai = DateField(_("First day"), validators=[InputRequired(_("Enter the first day."))])
    selesai = DateField(_("Last day"), validators=[InputRequired(_("Enter the last day."))])
    jp = IntegerField(
        _("Learning hours (JP)"),
        validators=[
            Optional(),
            NumberRange(1, MOST_JP, _("JP is a whole number from 1 to %(max)s.")),
        ],
    )
    nomor = StringField(
        _("Certificate number"), filters=[one_line], validators=[Length(max=LONGEST)]
    )
    berkas = FileField(_("Certificate (PDF, JPG or PNG, at most 2 MB)"))

    attachment: Attachment | None = None

    def prepare(
        self,
        rules: Mapping[str, Rule],
        today: date,
        reason_against: Callable[[ExternalTraining], str],
        *,
        has_file: bool,
    ) -> None:
        """Fill the lists, and say what the figures follow and whether a file is there already."""
        self.reason_against = reason_against
        self.rules, self.today, self.has_file = dict(rules), today, has_file
        kinds = ((code, kind.name) for code, kind in ACTIVITY_TYPES.items())
        self.jenis.choices = [
            SelectChoice("", gettext("Choose")),
            *(SelectChoice(*pair) for pair in kinds),
        ]
        self.kompetensi.choices = [
            SelectChoice("", gettext("I do not know")),
            *(SelectChoice(kind, kind) for kind in COMPETENCY_KINDS),
        ]

    def validate_mulai(self, field: DateField) -> None:
        """Training has begun."""
        if field.data and not EARLIEST <= field.data <= self.today:
            raise ValidationError(_("This date is in the future, or too long ago."))

    def validate_selesai(self, field: DateField) -> None:
        """Training ends no earlier than it began, and before it is proposed."""
        if field.data and field.data > self.today:
            raise ValidationError(_("This date is in the future. Propose the training afterwards."))
        if field.data and self.mulai.data and field.data < self.mulai.data:
            raise ValidationError(_("The last day is before the first day."))

    def validate_berkas(self, field: FileField) -> None:
        """A certificate is there, and is what it seems."""
        if not field.data:
            if self.has_file:
                return
            raise ValidationError(_("Choose the file of the certificate."))
        try:
            self.attachment = examined(field.data.read())
        except Refused as refused:
            raise ValidationError(str(refused)) from None

    def validate(self, extra_validators: Any = None) -> bool:
        """JP may be left empty where the table names a figure."""
        is_valid = bool(super().validate(extra_validators))
        if is_valid and self.jp.data is None and self.suggested is None:
            self.jp.errors = [_("Write the JP that the certificate states.")]
            is_valid = False
        if is_valid and (why := self.reason_against(self.training())):
            self.judul.errors = [why]
            is_valid = False
        if not is_valid and self.attachment is not None:
            self.berkas.errors = [*self.berkas.errors, _("Please choose the file again.")]
        return is_valid

    @property
    def suggested(self) -> int | None:
        """The JP that the table gives for what was filled in."""
        return suggested_jp(self.rules, self.jenis.data, *self.days)

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day; today for what is empty."""
        return self.mulai.data or self.today, self.selesai.data or self.today

    def training(self) -> ExternalTraining:
        """Return what was filled in."""
        number = self.nomor.data or ""
        return ExternalTraining(
            self.judul.data or "",
            self.penyelenggara.data or "",
            self.jenis.data,
            *self.days,
            self.jp.data or self.suggested or 0,
            "" if number == "-" else number,
            self.kompetensi.data,
        )


APPROVE, GIVE_BACK, REJECT = "setujui", "perbaiki", "tolak"


class DecisionForm(PostForm):
    """What HR decides on a proposal."""

    #: The edition that was read.
    edisi = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    alasan = TextAreaField(_("Reason"), filters=[many_lines], validators=[Length(max=1000)])
    #: Which button was pressed.
    keputusan = HiddenField()

    def validate_keputusan(self, field: HiddenField) -> None:
        """One of the three buttons was pressed."""
        if field.data not in (APPROVE, GIVE_BACK, REJECT):
            raise ValidationError(_("Press one of the three buttons."))

    def validate_alasan(self, field: TextAreaField) -> None:
        """Whoever does not approve says why."""
        if self.keputusan.data != APPROVE and not field.data:
            raise ValidationError(
                _("Write what is missing or wrong, so that the person knows what to do.")
            )
