"""The worker's first step: each webhook follows the numbered log and gets a message an event."""

from datetime import datetime
from functools import partial

from sqlalchemy import select

from elearning.api.queries import log_size
from elearning.core.db import db, reading, retrying, writing
from elearning.webhooks import queries
from elearning.webhooks.events import event_of
from elearning.webhooks.models import Webhook
from elearning.webhooks.operations import new_delivery
from elearning.webhooks.queries import Due

#: Lines of the log that one transaction looks at.
STEP = 1_000


def follow_due(at: datetime) -> int:
    """Bring every webhook a step further; return how many messages were made."""
    with reading():
        due = queries.behind()
    if not due:
        return 0
    with writing():
        return sum(retrying(partial(_follow, each.id, at)) for each in due)


def _follow(webhook_id: int, at: datetime) -> int:
    """Make the messages of one webhook's next lines; its place moves in the same transaction."""
    db.session.rollback()
    webhook = db.session.scalars(
        select(Webhook)
        .where(Webhook.id == webhook_id, queries.at_work())
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    count = 0 if webhook is None else _made(webhook, at)
    db.session.commit()
    return count


def _made(webhook: Webhook, at: datetime) -> int:
    """Add the messages of a locked webhook."""
    line = queries.webhook_line(webhook.id)
    size = log_size()
    end, wanted = min(webhook.following + STEP, size), webhook.events.split(",")
    if line is None or end <= webhook.following:
        return 0
    count = 0
    for entry in queries.followed(Due(webhook.id, line.unit_path, webhook.following), end):
        event = event_of(entry.kind, entry.replaces, entry.reversed_kind, entry.instead is not None)
        if event in wanted:
            db.session.add(new_delivery(webhook.id, event, entry.entry_id, at))
            count += 1
    webhook.following = end
    return count
