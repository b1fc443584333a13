"""Attempts on the server: opened once, saved whole, closed once, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from elearning.core.application import Application
from elearning.core.db import db, retrying
from elearning.core.errors import Refused
from elearning.courses.models import Enrolment
from elearning.quizzes import operations
from elearning.quizzes.answer_values import BadAnswers
from elearning.quizzes.answers import read_batch
from elearning.quizzes.chance_queries import counted_scores
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.models import AnswerEvent, Attempt
from elearning.quizzes.operations import StaleAnswers, close_attempt, save_answers
from elearning.quizzes.queries import answers_of, attempt_to_close, attempt_to_save
from tests.factories import NOW, work
from tests.quizzes.samples import (
    Learner,
    close,
    make_batch,
    make_learner,
    make_quiz,
    right_answers,
    wrong_answers,
)

MINUTE = timedelta(minutes=1)
CROWD = 20


def opened(learner: Learner, later: timedelta = timedelta(0)) -> Attempt:
    """Open the learner's attempt."""
    enrolment = db.session.get_one(Enrolment, learner.enrolment_id)
    quiz = learner.quiz
    return operations.open_attempt(enrolment, quiz.key, quiz, learner.revision_id, NOW + later)


def save(attempt: Attempt, answers: dict[str, list[str]]) -> operations.Saved:
    """Save answers on top of the last ones."""
    batch = read_batch(make_batch(answers, attempt.saved_seq), paper_of(attempt.paper))
    return save_answers(attempt, batch, NOW)


def together(app: Application, job: Callable[[], Any], crowd: int = CROWD) -> list[Any]:
    """Do a transaction at the same moment in many threads; return what each got."""
    gate = Barrier(crowd)

    def one(_number: int) -> Any:
        gate.wait(timeout=30)
        with work(app):
            return retrying(job)

    with ThreadPoolExecutor(crowd) as pool:
        return list(pool.map(one, range(crowd)))


def test_an_attempt_starts_when_it_is_opened(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz())
    with work(each_app):
        first = opened(learner).id
    with work(each_app):
        again = opened(learner, later=5 * MINUTE)
        save(again, right_answers(again, learner.quiz))
        close(again, learner.quiz, NOW + 9 * MINUTE)
    with each_app.app_context():
        attempt = db.session.get_one(Attempt, first)
        assert (attempt.opened_at, attempt.closed_at) == (NOW, NOW + 9 * MINUTE)


def test_twenty_starts_at_once_make_one_attempt(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz())
    ids = together(each_app, lambda: opened(learner).id)
    with each_app.app_context():
        assert db.session.scalars(select(Attempt.id)).all() == [ids[0]]
    assert set(ids) == {ids[0]}


def test_twenty_starts_of_the_second_attempt_make_one(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz())
    with work(each_app):
        close(opened(learner), learner.quiz, NOW)
    together(each_app, lambda: opened(learner).id)
    with each_app.app_context():
        assert db.session.scalars(select(Attempt.number).order_by(Attempt.number)).all() == [1, 2]


def test_the_clock_is_set_when_an_attempt_opens(app: Application) -> None:
    learner = make_learner(app, make_quiz(minutes_limit=20))
    with work(app):
        assert opened(learner).deadline_at == NOW + 20 * MINUTE


def test_without_a_limit_there_is_no_deadline(app: Application) -> None:
    learner = make_learner(app, make_quiz())
    with work(app):
        assert opened(learner).deadline_at is None


def test_used_up_attempts_are_refused_with_a_remedy(app: Application) -> None:
    learner = make_learner(app, make_quiz(attempts=2))
    with work(app):
        close(opened(learner), learner.quiz, NOW)
        close(opened(learner), learner.quiz, NOW)
        with pytest.raises(Refused, match="2"):
            opened(learner)


def test_an_open_attempt_keeps_its_paper_when_the_course_changes(app: Application) -> None:
    learner = make_learner(app, make_quiz(4, draw=2))
    with work(app):
        paper = opened(learner).paper
    changed = learner._replace(quiz=make_quiz(9, draw=9))
    with work(app):
        again = opened(changed)
        assert (again.paper, again.revision_id) == (paper, learner.revision_id)


def test_a_batch_sent_again_is_saved_once(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz(3))
    with work(each_app):
        attempt = opened(learner)
        batch = read_batch(
            make_batch(right_answers(attempt, learner.quiz)), paper_of(attempt.paper)
        )
        first = save_answers(attempt, batch, NOW)
        assert save_answers(attempt, batch, NOW + MINUTE) == first
        assert first.saved_seq == attempt.saved_seq == 3
        assert db.session.scalar(select(func.count()).select_from(AnswerEvent)) == 3


def test_a_known_id_with_another_answer_saves_nothing(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz(2))
    with work(each_app):
        attempt = opened(learner)
        data = make_batch(right_answers(attempt, learner.quiz))
        save_answers(attempt, read_batch(data, paper_of(attempt.paper)), NOW)
        data["events"][0]["answer"] = []
        data["events"].append({**data["events"][0], "id": str(uuid4()), "seq": 3})
        with pytest.raises(BadAnswers):
            save_answers(attempt, read_batch(data, paper_of(attempt.paper)), NOW)
        assert (attempt.saved_seq, len(answers_of(attempt.id))) == (2, 2)


def test_a_stale_tab_is_told_how_the_answers_stand(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz(2))
    with work(each_app):
        attempt = opened(learner)
        right = right_answers(attempt, learner.quiz)
        save(attempt, right)
        other = read_batch(
            make_batch(wrong_answers(attempt, learner.quiz)), paper_of(attempt.paper)
        )
        with pytest.raises(StaleAnswers) as stale:
            save_answers(attempt, other, NOW)
        assert stale.value.saved_seq == 2
        assert {key: list(value) for key, value in stale.value.answers.items()} == right


def test_of_twenty_tabs_that_save_at_once_one_is_taken_whole(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz(3))
    with work(each_app):
        attempt_id = opened(learner).id

    def job() -> bool:
        row = attempt_to_save(attempt_id)
        assert row is not None
        answers = {slot.id: [slot.options[0][0]] for slot in row.paper}
        batch = read_batch(make_batch(answers), row.paper)
        try:
            save_answers(row, batch, NOW)
        except StaleAnswers:
            return False
        return True

    assert sum(together(each_app, job)) == 1
    with each_app.app_context():
        assert db.session.scalars(select(AnswerEvent.seq).order_by(AnswerEvent.seq)).all() == [
            1,
            2,
            3,
        ]


def test_the_last_answer_to_a_question_counts(app: Application) -> None:
    learner = make_learner(app, make_quiz(1))
    with work(app):
        attempt = opened(learner)
        save(attempt, wrong_answers(attempt, learner.quiz))
        save(attempt, right_answers(attempt, learner.quiz))
        close(attempt, learner.quiz, NOW)
        assert (attempt.score, attempt.passed) == (Decimal(100), True)


def test_an_answer_taken_back_earns_nothing(app: Application) -> None:
    learner = make_learner(app, make_quiz(1))
    with work(app):
        attempt = opened(learner)
        save(attempt, right_answers(attempt, learner.quiz))
        save(attempt, {key: [] for key in right_answers(attempt, learner.quiz)})
        close(attempt, learner.quiz, NOW)
        assert attempt.score == 0


def test_twenty_submits_at_once_grade_once(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz(2))
    with work(each_app):
        attempt = opened(learner)
        save(attempt, right_answers(attempt, learner.quiz))
        attempt_id = attempt.id
    minutes = iter(range(100))

    def job() -> Any:
        held = attempt_to_close(attempt_id)
        assert held is not None
        close_attempt(held, learner.quiz, NOW + next(minutes) * MINUTE)
        return db.session.get_one(Attempt, attempt_id).closed_at

    assert len(set(together(each_app, job))) == 1


def test_a_second_close_changes_nothing(app: Application) -> None:
    learner = make_learner(app, make_quiz(2))
    with work(app):
        attempt = opened(learner)
        close(attempt, learner.quiz, NOW)
        close(attempt, make_quiz(2, pass_mark=Decimal(0)), NOW + MINUTE)
        assert (attempt.closed_at, attempt.passed) == (NOW, False)


def test_a_close_that_read_the_attempt_before_another_closed_it_changes_nothing(
    each_app: Application,
) -> None:
    learner = make_learner(each_app, make_quiz(2))
    with work(each_app):
        attempt = opened(learner)
        held = attempt_to_close(attempt.id)
        assert held is not None
        close(attempt, learner.quiz, NOW)
        close_attempt(held, make_quiz(2, pass_mark=Decimal(0)), NOW + MINUTE)
        db.session.refresh(attempt)
        assert (attempt.closed_at, attempt.passed) == (NOW, False)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=3)])
def test_a_passed_deadline_closes_the_attempt_as_of_the_deadline(
    app: Application, late: timedelta
) -> None:
    learner = make_learner(app, make_quiz(2, minutes_limit=10))
    with work(app):
        attempt = opened(learner)
        save(attempt, right_answers(attempt, learner.quiz))
        close(attempt, learner.quiz, NOW + 10 * MINUTE + late)
        assert (attempt.closed_at, attempt.close_reason) == (NOW + 10 * MINUTE, "expired")
        assert attempt.score == 100


def test_marks_are_kept_per_drawn_question(app: Application) -> None:
    learner = make_learner(app, make_quiz(4, draw=2))
    with work(app):
        attempt = opened(learner)
        answers = right_answers(attempt, learner.quiz)
        answers[next(iter(answers))] = []
        save(attempt, answers)
        close(attempt, learner.quiz, NOW)
        assert attempt.marks == [["0", "1"], ["1", "1"]]
        assert attempt.score == 50


def test_the_best_attempt_gives_the_quizs_score(each_app: Application) -> None:
    learner = make_learner(each_app, make_quiz(2))
    with work(each_app):
        for answers_for in (wrong_answers, right_answers, wrong_answers):
            attempt = opened(learner)
            save(attempt, answers_for(attempt, learner.quiz))
            close(attempt, learner.quiz, NOW)
        assert counted_scores(learner.enrolment_id, learner.revision_id) == {"kuis": Decimal(100)}
