"""A regrade changes what it must, exactly once; what people have earned stays."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from elearning.accounts.models import Person
from elearning.assessment import essay_queries, regrade_operations, regrade_walk
from elearning.assessment.queries import waiting_in
from elearning.assessment.regrade_operations import (
    make_regrade,
    regrade_chunk,
    undo_regrade,
)
from elearning.assessment.regrade_preview import preview_of
from elearning.assessment.regrade_queries import gained_by, layers, spared_by
from elearning.assessment.regrade_walk import Subject
from elearning.assessment.regrade_work import carry_through, regrade_due
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.compiled import Option, Pool, Question
from elearning.courses.models import Course, Enrolment, ItemFinish
from elearning.courses.questions import Rubric
from elearning.learning.attempts.answering import begin, quiz_at, send
from elearning.learning.enrolment.operations import enrol
from elearning.notices.models import Notice
from elearning.quizzes.answers import read_batch
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.grading import grade
from elearning.quizzes.models import Attempt, Essay, Regrade, RegradedAttempt
from elearning.quizzes.operations import save_answers
from elearning.quizzes.queries import answers_of
from elearning.quizzes.repairs import Repair, version_of
from elearning.records.models import Completion
from tests.assessment.essays import make_essays
from tests.assessment.regrades import (
    LATER,
    SLUG,
    assessed,
    attempts_in,
    carry,
    make_class,
    names,
    plan_for,
    repair,
    take,
    undo,
)
from tests.factories import NOW, make_course, make_lesson, make_person, work
from tests.quizzes.samples import (
    make_batch,
    make_essay,
    make_mixed_quiz,
    make_question,
    make_quiz,
)
from tests.statements import statements


def scores(app: Application) -> list[tuple[Any, ...]]:
    """Return score and pass of every attempt."""
    return [(each.score, each.passed) for each in attempts_in(app)]


def count(app: Application, model: Any) -> int:
    """Count the rows of a table."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def corrected(question: Question, *rights: int) -> Question:
    """Return a question with another key."""
    options = tuple(replace(o, right=at in rights) for at, o in enumerate(question.options))
    return replace(question, options=options)


def test_a_void_question_lifts_who_failed_by_it_to_a_pass_and_completes_the_course(
    each_app: Application,
) -> None:
    quiz = make_quiz(3)
    _bad, *good = names(quiz)
    make_class(each_app, quiz, good, names(quiz), [])
    assert scores(each_app)[0] == (Decimal("66.67"), False)
    regrade_id = repair(each_app, quiz.questions[0])
    assert scores(each_app) == [(100, True), (100, True), (0, False)]
    assert count(each_app, Completion) == 2
    with each_app.app_context():
        regrade = db.session.get_one(Regrade, regrade_id)
        assert (regrade.changed, regrade.gained, regrade.spared) == (1, 1, 0)
        assert regrade.finished_at is not None
        (row,) = gained_by(regrade_id)
        assert (row.score_before, row.score_after) == (Decimal("66.67"), 100)
        assert row.completed_at is not None


def test_only_people_who_newly_pass_are_told_once(app: Application) -> None:
    quiz = make_quiz(3)
    _bad, *good = names(quiz)
    make_class(app, quiz, good, names(quiz), [])
    regrade_id = repair(app, quiz.questions[0])
    carry(app, regrade_id)
    with app.app_context():
        told = select(Person.email).join(Notice, Notice.person_id == Person.id)
        found = db.session.scalars(told.where(Notice.kind == "quiz")).all()
        assert found == ["orang0@contoh.test"]


def test_a_pass_only_finishes_the_quiz_where_lessons_are_missing(each_app: Application) -> None:
    quiz = make_quiz(3)
    _bad, *good = names(quiz)
    make_class(each_app, quiz, good, items=[make_lesson()])
    repair(each_app, quiz.questions[0])
    assert (count(each_app, ItemFinish), count(each_app, Completion)) == (1, 0)


def test_nobody_loses_a_pass_or_a_completion(each_app: Application) -> None:
    quiz = make_quiz(4)
    _bad, *_good = names(quiz)
    make_class(each_app, quiz, names(quiz)[:3])  # 75: passed, also by the bad question
    regrade_id = repair(each_app, quiz.questions[0])
    assert scores(each_app) == [(Decimal("66.67"), True)]
    assert (count(each_app, ItemFinish), count(each_app, Completion)) == (1, 1)
    with each_app.app_context():
        assert db.session.get_one(Regrade, regrade_id).spared == 1
        assert len(spared_by(regrade_id)) == 1


def test_undoing_brings_the_scores_back_and_keeps_what_was_completed(each_app: Application) -> None:
    quiz = make_quiz(3)
    bad, *good = names(quiz)
    make_class(each_app, quiz, good, [bad])
    before = scores(each_app)
    regrade_id = repair(each_app, quiz.questions[0])
    undo(each_app, regrade_id)
    assert scores(each_app) == before
    assert (count(each_app, ItemFinish), count(each_app, Completion)) == (1, 1)
    with each_app.app_context():
        assert [each.is_undo for each in gained_by(regrade_id)] == [False]


def test_a_pass_that_sending_gave_outlives_regrade_and_undoing(app: Application) -> None:
    quiz = make_quiz(4)
    make_class(app, quiz, names(quiz)[:3])
    regrade_id = repair(app, quiz.questions[0])
    undo(app, regrade_id)
    assert scores(app) == [(75, True)]


def test_undoing_a_lower_layer_leaves_the_upper_one_as_it_is(each_app: Application) -> None:
    quiz = make_quiz(4)
    make_class(each_app, quiz, [])
    first = repair(each_app, quiz.questions[0], "full")
    second = repair(each_app, quiz.questions[1], "full")
    third = repair(each_app, quiz.questions[0], "void")  # lies on the first
    assert scores(each_app)[0][0] == Decimal("33.33")
    undo(each_app, first)
    assert scores(each_app)[0][0] == Decimal("33.33")
    undo(each_app, third)
    assert scores(each_app)[0][0] == 25
    undo(each_app, second)
    assert scores(each_app)[0][0] == 0


def test_undoing_the_upper_layer_uncovers_the_lower_one(app: Application) -> None:
    quiz = make_quiz(4)
    make_class(app, quiz, [])
    repair(app, quiz.questions[0], "full")
    upper = repair(app, quiz.questions[0], "void")
    undo(app, upper)
    assert scores(app)[0][0] == 25


def test_an_attempt_that_is_open_is_graded_with_the_repair_when_it_is_sent(
    each_app: Application,
) -> None:
    quiz = make_quiz(3)
    _bad, *good = names(quiz)
    make_class(each_app, quiz, [])
    with work(each_app):
        enrolment = db.session.scalars(select(Enrolment)).one()
        open_id = take(enrolment, quiz, good, send=False).id
    regrade_id = repair(each_app, quiz.questions[0])
    with work(each_app):
        send(open_id, LATER)
    assert scores(each_app)[1] == (100, True)
    undo(each_app, regrade_id)
    assert scores(each_app)[1] == (Decimal("66.67"), True)  # the pass was told when it was sent


def test_a_corrected_revision_is_graded_by_its_own_key(each_app: Application) -> None:
    quiz = make_quiz(2)
    bad = quiz.questions[0]
    make_class(each_app, quiz, names(quiz))
    fixed = corrected(bad, 1)
    newer = replace(quiz, pools=(Pool("", None, (fixed, quiz.questions[1])),))
    with work(each_app):
        make_course(newer, slug=SLUG)
        enrolment = db.session.scalars(select(Enrolment)).one()
        enrolment.revision_id = assessed().revision_id
        take(enrolment, newer, names(newer))
    repair(each_app, bad, "key", corrected(bad, 1))
    assert [score for score, _passed in scores(each_app)] == [50, 100]


def test_a_reordered_revision_is_repaired_too(app: Application) -> None:
    quiz = make_quiz(2)
    bad = quiz.questions[0]
    make_class(app, quiz, names(quiz))
    turned = replace(bad, options=bad.options[::-1])
    with work(app):
        make_course(replace(quiz, pools=(Pool("", None, (turned, quiz.questions[1])),)), slug=SLUG)
        enrolment = db.session.scalars(select(Enrolment)).one()
        enrolment.revision_id = assessed().revision_id
        newer = quiz_at(enrolment.revision_id, "kuis")
        assert newer is not None
        take(enrolment, newer, names(newer))
    repair(app, bad, "key", corrected(bad, 1))
    assert [score for score, _passed in scores(app)] == [50, 50]


def test_a_second_confirmation_of_a_stale_preview_is_refused(each_app: Application) -> None:
    quiz = make_quiz(2)
    make_class(each_app, quiz, [])
    with each_app.app_context():
        seen = layers(assessed().course_id, "kuis")
    repair(each_app, quiz.questions[0])
    with work(each_app):
        by = make_person()
        with pytest.raises(Refused):
            make_regrade(assessed(), plan_for(quiz.questions[1]), seen, by, LATER)


def test_a_regrade_is_undone_once_and_only_when_it_is_through(app: Application) -> None:
    quiz = make_quiz(2)
    make_class(app, quiz, [])
    with work(app):
        by, seen = make_person(), layers(assessed().course_id, "kuis")
        regrade = make_regrade(assessed(), plan_for(quiz.questions[0]), seen, by, LATER)
        regrade_id = regrade.id
        with pytest.raises(Refused):
            undo_regrade(regrade, "Terlalu cepat", by, LATER)
    carry(app, regrade_id)
    undo(app, regrade_id)
    with work(app), pytest.raises(Refused):
        undo_regrade(db.session.get_one(Regrade, regrade_id), "Lagi", make_person(), LATER)


def test_a_walk_that_breaks_off_goes_on_and_counts_each_attempt_once(
    each_app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (regrade_operations, regrade_walk):
        monkeypatch.setattr(module, "CHUNK", 2)
    quiz = make_quiz(3)
    make_class(each_app, quiz, *[names(quiz)[1:]] * 5)
    with work(each_app):
        by, seen = make_person(), layers(assessed().course_id, "kuis")
        regrade_id = make_regrade(assessed(), plan_for(quiz.questions[0]), seen, by, LATER).id
    with work(each_app):
        assert regrade_chunk(regrade_id, LATER)
    assert count(each_app, RegradedAttempt) == 2
    with work(each_app):
        regrade_chunk(regrade_id, LATER)
        db.session.rollback()  # killed before the commit
    with each_app.app_context(), each_app.test_request_context():
        assert not carry_through(regrade_id, 0)  # no time: one more chunk
        assert carry_through(regrade_id)
        assert carry_through(regrade_id)
    assert (count(each_app, RegradedAttempt), count(each_app, Completion)) == (5, 5)
    with each_app.app_context():
        assert db.session.get_one(Regrade, regrade_id).gained == 5


def test_the_statements_of_a_chunk_do_not_grow_with_its_attempts(app: Application) -> None:
    quiz, counted = make_quiz(3), []
    make_class(app, quiz, *[[]] * 12)
    for question in quiz.questions[:2]:
        with work(app):
            by, seen = make_person(), layers(assessed().course_id, "kuis")
            regrade_id = make_regrade(assessed(), plan_for(question, "full"), seen, by, LATER).id
        with statements(app) as seen_statements, work(app):
            regrade_chunk(regrade_id, LATER)
        counted.append(len([s for s in seen_statements if not s.startswith("UPDATE attempt")]))
    assert max(counted) <= 14


def test_a_preview_says_what_will_happen_and_writes_nothing(each_app: Application) -> None:
    quiz = make_quiz(4)
    _bad, *good = names(quiz)
    make_class(each_app, quiz, good, names(quiz)[:3], good[:2], [])
    before = scores(each_app)
    with each_app.app_context(), each_app.test_request_context():
        question, course_id = quiz.questions[0], assessed().course_id
        subject = Subject(course_id, "kuis", question.id, frozenset({version_of(question)}))
        seen = preview_of(subject, Repair(2**62, question.id, "void", subject.versions))
    assert (seen.effect.changed, seen.effect.largest_rise) == (3, 25)
    assert seen.effect.largest_fall == Decimal("-8.33")
    assert (seen.gained, seen.spared) == (0, 1)
    assert scores(each_app) == before
    regrade_id = repair(each_app, question)
    with each_app.app_context():
        regrade = db.session.get_one(Regrade, regrade_id)
        assert (regrade.changed, regrade.gained, regrade.spared) == (3, 0, 1)


@pytest.mark.parametrize(
    ("counted", "gained"), [(None, 1), ("average", 1), ("first", 0), ("last", 1)]
)
def test_a_pass_is_judged_by_the_attempts_that_count(
    app: Application, counted: str | None, gained: int
) -> None:
    quiz = make_quiz(3, counted=counted)
    _bad, *good = names(quiz)
    make_class(app, quiz, [good[0]])
    with work(app):
        take(db.session.scalars(select(Enrolment)).one(), quiz, good)
    with app.app_context(), app.test_request_context():
        question, course_id = quiz.questions[0], assessed().course_id
        subject = Subject(course_id, "kuis", question.id, frozenset({version_of(question)}))
        seen = preview_of(subject, Repair(2**62, question.id, "void", subject.versions))
    regrade_id = repair(app, quiz.questions[0])
    with app.app_context():
        assert db.session.get_one(Regrade, regrade_id).gained == seen.gained == gained


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_no_publication_moves_a_past_score_or_its_recomputation(
    app: Application, data: st.DataObject
) -> None:
    quiz = make_mixed_quiz(attempts=0)
    if not attempts_in(app):
        make_class(app, quiz, names(quiz)[:6])
    with work(app):
        before = db.session.scalars(select(Attempt)).one()
        kept = (before.score, before.passed, before.marks)
        questions = data.draw(st.permutations(quiz.questions))
        word = data.draw(st.text("abc", min_size=1, max_size=6))
        edited = [_edit(each, word, data.draw(st.integers(0, 3))) for each in questions]
        make_course(
            replace(quiz, pools=(Pool("", None, (make_question("baru"), *edited)),)), slug=SLUG
        )
    with app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        own = quiz_at(attempt.revision_id, "kuis")
        assert own is not None
        again = grade(own, paper_of(attempt.paper), answers_of(attempt.id))
        assert (attempt.score, attempt.passed, attempt.marks) == kept
        assert (again.score, again.passed) == kept[:2]


def _edit(question: Question, word: str, how: int) -> Question:
    """Reword, permute or enlarge a question, or leave it."""
    if how == 1:
        options = tuple(replace(o, html=f"{o.html}{word}") for o in question.options)
        return replace(question, stem=f"{question.stem}{word}", options=options)
    if how == 2:
        return replace(question, options=question.options[::-1])
    if how == 3 and question.kind in {"single", "multiple", "truefalse"}:
        return replace(question, options=(Option("baru", word, False), *question.options))
    return question


def test_an_attempt_left_without_weight_has_no_score_and_finishes_nothing(app: Application) -> None:
    quiz = make_quiz(1)
    make_class(app, quiz, [])
    repair(app, quiz.questions[0])
    assert scores(app) == [(None, None)]
    with work(app):
        take(db.session.scalars(select(Enrolment)).one(), quiz, names(quiz))
    assert scores(app)[1] == (None, None)
    assert count(app, ItemFinish) == 0


def test_quizzes_of_other_courses_and_other_quizzes_stay(app: Application) -> None:
    quiz, other = make_quiz(2), make_quiz(2, key="lain")
    make_class(app, quiz, [], items=[other])
    with work(app):
        take(db.session.scalars(select(Enrolment)).one(), other, [])
    repair(app, quiz.questions[0], "full")
    assert [score for score, _passed in scores(app)] == [50, 0]


def test_an_essay_that_full_marks_spared_the_trainer_waits_when_they_are_undone(
    each_app: Application,
) -> None:
    essay = replace(make_question("esai", key=""), kind="essay", key=Rubric(()))
    quiz = replace(make_quiz(0), pools=(Pool("", None, (essay, make_question("q1"))),))
    make_class(each_app, quiz, [])
    regrade_id = repair(each_app, essay, "full")
    with work(each_app):
        enrolment = db.session.scalars(select(Enrolment)).one()
        attempt = begin(enrolment, quiz, NOW)
        slot = next(each for each in paper_of(attempt.paper) if each.question == essay.id)
        batch = read_batch(make_batch({slot.id: "Karangan saya."}), paper_of(attempt.paper))
        save_answers(attempt, batch, NOW)
        send(attempt.id, NOW)
        assert (attempt.score, attempt.essays_waiting) == (50, 0)
    undo(each_app, regrade_id)
    last = attempts_in(each_app)[-1]
    assert (last.score, last.passed, last.essays_waiting) == (None, None, 1)
    with each_app.app_context():
        waiting = db.session.scalars(select(Essay).where(Essay.attempt_id == last.id)).all()
        assert [each.state for each in waiting] == ["waiting"]


@pytest.mark.parametrize("remedy", ["void", "full"])
def test_an_essay_whose_question_is_repaired_leaves_the_queue_until_that_is_undone(
    each_app: Application, remedy: str
) -> None:
    (first,) = make_essays(each_app, questions=(make_essay("q1"),))
    essay = make_essay("q1")
    assert queued(each_app) == [first.essay_id]
    regrade_id = repair(each_app, essay, remedy)
    assert queued(each_app) == []
    with work(each_app):
        course = db.session.scalars(select(Course).where(Course.slug == SLUG)).one()
        enrolment = enrol(make_person(), course, NOW)
        quiz = quiz_at(enrolment.revision_id, "kuis")
        assert quiz is not None
        take(enrolment, quiz, [])
    assert queued(each_app) == []
    undo(each_app, regrade_id)
    assert len(queued(each_app)) == 2


def queued(app: Application) -> list[int]:
    """Return the essays that wait for somebody, by each way to count them."""
    with app.app_context():
        courses = [db.session.scalars(select(Course.id).where(Course.slug == SLUG)).one()]
        found = [each.id for each in essay_queries.queue(courses, 0, "waiting")]
        following = essay_queries.next_essay(courses, 0)
        waiting = [each.essays for each in waiting_in(courses).values()]
    assert following == (found[0] if found else None)
    assert waiting == ([len(found)] if found else [])
    return found


def test_the_worker_carries_a_regrade_through_that_nobody_watches(each_app: Application) -> None:
    quiz = make_quiz(3)
    _bad, *good = names(quiz)
    make_class(each_app, quiz, good)
    with work(each_app):
        by, seen = make_person(), layers(assessed().course_id, "kuis")
        make_regrade(assessed(), plan_for(quiz.questions[0]), seen, by, LATER)
    with each_app.app_context(), each_app.test_request_context():
        assert (regrade_due(LATER), regrade_due(LATER)) == (1, 0)
    assert scores(each_app) == [(100, True)]
    assert count(each_app, Completion) == 1
