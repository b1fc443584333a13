"""What the pages of essays show, and what they hold back: names and marks until it is fair."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from elearning.assessment import essay_queries as queries
from elearning.assessment.blind import alias_of
from elearning.assessment.essay_forms import WORDS
from elearning.assessment.essay_policy import Part, part_of
from elearning.assessment.essay_queries import EssayRow, QueuedEssay, ReviewRow
from elearning.core.trusted import trusted
from elearning.courses.compiled import Question
from elearning.learning.attempts.answering import quiz_at
from elearning.learning.questions.essays import percent
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.essay_operations import GRADED
from elearning.quizzes.essays import LEVELS, criteria_of

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class ShownReview(NamedTuple):
    """A trainer's opinion: who, when, what each criterion was given, and the comment."""

    reviewer: str
    number: int
    at: datetime
    earned: str
    levels: tuple[str, ...]
    comment: str
    #: Their last word: an earlier one counts no more.
    counts: bool


class ShownEssay(NamedTuple):
    """An essay as a grader sees it."""

    row: EssayRow
    part: Part
    learner: str
    quiz: str
    question: Question
    stem: Markup
    model_answer: Markup
    #: Text, share in percent and guidance of each criterion; without a rubric one without a text.
    criteria: tuple[tuple[Markup, str, Markup], ...]
    text: str
    #: How many reviews there are, seen or not.
    seen: int
    reviews: tuple[ShownReview, ...]
    own: ReviewRow | None

    @property
    def words(self) -> int:
        """How many words were written."""
        return len(self.text.split())

    @property
    def earned(self) -> str:
        """The mark in percent; empty before there is one."""
        return percent(Fraction(self.row.earned)) if self.row.earned is not None else ""


def shown_essay(row: EssayRow, person_id: int) -> ShownEssay:
    """Return an essay for a grader: without a name before it is graded, never with marks to copy."""
    reviews = queries.reviews_of(row.id)
    part = part_of(person_id, row.state, [each.reviewer_id for each in reviews])
    question = question_of(row)
    own = [each for each in reviews if each.reviewer_id == person_id]
    visible = reviews if row.state == GRADED else own
    return ShownEssay(
        row,
        part,
        row.learner if row.state == GRADED else alias_of(row.enrolment_id),
        quiz_title(row),
        question,
        trusted(question.stem),
        trusted(question.explanation),
        tuple(
            (trusted(each.html), percent(each.share), trusted(each.guidance))
            for each in criteria_of(question)
        ),
        queries.text_of(row.attempt_id, row.question),
        len(reviews),
        tuple(_shown(each, reviews) for each in visible),
        own[-1] if own else None,
    )


def _shown(review: ReviewRow, reviews: Sequence[ReviewRow]) -> ShownReview:
    last = max(each.number for each in reviews if each.reviewer_id == review.reviewer_id)
    return ShownReview(
        review.reviewer,
        review.number,
        review.reviewed_at,
        percent(Fraction(review.earned)),
        tuple(level_word(each) for each in review.levels),
        review.comment,
        review.number == last,
    )


def level_word(level: str) -> str:
    """Say how well a criterion is met."""
    return str(WORDS[LEVELS.index(Fraction(level))])


def question_of(row: EssayRow) -> Question:
    """Return the question as it was asked."""
    quiz = quiz_at(row.revision_id, row.quiz_key)
    assert quiz is not None  # noqa: S101  (revisions are immutable)
    (stable,) = (slot.question for slot in paper_of(row.paper) if slot.id == row.question)
    return next(each for each in quiz.questions if each.id == stable)


def quiz_title(row: EssayRow) -> str:
    """Return the title of an essay's quiz."""
    quiz = quiz_at(row.revision_id, row.quiz_key)
    return quiz.title if quiz else row.quiz_key


class QueueLine(NamedTuple):
    """A line of the queue: the name only of what is graded."""

    essay: QueuedEssay
    learner: str
    waited: str
    earned: str


def queue_line(essay: QueuedEssay, now: datetime) -> QueueLine:
    """Return a line of the queue."""
    is_graded = essay.state == GRADED
    return QueueLine(
        essay,
        essay.learner if is_graded else alias_of(essay.enrolment_id),
        "" if is_graded else waited(now - essay.sent_at),
        percent(Fraction(essay.earned)) if essay.earned is not None else "",
    )


def waited(time: timedelta) -> str:
    """Say how long somebody has waited."""
    if time >= DAY:
        return str(ngettext("waits %(num)s day", "waits %(num)s days", time // DAY))
    if time >= HOUR:
        return str(ngettext("waits %(num)s hour", "waits %(num)s hours", time // HOUR))
    return str(_("waits less than an hour"))
