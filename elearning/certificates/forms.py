"""The form that checks a printed certificate."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from elearning.core.forms import PostForm


class VerifyForm(PostForm):
    """Number and check code, both printed beside the QR."""

    number = StringField(
        _("Certificate number"),
        [InputRequired(_("Enter the certificate number as printed.")), Length(max=200)],
        description=_("For example 800.2/0001/PPD/BKPSDM/2026."),
    )
    check_code = StringField(
        _("Check code"),
        [InputRequired(_("Enter the ten characters of the check code.")), Length(max=20)],
        description=_("Ten letters and digits beside the QR code."),
        render_kw={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"},
    )
