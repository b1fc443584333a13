"""The forms of the desk: which records it shows, and one record's state."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SearchField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, Regexp, ValidationError

from elearning.core.forms import PlainForm, PostForm
from elearning.siasn.queries import Wanted
from elearning.siasn.records import LONGEST_NOTE, Stated
from elearning.siasn.sheet_rows import ID_PATTERN, LONGEST_ID
from elearning.siasn.states import DELETED, FAILED, LABELS, REJECTED, SENT, VERIFIED, WORDS

YEARS = 10


class DeskForm(PlainForm):
    """Which records the desk shows; it is sent by GET and changes nothing."""

    cari = SearchField(_("Search by name or NIP"), [Optional(), Length(max=100)], default="")
    tahun = SelectField(_("Year"))
    status = SelectField(_("State at SIASN"), default="")

    def offer(self, this_year: int) -> None:
        """Fill the lists to choose from."""
        years = [
            SelectChoice(str(year), str(year)) for year in range(this_year, this_year - YEARS, -1)
        ]
        self.tahun.choices = [*years, SelectChoice("", _("All years"))]
        if self.tahun.data is None:
            self.tahun.data = str(this_year)
        states = (SelectChoice(state, LABELS[state]) for state in WORDS)
        self.status.choices = [SelectChoice("", _("Needs attention")), *states]

    def wanted(self, paths: tuple[str, ...]) -> Wanted:
        """Return which records the list shows."""
        year = int(self.tahun.data) if self.tahun.data else None
        return Wanted(paths, year, self.status.data or "", self.cari.data or "")


class StateForm(PostForm):
    """What the officer states of one record, with the reason."""

    status = SelectField(_("State at SIASN"))
    id_siasn = StringField(
        _("SIASN record id"),
        [
            Optional(),
            Length(max=LONGEST_ID),
            Regexp(ID_PATTERN, message=_("A SIASN id has no spaces. Copy it again.")),
        ],
        filters=[lambda text: (text or "").strip()],
    )
    catatan = TextAreaField(
        _("Note"), [Length(max=LONGEST_NOTE)], filters=[lambda text: (text or "").strip()]
    )

    def offer(self, *, is_revoked: bool) -> None:
        """Fill the states that can be stated of the record."""
        states = (DELETED,) if is_revoked else (SENT, VERIFIED, REJECTED, FAILED)
        self.status.choices = [SelectChoice(state, LABELS[state]) for state in states]

    def validate_catatan(self, field: Any) -> None:
        """Who is rejected learns why."""
        if self.status.data in (REJECTED, FAILED) and not field.data:
            raise ValidationError(_("Write why, so that the person knows what to mend."))

    def stated(self) -> Stated:
        """Return what was stated."""
        return Stated(self.status.data, self.id_siasn.data or "", self.catatan.data or "")
