"""Reading notices, and what each person wants by e-mail."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from elearning.accounts.holds import is_held
from elearning.accounts.models import Person, Unit
from elearning.core.db import db
from elearning.notices.kinds import KINDS
from elearning.notices.models import Broadcast, MailChoice, Notice

PAGE = 20
_agency = aliased(Unit)


class ShownNotice(NamedTuple):
    """A notice as its reader's list shows it."""

    id: int
    kind: str
    title: str
    text: str
    link: str
    made_at: datetime
    read_at: datetime | None

    @property
    def paragraphs(self) -> list[str]:
        """The text, in paragraphs."""
        return self.text.split("\n\n") if self.text else []


def notices_of(person_id: int, before: int | None = None) -> list[ShownNotice]:
    """Return a page of somebody's notices, the newest first, and one more."""
    words = (Notice.id, Notice.kind, Notice.title, Notice.text, Notice.link)
    own = select(*words, Notice.made_at, Notice.read_at).where(Notice.person_id == person_id)
    if before is not None:
        own = own.where(Notice.id < before)
    page = own.order_by(Notice.id.desc()).limit(PAGE + 1)
    return [ShownNotice._make(row) for row in db.session.execute(page)]


def notice_at(person_id: int, notice_id: int) -> Notice | None:
    """Return one of somebody's notices."""
    own = (Notice.id == notice_id, Notice.person_id == person_id)
    return db.session.scalars(select(Notice).where(*own)).first()


def ways_of(person_ids: Collection[int]) -> dict[tuple[int, str], str]:
    """Return what some people chose, by person and kind; nothing where they chose nothing."""
    chosen = select(MailChoice.person_id, MailChoice.kind, MailChoice.way)
    rows = db.session.execute(chosen.where(MailChoice.person_id.in_(person_ids)))
    return {(person_id, kind): way for person_id, kind, way in rows}


def own_ways(person_id: int) -> dict[str, str]:
    """Return what happens by e-mail for each kind."""
    chosen = ways_of([person_id])
    return {code: chosen.get((person_id, code), kind.way) for code, kind in KINDS.items()}


def zones_of(person_ids: Collection[int]) -> dict[int, str]:
    """Return the zones of some people's agencies; nothing where none is known."""
    named = (
        select(Person.id, _agency.timezone)
        .join(Unit, Unit.id == Person.unit_id)
        .join(_agency, _agency.id == Unit.agency_id)
        .where(Person.id.in_(person_ids), _agency.timezone != "")
    )
    return dict(db.session.execute(named).all())


def unread_about(person_ids: Collection[int], kind: str, link: str) -> set[int]:
    """Return those who have an unread notice of a kind that leads to an address."""
    same = (Notice.kind == kind, Notice.link == link, Notice.read_at.is_(None))
    found = select(Notice.person_id).where(Notice.person_id.in_(person_ids), *same)
    return set(db.session.scalars(found))


def due_readers(at: datetime, limit: int) -> Sequence[Person]:
    """Return people for whom a daily summary is due, locked against other workers."""
    waiting = select(Notice.person_id).where(Notice.digest_at <= at).distinct().limit(limit)
    people = select(Person).where(Person.id.in_(waiting)).order_by(Person.id)
    return db.session.scalars(people.with_for_update(skip_locked=True, key_share=True)).all()


def due_notices(person_ids: Collection[int], at: datetime) -> dict[int, list[Notice]]:
    """Return what the summaries of some people tell, by person, the oldest first."""
    mine = (Notice.person_id.in_(person_ids), Notice.digest_at <= at)
    found: dict[int, list[Notice]] = {}
    for notice in db.session.scalars(select(Notice).where(*mine).order_by(Notice.id)):
        found.setdefault(notice.person_id, []).append(notice)
    return found


def oldest_notices(limit: int, on: date) -> Sequence[Any]:
    """Return key and moment of the oldest notices that no legal hold keeps on a day."""
    free = select(Notice.id, Notice.made_at).where(~is_held(Notice.person_id, on))
    return db.session.execute(free.order_by(Notice.id).limit(limit)).all()


def next_broadcast() -> Broadcast | None:
    """Return the oldest broadcast that is under way, locked; one that another worker holds is passed."""
    waiting = select(Broadcast).where(Broadcast.finished_at.is_(None)).order_by(Broadcast.id)
    return db.session.scalars(waiting.limit(1).with_for_update(skip_locked=True)).first()


def told_by(audience: str, about_ids: Collection[int]) -> dict[int, Broadcast]:
    """Return the broadcasts about some things, by key."""
    same = (Broadcast.audience == audience, Broadcast.about_id.in_(about_ids))
    found = db.session.scalars(select(Broadcast).where(*same))
    return {broadcast.about_id: broadcast for broadcast in found}


def unread_count(person_id: int) -> int:
    """Count somebody's unread notices."""
    own = (Notice.person_id == person_id, Notice.read_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(Notice).where(*own)) or 0
