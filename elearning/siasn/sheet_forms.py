"""The forms of uploaded sheets."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from elearning.core.forms import PostForm
from elearning.siasn.sheet_operations import LIST, PEOPLE, STATES

#: Years that a comparison offers.
YEARS = 10


class UploadForm(PostForm):
    """A sheet, and what it says."""

    isi = RadioField(
        _("What the sheet says"),
        choices=[
            SelectChoice(
                STATES, _("What became of the records: our export with states and SIASN ids")
            ),
            SelectChoice(PEOPLE, _("SIASN's person ids: NIP and pnsOrangId")),
            SelectChoice(LIST, _("What SIASN lists: compare it with our records")),
        ],
        default=STATES,
    )
    berkas = FileField(
        _("Sheet (XLSX, CSV or ODS)"), validators=[FileRequired(_("Choose a file."))]
    )
    terkirim = BooleanField(_("All of this export was sent: mark rows without a state as sent"))
    tahun = SelectField(_("Year of the comparison"), coerce=int)

    def offer(self, this_year: int) -> None:
        """Fill the list of years."""
        years = range(this_year, this_year - YEARS, -1)
        self.tahun.choices = [SelectChoice(year, str(year)) for year in years]


class ApplyForm(PostForm):
    """The word that applies a sheet."""

    selisih = BooleanField(
        _("Let be sent again what differs, and what was sent and is not in SIASN's list"),
        default=True,
    )

    def wants_marks(self) -> bool:
        """Whether differences are to be sent again."""
        return bool(self.selisih.data)
