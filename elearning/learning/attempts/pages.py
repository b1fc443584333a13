"""What the pages of an attempt show: its questions, its result."""

from collections.abc import Mapping, Sequence

from flask import render_template
from flask_babel import ngettext

from elearning.accounts.own_time import day_and_time, own_zone
from elearning.core import clock
from elearning.core.languages import request_locale
from elearning.core.trusted import trusted
from elearning.courses.compiled import Option, Question, Quiz
from elearning.courses.queries import OutlineItem, outline_in
from elearning.learning.attempts.later_marks import marked_in
from elearning.learning.attempts.repair_notes import repaired
from elearning.learning.attempts.standings import METHODS, NextAttempt, next_attempt
from elearning.learning.enrolment.progress import still_required
from elearning.learning.questions.essays import WAITS, EssayResult, essay_results
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
from elearning.quizzes.chance_queries import chances_of
from elearning.quizzes.counting import FIRST
from elearning.quizzes.drawing import Slot
from elearning.quizzes.grading import Answers
from elearning.quizzes.marking import Answer, authored, is_part, mark
from elearning.quizzes.policy import has_passed, is_checkable, is_feedback_due
from elearning.quizzes.queries import AttemptRow, PastAttempt, attempts_at


def shown_paper(
    attempt: AttemptRow, quiz: Quiz, answers: Answers, *, key_is_due: bool = False
) -> list[ShownQuestion]:
    """Return the drawn questions with the person's answers.

    The key only when it is due: of an open attempt for the answers that were checked.
    """
    questions = {question.id: question for question in quiz.questions}
    return [
        _shown(questions[slot.question], slot, answers, key_is_due or slot.id in attempt.checked)
        for slot in attempt.paper
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
            question_html(question.stem),
            question_html(question.hint),
            tuple(
                _judged(opaque, question, options[stable], opaque in answer)
                if key_is_due
                else ShownOption(opaque, question_html(options[stable].html), opaque in answer)
                for opaque, stable in slot.options
            ),
        )
    return told(shown, question, authored(slot, answer)) if key_is_due else shown


def told(shown: ShownQuestion, question: Question, given: Answer) -> ShownQuestion:
    """Add what is shown when the key is due."""
    earned = mark(question, given)
    return shown._replace(
        explanation=question_html(question.explanation),
        tally=tally(question, given),
        verdict=""
        if shown.kind == ESSAY
        else "part"
        if is_part(earned)
        else "right"
        if earned
        else "wrong",
    )


def _judged(opaque: str, question: Question, option: Option, checked: bool) -> ShownOption:
    """Return an option with its key and feedback."""
    return ShownOption(
        opaque,
        question_html(option.html),
        checked,
        choice_state(question, option, checked=checked),
        question_html(option.feedback) or None,
    )


def status_of(attempt: AttemptRow | PastAttempt) -> str:
    """Return the state of a closed attempt for the `status` component."""
    if attempt.essays_waiting:
        return "waiting"
    return {True: "passed", False: "failed", None: "done"}[attempt.passed]


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
        marked=marked_in(attempt.paper),
        checkable=checkable_in(attempt, quiz),
        checked=attempt.checked,
        zone=own_zone(),
        left=clock_face(int((deadline - now).total_seconds())) if deadline else None,
        ends=day_and_time(deadline) if deadline else "",
    )


def checkable_in(attempt: AttemptRow, quiz: Quiz) -> frozenset[str]:
    """Return the questions whose answers can be checked now."""
    paper = attempt.paper
    ids = (slot.id for slot in paper if is_checkable(quiz.rules, slot.kind))
    return frozenset(ids) - attempt.checked


def clock_face(seconds: int) -> str:
    """Write seconds left as `18:20`, from an hour on as `1:02:03`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def result_page(attempt: AttemptRow, quiz: Quiz, answers: Answers) -> str:
    """Show a closed attempt: the score, what is left, and the feedback when it is due."""
    passed = has_passed(quiz.rules, is_finished=attempt.is_finished)
    is_due = is_feedback_due(quiz.rules, closed=True, has_passed=passed)
    essays = essay_results(attempt, quiz, with_key=is_due)
    repairs = repaired(attempt, quiz)
    questions = shown_paper(attempt, repairs.quiz, answers, key_is_due=True) if is_due else []
    following = following_of(attempt, quiz)
    return render_template(
        "learning/attempt_result.html",
        attempt=attempt,
        quiz=quiz,
        questions=[with_result(each, essays.get(each.name)) for each in questions],
        remarks=[] if is_due else remarks_in(attempt, essays),
        pass_mark=quiz.rules.pass_mark,
        status=status_of(attempt),
        following=following,
        has_passed=passed,
        method=METHODS[quiz.rules.counted] if attempt.used > 1 else "",
        closed=attempt.closed_at and day_and_time(attempt.closed_at),
        is_expired=attempt.close_reason == "expired",
        may_try_again=not passed and following.may_begin,
        is_first_counted=quiz.rules.counted == FIRST,
        feedback_rule=quiz.rules.feedback,
        repairs=repairs.told,
        missing=missing_after(attempt),
    )


def with_result(shown: ShownQuestion, essay: EssayResult | None) -> ShownQuestion:
    """Add what is said of an essay; the model answer comes with its grading."""
    if essay is None:
        return shown
    explanation = trusted("") if essay.state == WAITS else shown.explanation
    return shown._replace(essay=essay, explanation=explanation)


def remarks_in(
    attempt: AttemptRow, essays: Mapping[str, EssayResult]
) -> list[tuple[int, EssayResult]]:
    """Return what trainers said of essays whose questions are not shown, by their number."""
    slots = enumerate(attempt.paper, start=1)
    return [(number, essays[slot.id]) for number, slot in slots if slot.id in essays]


def missing_after(attempt: AttemptRow) -> tuple[OutlineItem, ...]:
    """Return what the course still asks for of somebody who did not fail."""
    if attempt.completed_at is not None or attempt.passed is False or attempt.essays_waiting:
        return ()
    requirements = outline_in(attempt.requirements_id, request_locale())
    return still_required(requirements, attempt.finished)


def following_of(attempt: AttemptRow, quiz: Quiz) -> NextAttempt:
    """Say what the person may do after a closed attempt."""
    attempts = attempts_at(attempt.enrolment_id, attempt.quiz_key)
    chances = chances_of(attempt.enrolment_id, attempt.quiz_key) if attempt.has_chances else []
    return next_attempt(quiz, attempts, chances, is_finished=attempt.is_finished)


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
