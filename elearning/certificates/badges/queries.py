"""Reading badges, keys, status lists and what courses award."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select

from elearning.accounts.merged import remaining
from elearning.accounts.models import Person
from elearning.certificates.badges.models import (
    LIST_LOAD,
    NOT_VALID,
    Achieved,
    Badge,
    BadgeKey,
    BadgeStatusList,
)
from elearning.certificates.models import Certificate
from elearning.core.db import db
from elearning.courses.models import Course, CourseRevision
from elearning.records.models import Completion


class Shared(NamedTuple):
    """What the public page of a badge shows, and nothing of its holder."""

    badge: Badge
    number: str
    completed_on: date
    status: str
    status_at: datetime | None
    revision_id: int


def badge_of(certificate_id: int) -> Badge | None:
    """Return the badge of a certificate, as it is in the database now."""
    found = select(Badge).where(Badge.certificate_id == certificate_id)
    return db.session.scalar(found, execution_options={"populate_existing": True})


def shared(code: str) -> Shared | None:
    """Return the badge that its holder shows at an address."""
    found = (
        select(
            Badge,
            Certificate.number,
            Completion.completed_on,
            Certificate.status,
            Certificate.status_at,
            Completion.revision_id,
        )
        .join(Certificate, Certificate.id == Badge.certificate_id)
        .join(Completion, Completion.id == Certificate.completion_id)
        .where(Badge.share_code == code)
    )
    row = db.session.execute(found).first()
    return Shared._make(row) if row else None


def email_of(person_id: int) -> str | None:
    """Return the e-mail address of the person who has an account."""
    return db.session.scalar(select(Person.email).where(Person.id == remaining(person_id)))


def achieved_in(revision_id: int) -> Achieved | None:
    """Return what a revision awards, by its key."""
    return _achieved(_revisions().where(CourseRevision.id == revision_id))


def achieved_at(slug: str, version: int) -> Achieved | None:
    """Return what a revision awards, by its course and number."""
    named = (Course.slug == slug, CourseRevision.number == version)
    return _achieved(_revisions().where(*named))


def _revisions() -> Select[str, CourseRevision]:
    """Select revisions with their course's name in addresses."""
    return select(Course.slug, CourseRevision).join(Course, Course.id == CourseRevision.course_id)


def _achieved(found: Select[str, CourseRevision]) -> Achieved | None:
    """Return what the revision awards that a select finds."""
    row = db.session.execute(found).first()
    if row is None:
        return None
    slug, revision = row
    facts = revision.facts
    said = (facts["summary"], facts["code"], revision.jp, facts["organiser"], facts["language"])
    return Achieved(slug, revision.number, revision.title, *said)


def published_keys() -> list[BadgeKey]:
    """Return every key that ever signed, the newest first."""
    return list(db.session.scalars(select(BadgeKey).order_by(BadgeKey.id.desc())))


def key_named(name: str) -> BadgeKey | None:
    """Return a key by the end of its address."""
    return db.session.scalar(select(BadgeKey).where(BadgeKey.name == name))


def unknown_keys(names: set[str]) -> set[str]:
    """Return the names of the keys that are not published yet."""
    known = select(BadgeKey.name).where(BadgeKey.name.in_(names))
    return names - set(db.session.scalars(known))


def open_list() -> int:
    """Return the number of the list that still gives out places."""
    found = select(func.max(BadgeStatusList.number)).where(BadgeStatusList.allotted < LIST_LOAD)
    last = select(func.max(BadgeStatusList.number))
    return db.session.scalar(found) or (db.session.scalar(last) or 0) + 1


def has_list(number: int) -> bool:
    """Whether a status list exists."""
    return db.session.get(BadgeStatusList, number) is not None


def is_taken(number: int, index: int) -> bool:
    """Whether a place of a list belongs to a badge."""
    place = (Badge.list_number == number, Badge.list_index == index)
    return db.session.scalar(select(Badge.id).where(*place)) is not None


def revoked_in(number: int) -> tuple[int, ...]:
    """Return the places of a list whose certificates no longer hold, in order.

    It begins with the few such certificates (a partial index): the sum keeps SQLite, which knows no
    figures of its tables, from walking through all badges of the list.
    """
    found = (
        select(Badge.list_index)
        .join(Certificate, Certificate.id == Badge.certificate_id)
        .where(NOT_VALID, Badge.list_number + 0 == number)
        .order_by(Badge.list_index)
    )
    return tuple(db.session.scalars(found))
