"""Forms of corrections: the right data, the reason of a revocation, the decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from elearning.accounts import nip
from elearning.accounts.plausible_days import require_plausible
from elearning.core.errors import Refused
from elearning.core.forms import PostForm
from elearning.core.typed import many_lines, one_line
from elearning.records.importing import LONGEST, MOST_JP
from elearning.records.reversing import REVOKING
from elearning.reports.forms import choices

LONGEST_NOTE = 1_000
#: What moves along with a unit.
PLACE = ("unit", "department", "agency", "unit_path")
KEEP, NOW = "tetap", "sekarang"


def _words(label: object, *, needed: bool = True) -> StringField:
    """Return a field of one line."""
    rules: list[Any] = [Length(max=LONGEST)]
    if needed:
        rules.insert(0, DataRequired(_("This must not be empty.")))
    return StringField(label, rules, filters=[one_line])  # type: ignore[arg-type]


class NotedForm(PostForm):
    """What every proposal says: why."""

    catatan = TextAreaField(
        _("Explanation"),
        [
            DataRequired(_("Write what is wrong and what shows it.")),
            Length(max=LONGEST_NOTE),
        ],
        filters=[many_lines],
    )


class CertificateForm(NotedForm):
    """The data that a certificate prints of a person, and the spelling of its title."""

    full_name = _words(_("Full name with titles"))
    nip = _words(_("NIP"))
    rank = _words(_("Rank"), needed=False)
    position = _words(_("Position"), needed=False)
    course_title = _words(_("Training"))
    tempat = RadioField(_("Work unit"), default=KEEP)

    def offer(self, old: Mapping[str, Any], now: Mapping[str, str]) -> None:
        """Offer the unit that was printed, and that of today where it is another one."""
        pairs = [(KEEP, f"{old['unit']}, {old['department']}")]
        if now and now["unit_path"] != old["unit_path"]:
            pairs.append((NOW, f"{now['unit']}, {now['department']}"))
        self.tempat.choices = choices(*pairs)

    def validate_nip(self, field: StringField) -> None:
        """A NIP has 18 digits."""
        try:
            field.data = nip.normalise(field.data)
        except Refused as refused:
            raise ValidationError(str(refused)) from refused

    def changes(self, old: Mapping[str, Any], now: Mapping[str, str]) -> dict[str, Any]:
        """Return what differs from what was printed."""
        names = ("full_name", "nip", "rank", "position", "course_title")
        given = {name: self[name].data for name in names}
        if self.tempat.data == NOW:
            given |= {name: now[name] for name in PLACE}
        return {name: value for name, value in given.items() if value != old[name]}


class TrainingForm(NotedForm):
    """Training earned elsewhere, as its certificate states it."""

    title = _words(_("Training"))
    organiser = _words(_("Organiser"))
    certificate_number = _words(_("Certificate number"), needed=False)
    started_on = DateField(_("First day"), [InputRequired(_("Choose a day.")), require_plausible])
    completed_on = DateField(_("Last day"), [InputRequired(_("Choose a day.")), require_plausible])
    jp = IntegerField(
        _("Learning hours (JP)"),
        [
            InputRequired(_("Write the JP as a whole number.")),
            NumberRange(1, MOST_JP, _("JP is a whole number from 1 to %(max)s.")),
        ],
    )

    def validate_completed_on(self, field: DateField) -> None:
        """A training ends no earlier than it began."""
        if field.data and self.started_on.data and field.data < self.started_on.data:
            raise ValidationError(gettext("The last day is before the first day."))

    def changes(self, old: Mapping[str, Any], _now: Mapping[str, str]) -> dict[str, Any]:
        """Return what differs from what was recorded; days in ISO form."""
        names = ("title", "organiser", "certificate_number", "started_on", "completed_on", "jp")
        given = {name: self[name].data for name in names}
        return {name: _stored(value) for name, value in given.items() if value != old[name]}


def _stored(value: object) -> object:
    """Return a value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


class RevocationForm(NotedForm):
    """Why training counts no more."""

    alasan = RadioField(
        _("Reason"),
        [InputRequired(_("Choose the reason."))],
        choices=choices(*REVOKING.items()),
    )


class DecisionForm(PostForm):
    """The second person's word."""

    jawaban = TextAreaField(
        _("Your remark"),
        [Length(max=LONGEST_NOTE)],
        filters=[many_lines],
    )

    def needs_reason(self) -> bool:
        """Whoever refuses says why; note it on the field."""
        if self.jawaban.data:
            return False
        self.jawaban.errors = [gettext("Write why you refuse. The proposer reads it.")]
        return True
