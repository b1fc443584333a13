"""What changes webhooks and their messages; each is audited, nothing is committed here."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, update

from elearning.api.queries import log_size
from elearning.core import audit, sealing
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.webhooks import queries
from elearning.webhooks.events import TRIAL
from elearning.webhooks.models import DEAD, WAITING, Webhook, WebhookDelivery
from elearning.webhooks.standard import new_secret

PURPOSE = "webhook secret"
#: How long the secret before the present one signs as well.
OVERLAP = timedelta(hours=24)
#: How many of them sign beside the new one.
MOST_OLD = 3
#: How long a message is tried.
PATIENCE = timedelta(days=3)
MOST_RESENT = 1_000


def make_webhook(
    maker_id: int,
    name: str,
    url: str,
    unit_id: int,
    events: Iterable[str],
    *,
    carries_data: bool,
    at: datetime,
) -> tuple[Webhook, str]:
    """Make a webhook that is told of whatever comes from now on; return it and its secret.

    An address is told of a unit once: a form that is sent twice makes no second webhook.
    """
    if queries.is_told_already(url, unit_id):
        raise Refused(
            _(
                "This address is told of this unit already. Open its webhook, or end that one first."
            ),
            about="url",
        )
    secret = new_secret()
    webhook = Webhook(
        name=name,
        url=url,
        unit_id=unit_id,
        events=",".join(events),
        carries_data=carries_data,
        secret=sealing.seal(PURPOSE, secret),
        made_by_id=maker_id,
        made_at=at,
        following=log_size(),
    )
    db.session.add(webhook)
    db.session.flush()  # the log names the new key
    facts = {"unit_id": unit_id, "events": webhook.events, "carries_data": carries_data}
    audit.record("webhook.made", _subject(webhook), at, actor_id=maker_id, **facts)
    return webhook, secret


def change_secret(webhook: Webhook, actor_id: int, at: datetime) -> str:
    """Give a webhook another secret and return it; for a day the old one signs as well.

    So do those that still sign: a page that is sent twice must not cut the receiver off.
    """
    secret = new_secret()
    signing = webhook.old_secret.split() if webhook.old_until and webhook.old_until > at else []
    webhook.old_secret = " ".join([webhook.secret, *signing][:MOST_OLD])
    webhook.old_until = at + OVERLAP
    webhook.secret = sealing.seal(PURPOSE, secret)
    audit.record("webhook.secret", _subject(webhook), at, actor_id=actor_id)
    return secret


def pause(webhook: Webhook, actor_id: int | None, at: datetime) -> None:
    """Let a webhook rest; it goes on later where it stopped, and its waiting messages wait."""
    if webhook.paused_at is None:
        webhook.paused_at = at
        audit.record("webhook.paused", _subject(webhook), at, actor_id=actor_id)


def go_on(webhook: Webhook, actor_id: int, at: datetime) -> None:
    """Let a webhook work again, answered for by whoever says so; what waits is tried at once."""
    webhook.paused_at, webhook.failing_since, webhook.made_by_id = None, None, actor_id
    waiting = _of(webhook, WAITING)
    db.session.execute(
        update(WebhookDelivery).where(*waiting).values(due_at=at, until=at + PATIENCE)
    )
    audit.record("webhook.resumed", _subject(webhook), at, actor_id=actor_id)


def end(webhook: Webhook, actor_id: int, at: datetime) -> None:
    """End a webhook for good; its secrets go."""
    webhook.ended_at, webhook.secret, webhook.old_secret = at, "", ""
    waiting = update(WebhookDelivery).where(*_of(webhook, WAITING))
    db.session.execute(waiting.values(state=DEAD, ended_at=at, failure="ended"))
    audit.record("webhook.ended", _subject(webhook), at, actor_id=actor_id)


def send_trial(webhook: Webhook, actor_id: int, at: datetime) -> None:
    """Send a message that tells nothing, to see whether it arrives."""
    db.session.add(new_delivery(webhook.id, TRIAL, None, at))
    audit.record("webhook.tried", _subject(webhook), at, actor_id=actor_id)


def new_delivery(
    webhook_id: int, event: str, entry_id: int | None, at: datetime
) -> WebhookDelivery:
    """Return a message that is due at once."""
    return WebhookDelivery(
        webhook_id=webhook_id,
        event=event,
        entry_id=entry_id,
        made_at=at,
        due_at=at,
        until=at + PATIENCE,
    )


def resend(webhook: Webhook, actor_id: int, at: datetime, delivery_id: int | None = None) -> int:
    """Send given-up messages again, one or all of them, under their old ids; return how many."""
    dead = _of(webhook, DEAD)
    if delivery_id is not None:
        dead = (*dead, WebhookDelivery.id == delivery_id)
    again = {"state": WAITING, "ended_at": None, "tries": 0, "due_at": at, "until": at + PATIENCE}
    done = db.session.execute(update(WebhookDelivery).where(*dead).values(**again))
    count = int(done.rowcount)  # type: ignore[attr-defined]
    audit.record("webhook.resent", _subject(webhook), at, actor_id=actor_id, messages=count)
    return count


def _of(webhook: Webhook, state: str) -> tuple[ColumnElement[bool], ...]:
    """Return the condition of a webhook's messages in a state."""
    return (WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.state == state)


def _subject(webhook: Webhook) -> str:
    """Return how the audit log names a webhook."""
    return f"webhook:{webhook.id}"
