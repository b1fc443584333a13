"""What the pages of a quiz show: its rules, its questions, its results."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, lazy_gettext, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core import clock
from elearning.core.languages import decimal, local_time, long_date
from elearning.core.settings import current_settings
from elearning.core.trusted import trusted
from elearning.courses.compiled import Option, Question, Quiz, QuizRules
from elearning.courses.queries import Place
from elearning.learning.answering import needs_confirmation, settle
from elearning.learning.shown_questions import (
    TYPED,
    ShownOption,
    ShownQuestion,
    Telling,
    choice_state,
    tally,
    typed_question,
)
from elearning.quizzes.drawing import Slot, paper_of
from elearning.quizzes.grading import Answers
from elearning.quizzes.marking import Answer, authored
from elearning.quizzes.policy import attempts_left, is_feedback_due, is_overdue
from elearning.quizzes.queries import AttemptRow, PastAttempt, attempts_at

_SENT = lazy_gettext("Shown when you have sent your answers")
FEEDBACK = {
    "immediate": _SENT,
    "after-submit": _SENT,
    "after-pass": lazy_gettext("Shown when you have passed"),
    "never": lazy_gettext("Not shown for this quiz"),
}


def shown_paper(
    attempt: AttemptRow, quiz: Quiz, answers: Answers, *, key_is_due: bool = False
) -> list[ShownQuestion]:
    """Return the drawn questions with the person's answers; the key only when it is due."""
    questions = {question.id: question for question in quiz.questions}
    return [
        _shown(questions[slot.question], slot, answers, key_is_due)
        for slot in paper_of(attempt.paper)
    ]


def _shown(question: Question, slot: Slot, answers: Answers, key_is_due: bool) -> ShownQuestion:
    """Return one drawn question."""
    answer = answers.get(slot.id, ())
    if question.kind in TYPED:
        telling = Telling.KEY if key_is_due else Telling.NOTHING
        shown = typed_question(question, slot, answer, telling)
    else:
        options = {option.id: option for option in question.options}
        shown = ShownQuestion(
            slot.id,
            "checkbox" if slot.is_multiple else "radio",
            trusted(question.stem),
            trusted(question.hint),
            tuple(
                _judged(opaque, question, options[stable], opaque in answer)
                if key_is_due
                else ShownOption(opaque, trusted(options[stable].html), opaque in answer)
                for opaque, stable in slot.options
            ),
        )
    return told(shown, question, authored(slot, answer)) if key_is_due else shown


def told(shown: ShownQuestion, question: Question, given: Answer) -> ShownQuestion:
    """Add what is shown when the key is due."""
    return shown._replace(explanation=trusted(question.explanation), tally=tally(question, given))


def _judged(opaque: str, question: Question, option: Option, checked: bool) -> ShownOption:
    """Return an option with its key and feedback."""
    return ShownOption(
        opaque,
        trusted(option.html),
        checked,
        choice_state(question, option, checked=checked),
        trusted(option.feedback) or None,
    )


def local(moment: datetime) -> datetime:
    """Return a moment in the person's zone."""
    return local_time(moment, current_user.timezone or current_settings().timezone)


def time_of_day(moment: datetime) -> str:
    """Write a time in the person's zone: `09.41`."""
    return f"{local(moment):%H.%M}" if str(get_locale()) == "id" else f"{local(moment):%H:%M}"


def day_and_time(moment: datetime) -> str:
    """Write `21 November 2025, 09.41 WIB`."""
    return f"{long_date(local(moment))}, {time_of_day(moment)} {local(moment).tzname()}"


def rules_in_words(quiz: Quiz, used: int) -> list[tuple[str, str]]:
    """Return what a person should know before beginning, as pairs."""
    rules, count = quiz.rules, sum(pool.drawn for pool in quiz.pools)
    pairs = [(_("Number of questions"), str(count))]
    if rules.pass_mark is not None:
        pairs.append((_("Pass mark"), decimal(rules.pass_mark)))
    pairs.append((_("Time limit"), time_limit(rules)))
    pairs.append((_("Attempts left"), attempts_in_words(rules, used)))
    pairs.append((_("Feedback"), str(FEEDBACK[rules.feedback])))
    return pairs


def time_limit(rules: QuizRules) -> str:
    """Write a quiz's time limit."""
    if not rules.minutes_limit:
        return str(_("None"))
    return str(_("%(minutes)s minutes, also while you are away", minutes=rules.minutes_limit))


def attempts_in_words(rules: QuizRules, used: int) -> str:
    """Write `2 of 3`."""
    left = attempts_left(rules, used)
    if left is None:
        return str(_("As many as you like"))
    return str(_("%(left)s of %(total)s", left=left, total=rules.attempts))


def quiz_front(place: Place, quiz: Quiz) -> ResponseReturnValue:
    """Show a quiz before it is taken; an attempt whose time is up is settled first."""
    if place.enrolment_id is None:
        return front_page(place, quiz, [])
    attempts = attempts_at(place.enrolment_id, quiz.key)
    if attempts and is_overdue(attempts[-1], clock.now()):
        settle(attempts[-1].id, clock.now())
        attempts = attempts_at(place.enrolment_id, quiz.key)
    return front_page(place, quiz, attempts)


def front_page(place: Place, quiz: Quiz, attempts: Sequence[PastAttempt]) -> str:
    """Show a quiz's rules, the earlier attempts, and the button that begins or goes on."""
    used = attempts[-1].number if attempts else 0
    return render_template(
        "learning/quiz_front.html",
        place=place,
        quiz=quiz,
        introduction=trusted(quiz.introduction),
        rules=rules_in_words(quiz, used),
        open_attempt=next((each for each in attempts if each.closed_at is None), None),
        lines=[attempt_line(each) for each in attempts if each.closed_at],
        may_begin=attempts_left(quiz.rules, used) != 0,
        used=used,
        must_confirm=needs_confirmation(place, quiz.key),
        is_finished=quiz.key in place.finished,
    )


def attempt_line(attempt: PastAttempt) -> dict[str, object]:
    """Return an earlier attempt as the list shows it."""
    return {
        "id": attempt.id,
        "number": attempt.number,
        "began": day_and_time(attempt.opened_at),
        "score": "–" if attempt.score is None else decimal(attempt.score),
        "status": status_of(attempt.passed),
        "expired": attempt.close_reason == "expired",
    }


def status_of(passed: bool | None) -> str:
    """Return the state of a closed attempt for the `status` component."""
    return {True: "passed", False: "failed", None: "done"}[passed]


def attempt_page(attempt: AttemptRow, quiz: Quiz, answers: Answers) -> str:
    """Show an open attempt."""
    questions, now = shown_paper(attempt, quiz, answers), clock.now()
    deadline = attempt.deadline_at
    return render_template(
        "learning/attempt.html",
        attempt=attempt,
        quiz=quiz,
        questions=questions,
        answered=sum(question.answered for question in questions),
        now=now,
        zone=current_user.timezone or current_settings().timezone,
        left=clock_face(int((deadline - now).total_seconds())) if deadline else None,
        ends=day_and_time(deadline) if deadline else "",
    )


def clock_face(seconds: int) -> str:
    """Write seconds left as `18:20`, from an hour on as `1:02:03`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def result_page(attempt: AttemptRow, quiz: Quiz, answers: Answers) -> str:
    """Show a closed attempt: the score, what is left, and the feedback when it is due."""
    is_due = is_feedback_due(quiz.rules, closed=True, has_passed=attempt.has_pass)
    return render_template(
        "learning/attempt_result.html",
        attempt=attempt,
        quiz=quiz,
        questions=shown_paper(attempt, quiz, answers, key_is_due=True) if is_due else [],
        pass_mark=quiz.rules.pass_mark,
        status=status_of(attempt.passed),
        left=attempts_left(quiz.rules, attempt.used),
        closed=attempt.closed_at and day_and_time(attempt.closed_at),
        is_expired=attempt.close_reason == "expired",
        may_try_again=may_try_again(attempt, quiz),
        feedback_rule=quiz.rules.feedback,
    )


def may_try_again(attempt: AttemptRow, quiz: Quiz) -> bool:
    """Whether another attempt makes sense: none is passed and one is left."""
    return not attempt.has_pass and attempts_left(quiz.rules, attempt.used) != 0


def missing_in_words(missing: Sequence[ShownQuestion]) -> list[str]:
    """Say how many questions have no answer, and how many a part of one."""
    begun = sum(question.progress == "part" for question in missing)
    sentences = []
    if len(missing) > begun:
        sentences.append(
            ngettext(
                "%(num)s question has no answer yet. You can go back to it.",
                "%(num)s questions have no answer yet. You can go back to them.",
                len(missing) - begun,
            )
        )
    if begun:
        sentences.append(
            ngettext(
                "%(num)s answer is not complete yet. What is filled in counts.",
                "%(num)s answers are not complete yet. What is filled in counts.",
                begun,
            )
        )
    return [str(sentence) for sentence in sentences]
