"""The forms with which two accounts are joined and parted."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from elearning.accounts import nip
from elearning.accounts.nip import grouped
from elearning.core.errors import Refused
from elearning.core.forms import PostForm
from elearning.core.typed import many_lines
from elearning.home.merge_page import Preview

LONGEST = 2_000


class OtherNipForm(PostForm):
    """The other NIP of a person."""

    nip = StringField(
        _("The person's other NIP"),
        [InputRequired(_("Enter the NIP."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_nip(self, field: Any) -> None:
        """A NIP has 18 digits."""
        try:
            field.data = nip.normalise(field.data or "")
        except Refused as refused:
            raise ValidationError(str(refused)) from None


class MergeForm(PostForm):
    """Which account remains, why they are joined, and that it is one person."""

    tetap = RadioField(_("Which account remains?"), coerce=int)
    alasan = TextAreaField(
        _("Why are they joined?"),
        filters=[many_lines],
        validators=[DataRequired(_("Write why they are joined.")), Length(max=LONGEST)],
    )
    yakin = BooleanField(_("I have compared the documents: both accounts are one person's"))

    def offer(self, preview: Preview) -> None:
        """Fill the choice of accounts, the likely one chosen."""
        self.tetap.choices = [
            SelectChoice(
                side.id,
                gettext(
                    "NIP %(nip)s (%(status)s, %(unit)s)",
                    nip=grouped(side.nip),
                    status=side.status or "–",
                    unit=side.unit or "–",
                ),
            )
            for side in preview.sides
        ]
        if self.tetap.data is None:
            self.tetap.data = preview.sides[0].id
        if not preview.differs:
            del self.yakin

    def validate_yakin(self, field: Any) -> None:
        """Where dates of birth differ, somebody has looked at the documents."""
        if not field.data:
            raise ValidationError(
                gettext(
                    "The dates of birth differ. Tick this when you have compared the documents."
                )
            )
