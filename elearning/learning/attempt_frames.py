"""The pages of attempts as frames: rendered once for a quiz, filled in for every paper.

Whether the key may be shown is decided at each request (`is_feedback_due`); a frame with the key is
made and read only then.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from flask import get_template_attribute, render_template
from markupsafe import Markup

from elearning.core.frames import (
    ANY_ID,
    Frame,
    Surroundings,
    blank,
    filled,
    frame_of,
    has_messages,
    own_values,
    page_frame,
    surroundings,
)
from elearning.core.languages import request_locale
from elearning.core.trusted import trusted
from elearning.courses.compiled import Option, Question, Quiz
from elearning.courses.queries import compiled_item, kept
from elearning.quizzes.drawing import Paper, Slot
from elearning.quizzes.grading import Answers


class Sitting(NamedTuple):
    """Everything that decides an open attempt's page but the person, the paper and the moment."""

    revision_id: int
    quiz_key: str
    course_slug: str
    course_title: str
    total: int
    has_limit: bool


class Result(NamedTuple):
    """Everything that decides a closed attempt's page but the person, the paper and the moment."""

    revision_id: int
    quiz_key: str
    course_slug: str
    course_title: str
    score: Decimal | None
    passed: bool | None
    left: int | None
    is_expired: bool
    may_try_again: bool
    is_completed: bool
    is_confirmed: bool
    shows_feedback: bool


class ShownOption(NamedTuple):
    """An option as the page shows it, under its id in the paper."""

    id: str
    html: Markup
    checked: bool
    state: str | None = None
    feedback: Markup | None = None


class QuestionFrames(NamedTuple):
    """A question, and each of its options as it looks unchosen and chosen."""

    question: Frame
    options: dict[str, tuple[Frame, Frame]]


def sitting_page(sitting: Sitting, **values: str) -> str:
    """Return an open attempt's page."""
    return _page("attempt page", _sitting, sitting, values)


def closed_page(result: Result, **values: str) -> str:
    """Return a closed attempt's page."""
    return _page("result page", _result, result, values)


def _page(name: str, load: Any, facts: Sitting | Result, values: dict[str, str]) -> str:
    """Fill in a kept frame; one that shows messages is made for this request alone."""
    render = load if has_messages() else kept(name, load)
    return filled(render(facts, surroundings()), own_values() | values)


def _sitting(sitting: Sitting, around: Surroundings) -> Frame:
    """Render an open attempt's page for nobody in particular."""
    quiz = compiled_item(sitting.revision_id, sitting.quiz_key)
    return page_frame(
        "learning/attempt.html", around, sitting=sitting, quiz=quiz, any_id=ANY_ID, blank=blank
    )


def _result(result: Result, around: Surroundings) -> Frame:
    """Render a closed attempt's page for nobody in particular."""
    quiz = compiled_item(result.revision_id, result.quiz_key)
    return page_frame(
        "learning/attempt_result.html",
        around,
        result=result,
        quiz=quiz,
        status=status_of(result.passed),
        blank=blank,
    )


def status_of(passed: bool | None) -> str:
    """Return the state of a closed attempt for the `status` component."""
    return {True: "passed", False: "failed", None: "done"}[passed]


def jumps(paper: Paper, answers: Answers) -> Markup:
    """Return the list of the questions above them."""
    frame = kept("jump", _jump)
    locale = request_locale()
    return _joined(
        filled(
            frame(bool(answers.get(slot.id)), locale), {"QUESTION": slot.id, "NUMBER": str(number)}
        )
        for number, slot in enumerate(paper, start=1)
    )


def _joined(pieces: Iterable[Markup]) -> Markup:
    """Put pieces of HTML one after the other."""
    return trusted("".join(pieces))


def _jump(answered: bool, _locale: str) -> Frame:
    """Render a question's place in the list."""
    html = render_template(
        "learning/_jump.html", name=blank("QUESTION"), number=blank("NUMBER"), answered=answered
    )
    return frame_of(html)


def questions_to_answer(facts: Sitting, paper: Paper, answers: Answers) -> Markup:
    """Return the drawn questions without their key."""
    asked = kept("asked questions", _asked)(facts.revision_id, facts.quiz_key, request_locale())
    return _questions(asked, paper, answers)


def questions_with_key(facts: Result, paper: Paper, answers: Answers) -> Markup:
    """Return the drawn questions with their key and feedback; the caller knows that it is due."""
    judged = kept("judged questions", _judged)(facts.revision_id, facts.quiz_key, request_locale())
    return _questions(judged, paper, answers)


def _questions(frames: dict[str, QuestionFrames], paper: Paper, answers: Answers) -> Markup:
    """Put a paper together from the frames of its questions."""
    return _joined(
        _question(frames[slot.question], slot, number, len(paper), answers.get(slot.id, ()))
        for number, slot in enumerate(paper, start=1)
    )


def _question(
    frames: QuestionFrames, slot: Slot, number: int, total: int, chosen: Sequence[str]
) -> Markup:
    """Fill in one drawn question."""
    choices = "".join(
        filled(frames.options[stable][opaque in chosen], {"QUESTION": slot.id, "OPTION": opaque})
        for opaque, stable in slot.options
    )
    values = {"QUESTION": slot.id, "NUMBER": str(number), "TOTAL": str(total), "CHOICES": choices}
    return filled(frames.question, values)


def _asked(revision_id: int, key: str, _locale: str) -> dict[str, QuestionFrames]:
    """Render a quiz's questions without their key."""
    return _frames(revision_id, key, with_key=False)


def _judged(revision_id: int, key: str, _locale: str) -> dict[str, QuestionFrames]:
    """Render a quiz's questions with their key."""
    return _frames(revision_id, key, with_key=True)


def _frames(revision_id: int, key: str, *, with_key: bool) -> dict[str, QuestionFrames]:
    """Render every question of a quiz."""
    quiz = compiled_item(revision_id, key)
    if not isinstance(quiz, Quiz):
        raise TypeError(f"{key} is no quiz.")
    return {
        each.id: QuestionFrames(_question_frame(each, with_key), _option_frames(each, with_key))
        for each in quiz.questions
    }


def _question_frame(question: Question, with_key: bool) -> Frame:
    """Render a question around its options."""
    html = get_template_attribute("components/question.html", "question")(
        blank("QUESTION"),
        trusted(question.stem),
        (),
        kind=kind_of(question),
        number=blank("NUMBER"),
        total=blank("TOTAL"),
        disabled=with_key,
        hint=trusted("" if with_key else question.hint),
        explanation=trusted(question.explanation if with_key else ""),
        choices=blank("CHOICES"),
    )
    return frame_of(f"{html}\n")


def _option_frames(question: Question, with_key: bool) -> dict[str, tuple[Frame, Frame]]:
    """Render every option of a question, unchosen and chosen."""
    choice = get_template_attribute("components/question.html", "choice")

    def frame(option: Option, checked: bool) -> Frame:
        shown = (judged if with_key else asked)(blank("OPTION"), option, checked)
        return frame_of(
            f"{choice(blank('QUESTION'), shown, kind_of(question), disabled=with_key)}\n"
        )

    return {each.id: (frame(each, False), frame(each, True)) for each in question.options}


def kind_of(question: Question | Slot) -> str:
    """Return the kind of a question's inputs."""
    return "checkbox" if question.kind == "multiple" else "radio"


def asked(opaque: str, option: Option, checked: bool) -> ShownOption:
    """Return an option without its key."""
    return ShownOption(opaque, trusted(option.html), checked)


def judged(opaque: str, option: Option, checked: bool) -> ShownOption:
    """Return an option with its key and feedback."""
    state = "right" if option.right else "wrong"
    if not checked:
        state = "missed" if option.right else ""
    return ShownOption(
        opaque, trusted(option.html), checked, state or None, trusted(option.feedback) or None
    )
