"""Who has answered, and what was answered: tables that nothing joins (decision 0025).

There is no row for one person's answers, only sums by cell: unit, year, course and revision. No
table has a moment in it but the month of what waits; the year is that of the completion. Keys tell
no order: on SQLite the tables lie in the order of their keys.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from elearning.core.db import Base
from elearning.core.types import BigKey
from elearning.courses.models import Course, CourseRevision, Enrolment

_FRESH = text("fresh")
_COUNTS = "n1 >= 0 and n2 >= 0 and n3 >= 0 and n4 >= 0 and n5 >= 0"


class SurveyMark(Base):
    """Whose completion was answered for: once for an enrolment, whatever is corrected later."""

    __tablename__ = "survey_mark"
    __table_args__ = (
        Index("ix_survey_mark_fresh", "enrolment_id", sqlite_where=_FRESH, postgresql_where=_FRESH),
    )

    enrolment_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey(Enrolment.id), primary_key=True, autoincrement=False
    )
    #: Until the worker has mixed it with others, see `mixing`.
    fresh: Mapped[bool] = mapped_column(default=True)


class _Sums:
    """How often each value of the scale was given to an item by people of a unit."""

    #: No foreign key: a corrected path is taken as it is proposed.
    unit_id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True)
    #: A code of `instrument`.
    item: Mapped[str] = mapped_column(primary_key=True)
    n1: Mapped[int]
    n2: Mapped[int]
    n3: Mapped[int]
    n4: Mapped[int]
    n5: Mapped[int]


class _CellSums(_Sums):
    """The same of a revision of a course: in a cell."""

    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(CourseRevision.id), primary_key=True)


class SurveyWaiting(_CellSums, Base):
    """Answers that wait in a cell until there are enough of them; nobody is shown them."""

    __tablename__ = "survey_waiting"
    __table_args__ = (
        CheckConstraint(_COUNTS, name="counts"),
        Index("ix_survey_waiting_month", "item", "month"),
        {"sqlite_with_rowid": False},
    )

    #: In which month the last answer came into the cell, see `sums.month_of`.
    month: Mapped[int]


class SurveySum(_CellSums, Base):
    """Answers that were released together with enough others: every figure is a sum of these."""

    __tablename__ = "survey_sum"
    __table_args__ = (
        CheckConstraint(_COUNTS, name="counts"),
        Index("ix_survey_sum_course", "course_id", "year", "item"),
        {"sqlite_with_rowid": False},
    )


class SurveyUnitSum(_Sums, Base):
    """The same of all courses together: dashboards read as many rows as there are units."""

    __tablename__ = "survey_unit_sum"
    __table_args__ = (CheckConstraint(_COUNTS, name="counts"), {"sqlite_with_rowid": False})


class SurveyText(Base):
    """What somebody wrote about a course; the two texts of one person are two rows."""

    __tablename__ = "survey_text"
    __table_args__ = (Index("ix_survey_text_course", "course_id", "year"),)

    #: Random.
    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    course_id: Mapped[int] = mapped_column(ForeignKey(Course.id))
    year: Mapped[int]
    #: A code of `instrument`.
    question: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    #: Until the worker has mixed it with others; nobody reads it before.
    fresh: Mapped[bool] = mapped_column(default=True)
