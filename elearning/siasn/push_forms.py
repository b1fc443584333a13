"""The form that starts a session of sending to SIASN."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Regexp

from elearning.core.forms import PostForm
from elearning.siasn.forms import YEARS

LONGEST_TOKEN = 8_000


class PushForm(PostForm):
    """Which year, and the token that is typed each time."""

    tahun = SelectField(_("Year"), coerce=int)
    token = PasswordField(
        _("SSO token of SIASN"),
        [
            DataRequired(_("Paste the token that SIASN has given you.")),
            Length(max=LONGEST_TOKEN),
            Regexp(
                r"[!-~]+$", message=_("The token has no spaces. Copy it again, without “bearer”.")
            ),
        ],
        filters=[lambda text: (text or "").strip()],
    )

    def offer(self, this_year: int) -> None:
        """Fill the list of years."""
        years = range(this_year, this_year - YEARS, -1)
        self.tahun.choices = [SelectChoice(year, str(year)) for year in years]
        if self.tahun.data is None:
            self.tahun.data = this_year
