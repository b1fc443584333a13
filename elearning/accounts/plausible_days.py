"""Days that somebody types: a slip of the year must not begin or rewrite a history."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from elearning.accounts.own_time import own_today

#: No agency of the Republic is older.
EARLIEST = date(1945, 8, 17)
#: Beyond it a file has a slip, whatever the day on which it is read.
LATEST = date(2100, 1, 1)
#: How far ahead a regulation or a decree is known.
AHEAD = timedelta(days=5 * 366)


def require_plausible(_form: Any, field: Any) -> None:
    """Refuse a day before the Republic or years ahead."""
    if field.data is not None and not is_plausible(field.data, own_today()):
        raise ValidationError(_("Check the year: this day cannot be right."))


def is_plausible(day: date, today: date) -> bool:
    """Whether a day can be the start of a name or of an employment."""
    return EARLIEST <= day <= today + AHEAD
