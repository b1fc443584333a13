"""Totals that dashboards show, kept in the transaction that changes what they count.

Completions are counted by `operations.count_completion`, by month and by course. People and open
courses are counted by triggers of the database (migration 0007), because people change in many
places and none may be forgotten; decision 0016 says why they only add rows, and how the worker
folds them.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.accounts.models import Unit
from elearning.core.db import Base
from elearning.core.types import BigKey, Key
from elearning.courses.models import Course


def _pending(name: str) -> Index:
    """Return the index of the rows that the worker has not folded yet."""
    return Index(
        name, "unit_id", sqlite_where=text("folded = 0"), postgresql_where=text("not folded")
    )


class UnitMonth(Base):
    """JP and completions of a leaf unit in a month by kind of competency.

    The unit is that of the completion, so a subtree's total is a sum over a path range; nothing
    in it is erased with a person.
    """

    __tablename__ = "unit_month_kind"

    unit_path: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    competency_kind: Mapped[str] = mapped_column(primary_key=True)
    completions: Mapped[int]
    jp: Mapped[int]


class UnitCourseYear(Base):
    """How many completions of a course in a year count for a unit, by the unit at completion.

    The unit is the last key of the sealed path, so a unit that moves takes them along. It is the
    number of people who could be asked about a course.
    """

    __tablename__ = "unit_course_year"
    __table_args__ = (Index("ix_unit_course_year_course", "course_id", "year"),)

    #: No foreign key: a corrected path is taken as it is proposed.
    unit_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id), primary_key=True)
    completions: Mapped[int]


class PeopleByJp(Base):
    """How many active people of a unit have so many JP in a year; rows of one meaning add up.

    Year 0 counts everyone; who has no JP in a year has no row in it.
    """

    __tablename__ = "people_by_jp"
    __table_args__ = (
        # read by itself: a dashboard sums it without looking at the rows
        Index(
            "ix_people_by_jp_unit",
            *("unit_id", "year", "jp", "status", "legal_standing", "people"),
        ),
        _pending("ix_people_by_jp_pending"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    year: Mapped[int]
    jp: Mapped[int]
    status: Mapped[str]
    legal_standing: Mapped[str]
    people: Mapped[int]
    #: Whether the row is a sum already, rather than one change.
    folded: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class OpenCourses(Base):
    """How many courses the active people of a unit have begun and last opened on a day (UTC)."""

    __tablename__ = "open_courses"
    __table_args__ = (
        Index("ix_open_courses_unit", "unit_id", "seen_on"),
        _pending("ix_open_courses_pending"),
    )

    id: Mapped[Key]
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    seen_on: Mapped[date]
    status: Mapped[str]
    courses: Mapped[int]
    folded: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


#: Of year 0: everyone, whatever their JP.
EVERYONE = 0
