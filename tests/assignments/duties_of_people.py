"""Assignments for tests, made by the ordinary operation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from elearning.accounts.models import Person, Unit
from elearning.assignments.conditions import part_of
from elearning.assignments.models import Assignment
from elearning.assignments.operations import assign
from elearning.core.db import db
from elearning.courses.models import Course
from tests.factories import NOW, make_course, make_lesson

#: NOW is 10:00 of this day in Jakarta.
TODAY = date(2025, 11, 22)
DUE = date(2025, 12, 22)


def make_assignment(
    unit: Unit,
    by: Person,
    course: Course | None = None,
    *,
    people: Sequence[Person] = (),
    at: Any = NOW,
    **fields: Any,
) -> Assignment:
    """Assign a course to the subtree of a unit, due in a month unless told."""
    db.session.flush()
    values: dict[str, Any] = {
        "course_id": (course or the_course()).id,
        "unit_id": unit.id,
        "agency_id": unit.agency_id,
        "starts_on": TODAY,
        "due_on": DUE,
        "timezone": "Asia/Jakarta",
        "basis": "Surat Edaran Contoh Nomor 1.",
        "counts_earlier": True,
        "grace_days": 0,
        "is_listed": bool(people),
    } | fields
    for name in ("statuses", "ranks", "position_kinds"):
        values[name] = part_of(values.get(name, ()))
    return assign(Assignment(**values), [person.id for person in people], by, at)


def the_course() -> Course:
    """Return the course of the tests, published when it is first asked for."""
    found = db.session.scalars(select(Course).where(Course.slug == "wajib")).first()
    return found or make_course(make_lesson(), slug="wajib", title="Pelatihan Wajib")
