"""What became of a message, in words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from elearning.webhooks.models import DEAD, DELIVERED, WAITING

STATES: dict[str, Any] = {
    WAITING: lazy_gettext("Waiting"),
    DELIVERED: lazy_gettext("Arrived"),
    DEAD: lazy_gettext("Given up"),
}
#: Why a try had no answer; most are codes of `outgoing.CallFailed`.
FAILURES: dict[str, Any] = {
    "setup": lazy_gettext("The address cannot be called. End this webhook and make another."),
    "private": lazy_gettext("The address leads into a private network, which the settings forbid."),
    "timeout": lazy_gettext("The receiver did not answer in time."),
    "unreachable": lazy_gettext("The receiver could not be reached."),
    "size": lazy_gettext("The receiver's answer was too long."),
    "secret": lazy_gettext("The secret cannot be read any more. Make a new one."),
    "gone": lazy_gettext("Your units read this record no more; it was not sent."),
    "ended": lazy_gettext("The webhook was ended."),
}


def outcome(status: int | None, failure: str) -> str:
    """Return what the last try of a message came to."""
    if failure:
        return str(FAILURES.get(failure, failure))
    if status is None:
        return ""
    return str(_("The receiver answered %(status)s.", status=status))
