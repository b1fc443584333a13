"""The form with which a signatory signs: what it is given is used in this request and nowhere kept."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from elearning.certificates.signing.adapter import BSRE
from elearning.certificates.signing.credentials import Credentials
from elearning.core.forms import PostForm

LONGEST = 200


class SignForm(PostForm):
    """The passphrase of the electronic certificate."""

    passphrase = PasswordField(
        _("Passphrase"),
        [
            InputRequired(_("Type the passphrase of the electronic certificate.")),
            Length(max=LONGEST),
        ],
    )

    def credentials(self) -> Credentials:
        """Return what was typed."""
        return Credentials(self.passphrase.data or "")


class PersonalSignForm(SignForm):
    """BSrE knows a signatory by the NIK, which the platform does not hold."""

    nik = StringField(
        _("NIK"),
        [Regexp(r"\d{16}", message=_("The NIK has 16 digits. Check it, without blanks."))],
        filters=[lambda text: "".join((text or "").split())],
        render_kw={"maxlength": 20},
    )

    def credentials(self) -> Credentials:
        """Return what was typed."""
        return Credentials(self.passphrase.data or "", self.nik.data or "")


class RetryForm(PostForm):
    """Only a token."""


def sign_form(provider: str) -> SignForm:
    """Return the form that an adapter needs."""
    return PersonalSignForm() if provider == BSRE else SignForm()
