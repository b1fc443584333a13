"""Error reports and questions: they reach the trainers, and the reader is told what became of them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from elearning.accounts.models import Person
from elearning.accounts.operations import grant
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.outbox import OutboxEvent
from elearning.courses.models import Course, CourseRevision
from elearning.courses.queries import place_of
from elearning.learning.enrolment.operations import enrol
from elearning.learning.feedback import operations, queries
from elearning.learning.feedback.forms import LONGEST_MESSAGE
from elearning.learning.feedback.models import ErrorReport, LessonQuestion
from elearning.learning.feedback.operations import LONGEST_ANSWER
from tests.factories import NOW, make_course, make_person, make_unit, work
from tests.learning.readers import (
    FIRST,
    LESSON,
    NIP,
    OTHER,
    SECOND,
    digest_of,
    lesson_of,
    person,
    post,
    reader,
)
from tests.statements import statements
from tests.visitor import Visitor

TRAINER = "197804122003121992"
TEXT = "Pasal <20> sudah diubah."
REPORT = f"{LESSON}/laporan?paragraf={digest_of(FIRST)}"
ASK = f"{LESSON}/tanya"


def trainer() -> Person:
    """Return the trainer, made when there is none yet."""
    known = db.session.scalars(select(Person).where(Person.nip == TRAINER)).first()
    if known is not None:
        return known
    made = make_person(nip=TRAINER, front_title="Dr.", name="Budi Contoh", back_title="M.Pd.")
    grant(made, "pengajar", None, NOW)
    return made


def course_id() -> int:
    """Return the key of the only course."""
    return db.session.scalars(select(Course.id)).one()


def mails() -> list[tuple[str, str]]:
    """Return receiver and text of the mail that waits, oldest first."""
    waiting = select(OutboxEvent).where(OutboxEvent.topic == "mail").order_by(OutboxEvent.id)
    return [(e.payload["to"], e.payload["text"]) for e in db.session.scalars(waiting)]


def handle(app: Application, state: str, answer: str, at: datetime = NOW) -> None:
    """Let the trainer close the only report."""
    with work(app):
        report = queries.error_report(db.session.scalars(select(ErrorReport.id)).one())
        assert report is not None
        operations.handle_report(report, state, answer, trainer(), at)


def answer(app: Application, text: str = "Benar.", at: datetime = NOW) -> None:
    """Let the trainer answer the newest question."""
    with work(app):
        newest = select(LessonQuestion.id).order_by(LessonQuestion.id.desc()).limit(1)
        question = queries.lesson_question(db.session.scalars(newest).one())
        assert question is not None
        operations.answer_question(question, text, trainer(), at)


def hide(app: Application, reason: str) -> None:
    """Let the trainer hide the newest question."""
    with work(app):
        newest = select(LessonQuestion.id).order_by(LessonQuestion.id.desc()).limit(1)
        question = queries.lesson_question(db.session.scalars(newest).one())
        assert question is not None
        operations.hide_question(question, reason, trainer(), NOW)


def test_a_report_reaches_the_trainers_with_its_paragraph(each_app: Application) -> None:
    page = reader(each_app, name="I Made Contoh").open(REPORT)
    assert FIRST in page.text
    page.send(LESSON + "/laporan", teks=TEXT)
    assert page.address == LESSON
    with each_app.app_context():
        (report,) = queries.error_reports([course_id()])
        assert (report.quote, report.text, report.key) == (FIRST, TEXT, "satu")
        assert (report.reporter, report.digest) == ("I Made Contoh", digest_of(FIRST))
        assert queries.error_reports([course_id() + 1]) == []
        assert queries.error_reports([course_id()], "handled") == []


def test_a_whole_lesson_can_be_reported(app: Application) -> None:
    reader(app).open(f"{LESSON}/laporan").send(LESSON + "/laporan", teks=TEXT)
    with app.app_context():
        (report,) = queries.error_reports([course_id()])
        assert (report.quote, report.digest) == ("", "")


def test_a_report_sent_twice_is_one(each_app: Application) -> None:
    page = reader(each_app)
    given = [
        post(page, LESSON + "/laporan", paragraf=digest_of(FIRST), teks=TEXT) for _again in range(2)
    ]
    assert given == [302, 302]
    with each_app.app_context():
        assert len(queries.error_reports([course_id()])) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST_MESSAGE + 1)])
def test_an_empty_or_endless_message_comes_back(app: Application, text: str) -> None:
    page = reader(app).open(REPORT).send(LESSON + "/laporan", teks=text)
    assert page.status == 422
    assert FIRST in page.text
    assert page.open(ASK).send(ASK, teks=text).status == 422


def test_an_unknown_paragraph_cannot_be_reported(app: Application) -> None:
    page = reader(app)
    assert page.open(f"{LESSON}/laporan?paragraf=ffffffffffffffff").status == 404
    assert post(page, LESSON + "/laporan", paragraf="ffffffffffffffff", teks=TEXT) == 404


def test_the_reporter_sees_and_is_told_what_became_of_a_report(each_app: Application) -> None:
    page = reader(each_app, email="pegawai@contoh.go.id").open(REPORT)
    page.send(LESSON + "/laporan", teks=TEXT)
    assert TEXT in page.open("/catatan/kiriman").text
    for _again in range(2):
        handle(each_app, "declined", "Pasal itu masih berlaku.")
    assert "Pasal itu masih berlaku." in page.open("/catatan/kiriman").text
    with each_app.app_context():
        ((to, text),) = mails()
        assert to == "pegawai@contoh.go.id"
        assert "Pasal itu masih berlaku." in text
        assert queries.error_reports([course_id()]) == []


def test_a_report_is_not_declined_without_a_reason(app: Application) -> None:
    reader(app).open(REPORT).send(LESSON + "/laporan", teks=TEXT)
    with pytest.raises(Refused):
        handle(app, "declined", "")
    handle(app, "handled", "")
    with app.app_context():
        assert mails() == []  # the reporter has no address


def test_the_publisher_is_told_of_the_first_report_that_waits(each_app: Application) -> None:
    page = reader(each_app)
    with work(each_app):
        publisher = trainer()
        publisher.email = "pengajar@contoh.go.id"
        db.session.execute(update(CourseRevision).values(published_by_id=publisher.id))
    for text in (TEXT, "Salah ketik."):
        page.open(REPORT).send(LESSON + "/laporan", teks=text)
    with each_app.app_context():
        ((to, text),) = mails()
    assert to == "pengajar@contoh.go.id"
    assert "Pelatihan pelatihan-contoh" in text
    assert TEXT not in text


@pytest.mark.parametrize(
    ("address", "most", "model"),
    [
        (f"{LESSON}/laporan", operations.REPORTS_A_DAY, ErrorReport),
        (ASK, operations.QUESTIONS_A_DAY, LessonQuestion),
    ],
)
def test_no_more_than_so_many_are_taken_a_day(
    app: Application, address: str, most: int, model: type[ErrorReport | LessonQuestion]
) -> None:
    page = reader(app)
    given = [post(page, address, teks=f"Nomor {n}") for n in range(most + 1)]
    assert given == [302] * most + [409]
    with work(app):
        yesterday = clock.now() - timedelta(days=1, minutes=1)
        moment = "reported_at" if model is ErrorReport else "asked_at"
        db.session.execute(update(model).values({moment: yesterday}))
    assert post(page, address, teks="Hari lain") == 302


def test_an_answered_question_is_shown_to_all_readers_of_the_lesson(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit(name="Bidang Layanan")
    asker = reader(each_app, name="Ni Putu Contoh", unit=unit).open(ASK)
    assert "Putu, Bidang Layanan" in asker.text
    asker.send(ASK, teks="Apakah <b>tujuh</b> hari kerja?")
    with work(each_app):
        enrol(make_person(nip=OTHER), make_course(lesson_of(FIRST, SECOND)), NOW)
    other = Visitor(each_app).sign_in(OTHER).open(ASK)
    assert "tujuh" not in other.text
    answer(each_app, "Benar, tujuh hari kerja.")
    other.open(ASK)
    assert "Apakah <b>tujuh</b> hari kerja?" in other.text
    assert "Benar, tujuh hari kerja." in other.text
    assert "Putu, Bidang Layanan" in other.text
    assert "Dr. Budi Contoh, M.Pd." in other.text


def test_the_asker_sees_an_open_question_and_is_told_the_answer_once(each_app: Application) -> None:
    page = reader(each_app, email="pegawai@contoh.go.id").open(ASK)
    page.send(ASK, teks="Mengapa?")
    assert "Mengapa?" in page.text
    for _again in range(2):
        answer(each_app, "Karena pasal 20.")
    assert "Karena pasal 20." in page.open("/catatan/kiriman").text
    with each_app.app_context():
        ((to, text),) = mails()
        assert to == "pegawai@contoh.go.id"
        assert "Karena pasal 20." in text


def test_the_dashboard_says_that_a_trainer_has_answered_until_it_is_read(
    each_app: Application,
) -> None:
    page = reader(each_app).open(ASK).send(ASK, teks="Mengapa?")
    page.open(REPORT).send(LESSON + "/laporan", teks=TEXT)
    assert not unread(page)
    answer(each_app, "Karena pasal 20.")
    assert unread(page)
    assert page.open("/catatan/kiriman").text.count("Jawaban baru") == 1
    assert not unread(page)
    assert "Jawaban baru" not in page.open("/catatan/kiriman").text
    handle(each_app, "handled", "", clock.now())
    assert unread(page)
    page.open("/catatan/kiriman")
    answer(each_app, "Karena pasal 21.", clock.now())
    assert unread(page)


def test_anothers_answer_is_no_news(each_app: Application) -> None:
    reader(each_app).open(ASK).send(ASK, teks="Mengapa?")
    with work(each_app):
        make_person(nip=OTHER)
    answer(each_app, "Karena pasal 20.")
    assert not unread(Visitor(each_app).sign_in(OTHER))


def unread(page: Visitor) -> bool:
    """Whether the dashboard leads to an answer that was not read."""
    return bool(page.open("/").page.select(".notice a[href='/catatan/kiriman']"))


def test_an_answer_that_is_too_long_is_refused_whole(app: Application) -> None:
    page = reader(app).open(ASK).send(ASK, teks="Mengapa?")
    with pytest.raises(Refused):
        answer(app, "x" * (LONGEST_ANSWER + 1))
    answer(app, "x" * LONGEST_ANSWER)
    assert "x" * LONGEST_ANSWER in page.open("/catatan/kiriman").text


def test_a_hidden_question_is_its_askers_alone_with_the_reason(each_app: Application) -> None:
    page = reader(each_app).open(ASK).send(ASK, teks="Nomor telepon saya 0812")
    answer(each_app)
    hide(each_app, "Memuat data pribadi.")
    assert "Memuat data pribadi." in page.open(ASK).text
    with work(each_app):
        enrol(make_person(nip=OTHER), make_course(lesson_of(FIRST, SECOND)), NOW)
        (hidden,) = queries.lesson_questions([course_id()], "hidden")
        assert queries.lesson_questions([course_id()], "answered") == []
    other = Visitor(each_app).sign_in(OTHER)
    assert "0812" not in other.open(ASK).text
    with work(each_app):
        question = queries.lesson_question(hidden.id)
        assert question is not None
        operations.show_question(question)
    assert "0812" in other.open(ASK).text


def test_hiding_needs_a_reason_and_an_answer_needs_words(app: Application) -> None:
    reader(app).open(ASK).send(ASK, teks="Mengapa?")
    with pytest.raises(Refused):
        hide(app, "")
    with pytest.raises(Refused):
        answer(app, "")


def test_waiting_questions_come_oldest_first_and_go_on_after_a_page(app: Application) -> None:
    page = reader(app)
    for text in ("satu", "dua", "tiga"):
        post(page, ASK, teks=text)
    with app.app_context():
        found = queries.lesson_questions([course_id()], limit=2)
        assert [each.text for each in found] == ["satu", "dua", "tiga"]
        after = queries.lesson_questions([course_id()], after=found[1].id)
        assert [each.text for each in after] == ["tiga"]


def test_a_question_sent_twice_is_one(each_app: Application) -> None:
    page = reader(each_app)
    for _again in range(2):
        post(page, ASK, teks="Mengapa?")
    with each_app.app_context():
        assert len(queries.lesson_questions([course_id()])) == 1


def test_only_who_has_joined_may_ask_a_trainer_may_read(app: Application) -> None:
    reader(app).open(ASK).send(ASK, teks="Mengapa?")
    answer(app)
    page = Visitor(app).sign_in(TRAINER).open(ASK)
    assert "Mengapa?" in page.text
    assert not page.page.select("main form")
    assert post(page, ASK, teks="Saya?") == 404
    with work(app):
        make_person(nip=OTHER)
    assert Visitor(app).sign_in(OTHER).open(ASK).status == 404


@pytest.mark.parametrize("count", [1, 9])
def test_the_questions_of_a_lesson_take_as_many_statements_however_many_there_are(
    app: Application, count: int
) -> None:
    page = reader(app)
    with work(app):
        asker, place = person(NIP), place_of(person(NIP).id, "pelatihan-contoh")
        assert place is not None
        for number in range(count):
            operations.ask(asker, place, "satu", f"Soal {number}", NOW)
        db.session.execute(
            update(LessonQuestion).values(
                answer="Ya.", answered_at=NOW, answered_by_id=trainer().id
            )
        )
    page.open(ASK)
    with statements(app) as seen:
        assert len(page.open(ASK).page.select(".reply")) == count
    assert len(seen) == 5, seen
