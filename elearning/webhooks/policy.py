"""Who looks after webhooks: HR of the units that one tells of, and the administrator."""

from typing import Any

from elearning.accounts.policy import oversees


def can_manage(person: Any, webhook: Any) -> bool:
    """Whoever oversees the webhook's unit."""
    return oversees(person, webhook.unit_path)
