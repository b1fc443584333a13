"""Forms of a roster: the file, its columns, who is closed."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from elearning.accounts.models import Unit
from elearning.core.forms import PlainForm, PostForm
from elearning.core.typed import one_line

ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
INDENT = "\u2003"


class UploadForm(PostForm):
    """A staff list, and what it covers."""

    unit = SelectField(
        _("Whom the file covers"),
        validate_choice=True,
        validators=[InputRequired(_("Choose the agency or Perangkat Daerah."))],
    )
    berkas = FileField(_("File (XLSX, XLS, ODS or CSV)"), render_kw={"accept": ",".join(ENDINGS)})
    lengkap = BooleanField(_("The file lists everybody who works there"))

    def offer(self, units: Sequence[Unit]) -> None:
        """Fill the list of units, each below the one that holds it."""
        self.unit.choices = [SelectChoice(str(key), name) for key, name in indented(units)]

    def validate_berkas(self, field: Any) -> None:
        """A file is chosen, of a kind that holds tables."""
        name = getattr(field.data, "filename", "") or ""
        if not name:
            raise ValidationError(str(_("Choose the file with the staff list.")))
        if PurePath(name).suffix.lower() not in ENDINGS:
            raise ValidationError(
                str(_("Only CSV, XLSX, XLS and ODS files can be read as a table."))
            )


class SearchForm(PlainForm):
    """Who is looked for; it is sent by GET and changes nothing."""

    cari = SearchField(
        _("Search by name or NIP"), [Optional(), Length(max=100)], filters=[one_line], default=""
    )


class ReasonForm(PostForm):
    """Why accounts are closed."""

    alasan = StringField(
        _("Reason for closing"),
        [
            InputRequired(_("Say why these accounts are closed, for example: retired.")),
            Length(max=300),
        ],
        filters=[one_line],
    )


def indented(units: Sequence[Unit]) -> list[tuple[int, str]]:
    """Return units with their names, set in by how deep they lie."""
    least = min((unit.path.count("/") for unit in units), default=0)
    return [(unit.id, INDENT * (unit.path.count("/") - least) + unit.name) for unit in units]
