"""The worker's second step: messages leave, each at least once, until they arrive or are given up.

A message is leased and the lease committed before the call, so no lock is held meanwhile; a worker
that dies loses its lease and the message leaves again under the same id.
"""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select, update

from elearning.accounts.models import Person, Unit
from elearning.accounts.policy import still_overseeing
from elearning.api.queries import entry_at
from elearning.api.shapes import entry_told, told
from elearning.core import outgoing, sealing
from elearning.core.db import db, reading, retrying, writing
from elearning.core.outgoing import CallFailed, Limits
from elearning.core.settings import current_settings
from elearning.notices.kinds import WORK
from elearning.notices.operations import tell
from elearning.webhooks import operations, queries, standard
from elearning.webhooks.models import DEAD, DELIVERED, WAITING, Webhook, WebhookDelivery
from elearning.webhooks.operations import PATIENCE, PURPOSE

LEASE = timedelta(minutes=10)
BATCH = 20
LARGEST_ANSWER = 64 * 1024
#: How long a message waits after each failed try.
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600)
)
GONE = 410
#: After so long without an arrival a webhook rests: a message has been tried to its end.
SILENCE = PATIENCE - 2 * WAITS[-1]


class Message(NamedTuple):
    """A message that this worker alone sends until the lease ends."""

    id: int
    webhook_id: int
    event: str
    entry_id: int | None
    made_at: datetime
    leased_until: datetime


class Receiver(NamedTuple):
    """Where a message goes and with which secrets it is signed."""

    url: str
    unit_path: str
    carries_data: bool
    keys: tuple[str, ...]


def deliver_due(at: datetime) -> int:
    """Send what is due; of a webhook that fails in this round nothing more is tried."""
    with reading():
        if not _any_due(at):
            return 0
    with writing():
        leased = retrying(partial(_leased, at))
    failed: set[int] = set()
    untried = {"leased_until": None, "tries": WebhookDelivery.tries - 1}
    for message in leased:
        if message.webhook_id in failed:
            _keep(message, untried | {"due_at": at + WAITS[1]})
        elif not _sent(message, at):
            failed.add(message.webhook_id)
    return len(leased)


def _due(at: datetime) -> Any:
    """Return the select of messages that may leave now."""
    free = WebhookDelivery.leased_until.is_(None) | (WebhookDelivery.leased_until <= at)
    return (
        select(WebhookDelivery)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .join(Unit, Unit.id == Webhook.unit_id)
        .join(Person, Person.id == Webhook.made_by_id)
        .where(WebhookDelivery.state == WAITING, WebhookDelivery.due_at <= at, free)
        .where(queries.at_work(), still_overseeing())
        .order_by(WebhookDelivery.due_at, WebhookDelivery.id)
    )


def _any_due(at: datetime) -> bool:
    """Whether a message may leave."""
    return db.session.scalars(_due(at).limit(1)).first() is not None


def _leased(at: datetime) -> list[Message]:
    """Take messages that nobody else sends."""
    db.session.rollback()
    found = _due(at).limit(BATCH).with_for_update(skip_locked=True, of=WebhookDelivery)
    messages = []
    for each in db.session.scalars(found).all():
        each.leased_until, each.tries, each.tried_at = at + LEASE, each.tries + 1, at
        facts = (each.id, each.webhook_id, each.event, each.entry_id, each.made_at, at + LEASE)
        messages.append(Message(*facts))
    db.session.commit()
    return messages


def _sent(message: Message, at: datetime) -> bool:
    """Send one message and note what came of it; say whether it arrived."""
    with reading():
        receiver = _receiver(message.webhook_id, at)
        body = _body(message, receiver)
    if body is None:
        _keep(message, {"state": DEAD, "ended_at": at, "failure": "gone", "leased_until": None})
        return True
    status, failure = _posted(receiver, message, body, at)
    if status is not None and 200 <= status < 300:
        _arrived(message, status, at)
        return True
    _failed(message, status, failure, at)
    return False


def _receiver(webhook_id: int, at: datetime) -> Receiver:
    """Return where a webhook's messages go; secrets that cannot be opened sign nothing."""
    webhook = db.session.get_one(Webhook, webhook_id, populate_existing=True)
    unit = db.session.get_one(Unit, webhook.unit_id)
    sealed = [webhook.secret]
    if webhook.old_until and webhook.old_until > at:
        sealed += webhook.old_secret.split()
    keys = filter(None, (sealing.opened(PURPOSE, each) for each in sealed if each))
    return Receiver(webhook.url, unit.path, webhook.carries_data, tuple(keys))


def _body(message: Message, receiver: Receiver) -> bytes | None:
    """Return a message in JSON; None when its units read the record no more."""
    data: dict[str, Any] = {}
    if message.entry_id is not None:
        entry = entry_at(receiver.unit_path, message.entry_id)
        if entry is None:
            return None
        address = f"{current_settings().public_url}/api/v1/completions/{entry.id}"
        data = {"id": entry.id, "url": address}
        if receiver.carries_data:
            data |= entry_told(entry)
    told_of = {"type": message.event, "timestamp": told(message.made_at), "data": data}
    return json.dumps(told_of, ensure_ascii=False).encode()


def _posted(
    receiver: Receiver, message: Message, body: bytes, at: datetime
) -> tuple[int | None, str]:
    """Post a message; return the status of the answer, or what went wrong."""
    if not receiver.keys:
        return None, "secret"
    settings = current_settings()
    headers = standard.headers(receiver.keys, f"msg_{message.id}", at, body)
    try:
        answer = outgoing.call(
            outgoing.address_of(receiver.url),
            Limits(settings.webhook_seconds, LARGEST_ANSWER),
            body,
            method="POST",
            headers=headers | {"User-Agent": "Widyapada-Webhook/1"},
            only_public=not settings.webhook_private,
        )
    except CallFailed as failed:
        return None, failed.code
    return answer.status, ""


def _keep(message: Message, values: dict[str, Any]) -> None:
    """Note what became of a message, unless its lease ended and another worker has it."""
    own = (WebhookDelivery.id == message.id, WebhookDelivery.leased_until == message.leased_until)
    with writing():
        retrying(partial(_kept, own, values))


def _kept(own: tuple[Any, ...], values: dict[str, Any]) -> None:
    db.session.rollback()
    db.session.execute(update(WebhookDelivery).where(*own).values(**values))
    db.session.commit()


def _arrived(message: Message, status: int, at: datetime) -> None:
    """Note that a message arrived; its webhook works."""
    ended = {"state": DELIVERED, "ended_at": at, "status": status, "failure": ""}
    _keep(message, ended | {"leased_until": None})
    with writing():
        retrying(partial(_well, message.webhook_id))


def _well(webhook_id: int) -> None:
    db.session.rollback()
    own = (Webhook.id == webhook_id, Webhook.failing_since.is_not(None))
    db.session.execute(update(Webhook).where(*own).values(failing_since=None))
    db.session.commit()


def _failed(message: Message, status: int | None, failure: str, at: datetime) -> None:
    """Note a failed try: the next one waits longer, after three days the message is given up."""
    with writing():
        retrying(partial(_noted_failure, message, status, failure, at))


def _noted_failure(message: Message, status: int | None, failure: str, at: datetime) -> None:
    db.session.rollback()
    own = (WebhookDelivery.id == message.id, WebhookDelivery.leased_until == message.leased_until)
    held = db.session.scalars(select(WebhookDelivery).where(*own).with_for_update()).one_or_none()
    webhook = db.session.get_one(Webhook, message.webhook_id, with_for_update=True)
    if held is not None:
        held.status, held.failure, held.leased_until = status, failure, None
        held.due_at = at + WAITS[min(held.tries, len(WAITS)) - 1]
        if held.due_at > held.until or status == GONE:
            held.state, held.ended_at = DEAD, at
        webhook.failing_since = webhook.failing_since or at
        is_silent = at - webhook.failing_since > SILENCE
        if status == GONE or (held.state == DEAD and is_silent):
            _rest(webhook, at)
    db.session.commit()


def _rest(webhook: Webhook, at: datetime) -> None:
    """Let a webhook rest that reaches nobody, and tell who answers for it."""
    if webhook.paused_at is not None:
        return
    operations.pause(webhook, None, at)
    name = webhook.name

    def message() -> tuple[str, ...]:
        said = _(
            "Messages to “%(name)s” have not arrived, or its system said that it wants none any "
            "more. It rests until you let it go on; nothing is lost meanwhile.",
            name=name,
        )
        return (_("A webhook is paused"), said)

    maker = db.session.get(Person, webhook.made_by_id)
    tell(maker, WORK, message, at, link=f"/kepegawaian/webhook/{webhook.id}")
