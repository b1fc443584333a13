"""Grading an essay: one opinion, a second one, a change of mind; and telling the learner."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.assessment.essay_notices import attempt_was_graded, grade_was_changed
from elearning.assessment.essay_policy import GIVING, Part, part_of
from elearning.assessment.essay_queries import HeldEssay, has_other_grader
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.compiled import Question
from elearning.learning.attempts.answering import bring_essay
from elearning.quizzes.essay_operations import GRADED, SECOND
from elearning.quizzes.essays import earned_by, mean
from elearning.quizzes.grading import mark_text
from elearning.quizzes.models import EssayReview


class Opinion(NamedTuple):
    """What a trainer found: how well each criterion is met, and what the learner reads."""

    levels: Sequence[Fraction]
    comment: str
    #: Why somebody else should grade it too; empty when nobody need.
    second_reason: str = ""


class Overtaken(Exception):  # noqa: N818
    """Somebody else graded the essay while the page was open; nothing was written."""


def give(
    held: HeldEssay, question: Question, reviewer: Person, opinion: Opinion, seen: int, at: datetime
) -> None:
    """Add an opinion to what the grader had seen; the essay is graded unless a second is wanted.

    `seen` is how many reviews there were. Of two graders at the same moment one wins.
    """
    if _is_repeated(held, reviewer, opinion, seen):
        return
    part = part_of(reviewer.id, held.essay.state, [each.reviewer_id for each in held.reviews])
    if len(held.reviews) != seen or part not in GIVING:
        raise Overtaken
    _require_comment(part, opinion)
    added = _add(held, question, reviewer, opinion, at)
    if part is Part.GRADE and opinion.second_reason:
        _ask_second(held, reviewer, opinion.second_reason)
    else:
        _settle(held, added, at, is_changed=part is Part.CHANGE)


def _is_repeated(held: HeldEssay, reviewer: Person, opinion: Opinion, seen: int) -> bool:
    """Whether a double click sends once more what was just saved."""
    if len(held.reviews) != seen + 1:
        return False
    last, levels = held.reviews[-1], [mark_text(level) for level in opinion.levels]
    return (last.reviewer_id, last.levels, last.comment) == (reviewer.id, levels, opinion.comment)


def _require_comment(part: Part, opinion: Opinion) -> None:
    """Whoever changes a mark that the learner knows says why."""
    if part is Part.CHANGE and not opinion.comment:
        raise Refused(_("Write a comment: the learner already knows the mark that you change."))


def _add(
    held: HeldEssay, question: Question, reviewer: Person, opinion: Opinion, at: datetime
) -> EssayReview:
    """Add a review; earlier ones stay as they are."""
    own = [each for each in held.reviews if each.reviewer_id == reviewer.id]
    review = EssayReview(
        essay_id=held.essay.id,
        reviewer_id=reviewer.id,
        number=len(own) + 1,
        levels=[mark_text(level) for level in opinion.levels],
        earned=mark_text(earned_by(question, opinion.levels)),
        comment=opinion.comment,
        reviewed_at=at,
    )
    db.session.add(review)
    return review


def _ask_second(held: HeldEssay, reviewer: Person, reason: str) -> None:
    """Let the essay wait for somebody else, if there is anybody."""
    graders = {reviewer.id, held.attempt.person_id}
    if not has_other_grader(held.essay.course_id, graders):
        raise Refused(
            _(
                "Nobody else may grade essays of this course. Add an author to its draft first, or "
                "save your marks without a second opinion."
            )
        )
    held.essay.state, held.essay.second_by_id = SECOND, reviewer.id
    held.essay.second_reason = reason


def _settle(held: HeldEssay, added: EssayReview, at: datetime, *, is_changed: bool) -> None:
    """Give the essay the mean of all graders' last opinions, and its attempt what follows."""
    last = {each.reviewer_id: Fraction(each.earned) for each in (*held.reviews, added)}
    earned, attempt = mean(list(last.values())), held.attempt.attempt
    was_waiting = attempt.essays_waiting > 0
    held.essay.state, held.essay.earned = GRADED, mark_text(earned)
    held.essay.graded_at = at
    bring_essay(held.attempt, held.essay.question, earned, at)
    if was_waiting and not attempt.essays_waiting:
        attempt_was_graded(held.attempt, at)
    elif is_changed and not attempt.essays_waiting:
        grade_was_changed(held.attempt, at)
