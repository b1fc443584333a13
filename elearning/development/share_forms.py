"""The forms that choose years of a history: for a link, and for a transcript."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from elearning.core.forms import PostForm
from elearning.core.typed import one_line

LONGEST = timedelta(days=366)
UNTIL = "tanggal"


class MultiCheckboxField(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class YearsForm(PostForm):
    """Years of one's history; none ticked means all."""

    tahun = MultiCheckboxField(_("Years"), coerce=int)

    def offer(self, years: Sequence[int]) -> None:
        """Fill the list to choose from."""
        self.tahun.choices = [SelectChoice(year, str(year)) for year in years]

    @property
    def years(self) -> list[int]:
        """The ticked years."""
        return sorted(self.tahun.data or [])


class ShareForm(YearsForm):
    """What a link shows, and for how long."""

    untuk = StringField(_("For whom"), filters=[one_line], validators=[Length(max=100)])
    berlaku = RadioField(
        _("Valid for"),
        choices=[
            SelectChoice("7", _("7 days")),
            SelectChoice("30", _("30 days")),
            SelectChoice("90", _("90 days")),
            SelectChoice(UNTIL, _("Until a date")),
        ],
        default="30",
    )
    sampai = DateField(_("Last day"), validators=[Optional()])
    nip = BooleanField(_("Show my NIP as well"))

    def prepare(self, years: Sequence[int], today: date) -> None:
        """Fill the lists and say which day it is."""
        self.offer(years)
        self.today = today

    def validate_berlaku(self, field: RadioField) -> None:
        """A date is needed where one was chosen."""
        if field.data == UNTIL and self.sampai.data is None:
            raise ValidationError(_("Enter the last day, or choose a number of days."))

    def validate_sampai(self, field: DateField) -> None:
        """A link ends within a year."""
        if self.berlaku.data != UNTIL or field.data is None:
            return
        if not self.today <= field.data <= self.today + LONGEST:
            raise ValidationError(_("Choose a day from today until one year from now."))

    @property
    def last_day(self) -> date:
        """The last day on which the link works."""
        if self.berlaku.data == UNTIL:
            return self.sampai.data or self.today
        return self.today + timedelta(days=int(self.berlaku.data))
