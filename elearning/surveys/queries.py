"""Reading who is asked about which course."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, exists, func, select

from elearning.accounts.models import Unit
from elearning.core.db import db
from elearning.courses.models import Course, Enrolment
from elearning.records.models import Completion
from elearning.surveys.models import SurveyMark
from elearning.surveys.sums import FIRST, WAITING, Cell, number_in

OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
#: Invitations shown at once.
MOST = 5
#: Cells that are dealt with at once.
MOST_CELLS = 100

_marked = exists().where(SurveyMark.enrolment_id == Completion.enrolment_id)
#: The enrolment for which a completion's person can still answer, in a statement with `since`.
OPEN_SURVEY = case(
    (and_(Completion.completed_on >= bindparam("since"), ~_marked), Completion.enrolment_id)
)


class Invitation(NamedTuple):
    """A completion that its person is asked about."""

    enrolment_id: int
    person_id: int
    completion_id: int
    slug: str
    course: str
    completed_on: date
    is_answered: bool

    def state(self, since: date) -> str:
        """Return whether it can be answered, was, or no longer can be."""
        if self.is_answered:
            return ANSWERED
        return OPEN if self.completed_on >= since else CLOSED


_INVITATIONS = (
    select(
        *(Completion.enrolment_id, Enrolment.person_id, Completion.id, Course.slug),
        *(Completion.course_title, Completion.completed_on, _marked),
    )
    .join(Enrolment, Enrolment.id == Completion.enrolment_id)
    .join(Course, Course.id == Completion.course_id)
    .where(Completion.reversed_at.is_(None))
)


def open_since(today: date, days: int) -> date:
    """Return the first day whose completions can be answered for; without days, every one."""
    return today - timedelta(days=days) if days else date.min


def invitation_at(enrolment_id: int) -> Invitation | None:
    """Return what is asked about an enrolment; None where nothing was earned that still counts."""
    row = db.session.execute(_INVITATIONS.where(Completion.enrolment_id == enrolment_id)).first()
    return Invitation._make(row) if row else None


def open_invitations(person_id: int, since: date) -> list[Invitation]:
    """Return what a person can still answer, the newest first."""
    own = (Enrolment.person_id == person_id, Completion.completed_on >= since, ~_marked)
    newest = _INVITATIONS.where(*own).order_by(Completion.completed_on.desc(), Completion.id.desc())
    return [Invitation._make(row) for row in db.session.execute(newest.limit(MOST))]


def completion_of(invitation: Invitation) -> Completion:
    """Return the completion that is answered for."""
    return db.session.get_one(Completion, invitation.completion_id)


def courses_to_mix(least: int) -> list[int]:
    """Return the courses that enough people have answered since the last time."""
    found: Any = (
        select(Enrolment.course_id)
        .join(SurveyMark, SurveyMark.enrolment_id == Enrolment.id)
        .where(SurveyMark.fresh)
        .group_by(Enrolment.course_id)
        .having(func.count() >= least)
    )
    return list(db.session.scalars(found))


# What waits


def _cells(*which: Any) -> list[Cell]:
    """Return some of the cells in which answers wait."""
    columns = [WAITING.c[name] for name in Cell._fields]
    found: Any = (
        select(*columns)
        .join(Unit, Unit.id == WAITING.c.unit_id)
        .where(WAITING.c.item == FIRST, *which)
        .limit(MOST_CELLS)
    )
    return [Cell(*row) for row in db.session.execute(found)]


def cells_before(month: int) -> list[Cell]:
    """Return cells with a unit above them in which the last answer came before a month."""
    return _cells(WAITING.c.month < month, Unit.parent_id.is_not(None))


def full_cells(least: int) -> list[Cell]:
    """Return cells in which enough answers wait."""
    return _cells(number_in(WAITING) >= least)


def unit_above(unit_id: int) -> int | None:
    """Return the unit right above one; None for an agency."""
    return db.session.scalar(select(Unit.parent_id).where(Unit.id == unit_id))
