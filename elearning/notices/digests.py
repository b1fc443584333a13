"""The daily summary: one letter a person and day, of what is new and not read yet.

Letters go into the outbox in the transaction that notes them, so each summary is posted exactly
once; what leaves from there is sent at least once, under one Message-ID.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete

from elearning.core import mail
from elearning.core.db import db, when_due
from elearning.core.settings import current_settings
from elearning.notices import letters, queries
from elearning.notices.kinds import KINDS, OFF
from elearning.notices.models import Notice

PEOPLE = 50
FORGOTTEN_AT_ONCE = 500


def digests_due(at: datetime) -> int:
    """Post the summaries that are due and return for how many people they were settled."""
    if not mail.is_configured():
        return 0  # they wait as one letter, not as many
    return when_due(lambda: queries.due_readers(at, 1), lambda: _settle(at))


def _settle(at: datetime) -> int:
    """Settle the summaries of some people in one transaction."""
    db.session.rollback()
    people = queries.due_readers(at, PEOPLE)
    ids = [person.id for person in people]
    due, ways = queries.due_notices(ids, at), queries.ways_of(ids)
    for person in people:
        told = [each for each in due.get(person.id, []) if _is_wanted(each, ways)]
        if told and person.active and person.email:
            letters.post_digest(person, told, at)
        for notice in due.get(person.id, []):
            notice.digest_at = None
    db.session.commit()
    return len(due)


def _is_wanted(notice: Notice, ways: dict[tuple[int, str], str]) -> bool:
    """Whether a notice is still news: not read, of a kind that is not switched off meanwhile."""
    kind = KINDS.get(notice.kind)
    usual = kind.way if kind else OFF
    return notice.read_at is None and ways.get((notice.person_id, notice.kind), usual) != OFF


def forget_old_notices(at: datetime) -> int:
    """Remove notices that were kept long enough and return how many."""
    limit = at - timedelta(days=current_settings().notice_days)

    def old() -> list[int]:
        oldest = queries.oldest_notices(FORGOTTEN_AT_ONCE, at.date())
        return [notice_id for notice_id, made_at in oldest if made_at < limit]

    def forget() -> int:
        db.session.rollback()
        gone = old()
        db.session.execute(delete(Notice).where(Notice.id.in_(gone)))
        db.session.commit()
        return len(gone)

    return when_due(old, forget)
