"""Forms of signing in, of setting a password and of one's own account."""

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from elearning.accounts.passwords import LONGEST, require_good
from elearning.core.errors import Refused
from elearning.core.forms import PostForm

IDENTIFIER = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
NIP_MARKS = re.compile(r"[\s.'-]")


def identifier_of(text: str) -> str:
    """Return a NIP without its blanks and marks, anything else trimmed."""
    digits = NIP_MARKS.sub("", text)
    return digits if digits.isdigit() and len(digits) == 18 else text.strip()


class SignInForm(PostForm):
    """NIP, e-mail or user name, and password."""

    identifier = StringField(
        _("NIP or e-mail address"),
        [InputRequired(_("Enter your NIP or e-mail address.")), Length(max=254)],
        render_kw=IDENTIFIER,
    )
    password = PasswordField(
        _("Password"),
        [InputRequired(_("Enter your password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class ForgottenForm(PostForm):
    """Whose password is lost."""

    identifier = StringField(
        _("NIP or e-mail address"),
        [InputRequired(_("Enter your NIP or e-mail address.")), Length(max=254)],
        render_kw=IDENTIFIER,
    )


class SlipForm(PostForm):
    """NIP and the code of a printed activation slip."""

    nip = StringField(
        _("NIP"),
        [InputRequired(_("Enter your NIP.")), Length(max=60)],
        render_kw=IDENTIFIER | {"inputmode": "numeric"},
    )
    code = StringField(
        _("Code on the slip"),
        [InputRequired(_("Enter the code of 12 letters and digits.")), Length(max=60)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        | {"spellcheck": "false"},
    )


class NewPasswordForm(PostForm):
    """A new password, twice."""

    password = PasswordField(_("New password"), [InputRequired(_("Enter a new password."))])
    repeat = PasswordField(
        _("New password once more"),
        [
            InputRequired(_("Enter the new password once more.")),
            EqualTo("password", _("The two passwords differ.")),
        ],
    )

    def __init__(self, personal: tuple[str, ...], **values: Any) -> None:
        super().__init__(**values)
        self.personal = personal

    def validate_password(self, field: PasswordField) -> None:
        """Apply the rules of passwords."""
        try:
            require_good(field.data or "", self.personal)
        except Refused as refused:
            raise ValidationError(str(refused)) from None


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    current = PasswordField(
        _("Present password"),
        [InputRequired(_("Enter your present password.")), Length(max=LONGEST)],
    )


#: Forms that a visitor may leave open for long: the view that takes each, its class and its page.
FORMS_OF_VISITORS: dict[str | None, tuple[type[PostForm], str]] = {
    "accounts.begin_session": (SignInForm, "accounts/sign_in.html"),
    "accounts.check_slip": (SlipForm, "accounts/activate.html"),
    "accounts.ask_for_link": (ForgottenForm, "accounts/forgotten.html"),
}
