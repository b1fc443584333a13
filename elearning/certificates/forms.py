"""The forms that check a certificate, printed or as a file."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from elearning.core.forms import PostForm

LARGEST_FILE = 2 * 1024 * 1024
#: Within so many bytes a PDF says that it is one.
HEADER_WITHIN = 1024


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


class FileForm(PostForm):
    """A certificate or transcript as PDF; it is read once and not stored."""

    berkas = FileField(
        _("PDF of the certificate or transcript"),
        [FileRequired(_("Choose the PDF of the certificate or transcript."))],
        render_kw={"accept": "application/pdf,.pdf"},
    )
    content = b""

    def validate_berkas(self, field: FileField) -> None:
        """Only a PDF, and a small one: what is larger is not read."""
        with field.data.stream as stream:
            content = stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            raise ValidationError(
                _("The file is larger than 2 MB. Our certificates and transcripts are smaller.")
            )
        if b"%PDF-" not in content[:HEADER_WITHIN]:
            raise ValidationError(
                _("This is no PDF. Choose the PDF file of the certificate or transcript.")
            )
        self.content = content
