"""What a webhook tells of; each event is an entry of a history."""

from typing import Any

from flask_babel import lazy_gettext as _

COMPLETED, REPLACED, REVOKED = "completion.created", "certificate.replaced", "certificate.revoked"
APPROVED, WITHDRAWN = "training.approved", "training.revoked"
#: A message that somebody sends to see whether it arrives.
TRIAL = "webhook.test"
EVENTS: dict[str, Any] = {
    COMPLETED: _("A course was completed"),
    REPLACED: _("A certificate was replaced by a corrected one"),
    REVOKED: _("A certificate was revoked"),
    APPROVED: _("Training elsewhere was approved or recorded"),
    WITHDRAWN: _("Training elsewhere was taken back"),
}


def event_of(kind: str, replaces: int | None, reversed_kind: str | None, is_replaced: bool) -> str:
    """Return what an entry means, empty for what another entry tells.

    `replaces` is the entry in whose place it stands, `reversed_kind` what kind a reversal takes
    back, and `is_replaced` whether something stands in the place of what is taken back.
    """
    if kind == "reversal":
        if is_replaced:
            return ""
        return REVOKED if reversed_kind == "course" else WITHDRAWN
    if kind == "course":
        return REPLACED if replaces else COMPLETED
    return APPROVED
