"""Reading assignments for the HR office: the list, one of them, the courses to choose from."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select, tuple_

from elearning.accounts.models import Unit
from elearning.assignments.models import AssignedPerson, Assignment
from elearning.assignments.policy import visible, within
from elearning.core.db import db
from elearning.courses.models import Course

AnySelect = Select[*tuple[Any, ...]]

LISTED = 20


class Line(NamedTuple):
    """An assignment in the list and at the top of its pages."""

    id: int
    course_id: int
    slug: str
    title: str
    unit_id: int
    unit: str
    unit_path: str
    statuses: str
    ranks: str
    position_kinds: str
    is_listed: bool
    starts_on: date
    due_on: date
    timezone: str
    basis: str
    counts_earlier: bool
    grace_days: int
    made_at: datetime
    ended_at: datetime | None
    people: int | None
    finished: int | None
    counted_at: datetime | None


_LINE: AnySelect = (
    select(
        *(Assignment.id, Assignment.course_id, Course.slug, Course.title),
        *(Assignment.unit_id, Unit.name, Unit.path, Assignment.statuses, Assignment.ranks),
        *(Assignment.position_kinds, Assignment.is_listed, Assignment.starts_on),
        *(Assignment.due_on, Assignment.timezone, Assignment.basis, Assignment.counts_earlier),
        Assignment.grace_days,
        *(Assignment.made_at, Assignment.ended_at, Assignment.people, Assignment.finished),
        Assignment.counted_at,
    )
    .join(Course, Course.id == Assignment.course_id)
    .join(Unit, Unit.id == Assignment.unit_id)
)


def assignments_seen(
    officer: Any, after: tuple[date, int] | None = None, *, ended: bool = False
) -> list[Line]:
    """Return a page of what an officer sees and one more: by deadline, what is ended newest first."""
    found = _LINE.where(visible(officer))
    place = tuple_(Assignment.due_on, Assignment.id)
    if ended:
        found = found.where(Assignment.ended_at.is_not(None))
        found = found.where(place < tuple_(*after)) if after else found
        ordered = found.order_by(Assignment.due_on.desc(), Assignment.id.desc())
    else:
        found = found.where(Assignment.ended_at.is_(None))
        found = found.where(place > tuple_(*after)) if after else found
        ordered = found.order_by(Assignment.due_on, Assignment.id)
    return [Line(*row) for row in db.session.execute(ordered.limit(LISTED + 1))]


def line_at(assignment_id: int) -> Line | None:
    """Return an assignment as its pages show it."""
    row = db.session.execute(_LINE.where(Assignment.id == assignment_id)).first()
    return Line(*row) if row else None


def assignment_at(assignment_id: int) -> Assignment:
    """Return an assignment, locked."""
    found = select(Assignment).where(Assignment.id == assignment_id).with_for_update()
    return db.session.scalars(found).one()


def path_of(unit_id: int) -> str | None:
    """Return the path of a unit."""
    return db.session.scalar(select(Unit.path).where(Unit.id == unit_id))


def courses_offered() -> list[tuple[int, str]]:
    """Return the courses that people can join, by title."""
    is_open = and_(Course.revision_id.is_not(None), Course.withdrawn_at.is_(None))
    found = select(Course.id, Course.title).where(is_open).order_by(Course.title, Course.id)
    return [(key, title) for key, title in db.session.execute(found)]


def same_course(course_id: int, path: str) -> list[Line]:
    """Return running assignments of a course for a subtree, one above it or one below it."""
    beside = or_(
        within(Unit.path, (path,)), Unit.id.in_([int(k) for k in path.strip("/").split("/")])
    )
    found = _LINE.where(Assignment.course_id == course_id, Assignment.ended_at.is_(None), beside)
    return [Line(*row) for row in db.session.execute(found.order_by(Assignment.due_on).limit(5))]


def twins_of(rule: Assignment) -> Sequence[int]:
    """Return the running assignments that describe the same; who makes another one waits."""
    db.session.execute(
        select(Unit.id).where(Unit.id == rule.unit_id).with_for_update(key_share=True)
    )
    same = (
        *("course_id", "unit_id", "statuses", "ranks", "position_kinds", "is_listed"),
        *("starts_on", "due_on", "counts_earlier", "grace_days"),
    )
    alike = (getattr(Assignment, name) == getattr(rule, name) for name in same)
    found = select(Assignment.id).where(*alike, Assignment.ended_at.is_(None))
    return db.session.scalars(found).all()


def named_by(assignment_id: int) -> set[int]:
    """Return the people whom an assignment names."""
    found = select(AssignedPerson.person_id).where(AssignedPerson.assignment_id == assignment_id)
    return set(db.session.scalars(found))


def overdue_count(officer: Any, today: date) -> int:
    """Count the running assignments that an officer sees and whose deadline has passed."""
    found = select(func.count()).select_from(Assignment).join(Unit, Unit.id == Assignment.unit_id)
    is_late = and_(Assignment.ended_at.is_(None), Assignment.due_on < today)
    return db.session.scalar(found.where(visible(officer), is_late)) or 0
