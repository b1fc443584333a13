"""Making and undoing regrades.

A regrade counts from the commit of its row: whoever sends from then on is graded with it. The
attempts that were sent before follow in chunks, each in a short transaction of its own and each
exactly once, wherever the walk was broken off; then the passes they bring, one by one, under each
enrolment's lock.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import bindparam, insert, update

from elearning.accounts.models import Person
from elearning.assessment.queries import AssessedQuiz
from elearning.assessment.regrade_notices import quiz_was_passed
from elearning.assessment.regrade_preview import may_finish
from elearning.assessment.regrade_queries import (
    COMPLETED,
    FINISHED,
    due_rows,
    finished_among,
    hold_course,
    layers,
    locked_regrade,
    next_due,
)
from elearning.assessment.regrade_walk import (
    CHUNK,
    Regraded,
    Stretch,
    Subject,
    changes_in,
    stretches_of,
)
from elearning.core import audit, outbox
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.compiled import Question, Quiz
from elearning.learning.attempts.answering import follow_up, quiz_at
from elearning.quizzes.essay_operations import RepairedEssay, follow_repair
from elearning.quizzes.models import Attempt, Regrade, RegradedAttempt
from elearning.quizzes.queries import LockedAttempt, locked_attempt
from elearning.quizzes.regrading import weighs
from elearning.quizzes.repair_queries import Drawn, attempts_with, repairs_in_force

TOPIC = "regrade"
DUE, NOTHING = "due", "none"
_ATTEMPT: Any = Attempt.__table__
_ADD = insert(RegradedAttempt.__table__)  # type: ignore[arg-type]
_MOVE = (
    update(_ATTEMPT)
    .where(_ATTEMPT.c.id == bindparam("attempt_id"))
    .values(
        score=bindparam("score_after"),
        passed=bindparam("passed_after"),
        marks=bindparam("marks_after"),
        essays_waiting=bindparam("waiting"),
    )
)


class Plan(NamedTuple):
    """What a trainer wants done about some versions of a question, and why."""

    question: str
    remedy: str
    versions: tuple[str, ...]
    key: Question | None
    reason: str


def make_regrade(quiz: AssessedQuiz, plan: Plan, seen: str, by: Person, at: datetime) -> Regrade:
    """Put a repair in force; refused when the preview that was confirmed no longer holds."""
    hold_course(quiz.course_id)
    if layers(quiz.course_id, quiz.key) != seen:
        raise Refused(
            _(
                "Another repair of this quiz was made or undone after your preview, so its numbers "
                "no longer hold. Nothing was changed. Look at the preview again, then confirm."
            )
        )
    regrade = Regrade(
        course_id=quiz.course_id,
        quiz_key=quiz.key,
        question=plan.question,
        remedy=plan.remedy,
        versions=sorted(plan.versions),
        key=plan.key.to_json() if plan.key else None,
        reason=plan.reason,
        made_at=at,
        made_by_id=by.id,
    )
    db.session.add(regrade)
    db.session.flush()  # the audit log and the outbox name the new key
    _announce("regrade", regrade, by, at)
    return regrade


def undo_regrade(regrade: Regrade, reason: str, by: Person, at: datetime) -> None:
    """Take a repair out of force; what it has finished and completed stays."""
    hold_course(regrade.course_id)
    held = locked_regrade(regrade.id)
    if held.undone_at is not None:
        raise Refused(_("This repair is undone already."))
    if held.finished_at is None:
        raise Refused(_("This repair is still under way. Undo it when it is through."))
    held.undone_at, held.undone_by_id, held.undone_reason = at, by.id, reason
    held.finished_at, held.reached_revision_id, held.reached_attempt_id = None, 0, 0
    _announce("regrade.undo", held, by, at)


def _announce(deed: str, regrade: Regrade, by: Person, at: datetime) -> None:
    """Note who did it, and let the worker carry it through if nobody else does."""
    audit.record(deed, f"regrade:{regrade.id}", at, actor_id=by.id, question=regrade.question)
    outbox.enqueue(TOPIC, {"regrade": regrade.id}, at)


# Carrying it through, step by step (`regrade_work`)


def regrade_chunk(regrade_id: int, _at: datetime) -> bool:
    """Regrade the next chunk of attempts; say whether there may be more."""
    regrade = locked_regrade(regrade_id)
    if regrade.finished_at is not None:
        return False
    subject = subject_of(regrade)
    for stretch in stretches_of(subject):
        chunk = _next_chunk(regrade, stretch, subject)
        if chunk:
            _apply(regrade, stretch.quiz, chunk)
            regrade.reached_revision_id = stretch.revision_id
            regrade.reached_attempt_id = chunk[-1].id
            return True
    return False


def subject_of(regrade: Regrade) -> Subject:
    """Return what a regrade repairs."""
    versions = frozenset(regrade.versions)
    return Subject(regrade.course_id, regrade.quiz_key, regrade.question, versions)


def _next_chunk(regrade: Regrade, stretch: Stretch, subject: Subject) -> list[Drawn]:
    """Return the attempts of a revision that the walk has not reached."""
    if stretch.revision_id < regrade.reached_revision_id:
        return []
    is_begun = stretch.revision_id == regrade.reached_revision_id
    after = regrade.reached_attempt_id if is_begun else 0
    key, question = subject.quiz_key, subject.question
    return attempts_with(stretch.revision_id, key, question, after, CHUNK, locked=True)


def _apply(regrade: Regrade, quiz: Quiz, chunk: Sequence[Drawn]) -> None:
    """Write what changes in some attempts, and how they stood before."""
    repairs = repairs_in_force(regrade.course_id, regrade.quiz_key)
    is_undo = regrade.undone_at is not None
    found = changes_in(chunk, quiz, regrade.question, repairs, is_undo=is_undo)
    if not found:
        return
    hopeful = {e.enrolment_id for e in found if may_finish(e.change, quiz.rules)}
    hopeful -= finished_among(hopeful, regrade.quiz_key)
    lines = [_line(regrade, each, is_due=each.enrolment_id in hopeful) for each in found]
    connection = db.session.connection()
    connection.execute(_ADD, lines)
    moved = ("attempt_id", "score_after", "passed_after", "marks_after")
    waiting = {each.change.attempt_id: each.change.after.waiting for each in found}
    connection.execute(
        _MOVE,
        [
            {name: line[name] for name in moved} | {"waiting": waiting[line["attempt_id"]]}
            for line in lines
        ],
    )
    _queue_essays(regrade, chunk, found)
    if not is_undo:
        regrade.changed += sum(each.change.is_move for each in found)
        regrade.spared += sum(line["is_spared"] for line in lines)


def _queue_essays(regrade: Regrade, chunk: Sequence[Drawn], found: Sequence[Regraded]) -> None:
    """Let essays wait that need a mark again, and no others."""
    papers = {each.id: each.paper for each in chunk}
    repaired = (
        RepairedEssay(each.change.attempt_id, slot["id"], earned is None and weighs(weight))
        for each in found
        for slot, (earned, weight) in zip(
            papers[each.change.attempt_id], each.change.after.marks, strict=True
        )
        if (slot["question"], slot["kind"]) == (regrade.question, "essay")
    )
    follow_repair(regrade.course_id, repaired, regrade.undone_at or regrade.made_at)


def _line(regrade: Regrade, found: Regraded, *, is_due: bool) -> dict[str, Any]:
    """Return how one attempt stood and stands."""
    change = found.change
    return {
        "regrade_id": regrade.id,
        "attempt_id": change.attempt_id,
        "is_undo": regrade.undone_at is not None,
        "score_before": change.before.score,
        "score_after": change.after.score,
        "passed_before": change.before.passed,
        "passed_after": change.passed,
        "is_spared": change.is_spared,
        "marks_before": change.before.marks,
        "marks_after": change.after.marks,
        "outcome": DUE if is_due else "",
    }


def settle_pass(regrade_id: int, at: datetime) -> bool:
    """Let one changed attempt finish its quiz and course if it brings that; say whether one did."""
    regrade, attempt_id = locked_regrade(regrade_id), next_due(regrade_id)
    held = locked_attempt(attempt_id) if attempt_id is not None else None
    if held is None:
        return False
    for row in due_rows(regrade_id, held.attempt.id):
        row.outcome = _outcome(held, at)
        if row.outcome != NOTHING and not row.is_undo:
            regrade.gained += 1
    return True


def _outcome(held: LockedAttempt, at: datetime) -> str:
    """Finish what an attempt finishes, the way that sending it does, and tell the person."""
    attempt, enrolment = held.attempt, held.enrolment
    quiz = quiz_at(attempt.revision_id, attempt.quiz_key)
    was_finished = bool(finished_among([enrolment.id], attempt.quiz_key))
    was_completed = enrolment.completed_at is not None
    if quiz is None or was_finished:
        return NOTHING
    with suppress(Refused):  # the quiz is finished; the course waits for what the person lacks
        follow_up(enrolment, attempt, quiz, at)
    if not finished_among([enrolment.id], attempt.quiz_key):
        return NOTHING
    is_completed = enrolment.completed_at is not None and not was_completed
    quiz_was_passed(enrolment, quiz, at, is_completed=is_completed)
    return COMPLETED if is_completed else FINISHED


def close_regrade(regrade_id: int, at: datetime) -> bool:
    """Note that a regrade is through; say whether something is still to do."""
    regrade = locked_regrade(regrade_id)
    regrade.finished_at = regrade.finished_at or at
    return False
