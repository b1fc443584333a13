"""Figures of the list: the worker counts each running assignment again every hour."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from elearning.assignments import people_queries
from elearning.assignments.duty_queries import standings
from elearning.assignments.models import Assignment
from elearning.assignments.people_queries import Figures, Wanted
from elearning.assignments.queries import Line, line_at
from elearning.core import clock
from elearning.core.db import db, reading, retrying, writing

EVERY = timedelta(hours=1)


def count_due(at: datetime) -> int:
    """Count the people of the assignment that waits longest; say whether there was one."""
    with reading():  # counting takes long in a large agency, and holds no lock
        key = _next(at)
        line = line_at(key) if key else None
        if line is None:
            return 0
        figures = counted(line, at)

    def keep() -> None:
        db.session.rollback()
        found = {"people": figures.people, "finished": figures.done, "counted_at": at}
        running = (Assignment.id == key, Assignment.ended_at.is_(None))
        db.session.execute(update(Assignment).where(*running).values(**found))
        db.session.commit()

    with writing():
        retrying(keep)
    return 1


def counted(line: Line, at: datetime) -> Figures:
    """Return the figures of a whole assignment."""
    wanted = Wanted(line, (line.unit_path,), standings(), clock.local_date(at, line.timezone))
    return people_queries.total(people_queries.figures_by_unit(wanted).values())


def _next(at: datetime) -> int | None:
    """Return a running assignment whose figures are old."""
    is_old = or_(Assignment.counted_at.is_(None), Assignment.counted_at <= at - EVERY)
    found = select(Assignment.id).where(Assignment.ended_at.is_(None), is_old)
    return db.session.scalar(found.order_by(Assignment.counted_at, Assignment.id).limit(1))
