"""Reading enrolments: what a person learns, how far they are, what they still need."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select

from elearning.accounts.merged import accounts_of
from elearning.certificates.models import Certificate
from elearning.core.db import db, first_row, rows
from elearning.courses.models import Course, Enrolment, ItemFinish
from elearning.courses.queries import FINISHED_KEYS, LATEST_CYCLE, keys_of
from elearning.records.models import Completion


class Learning(NamedTuple):
    """A course that a person is enrolled in, latest cycle, with how far they are."""

    course_id: int
    slug: str
    title: str
    category: str
    jp: int
    cover: str
    revision_id: int
    requirements_id: int
    finished_keys: str
    last_key: str
    last_anchor: str
    completed_at: datetime | None
    #: Whether its completion counts: it was not taken back.
    counts: bool

    @property
    def finished(self) -> frozenset[str]:
        """Keys of the lessons read and quizzes passed."""
        return keys_of(self.finished_keys)


class Earned(NamedTuple):
    """What a completed enrolment brought: the day, the JP and, if there is one, the certificate."""

    completed_on: date
    jp: int
    certificate_id: int | None
    certificate_number: str | None
    #: The last day on which it counts; None when it has no end.
    valid_until: date | None = None


class Prerequisite(NamedTuple):
    """A course that another one builds on, and whether the person has completed it."""

    slug: str
    title: str
    completed: bool


_counts = (
    select(Completion.id)
    .where(Completion.enrolment_id == Enrolment.id, Completion.reversed_at.is_(None))
    .exists()
)
_LEARNING = (
    select(
        Course.id,
        Course.slug,
        Course.title,
        Course.category,
        Course.jp,
        Course.cover,
        Enrolment.revision_id,
        Enrolment.requirements_id,
        FINISHED_KEYS,
        Enrolment.last_key,
        Enrolment.last_anchor,
        Enrolment.completed_at,
        _counts,
    )
    .join(Course, Course.id == Enrolment.course_id)
    .where(Enrolment.person_id == bindparam("person_id"), Enrolment.cycle == LATEST_CYCLE)
)
_IN_PROGRESS = (
    _LEARNING.where(Enrolment.completed_at.is_(None))
    .order_by(Enrolment.seen_at.desc(), Enrolment.id.desc())
    .limit(bindparam("limit"))
)
_AMONG = _LEARNING.where(Enrolment.course_id.in_(bindparam("course_ids", expanding=True)))
_FINISHED_KEYS = select(ItemFinish.key).where(ItemFinish.enrolment_id == bindparam("enrolment_id"))
_EARNED = (
    select(
        Completion.completed_on,
        Completion.jp,
        Certificate.id,
        Certificate.number,
        Completion.valid_until,
    )
    .outerjoin(
        Certificate, (Certificate.completion_id == Completion.id) & (Certificate.status == "valid")
    )
    .where(Completion.enrolment_id == bindparam("enrolment_id"), Completion.reversed_at.is_(None))
)


def in_progress(person_id: int, limit: int) -> list[Learning]:
    """Return the courses a person has not completed yet, the last seen first."""
    found = rows(_IN_PROGRESS, person_id=person_id, limit=limit)
    return [Learning(*row) for row in found]


def learning_among(person_id: int, course_ids: Sequence[int]) -> dict[int, Learning]:
    """Return a person's enrolments in some courses, by course."""
    values = {"person_id": person_id, "course_ids": list(course_ids)}
    found = (Learning(*row) for row in db.session.execute(_AMONG, values))
    return {mine.course_id: mine for mine in found}


def enrolment_at(enrolment_id: int | None) -> Enrolment:
    """Return an enrolment, locked: what one request finishes the next one sees."""
    return db.session.scalars(
        select(Enrolment).where(Enrolment.id == enrolment_id).with_for_update()
    ).one()


def enrolment_of(person_id: int, course_id: int) -> Enrolment | None:
    """Return a person's latest enrolment in a course."""
    own = (Enrolment.person_id == person_id, Enrolment.course_id == course_id)
    return db.session.scalars(
        select(Enrolment).where(*own).order_by(Enrolment.cycle.desc()).limit(1)
    ).first()


def finished_keys(enrolment_id: int) -> frozenset[str]:
    """Return the keys of the lessons read and quizzes passed."""
    return frozenset(key for (key,) in rows(_FINISHED_KEYS, enrolment_id=enrolment_id))


def earned_by(enrolment_id: int | None) -> Earned | None:
    """Return what an enrolment brought, once it is completed."""
    row = first_row(_EARNED, enrolment_id=enrolment_id)
    return Earned(*row) if row else None


def prerequisites(slugs: Sequence[str], person_id: int) -> list[Prerequisite]:
    """Return the courses among some slugs that people can join, by title."""
    if not slugs:
        return []
    completed = (
        select(Completion.id)
        .where(
            Completion.course_id == Course.id,
            Completion.person_id.in_(accounts_of(person_id)),
            Completion.reversed_at.is_(None),
        )
        .exists()
    )
    found = select(Course.slug, Course.title, completed).where(
        Course.slug.in_(slugs), Course.revision_id.is_not(None), Course.withdrawn_at.is_(None)
    )
    return [Prerequisite(*row) for row in db.session.execute(found.order_by(Course.title))]
