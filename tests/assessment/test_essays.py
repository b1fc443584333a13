"""Trainers grade essays: blind, by the rubric, one after the other, two where one is not enough."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, func, select

from elearning.accounts.models import Person
from elearning.assessment.blind import alias_of
from elearning.assessment.essay_operations import Opinion, Overtaken, give
from elearning.assessment.essay_page import question_of, waited
from elearning.assessment.essay_policy import GIVING, Part, part_of
from elearning.assessment.essay_queries import (
    PAGE,
    essay_at,
    has_other_grader,
    held_essay,
    queue,
)
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.outbox import OutboxEvent
from elearning.courses.models import Course, CourseRevision, Enrolment, ItemFinish
from elearning.learning.enrolment.operations import enrol
from elearning.quizzes.models import Essay, EssayReview
from elearning.records.models import Completion
from elearning.studio.models import DraftAuthor
from tests.assessment.essays import (
    ANSWER,
    FIRST,
    OTHER,
    PUBLISHER,
    QUEUE,
    QUIZ,
    SECOND,
    SLUG,
    Sent,
    attempt_of,
    course_id_of,
    grader,
    make_essays,
    make_staff,
    mark,
    send_essay,
)
from tests.factories import NOW, make_course, make_person, work
from tests.quizzes.samples import make_essay
from tests.statements import statements
from tests.visitor import Visitor


def count(app: Application, kind: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(kind)) or 0


def mails(app: Application) -> list[str]:
    with app.app_context():
        found = db.session.scalars(select(OutboxEvent).where(OutboxEvent.topic == "mail"))
        return [event.payload["text"] for event in found]


@pytest.mark.parametrize(
    ("state", "reviewers", "part"),
    [
        ("waiting", [], Part.GRADE),
        ("second", [1], Part.AWAIT),
        ("second", [2], Part.SECOND),
        ("graded", [1], Part.CHANGE),
        ("graded", [2, 1], Part.CHANGE),
        ("graded", [2], Part.LOOK),
    ],
)
def test_what_one_does_with_an_essay_follows_from_who_has_graded_it(
    state: str, reviewers: list[int], part: Part
) -> None:
    assert part_of(1, state, reviewers) is part
    assert (part in GIVING) is (part not in {Part.AWAIT, Part.LOOK})


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(minutes=59), "menunggu kurang dari 1 jam"),
        (timedelta(hours=2), "menunggu 2 jam"),
        (timedelta(days=3, hours=5), "menunggu 3 hari"),
    ],
)
def test_the_time_waited_is_said_in_words(app: Application, time: timedelta, words: str) -> None:
    with app.test_request_context():
        assert waited(time) == words


def test_the_queue_shows_the_oldest_first_without_names(app: Application) -> None:
    essays = make_essays(app, "Rahasia Satu", "Rahasia Dua")
    page = grader(app).open(QUEUE)
    links = [str(link["href"]) for link in page.page.select("table th a")]
    assert links == [each.address for each in essays]
    assert "Rahasia" not in page.text
    assert page.text.count("Peserta ") >= 2
    assert "menunggu" in page.text


def test_an_essay_page_shows_question_answer_rubric_and_guidance_but_no_name(
    app: Application,
) -> None:
    (sent,) = make_essays(app)
    page = grader(app).open(sent.address)
    assert page.status == 200
    for part in ("Soal q1?", "Biayanya nol rupiah.", "Kriteria 2 q1", "BOCOR-panduan-q1-1", "60%"):
        assert part in page.text
    assert "BOCOR-bahas-q1" in page.text
    assert "Rahasia" not in str(page.page)
    assert len(page.page.select("fieldset.q input[type=radio]")) == 10


def test_marks_by_the_rubric_are_the_mark_and_the_attempt_gets_its_score(
    each_app: Application,
) -> None:
    (sent,) = make_essays(each_app)
    page = mark(grader(each_app), sent, "1", "1/2", komentar="Runtut.\nSebut biayanya.")
    assert "Tidak ada esai" in page.text
    attempt = attempt_of(each_app, sent)
    assert attempt.marks == [["0.7", "1"], ["1", "1"]]
    assert (attempt.score, attempt.passed) == (Decimal(85), True)
    with each_app.app_context():
        assert db.session.scalars(select(ItemFinish.key)).all() == ["kuis"]
        assert db.session.scalars(select(Completion)).one().score == Decimal(85)
    assert "Rahasia" in grader(each_app, SECOND).open(sent.address).text


def test_saving_leads_to_the_essay_that_waits_longest(app: Application) -> None:
    first, second = make_essays(app, "Satu", "Dua")
    page = mark(grader(app), second, "1", "1")
    assert str(page.page.select("form.card")[0]["action"]).startswith(first.address)


def test_every_criterion_needs_a_level(app: Application) -> None:
    (sent,) = make_essays(app)
    page = mark(grader(app), sent, "1", komentar="Setengah jadi")
    assert page.status == 422
    assert "Setengah jadi" in page.text
    assert count(app, EssayReview) == 0


def test_an_essay_without_a_rubric_is_graded_as_a_whole(app: Application) -> None:
    (sent,) = make_essays(app, questions=(make_essay("q1", ""),))
    mark(grader(app), sent, "3/4")
    assert attempt_of(app, sent).score == Decimal(75)


@pytest.mark.parametrize(("nip", "status"), [(OTHER, 404), (SECOND, 200), (PUBLISHER, 200)])
def test_essays_are_for_those_who_assess_the_course(
    app: Application, nip: str, status: int
) -> None:
    (sent,) = make_essays(app)
    visitor = grader(app, nip)
    assert visitor.open(sent.address).status == status
    assert (sent.address in str(visitor.open(QUEUE).page)) is (status == 200)


def test_nobody_grades_their_own_essay(app: Application) -> None:
    make_essays(app)
    with work(app):
        person = db.session.scalars(select(Person).where(Person.nip == FIRST)).one()
        enrolment = Enrolment(
            person_id=person.id,
            course_id=db.session.scalars(select(Essay.course_id)).first(),
            revision_id=db.session.scalars(select(Enrolment.revision_id)).first(),
            requirements_id=db.session.scalars(select(Enrolment.revision_id)).first(),
            started_at=NOW,
            seen_at=NOW,
        )
        db.session.add(enrolment)
        db.session.flush()
        own = send_essay(enrolment, NOW)
    visitor = grader(app)
    assert visitor.open(own.address).status == 404
    assert own.address not in str(visitor.open(QUEUE).page)
    assert grader(app, SECOND).open(own.address).status == 200


def test_a_second_opinion_is_given_without_the_first_and_the_mean_counts(
    each_app: Application,
) -> None:
    (sent,) = make_essays(each_app)
    first = mark(
        grader(each_app), sent, "1", "1", komentar="KOMENTAR-SATU", tindakan="kedua", alasan="Ragu."
    )
    assert attempt_of(each_app, sent).score is None
    assert "pendapat" in first.open(sent.address).text
    assert first.page.select("fieldset.q") == []
    second = grader(each_app, SECOND).open(sent.address)
    assert "Ragu." in second.text
    assert "KOMENTAR-SATU" not in str(second.page)
    assert second.page.select("input[type=radio][checked]") == []
    mark(second, sent, "0", "1/4", komentar="KOMENTAR-DUA")
    attempt = attempt_of(each_app, sent)
    assert attempt.marks is not None
    assert Fraction(attempt.marks[0][0]) == (1 + Fraction(3, 20)) / 2
    with each_app.app_context():
        essay = db.session.scalars(select(Essay)).one()
        assert (essay.state, essay.earned) == ("graded", "0.575")
    learner = (
        Visitor(each_app).sign_in(nip_of(each_app, sent)).open(f"/percobaan/{sent.attempt_id}")
    )
    assert "KOMENTAR-SATU" in learner.text
    assert "KOMENTAR-DUA" in learner.text
    assert "Kriteria 1 q1" in learner.text
    assert "BOCOR-panduan" not in str(learner.page)
    assert "Pengajar" not in learner.text


def nip_of(app: Application, sent: Sent) -> str:
    with app.app_context():
        return db.session.get_one(Person, sent.person_id).nip or ""


def test_a_second_opinion_needs_a_reason(app: Application) -> None:
    (sent,) = make_essays(app)
    page = mark(grader(app), sent, "1", "1", tindakan="kedua")
    assert page.status == 422
    assert count(app, EssayReview) == 0


def test_where_nobody_else_may_grade_a_second_opinion_is_refused(each_app: Application) -> None:
    (sent,) = make_essays(each_app)
    course_id = course_id_of(each_app)
    with work(each_app):
        db.session.execute(delete(DraftAuthor).where(DraftAuthor.person_id == id_of(SECOND)))
        db.session.get_one(Person, id_of(PUBLISHER)).active = False
    with each_app.app_context():
        assert has_other_grader(course_id, {id_of(PUBLISHER)})
        assert not has_other_grader(course_id, {id_of(FIRST)})
    page = mark(grader(each_app), sent, "1", "1", tindakan="kedua", alasan="Ragu.")
    assert page.status == 409
    assert count(each_app, EssayReview) == 0


def id_of(nip: str) -> int:
    return db.session.scalars(select(Person.id).where(Person.nip == nip)).one()


def test_of_two_graders_one_wins_and_the_other_is_told(each_app: Application) -> None:
    (sent,) = make_essays(each_app)
    late = grader(each_app, SECOND).open(sent.address)
    mark(grader(each_app), sent, "1", "1", komentar="Lebih dulu.")
    late.send(sent.address, tingkat_1="0", tingkat_2="0", komentar="Tulisan saya.")
    assert late.status == 409
    assert "Tulisan saya." in late.text
    assert "Lebih dulu." in late.text
    assert attempt_of(each_app, sent).score == 100
    assert count(each_app, EssayReview) == 1


def test_a_double_click_saves_once(app: Application) -> None:
    (sent,) = make_essays(app)
    page, again = grader(app), grader(app)
    again.open(sent.address)
    mark(page, sent, "1", "1")
    again.send(sent.address, tingkat_1="1", tingkat_2="1")
    assert again.status == 200
    assert count(app, EssayReview) == 1


def test_two_graders_at_the_same_moment_write_one_review(each_app: Application) -> None:
    (sent,) = make_essays(each_app)
    barrier, ends = Barrier(2), []

    def run(nip: str, level: int) -> None:
        barrier.wait()
        try:
            with work(each_app):
                row = essay_at(sent.essay_id)
                assert row is not None
                held = held_essay(row.id, row.attempt_id)
                person = db.session.scalars(select(Person).where(Person.nip == nip)).one()
                opinion = Opinion([Fraction(level)] * 2, nip)
                give(held, question_of(row), person, opinion, 0, NOW)
            ends.append("saved")
        except Overtaken:
            ends.append("told")

    threads = [Thread(target=run, args=(FIRST, 1)), Thread(target=run, args=(SECOND, 0))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["saved", "told"]
    assert count(each_app, EssayReview) == 1


def test_a_changed_grade_is_a_new_review_and_the_score_follows(each_app: Application) -> None:
    (sent,) = make_essays(each_app)
    page = mark(grader(each_app), sent, "1", "1", komentar="Bagus.")
    assert mark(page, sent, "0", "0", komentar="").status == 409
    mark(page, sent, "0", "0", komentar="Ternyata menyalin.")
    assert (attempt_of(each_app, sent).score, attempt_of(each_app, sent).passed) == (
        Decimal(50),
        False,
    )
    with each_app.app_context():
        found = db.session.scalars(select(EssayReview).order_by(EssayReview.number)).all()
        assert [(each.number, each.comment) for each in found] == [
            (1, "Bagus."),
            (2, "Ternyata menyalin."),
        ]
    assert count(each_app, Completion) == 1
    assert "tetap" in page.open(sent.address).text


def test_who_has_not_graded_it_changes_nothing(app: Application) -> None:
    (sent,) = make_essays(app)
    mark(grader(app), sent, "1", "1")
    other = grader(app, SECOND).open(sent.address)
    assert other.page.select("fieldset.q") == []
    fields = {"dilihat": "1", "tingkat_1": "0", "tingkat_2": "0", "csrf_token": token(other)}
    assert other.client.post(sent.address, data=fields).status_code == 409
    assert attempt_of(app, sent).score == 100


def token(visitor: Visitor) -> str:
    return str(visitor.page.select("input[name=csrf_token]")[0]["value"])


def test_the_learner_is_told_by_mail_when_the_last_essay_is_graded(app: Application) -> None:
    essays = (make_essay("q1"), make_essay("q2"))
    (sent,) = make_essays(app, questions=essays, email="peserta@contoh.go.id")
    with app.app_context():
        ids = list(db.session.scalars(select(Essay.id).order_by(Essay.id)))
    before = len(mails(app))
    page = grader(app)
    mark(page, sent, "1", "1")
    assert len(mails(app)) == before
    mark(page, sent._replace(essay_id=ids[1]), "1", "1/2")
    told = mails(app)[before:]
    assert any(f"/percobaan/{sent.attempt_id}" in text and "85" in text for text in told)


def test_who_published_the_course_is_told_of_the_first_essay_that_waits(app: Application) -> None:
    with work(app):
        make_staff()
        course = make_course(QUIZ, slug=SLUG)
        publisher = make_person(email="penerbit@contoh.go.id")
        db.session.get_one(CourseRevision, course.revision_id).published_by_id = publisher.id
        sent = [send_essay(enrol(make_person(), course, NOW), NOW) for _person in range(2)]

    def told() -> int:
        return sum(QUEUE in text for text in mails(app))

    assert told() == 1  # the second finds the first one waiting
    page = grader(app)
    for each in sent:
        mark(page, each, "1", "1")
    with work(app):
        course = db.session.get_one(Course, course_id_of(app))
        send_essay(enrol(make_person(), course, NOW), NOW)
    assert told() == 2


def test_the_queue_is_walked_page_by_page_and_asks_the_same_however_long_it_is(
    app: Application,
) -> None:
    with app.app_context():
        assert PAGE == 50
    essays = make_essays(app, *(f"Orang {n}" for n in range(5)))
    course_id = course_id_of(app)
    with app.app_context():
        first = queue([course_id], 0, "waiting", 0, 2)
        then = queue([course_id], 0, "waiting", first[1].id, 2)
        assert [each.id for each in (*first[:2], *then[:2])] == [e.essay_id for e in essays[:4]]
    visitor = grader(app).open(QUEUE)
    with statements(app) as seen:
        visitor.open(QUEUE)
    assert len(seen) <= 5, seen
    assert visitor.open(f"{QUEUE}?pelatihan={course_id}&keadaan=graded").status == 200
    assert visitor.open(f"{QUEUE}?pelatihan=x&keadaan=y&setelah=-1").status == 200


def test_an_alias_says_nothing_of_the_person_and_stays(app: Application) -> None:
    with app.test_request_context():
        assert alias_of(5) == alias_of(5)
        assert len({alias_of(number) for number in range(40)}) > 35


def test_the_answer_is_shown_as_it_was_written(app: Application) -> None:
    (sent,) = make_essays(app)
    found = grader(app).open(sent.address).page.select_one("section .lines")
    assert found is not None
    assert found.text == ANSWER
