"""Reading webhooks, what they follow, and what became of their messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import overseen, still_overseeing
from elearning.api.policy import readable
from elearning.api.queries import log_size
from elearning.core.db import db
from elearning.records.models import Completion, HistoryEntry, LedgerLine
from elearning.webhooks.models import DEAD, WAITING, Webhook, WebhookDelivery

AnySelect = Select[*tuple[Any, ...]]

#: Deliveries on a page.
PAGE = 50
MOST_SHOWN = 200
MOST_COUNTED = 999


class WebhookLine(NamedTuple):
    """A webhook as those see it who look after it."""

    id: int
    name: str
    url: str
    events: str
    carries_data: bool
    unit: str
    unit_path: str
    front_title: str
    maker: str
    back_title: str
    made_at: datetime
    old_until: datetime | None
    failing_since: datetime | None
    paused_at: datetime | None
    ended_at: datetime | None
    #: Whether its maker still has an account and the right over the unit.
    is_backed: bool

    @property
    def made_by(self) -> str:
        """The maker's name with its titles."""
        return full_name(self.front_title, self.maker, self.back_title)


class Followed(NamedTuple):
    """An entry that a webhook comes to."""

    number: int
    entry_id: int
    kind: str
    replaces: int | None
    reversed_kind: str | None
    instead: int | None


class Due(NamedTuple):
    """A webhook that has entries of the log before it."""

    id: int
    unit_path: str
    following: int


_LINES = (
    select(
        *(Webhook.id, Webhook.name, Webhook.url, Webhook.events, Webhook.carries_data, Unit.name),
        *(Unit.path, Person.front_title, Person.name, Person.back_title, Webhook.made_at),
        *(Webhook.old_until, Webhook.failing_since, Webhook.paused_at, Webhook.ended_at),
        still_overseeing(),
    )
    .join(Unit, Unit.id == Webhook.unit_id)
    .join(Person, Person.id == Webhook.made_by_id)
)
_taken, _instead = aliased(HistoryEntry), aliased(HistoryEntry)
_FOLLOWED: AnySelect = (
    select(
        *(LedgerLine.number, HistoryEntry.id, HistoryEntry.kind, HistoryEntry.replaces),
        *(_taken.kind, _instead.id),
    )
    .select_from(LedgerLine)
    .join(HistoryEntry, HistoryEntry.id == LedgerLine.entry_id)
    .join(Person, Person.id == HistoryEntry.person_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
    .outerjoin(
        _taken,
        (_taken.person_id == HistoryEntry.person_id) & (_taken.seq == HistoryEntry.reverses),
    )
    .outerjoin(
        _instead,
        (_instead.person_id == HistoryEntry.person_id)
        & (_instead.replaces == HistoryEntry.reverses),
    )
    .outerjoin(
        Completion,
        Completion.id == func.coalesce(HistoryEntry.completion_id, _taken.completion_id),
    )
)


def webhooks_of(officer: Any) -> list[WebhookLine]:
    """Return the webhooks that somebody looks after, the newest first."""
    found = _LINES.where(overseen(officer), Webhook.ended_at.is_(None)).order_by(Webhook.id.desc())
    return [WebhookLine._make(row) for row in db.session.execute(found.limit(MOST_SHOWN))]


def webhook_line(webhook_id: int) -> WebhookLine | None:
    """Return a webhook that has not ended."""
    found = _LINES.where(Webhook.id == webhook_id, Webhook.ended_at.is_(None))
    row = db.session.execute(found).first()
    return WebhookLine._make(row) if row else None


def is_told_already(url: str, unit_id: int) -> bool:
    """Whether an address is told of a unit."""
    same = (Webhook.url == url, Webhook.unit_id == unit_id, Webhook.ended_at.is_(None))
    return db.session.scalars(select(Webhook.id).where(*same).limit(1)).first() is not None


def deliveries(webhook_id: int, state: str = "", before: int = 0) -> list[WebhookDelivery]:
    """Return a page of a webhook's messages, the newest first, and one more."""
    found = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    if state:
        found = found.where(WebhookDelivery.state == state)
    if before:
        found = found.where(WebhookDelivery.id < before)
    ordered = found.order_by(WebhookDelivery.id.desc()).limit(PAGE + 1)
    return list(db.session.scalars(ordered))


def counted(webhook_id: int) -> dict[str, int]:
    """Return how many messages wait and how many were given up, at most 1,000 each."""
    return {state: _count(webhook_id, state) for state in (WAITING, DEAD)}


def _count(webhook_id: int, state: str) -> int:
    """Count the messages of a webhook in a state."""
    own = (WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state == state)
    some = select(WebhookDelivery.id).where(*own).limit(MOST_COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def behind() -> Sequence[Due]:
    """Return the webhooks at work that have not come to the end of the log."""
    found = (
        select(Webhook.id, Unit.path, Webhook.following)
        .join(Unit, Unit.id == Webhook.unit_id)
        .join(Person, Person.id == Webhook.made_by_id)
        .where(at_work(), still_overseeing(), Webhook.following < log_size())
    )
    return [Due._make(row) for row in db.session.execute(found.order_by(Webhook.id))]


def at_work() -> ColumnElement[bool]:
    """Return the condition that a webhook neither rests nor has ended."""
    return Webhook.paused_at.is_(None) & Webhook.ended_at.is_(None)


def followed(due: Due, end: int) -> list[Followed]:
    """Return the entries of a webhook's units from where it stands up to a number of the log."""
    between = (LedgerLine.number >= due.following, LedgerLine.number < end)
    found = _FOLLOWED.where(*between, readable(due.unit_path)).order_by(LedgerLine.number)
    return [Followed._make(row) for row in db.session.execute(found)]
