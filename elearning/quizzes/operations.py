"""Opening an attempt, saving answers, closing and grading; consequences are learning's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import bindparam, insert, update
from sqlalchemy.exc import IntegrityError

from elearning.core.db import db, insert_into, inserted, read_anew, write
from elearning.core.errors import Refused
from elearning.courses.compiled import Quiz
from elearning.quizzes.answer_values import BadAnswers
from elearning.quizzes.answers import Batch, Event
from elearning.quizzes.chance_queries import extra_time, past_at
from elearning.quizzes.chances import standing, time_allowed
from elearning.quizzes.drawing import draw_paper, new_seed
from elearning.quizzes.essay_operations import queue_essays
from elearning.quizzes.grading import Answers, grade, kept_marks
from elearning.quizzes.models import AnswerCheck, AnswerEvent, Attempt
from elearning.quizzes.policy import is_overdue
from elearning.quizzes.queries import (
    AttemptToClose,
    LastAttempt,
    answers_of,
    events_named,
    last_attempt,
)
from elearning.quizzes.repairs import Repairs

SUBMITTED, EXPIRED = "submitted", "expired"
RACES = 3


_TABLE: Any = Attempt.__table__
_ADDED = tuple(_TABLE.c[name] for name in LastAttempt._fields)
_EVENT: Any = AnswerEvent.__table__
_APPEND = insert(_EVENT).values(
    {column.name: bindparam(column.name) for column in _EVENT.c if not column.primary_key}
)
_REACH = (
    update(_TABLE).where(_TABLE.c.id == bindparam("attempt_id")).values(saved_seq=bindparam("seq"))
)


_CLOSED = ("closed_at", "close_reason", "score", "passed", "marks", "essays_waiting")
_CLOSE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("attempt_id"), _TABLE.c.closed_at.is_(None))
    .values({name: bindparam(name) for name in _CLOSED})
)


class Enrolled(Protocol):
    """Whose attempt it is: a row or a model."""

    @property
    def id(self) -> int: ...


class Sheet(Protocol):
    """An open attempt that answers are saved in: a row or a model."""

    @property
    def id(self) -> int: ...
    @property
    def saved_seq(self) -> int: ...


class Saved(NamedTuple):
    """How far the server has saved, and which events it now holds."""

    saved_seq: int
    accepted: tuple[str, ...]


class Closed(NamedTuple):
    """What a closed attempt has come to."""

    enrolment_id: int
    quiz_key: str
    closed_at: datetime
    passed: bool | None
    essays_waiting: int
    #: What was graded; it changes no more.
    answers: Answers


class StaleAnswers(Exception):  # noqa: N818
    """The page answers on top of a state that is no longer the last; nothing was saved."""

    def __init__(self, saved_seq: int, answers: Answers) -> None:
        super().__init__(saved_seq)
        self.saved_seq = saved_seq
        self.answers = answers


class CheckedAnswers(Exception):  # noqa: N818
    """An answer whose feedback was shown already would change; nothing was saved."""

    def __init__(self, saved_seq: int, questions: tuple[str, ...]) -> None:
        super().__init__(saved_seq)
        self.saved_seq = saved_seq
        self.questions = questions


def open_attempt(
    enrolment: Enrolled, quiz_key: str, quiz: Quiz, revision_id: int, at: datetime
) -> Attempt:
    """Return the open attempt, or begin the next one."""
    opened = opened_attempt(enrolment, quiz_key, quiz, revision_id, at)
    return db.session.get_one(Attempt, opened.id, populate_existing=True)


def opened_attempt(
    enrolment: Enrolled, quiz_key: str, quiz: Quiz, revision_id: int, at: datetime
) -> LastAttempt:
    """Return the open attempt, or begin the next one; a double click begins one.

    The database allows one open attempt: who loses the race reads what the winner made.
    """
    for _race in range(RACES):
        last = last_attempt(enrolment.id, quiz_key)
        if last is not None and last.closed_at is None:
            return last
        used = last.number if last else 0
        require_attempt_open(enrolment, quiz_key, quiz, used, at)
        values = new_attempt(enrolment, quiz_key, quiz, revision_id, used + 1, at)
        added = inserted(Attempt, values, _ADDED)
        if added is not None:
            return LastAttempt._make(added)
    raise AssertionError("An attempt was opened and closed again in every race.")


def require_attempt_open(
    enrolment: Enrolled, quiz_key: str, quiz: Quiz, used: int, at: datetime
) -> None:
    """Refuse another attempt when the quiz's limit is reached, or when its pause is not over."""
    rules = quiz.rules
    if not used or (rules.pause is None and not 0 < rules.attempts <= used):
        return
    now = standing(rules, past_at(enrolment.id, quiz_key), at)
    if now.opens_at is not None:
        raise Refused(_("The next attempt is not open yet. The quiz's page says when it opens."))
    if now.left == 0:
        raise Refused(
            ngettext(
                "Your only attempt at this quiz is used up. Read the lessons again, then ask for "
                "another chance on the quiz's page.",
                "All %(num)s attempts at this quiz are used up. Read the lessons again, then ask "
                "for another chance on the quiz's page.",
                used,
            )
        )


def new_attempt(
    enrolment: Enrolled, quiz_key: str, quiz: Quiz, revision_id: int, number: int, at: datetime
) -> dict[str, Any]:
    """Draw a paper and start the clock: an attempt begins when it is opened."""
    seed, limited = new_seed(), quiz.rules.minutes_limit is not None
    limit = time_allowed(quiz.rules, extra_time(enrolment.id) if limited else 0)
    return {
        "enrolment_id": enrolment.id,
        "quiz_key": quiz_key,
        "number": number,
        "revision_id": revision_id,
        "seed": seed,
        "paper": [slot.to_json() for slot in draw_paper(quiz, seed)],
        "opened_at": at,
        "deadline_at": at + limit if limit else None,
        "saved_seq": 0,
        "close_reason": "",
    }


def save_answers(
    attempt: Sheet, batch: Batch, at: datetime, checked: frozenset[str] = frozenset()
) -> Saved:
    """Append a batch of answers whole or not at all; what is known already is skipped.

    Those to checked questions change no more.

    The caller holds the attempt's lock, has checked that it is open, and rolls back what is refused.
    """
    new = batch.events
    if new and new[0].seq != attempt.saved_seq + 1:
        new = _unknown(attempt, batch)
    if new:
        _require_fresh(attempt, new[0])
        _require_unchecked(attempt, new, checked)
        _append(attempt, batch.client, new, at)
    ids = tuple(event.id for event in batch.events)
    return Saved(new[-1].seq if new else attempt.saved_seq, ids)


def _unknown(attempt: Sheet, batch: Batch) -> tuple[Event, ...]:
    """Return the events that are not saved yet; the others must say what they said before."""
    known = events_named(attempt.id, tuple(event.id for event in batch.events))
    if any(known[event.id] != event for event in batch.events if event.id in known):
        raise BadAnswers("id")
    return tuple(event for event in batch.events if event.id not in known)


def _require_fresh(attempt: Sheet, first: Event) -> None:
    """Refuse an answer that does not follow the last one saved."""
    if first.seq != attempt.saved_seq + 1:
        raise StaleAnswers(attempt.saved_seq, answers_of(attempt.id))


def _require_unchecked(attempt: Sheet, events: Sequence[Event], checked: frozenset[str]) -> None:
    """Refuse to change an answer whose feedback was shown."""
    touched = [event for event in events if event.question in checked]
    saved = answers_of(attempt.id) if touched else {}
    changed = tuple(
        e.question for e in touched if (e.answer or None) != (saved[e.question] or None)
    )
    if changed:
        raise CheckedAnswers(attempt.saved_seq, changed)


def check_answer(attempt: Sheet, question: str, at: datetime) -> None:
    """Close an answer for change because its feedback is shown; a double click closes it once."""
    row = {"attempt_id": attempt.id, "question": question, "checked_at": at}
    closed = insert_into(AnswerCheck.__table__).on_conflict_do_nothing().values(row)
    db.session.execute(closed)


def _append(attempt: Sheet, client: str, events: Sequence[Event], at: datetime) -> None:
    """Write events and how far they reach."""
    lines = [
        {
            "event_id": event.id,
            "seq": event.seq,
            "question": event.question,
            "answer": event.answer,
            "made_at": event.at,
        }
        for event in events
    ]
    try:
        write(_APPEND, *lines, attempt_id=attempt.id, client=client, received_at=at)
    except IntegrityError:  # a new number under a known id
        raise BadAnswers("id") from None
    write(_REACH, {"attempt_id": attempt.id, "seq": events[-1].seq})
    read_anew(Attempt, attempt.id, ["saved_seq"])


def close_attempt(
    attempt: AttemptToClose, quiz: Quiz, at: datetime, repairs: Repairs = ()
) -> Closed | None:
    """Close an attempt and grade what was saved; past the deadline, as of the deadline.

    One that is closed stays as it is. Repairs of its quiz that are in force count as in every other
    attempt.
    """
    if attempt.closed_at is not None:
        return None
    overdue = is_overdue(attempt, at)
    closed_at = attempt.deadline_at if overdue and attempt.deadline_at else at
    answers = answers_of(attempt.id)
    graded = grade(quiz, attempt.paper, answers, repairs)
    line = {
        "attempt_id": attempt.id,
        "closed_at": closed_at,
        "close_reason": EXPIRED if overdue else SUBMITTED,
        "score": graded.score,
        "passed": graded.passed,
        "marks": kept_marks(graded.marks),
        "essays_waiting": graded.waiting,
    }
    write(_CLOSE, line)
    read_anew(Attempt, attempt.id, _CLOSED)
    queue_essays(attempt, graded, closed_at)
    return Closed(
        attempt.enrolment_id, attempt.quiz_key, closed_at, graded.passed, graded.waiting, answers
    )
