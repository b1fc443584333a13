"""Practice questions: shown without their key, answered with feedback, never stored."""

import hmac
from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from elearning.core.settings import current_settings
from elearning.courses.compiled import Option, Question
from elearning.learning.questions.essays import SELF, EssayResult, shown_criteria
from elearning.learning.questions.shown import (
    ESSAY,
    TYPED,
    ShownOption,
    ShownQuestion,
    Telling,
    choice_state,
    tally,
    typed_question,
)
from elearning.learning.questions.texts import question_html
from elearning.quizzes.answer_values import BadAnswers, form_answer
from elearning.quizzes.drawing import Slot, slot_of
from elearning.quizzes.marking import PARTED, Answer, authored, mark, verdicts

#: 48 bits, as the ids of papers have.
NAME_LENGTH = 12


class ShownPractice(NamedTuple):
    """A practice question, and once it is answered "right", "part" or "wrong".

    An essay is "self": the learner compares it with the model answer, nobody grades it.
    """

    question: ShownQuestion
    correct: str = ""


def practice_name(stable: str) -> str:
    """Return what pages call a question: the author's own id may tell the answer."""
    secret = current_settings().secret_key.encode()
    return hmac.digest(secret, f"practice:{stable}".encode(), "sha256").hex()[:NAME_LENGTH]


def practice_slot(question: Question) -> Slot:
    """Return a question under ids that are places; what must be shuffled is, the same each time.

    Without our secret nobody can work out the order from the page.
    """
    chance = Random()  # noqa: S311  (choices stay as they are written)
    if question.kind in PARTED:
        chance = Random(f"{current_settings().secret_key}:{question.id}")  # noqa: S311
    slot = slot_of(question, chance, shuffle=False)
    return slot._replace(
        id=practice_name(question.id),
        options=_numbered(slot.options),
        rights=_numbered(slot.rights),
    )


def _numbered(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Let each id be its place, counted from one."""
    return tuple((str(place), stable) for place, (_id, stable) in enumerate(pairs, start=1))


def asked(question: Question) -> ShownPractice:
    """Return a question to answer: no key, no feedback, no explanation."""
    return ShownPractice(_shown(question, practice_slot(question), (), Telling.NOTHING))


def practised(question: Question, fields: Mapping[str, list[str]]) -> ShownPractice:
    """Return a question with the feedback on what was sent; the whole key once it is right.

    Nothing answered, or nothing that the page offers, is asked again. A wrong answer keeps the rest
    hidden, so that a second try is worth making.
    """
    slot = practice_slot(question)
    try:
        answer = form_answer(fields, slot)
    except BadAnswers:
        return asked(question)
    return answered(question, slot, answer) if answer else asked(question)


def answered(question: Question, slot: Slot, answer: Answer) -> ShownPractice:
    """Judge an answer; an essay gets its model answer and its criteria to compare with."""
    if question.kind == ESSAY:
        shown = _shown(question, slot, answer, Telling.KEY)
        criteria = EssayResult(SELF, criteria=shown_criteria(question))
        return ShownPractice(
            shown._replace(explanation=question_html(question.explanation), essay=criteria), SELF
        )
    given = authored(slot, answer)
    is_right = mark(question, given) == 1
    shown = _shown(question, slot, answer, Telling.KEY if is_right else Telling.VERDICTS)
    return ShownPractice(
        shown._replace(
            explanation=question_html(question.explanation if is_right else ""),
            tally=tally(question, given),
        ),
        "right" if is_right else _verdict(question, given),
    )


def _verdict(question: Question, given: Answer) -> str:
    """Return `part` when something of the answer is right."""
    if question.kind in PARTED:
        return "part" if any(verdicts(question, given)) else "wrong"
    right = {option.id for option in question.options if option.right}
    return "part" if right.intersection(given) else "wrong"


def _shown(question: Question, slot: Slot, answer: Answer, telling: Telling) -> ShownQuestion:
    """Return a question as its kind is shown."""
    if question.kind in TYPED:
        return typed_question(question, slot, answer, telling)
    options = {option.id: option for option in question.options}
    judge = _open if telling is Telling.NOTHING else _judged
    return ShownQuestion(
        slot.id,
        "checkbox" if slot.is_multiple else "radio",
        question_html(question.stem),
        question_html(question.hint),
        tuple(
            judge(question, place, options[stable], place in answer, telling)
            for place, stable in slot.options
        ),
    )


def _open(
    _question: Question, place: str, option: Option, _is_chosen: bool, _telling: Telling
) -> ShownOption:
    """Return an option without anything of its key."""
    return ShownOption(place, question_html(option.html))


def _judged(
    question: Question, place: str, option: Option, is_chosen: bool, telling: Telling
) -> ShownOption:
    """Judge a chosen option; the others get their note when the whole answer is right."""
    is_told = is_chosen or telling is Telling.KEY
    return ShownOption(
        place,
        question_html(option.html),
        checked=is_chosen,
        state=choice_state(question, option, checked=True) if is_chosen else None,
        feedback=question_html(option.feedback) if is_told else None,
    )
