"""Reading the repairs of a quiz, and the attempts that they are for."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, bindparam, cast, func, select

from elearning.core.db import db, first_row, rows
from elearning.courses.compiled import Question
from elearning.courses.models import CourseRevision, Enrolment
from elearning.courses.queries import kept
from elearning.quizzes.answer_values import kept_answer
from elearning.quizzes.drawing import Paper, Slot, paper_of
from elearning.quizzes.marking import Answer
from elearning.quizzes.models import AnswerEvent, Attempt, Essay, Regrade, RegradedAttempt
from elearning.quizzes.regrading import Answered, Standing
from elearning.quizzes.repairs import Repair

#: The question that a slot of a stored paper names; inside a text the quotes would be escaped.
_QUESTION = re.compile(r'"question": ("(?:[^"\\]|\\.)*")')
_IN_FORCE = select(func.aggregate_strings(cast(Regrade.id, String), ",")).where(
    Regrade.course_id == bindparam("course_id"),
    Regrade.quiz_key == bindparam("quiz_key"),
    Regrade.undone_at.is_(None),
)
_NAMED = select(Regrade.id, Regrade.question, Regrade.remedy, Regrade.versions, Regrade.key).where(
    Regrade.id.in_(bindparam("ids", expanding=True))
)
_NOTES = (
    select(
        Regrade.id,
        Regrade.question,
        Regrade.remedy,
        Regrade.versions,
        Regrade.reason,
        Regrade.made_at,
        Regrade.undone_at,
        Regrade.undone_reason,
        RegradedAttempt.is_undo,
        RegradedAttempt.score_before,
        RegradedAttempt.score_after,
        RegradedAttempt.is_spared,
    )
    .join(Enrolment, Enrolment.course_id == Regrade.course_id)
    .join(
        Attempt,
        (Attempt.enrolment_id == Enrolment.id) & (Attempt.quiz_key == Regrade.quiz_key),
    )
    .outerjoin(
        RegradedAttempt,
        (RegradedAttempt.regrade_id == Regrade.id) & (RegradedAttempt.attempt_id == Attempt.id),
    )
    .where(Attempt.id == bindparam("attempt_id"))
    .order_by(Regrade.id, RegradedAttempt.id)
)


def repairs_in_force(course_id: int, quiz_key: str) -> tuple[Repair, ...]:
    """Return the repairs of a quiz that are not undone, the first first."""
    found = first_row(_IN_FORCE, course_id=course_id, quiz_key=quiz_key)
    return repairs_named((found and found[0]) or "")


def repairs_named(ids: str) -> tuple[Repair, ...]:
    """Return repairs by their ids; what a repair says never changes, so it is kept."""
    numbers = tuple(sorted(int(each) for each in ids.split(",") if each))
    return kept("repairs", _load_repairs)(numbers) if numbers else ()


def _load_repairs(ids: tuple[int, ...]) -> tuple[Repair, ...]:
    """Read repairs in their order."""
    found = db.session.execute(_NAMED, {"ids": ids})
    return tuple(sorted(_repair(*row) for row in found))


def _repair(number: int, question: str, remedy: str, versions: list[str], key: Any) -> Repair:
    corrected = Question.from_json(key) if key else None
    return Repair(number, question, remedy, frozenset(versions), corrected)


class RepairNote(NamedTuple):
    """A repair as the learner of one attempt is told of it."""

    id: int
    question: str
    remedy: str
    versions: list[str]
    reason: str
    made_at: datetime
    undone_at: datetime | None
    undone_reason: str
    #: What it, or its undoing, changed in the attempt; None where it was graded so from the start.
    is_undo: bool | None
    score_before: Decimal | None
    score_after: Decimal | None
    is_spared: bool | None


def notes_for(attempt_id: int) -> list[RepairNote]:
    """Return the repairs of an attempt's quiz with what they changed in the attempt."""
    return [RepairNote._make(row) for row in rows(_NOTES, attempt_id=attempt_id)]


# The walk over the attempts that drew a question, in chunks


class Drawn(NamedTuple):
    """An attempt that drew a question."""

    id: int
    enrolment_id: int
    person_id: int
    is_closed: bool
    paper: list[Any]
    marks: list[Any] | None
    score: Decimal | None
    passed: bool | None
    waiting: int

    @property
    def standing(self) -> Standing:
        """How it stands now."""
        return Standing(self.score, self.passed, self.marks or [], self.waiting)


def attempts_with(
    revision_id: int, quiz_key: str, question: str, after: int, limit: int, *, locked: bool = False
) -> list[Drawn]:
    """Return the next attempts at a quiz in a revision that drew a question, open ones too.

    Locked, also those that are open: whoever is closing one is waited for, and seen.
    """
    found = (
        select(
            Attempt.id,
            Attempt.enrolment_id,
            Enrolment.person_id,
            Attempt.closed_at.is_not(None),
            Attempt.paper,
            Attempt.marks,
            Attempt.score,
            Attempt.passed,
            Attempt.essays_waiting,
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Attempt.revision_id == revision_id,
            Attempt.quiz_key == quiz_key,
            Attempt.id > after,
            _drew(question),
        )
        .order_by(Attempt.id)
        .limit(limit)
    )
    if locked:
        found = found.with_for_update(of=Attempt)
    return [Drawn._make(row) for row in db.session.execute(found)]


def _drew(question: str) -> ColumnElement[bool]:
    """Return the condition that a paper names a question, in the spelling that JSON gives it."""
    return cast(Attempt.paper, String).contains(json.dumps(question), autoescape=True)


def marks_in(
    revision_id: int, quiz_key: str, question: str = ""
) -> Iterator[tuple[list[str], list[Any]]]:
    """Yield drawn questions and marks of a quiz's closed attempts in a revision.

    Only of those that drew a question, if told. Papers are long: their JSON is not read whole.
    """
    found = select(cast(Attempt.paper, String), Attempt.marks).where(
        Attempt.revision_id == revision_id,
        Attempt.quiz_key == quiz_key,
        Attempt.marks.is_not(None),
        Attempt.closed_at.is_not(None),
    )
    if question:
        found = found.where(_drew(question))
    for paper, marks in db.session.execute(found.execution_options(yield_per=500)):
        if marks is not None:  # a JSON null is none either
            yield [_text(each) for each in _QUESTION.findall(paper)], marks


@lru_cache(maxsize=4096)
def _text(written: str) -> str:
    """Return a text that is written in JSON."""
    read: str = json.loads(written)
    return read


def answered(attempts: Sequence[Drawn], question: str) -> dict[int, Answered]:
    """Return what was answered to one question in some attempts, and what essays were given."""
    papers = {each.id: _paper_with(question, each.paper) for each in attempts}
    slots = [slot.id for paper in papers.values() for slot in paper if slot.question == question]
    given, essays = _last_answers(list(papers), slots), _essays(list(papers), slots)
    return {
        each.id: Answered(
            papers[each.id], each.marks or [], given.get(each.id, {}), essays.get(each.id, {})
        )
        for each in attempts
    }


def _paper_with(question: str, stored: list[Any]) -> Paper:
    """Read one question of a stored paper; the others are only named."""
    return tuple(
        paper_of([each])[0]
        if each["question"] == question
        else Slot(each["id"], each["question"], each["kind"], ())
        for each in stored
    )


def _last_answers(attempts: Sequence[int], slots: Sequence[str]) -> dict[int, dict[str, Answer]]:
    """Return the last answer to each of some slots, by attempt."""
    columns = (AnswerEvent.attempt_id, AnswerEvent.question, AnswerEvent.answer)
    saved = select(*columns).where(
        AnswerEvent.attempt_id.in_(attempts), AnswerEvent.question.in_(slots)
    )
    found: dict[int, dict[str, Answer]] = defaultdict(dict)
    for attempt_id, slot, answer in db.session.execute(saved.order_by(AnswerEvent.seq)):
        found[attempt_id][slot] = kept_answer(answer)
    return found


def _essays(attempts: Sequence[int], slots: Sequence[str]) -> dict[int, dict[str, Fraction | None]]:
    """Return what trainers gave the essays in some slots, by attempt; None while one waits."""
    sent = select(Essay.attempt_id, Essay.question, Essay.earned).where(
        Essay.attempt_id.in_(attempts), Essay.question.in_(slots)
    )
    found: dict[int, dict[str, Fraction | None]] = defaultdict(dict)
    for attempt_id, slot, earned in db.session.execute(sent):
        found[attempt_id][slot] = None if earned is None else Fraction(earned)
    return found


def first_verdicts(attempts: Sequence[int]) -> dict[int, bool | None]:
    """Return whether regraded attempts were passed before their first regrade."""
    rows_of = (
        select(RegradedAttempt.attempt_id, RegradedAttempt.passed_before)
        .where(RegradedAttempt.attempt_id.in_(attempts))
        .order_by(RegradedAttempt.id.desc())
    )
    return {row[0]: row[1] for row in db.session.execute(rows_of)}


def revisions_of(course_id: int) -> list[tuple[int, int]]:
    """Return a course's revisions as id and number, the oldest first."""
    found = select(CourseRevision.id, CourseRevision.number).where(
        CourseRevision.course_id == course_id
    )
    ordered = db.session.execute(found.order_by(CourseRevision.id))
    return [(row[0], row[1]) for row in ordered]
