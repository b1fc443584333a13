"""What a learner is told of repaired questions in one attempt."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from flask_babel import lazy_gettext

from elearning.accounts.own_time import day_and_time
from elearning.courses.compiled import Quiz
from elearning.quizzes.queries import AttemptRow
from elearning.quizzes.repair_queries import RepairNote, notes_for, repairs_named
from elearning.quizzes.repairs import FULL, KEY, VOID, corrected_quiz, questions_by_id, version_of

_UPDATED = {
    VOID: lazy_gettext(
        "The score of this attempt was updated on %(moment)s because question %(number)s was voided."
    ),
    FULL: lazy_gettext(
        "The score of this attempt was updated on %(moment)s because question %(number)s gives "
        "everybody full marks."
    ),
    KEY: lazy_gettext(
        "The score of this attempt was updated on %(moment)s because the key of question "
        "%(number)s was corrected."
    ),
}
_GRADED_SO = {
    VOID: lazy_gettext("Question %(number)s was voided on %(moment)s and does not weigh here."),
    FULL: lazy_gettext("Question %(number)s gives everybody full marks since %(moment)s."),
    KEY: lazy_gettext("The key of question %(number)s was corrected on %(moment)s."),
}
_UNDONE = lazy_gettext(
    "The score of this attempt was updated on %(moment)s because the repair of question "
    "%(number)s was undone."
)
_UNDONE_BEFORE = lazy_gettext("The repair of question %(number)s was undone on %(moment)s.")


class ToldRepair(NamedTuple):
    """A repaired question as its learner reads of it."""

    sentence: str
    reason: str
    before: Decimal | None
    after: Decimal | None
    #: Whether the learner keeps a pass that the score alone would not give.
    keeps_pass: bool


class Repaired(NamedTuple):
    """A quiz with the keys that count now, and what is said of them."""

    quiz: Quiz
    told: list[ToldRepair]


def repaired(attempt: AttemptRow, quiz: Quiz) -> Repaired:
    """Return an attempt's quiz with its repairs in force."""
    notes = notes_for(attempt.id) if attempt.has_repairs else []
    if not notes:
        return Repaired(quiz, [])
    in_force = {str(note.id) for note in notes if note.undone_at is None}
    return Repaired(
        corrected_quiz(quiz, repairs_named(",".join(in_force))), _told(attempt, quiz, notes)
    )


def _told(attempt: AttemptRow, quiz: Quiz, notes: Sequence[RepairNote]) -> list[ToldRepair]:
    """Say what concerns the drawn questions, by their numbers in the attempt."""
    asked = questions_by_id(quiz.questions)
    numbers = {slot.question: at for at, slot in enumerate(attempt.paper, start=1)}
    return [
        _one(note, numbers[note.question])
        for note in notes
        if note.question in numbers
        and version_of(asked[note.question]) in note.versions
        and (note.is_undo is not None or note.undone_at is None)
    ]


def _one(note: RepairNote, number: int) -> ToldRepair:
    """Say that the score was updated only where there is one: it may still wait for an essay."""
    is_scored = note.score_before is not None or note.score_after is not None
    is_update = is_scored and note.is_undo is False
    sentence = _UPDATED[note.remedy] if is_update else _GRADED_SO[note.remedy]
    moment, reason = note.made_at, note.reason
    if note.is_undo and note.undone_at:
        sentence = _UNDONE if is_scored else _UNDONE_BEFORE
        moment, reason = note.undone_at, note.undone_reason
    values = {"moment": day_and_time(moment), "number": number}
    return ToldRepair(
        str(sentence) % values, reason, note.score_before, note.score_after, bool(note.is_spared)
    )
