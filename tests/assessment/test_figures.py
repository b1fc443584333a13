"""A trainer sees how a quiz worked: the same numbers as the attempts, and what to look at."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearning.assessment.coach import doubtful, findings
from elearning.assessment.figures import Figures, Tally, figures_of, guess_of
from elearning.assessment.results import chosen, results_of, revisions_taken, score_pairs
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Quiz
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import compiled_item
from elearning.learning.enrolment.operations import enrol
from elearning.quizzes.statistics import normalised_gain
from tests.assessment.classrooms import KEY, make_class, take
from tests.factories import (
    NOW,
    make_course,
    make_lesson,
    make_person,
    make_question,
    make_quiz,
    work,
)
from tests.studio.drafts import make_draft, make_trainer
from tests.visitor import Visitor

TRAINER = "197804122003121992"
#: Nine people at three questions, the strongest first; `0` is right.
NINE = ("000", "000", "000", "001", "001", "001", "011", "111", "11.")


def figures(course: Course, which: str = "pertama") -> tuple[Quiz, Figures]:
    """Return a quiz of a course and its figures."""
    assert course.revision_id is not None
    quiz = compiled_item(course.revision_id, KEY)
    assert isinstance(quiz, Quiz)
    return quiz, figures_of(course.id, course.revision_id, KEY, which)


def told(course: Course) -> list[tuple[str, int | None, str]]:
    """Return what the coach says, shortened."""
    return [(each.kind, each.number, each.text[:60]) for each in findings(*figures(course))]


def test_figures_are_those_of_the_marks(each_app: Application) -> None:
    with work(each_app):
        quiz, found = figures(make_class(NINE))
        shares = [found.questions[each.id].facility for each in quiz.questions]
    assert shares == pytest.approx([700 / 9, 600 / 9, 300 / 9])
    assert found.quiz.attempts == 9
    assert found.quiz.mean == pytest.approx(16 / 27 * 100, abs=0.01)
    assert sorted(found.scores)[-1] == 100
    assert found.passed == 3


def test_answers_are_counted_by_third(each_app: Application) -> None:
    with work(each_app):
        quiz, found = figures(make_class(NINE))
    last = quiz.questions[2]
    answers = found.answers[last.id]
    assert found.thirds[last.id] == Tally(9, 3, 3)
    assert answers[last.options[0].id] == Tally(3, 3, 0)
    assert answers[last.options[1].id] == Tally(5, 0, 2)
    assert answers[""] == Tally(1, 0, 1)
    assert last.options[2].id not in answers


def test_the_last_answer_counts_not_the_first(app: Application) -> None:
    with work(app):
        course = make_class(("00",))
        enrolment = course_enrolment(course)
        attempt = take(enrolment, "11", NOW + timedelta(hours=1))
        assert attempt.number == 2
        quiz, found = figures(course, "terakhir")
        assert found.answers[quiz.questions[0].id] == {
            quiz.questions[0].options[1].id: Tally(1, 0, 0)
        }


def course_enrolment(course: Course) -> Enrolment:
    """Return the only enrolment."""
    return db.session.scalars(select(Enrolment).where(Enrolment.course_id == course.id)).one()


def test_each_person_counts_with_the_attempt_that_was_asked_for(app: Application) -> None:
    with work(app):
        course = make_class(("01",))
        enrolment = course_enrolment(course)
        take(enrolment, "00", NOW + timedelta(hours=1))
        take(enrolment, "11", NOW + timedelta(hours=2))
        assert course.revision_id is not None
        found = list(results_of(course.revision_id, KEY))
        numbers = {
            which: [each.number for each in chosen(found, which)]
            for which in ("pertama", "terakhir", "terbaik", "semua")
        }
    assert numbers == {"pertama": [1], "terakhir": [3], "terbaik": [2], "semua": [1, 2, 3]}


def test_figures_follow_a_new_attempt_at_once(app: Application) -> None:
    with work(app):
        course = make_class(("00",))
        assert figures(course, "semua")[1].quiz.attempts == 1
        take(course_enrolment(course), "11", NOW + timedelta(hours=1))
        assert figures(course, "semua")[1].quiz.attempts == 2


def test_revisions_are_told_apart(app: Application) -> None:
    with work(app):
        course = make_class(("00", "01"))
        first = course.revision_id
        make_course(make_lesson(), make_quiz(questions=3))
        assert [(each.id, each.attempts) for each in revisions_taken(course.id, KEY)] == [
            (first, 2)
        ]


def test_a_revision_that_nobody_took_is_not_found(app: Application) -> None:
    with work(app):
        first = make_class(("00", "01")).revision_id
        make_draft(make_trainer(), slug="pelatihan-contoh")
    trainer = Visitor(app).sign_in(TRAINER)
    page = f"/penilaian/pelatihan-contoh/{KEY}/"
    for query, status in (("", 200), (f"?revisi={first}", 200), ("?revisi=999", 404)):
        assert trainer.open(page + query).status == status, query
    assert trainer.open(f"{page}?revisi=x").status == 404


def test_a_key_that_the_strongest_contradict_is_named_first(app: Application) -> None:
    with work(app):
        course = make_class(
            ("0002", "0002", "0002", "0012", "0010", "0110", "1110", "1110", "1111")
        )
        found = told(course)
    assert found[0][:2] == ("error", 4)
    assert found[0][2].startswith("Peserta terkuat justru memilih “Pilihan ")


def test_a_question_that_weak_people_have_right_is_named(app: Application) -> None:
    with work(app):
        lines = ("0000", "0000", "0001", "0001", "0001", "0011", "1110", "1110", "1110")
        grave = [each for each in told(make_class(lines)) if each[0] == "error"]
    assert [each[1] for each in grave] == [4]
    assert grave[0][2].startswith("Peserta yang baik di soal lain")


def test_few_attempts_are_called_few(app: Application) -> None:
    with work(app):
        assert told(make_class(NINE))[-1][2].startswith("Baru 9 percobaan")


def test_options_that_nobody_takes_are_named_once_there_are_enough(app: Application) -> None:
    with work(app):
        lines = ["00", "01", "10", "11"] * 10
        found = [each for each in told(make_class(lines)) if "Tidak ada yang memilih" in each[2]]
    assert [each[1] for each in found] == [1, 2]


def test_guessing_is_known_for_single_choices_only() -> None:
    assert guess_of(make_question()) == 25
    assert guess_of(make_question(kind="multiple", right=(0, 1))) is None


def test_the_gain_is_counted_over_people_who_took_both(app: Application) -> None:
    pretest = make_quiz("awal", preset="pretest", attempts=1, pass_mark=None)
    with work(app):
        course = make_course(make_lesson(), pretest, make_quiz())
        for before, after in (("01", "00"), ("11", "01")):
            enrolment = enrol(make_person(), course, NOW)
            take(enrolment, before, NOW, "awal")
            take(enrolment, after, NOW)
        take(enrol(make_person(), course, NOW), "00", NOW, "awal")
        pairs = score_pairs(course.id, "awal", KEY)
    assert [(int(a), int(b)) for a, b in pairs] == [(50, 100), (0, 50)]
    assert normalised_gain(pairs) == pytest.approx(100 * 50 / 75)


def test_what_may_be_chance_alarms_nobody(app: Application) -> None:
    with work(app):
        course = make_class(("00", "00", "01", "01", "01", "10", "10", "10", "11"))
        quiz, found = figures(course)
        index = found.questions[quiz.questions[0].id].discrimination_index
        assert [each for each in told(course) if each[0] == "error"] == []
    assert index == pytest.approx(-35)
    assert doubtful(9) < -35 < doubtful(100)
