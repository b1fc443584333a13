"""What an officer says about an assignment."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SearchField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from elearning.accounts.models import POSITION_KINDS, STATUSES
from elearning.accounts.ranks import PNS_RANKS, PPPK_RANKS
from elearning.accounts.unit_choices import UnitChoice
from elearning.assignments.conditions import DONE, LEARNING, WAITING, part_of
from elearning.assignments.models import REASONS, Assignment
from elearning.assignments.people_queries import OVERDUE
from elearning.core.forms import MultiCheckboxField, PlainForm, PostForm
from elearning.core.typed import many_lines, one_line

LONGEST_BASIS = 500
LONGEST_NOTE = 200
INDENT = "\u2003"
#: Days of somebody who joins later; the first one is usual.
GRACE = (14, 7, 30)
#: In years; a day further away is a slip of the finger.
FURTHEST = 5
REASON_NAMES = {
    "maternity": _("Maternity leave"),
    "leave": _("Other leave"),
    "study": _("Study assignment (tugas belajar)"),
    "elsewhere": _("Assigned to another agency"),
    "equivalent": _("Has completed equivalent training"),
    "other": _("Another reason"),
}
STATE_NAMES = {
    "": _("Everybody"),
    OVERDUE: _("Overdue"),
    WAITING: _("Not begun"),
    LEARNING: _("In progress"),
    DONE: _("Completed"),
}


def pairs(values: Any) -> list[SelectChoice]:
    """Return values with their labels as the options of a field."""
    return [SelectChoice(str(value), label) for value, label in values]


def alike(values: Sequence[str]) -> list[SelectChoice]:
    """Return options that are called what they are."""
    return pairs((value, value) for value in values)


class DeadlineForm(PostForm):
    """By when."""

    tenggat = DateField(_("Deadline"), validators=[InputRequired(_("Choose the last day."))])

    def ask(self, today: date) -> None:
        """Say which days can be chosen."""
        self.today = today

    def validate_tenggat(self, field: DateField) -> None:
        """A deadline lies ahead, and not in the far future."""
        if field.data and field.data < self.today:
            raise ValidationError(_("This day is over. Choose today or a later day."))
        if field.data and field.data.year > self.today.year + FURTHEST:
            raise ValidationError(_("This day is too far away. Check the year."))


class AssignmentForm(DeadlineForm):
    """Which course, for whom, by when and why."""

    pelatihan = SelectField(_("Course"), validators=[DataRequired(_("Choose a course."))])
    unit = SelectField(_("Work unit, with everything below it"))
    status = MultiCheckboxField(_("ASN status"), choices=alike(STATUSES))
    jenis_jabatan = MultiCheckboxField(_("Kind of position"), choices=alike(POSITION_KINDS))
    golongan = MultiCheckboxField(_("Rank of PNS and CPNS"), choices=alike(tuple(PNS_RANKS)))
    golongan_pppk = MultiCheckboxField(_("Rank of PPPK"), choices=alike(PPPK_RANKS))
    nip = TextAreaField(_("Only these NIPs"), render_kw={"rows": "4"})
    berkas = FileField(_("Or a file with a column NIP"))
    mulai = DateField(_("Starts on"), validators=[InputRequired(_("Choose the first day."))])
    terdahulu = BooleanField(
        _("A completion from before the start counts if it is still valid at the deadline"),
        default=True,
    )
    susulan = SelectField(
        _("Whoever joins later has at least"),
        choices=pairs((days, _("%(num)s days from being told", num=days)) for days in GRACE)
        + pairs([(0, _("no more time than the others"))]),
        default=str(GRACE[0]),
    )
    dasar = TextAreaField(
        _("Legal basis or reason"),
        filters=[many_lines],
        validators=[DataRequired(_("Write why.")), Length(max=LONGEST_BASIS)],
        render_kw={"rows": "3", "maxlength": str(LONGEST_BASIS)},
    )

    def offer(
        self, units: Sequence[UnitChoice], courses: Sequence[tuple[int, str]], today: date
    ) -> None:
        """Fill the lists to choose from."""
        self.ask(today)
        self.units = {str(unit.id): unit for unit in units}
        self.unit.choices = pairs((unit.id, INDENT * unit.depth + unit.name) for unit in units)
        self.pelatihan.choices = pairs([("", _("Choose a course")), *courses])

    def validate_mulai(self, field: DateField) -> None:
        """It starts before it is due."""
        if field.data and self.tenggat.data and field.data > self.tenggat.data:
            raise ValidationError(_("The start lies after the deadline."))
        if field.data and field.data.year < self.today.year - FURTHEST:
            raise ValidationError(_("This day is too far away. Check the year."))

    @property
    def is_listed(self) -> bool:
        """Whether people are named."""
        return bool((self.nip.data or "").strip())

    @property
    def chosen_unit(self) -> UnitChoice:
        """The unit for whose subtree it is."""
        return self.units[self.unit.data]

    def assignment(self, agency_id: int, timezone: str) -> Assignment:
        """Return what was described; it is not stored."""
        ranks = [*(self.golongan.data or []), *(self.golongan_pppk.data or [])]
        return Assignment(
            course_id=int(self.pelatihan.data),
            unit_id=self.chosen_unit.id,
            agency_id=agency_id,
            timezone=timezone,
            statuses=part_of(self.status.data or []),
            ranks=part_of(ranks),
            position_kinds=part_of(self.jenis_jabatan.data or []),
            is_listed=self.is_listed,
            starts_on=self.mulai.data,
            due_on=self.tenggat.data,
            basis=self.dasar.data or "",
            counts_earlier=bool(self.terdahulu.data),
            grace_days=int(self.susulan.data),
        )


class PeopleForm(PlainForm):
    """Whom the list shows; it is sent by GET and changes nothing."""

    cari = SearchField(_("Search by name or NIP"), [Optional(), Length(max=100)], default="")
    keadaan = SelectField(_("State"), choices=pairs(STATE_NAMES.items()), default="")


class ExemptionForm(PostForm):
    """Who is exempt, and why."""

    nip = StringField(_("NIP"), filters=[one_line], validators=[DataRequired(_("Write the NIP."))])
    alasan = RadioField(
        _("Reason"),
        choices=pairs((reason, REASON_NAMES[reason]) for reason in REASONS),
        validators=[InputRequired(_("Choose a reason."))],
    )
    catatan = StringField(_("Note"), filters=[one_line], validators=[Length(max=LONGEST_NOTE)])
