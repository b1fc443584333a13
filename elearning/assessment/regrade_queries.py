"""Reading regrades: which there are, whom they touched, and whether a preview still holds."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from elearning.accounts.models import Person
from elearning.assessment.queries import AssessedQuiz
from elearning.core.db import db
from elearning.courses.models import Course, Enrolment, ItemFinish
from elearning.quizzes.models import Attempt, Regrade, RegradedAttempt

#: So many names a page shows; the rest is a number.
MOST_NAMES = 100
#: So many pairs of scores a page shows.
MOST_MOVES = 20
Move: TypeAlias = tuple[Decimal | None, Decimal | None, int]
FINISHED, COMPLETED = "finished", "completed"


class RegradeLine(NamedTuple):
    """A regrade in the audit trail, with who made it and who has undone it."""

    regrade: Regrade
    by: Person
    undone_by: Person | None


class Touched(NamedTuple):
    """A person whose attempt a regrade touched."""

    person: str
    unit: str
    number: int
    score_before: Decimal | None
    score_after: Decimal | None
    is_undo: bool
    completed_at: datetime | None


def regrades_of(course_id: int, quiz_key: str) -> list[Regrade]:
    """Return the regrades of a quiz, the first first."""
    found = select(Regrade).where(Regrade.course_id == course_id, Regrade.quiz_key == quiz_key)
    return list(db.session.scalars(found.order_by(Regrade.id)))


def lines_of(regrades: Sequence[Regrade]) -> list[RegradeLine]:
    """Return regrades as the audit trail shows them, the last first."""
    people = people_by_id(
        {each.made_by_id for each in regrades}
        | {each.undone_by_id for each in regrades if each.undone_by_id}
    )
    return [
        RegradeLine(each, people[each.made_by_id], people.get(each.undone_by_id or 0))
        for each in reversed(regrades)
    ]


def regrade_at(quiz: AssessedQuiz, regrade_id: int) -> Regrade | None:
    """Return a regrade of a quiz."""
    found = db.session.get(Regrade, regrade_id, populate_existing=True)
    if found is None or (found.course_id, found.quiz_key) != (quiz.course_id, quiz.key):
        return None
    return found


def locked_regrade(regrade_id: int) -> Regrade:
    """Return a regrade to go on with; whoever goes on with it at the same time waits."""
    return db.session.get_one(Regrade, regrade_id, populate_existing=True, with_for_update=True)


def hold_course(course_id: int) -> None:
    """Let the regrades of one course be made and undone one after the other."""
    db.session.execute(select(Course.id).where(Course.id == course_id).with_for_update())


def layers(course_id: int, quiz_key: str) -> str:
    """Return what changes whenever a regrade of a quiz is made or undone."""
    found = select(func.max(Regrade.id), func.count(Regrade.undone_at)).where(
        Regrade.course_id == course_id, Regrade.quiz_key == quiz_key
    )
    last, undone = db.session.execute(found).one()
    return f"{last or 0}-{undone}"


def people_by_id(ids: Collection[int]) -> dict[int, Person]:
    """Return people with their units."""
    found = select(Person).where(Person.id.in_(ids)).options(joinedload(Person.unit))
    return {person.id: person for person in db.session.scalars(found)}


def finished_among(enrolments: Collection[int], quiz_key: str) -> set[int]:
    """Return those of some enrolments that have finished a quiz already."""
    found = select(ItemFinish.enrolment_id).where(
        ItemFinish.enrolment_id.in_(enrolments), ItemFinish.key == quiz_key
    )
    return set(db.session.scalars(found))


def scores_among(
    enrolments: Collection[int], quiz_key: str
) -> list[tuple[int, int, Decimal | None]]:
    """Return enrolment, id and score of the closed attempts at a quiz, each person's first first."""
    found = select(Attempt.enrolment_id, Attempt.id, Attempt.score).where(
        Attempt.enrolment_id.in_(enrolments),
        Attempt.quiz_key == quiz_key,
        Attempt.closed_at.is_not(None),
    )
    ordered = db.session.execute(found.order_by(Attempt.enrolment_id, Attempt.number))
    return [(row[0], row[1], row[2]) for row in ordered]


def next_due(regrade_id: int) -> int | None:
    """Return the next attempt of a regrade of which it is yet to be seen what it brings."""
    return db.session.scalar(
        select(RegradedAttempt.attempt_id)
        .where(RegradedAttempt.regrade_id == regrade_id, RegradedAttempt.outcome == "due")
        .order_by(RegradedAttempt.id)
        .limit(1)
    )


def due_rows(regrade_id: int, attempt_id: int) -> Sequence[RegradedAttempt]:
    """Return what is due of one attempt; its lock is held."""
    return db.session.scalars(
        select(RegradedAttempt)
        .where(
            RegradedAttempt.regrade_id == regrade_id,
            RegradedAttempt.attempt_id == attempt_id,
            RegradedAttempt.outcome == "due",
        )
        .execution_options(populate_existing=True)
    ).all()


def gained_by(regrade_id: int) -> list[Touched]:
    """Return people whose quiz a regrade, or its undoing, finished; the first hundred."""
    return _touched(regrade_id, RegradedAttempt.outcome.in_((FINISHED, COMPLETED)))


def spared_by(regrade_id: int) -> list[Touched]:
    """Return people who stay passed though their score would no longer do; the first hundred."""
    return _touched(regrade_id, RegradedAttempt.is_spared.is_(True))


def _touched(regrade_id: int, condition: ColumnElement[bool]) -> list[Touched]:
    """Return people of a regrade's attempts, in the order in which they were regraded."""
    found = (
        select(RegradedAttempt, Attempt.number, Enrolment.completed_at, Person)
        .join(Attempt, Attempt.id == RegradedAttempt.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(RegradedAttempt.regrade_id == regrade_id, condition)
        .options(joinedload(Person.unit))
        .order_by(RegradedAttempt.id)
        .limit(MOST_NAMES)
    )
    return [
        Touched(
            person.full_name,
            person.unit.name if person.unit else "",
            number,
            row.score_before,
            row.score_after,
            row.is_undo,
            completed_at,
        )
        for row, number, completed_at, person in db.session.execute(found)
    ]


def moves_of(regrade_id: int) -> list[Move]:
    """Return how many attempts went from which score to which, the most frequent first."""
    number = func.count()
    pair = (RegradedAttempt.score_before, RegradedAttempt.score_after)
    found = (
        select(*pair, number)
        .where(
            RegradedAttempt.regrade_id == regrade_id,
            RegradedAttempt.is_undo.is_(False),
            pair[0].is_distinct_from(pair[1]),
        )
        .group_by(*pair)
        .order_by(number.desc(), *pair)
        .limit(MOST_MOVES)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(found)]
