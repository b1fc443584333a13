"""The form of a new webhook."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

from elearning.accounts.unit_choices import UnitChoice
from elearning.core.forms import MultiCheckboxField, PostForm
from elearning.core.outgoing import CallFailed, address_of
from elearning.core.typed import one_line
from elearning.reports.forms import unit_options
from elearning.webhooks.events import EVENTS


class WebhookForm(PostForm):
    """Who is told, of which units, of what."""

    nama = StringField(
        _("Name of the receiving system"),
        filters=[one_line],
        validators=[InputRequired(), Length(max=100)],
    )
    alamat = StringField(
        _("Address of the receiver"),
        filters=[one_line],
        validators=[InputRequired(), Length(max=1000)],
    )
    unit = SelectField(_("Units it covers"), coerce=int)
    peristiwa = MultiCheckboxField(
        _("Events to report"),
        choices=[SelectChoice(name, label) for name, label in EVENTS.items()],
        validators=[InputRequired(_("Tick what the system is to be told, one thing at least."))],
    )
    lengkap = BooleanField(_("Send the record itself, with name and NIP"))

    def offer(self, units: Sequence[UnitChoice]) -> None:
        """Fill the list to choose from."""
        self.unit.choices = [SelectChoice(int(key), label) for key, label in unit_options(units)]

    def validate_alamat(self, field: Any) -> None:
        """An address that could never be called is refused at once."""
        try:
            address = address_of(field.data or "")
        except CallFailed:
            raise ValidationError(
                _("Write the whole address of the receiver; it begins with https://.")
            ) from None
        if address.username or address.password or address.fragment:
            raise ValidationError(_("Leave names, passwords and # out of the address."))
