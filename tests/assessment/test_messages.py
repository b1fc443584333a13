"""A trainer writes to the people of a course: seen first, sent once, to each of them once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.accounts.operations import grant
from elearning.assessment.message_operations import MESSAGES_A_DAY, send_message
from elearning.assessment.models import EVERYBODY, LEARNING
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.models import Course, Enrolment
from elearning.learning.enrolment.operations import enrol
from elearning.notices.broadcasts import announce_due
from elearning.notices.models import Broadcast
from elearning.works import AUDIENCES
from tests.factories import NOW, make_completion, make_course, make_lesson, make_person, work
from tests.notices.inbox import told
from tests.statements import statements
from tests.studio.drafts import make_draft, make_trainer
from tests.visitor import Visitor

PAGE = "/penilaian/pelatihan-contoh/pesan"
TRAINER, STRANGER = "197804122003121992", "198503172010018888"


@pytest.fixture
def course(each_app: Application) -> Application:
    """A course with a learner and somebody who has finished, and its trainer."""
    with work(each_app):
        made = make_course(make_lesson())
        enrol(make_person(nip="198503172010011987"), made, NOW)
        make_completion(make_person(nip="199012052015032996"), made)
        make_draft(make_trainer(), slug="pelatihan-contoh")
    return each_app


def person(nip: str) -> Person:
    """Return somebody by NIP."""
    return db.session.scalars(select(Person).where(Person.nip == nip)).one()


def course_id() -> int:
    """Return the key of the only course."""
    return db.session.scalars(select(Course.id)).one()


def announce(app: Application) -> None:
    """Let the worker bring everything."""
    with app.app_context():
        while announce_due(AUDIENCES, NOW + timedelta(days=9999)):
            pass


def received(nip: str) -> list[str]:
    """Return the titles of a person's messages."""
    return [notice.title for notice in told(person(nip)) if notice.kind == "message"]


def write(app: Application, reach: str = LEARNING, title: str = "Sesi tanya jawab") -> Visitor:
    """Write a message and look at it."""
    trainer = Visitor(app).sign_in(TRAINER).open(PAGE)
    values = {"kepada": reach, "judul": title, "isi": "Besok pukul 10.\n\nSilakan hadir."}
    return trainer.send(PAGE, press="tindakan", tindakan="lihat", **values)


def test_a_message_is_seen_with_its_receivers_before_it_is_sent(course: Application) -> None:
    trainer = write(course)
    assert trainer.status == 200
    for part in ("Sesi tanya jawab", "Silakan hadir.", "1 orang", "Belum ada yang dikirim"):
        assert part in trainer.text
    assert "2 orang" in write(course, EVERYBODY).text
    with work(course):
        assert db.session.scalars(select(Broadcast)).all() == []


def test_a_message_reaches_the_learners_and_names_who_writes(course: Application) -> None:
    trainer = write(course).send(PAGE, press="tindakan", tindakan="kirim")
    assert "Sedang dikirim" in trainer.text
    announce(course)
    assert "Sampai ke 1 orang" in trainer.open(PAGE).text
    with work(course):
        assert received("198503172010011987") == ["Sesi tanya jawab"]
        assert received("199012052015032996") == []
        (notice,) = told(person("198503172010011987"))
        assert person(TRAINER).full_name in notice.text
        assert notice.text.endswith("Besok pukul 10.\n\nSilakan hadir.")
        assert notice.link == "/pelatihan/pelatihan-contoh/"


def test_a_message_to_everybody_reaches_each_person_once(course: Application) -> None:
    with work(course):
        first = db.session.scalars(
            select(Enrolment).where(Enrolment.completed_at.is_not(None))
        ).one()
        values = {"course_id": first.course_id, "revision_id": first.revision_id}
        values |= {"requirements_id": first.revision_id, "person_id": first.person_id}
        db.session.add(Enrolment(**values, cycle=2, started_at=NOW, seen_at=NOW))
    write(course, EVERYBODY).send(PAGE, press="tindakan", tindakan="kirim")
    announce(course)
    with work(course):
        for nip in ("198503172010011987", "199012052015032996"):
            assert received(nip) == ["Sesi tanya jawab"]


def test_what_was_written_can_be_changed_after_looking(course: Application) -> None:
    trainer = write(course).send(PAGE, press="tindakan", tindakan="ubah")
    field = trainer.page.select_one("textarea")
    assert field is not None
    assert field.get_text().strip().replace("\r", "") == "Besok pukul 10.\n\nSilakan hadir."


def test_a_message_sent_twice_goes_once(course: Application) -> None:
    looked = write(course)
    form = {str(f["name"]): str(f["value"]) for f in looked.page.select("main form input")}
    for _click in range(2):
        looked.client.post(PAGE, data=form | {"tindakan": "kirim"})
    with work(course):
        assert len(db.session.scalars(select(Broadcast)).all()) == 1


def test_a_course_sends_few_messages_a_day(course: Application) -> None:
    with work(course):
        by = person(TRAINER)
        for number in range(MESSAGES_A_DAY):
            send_message(course_id(), LEARNING, f"Pesan {number}", "Isi.", by, NOW)
        with pytest.raises(Refused, match="3"):
            send_message(course_id(), LEARNING, "Lagi", "Isi.", by, NOW + timedelta(hours=23))
        send_message(course_id(), LEARNING, "Lagi", "Isi.", by, NOW + timedelta(hours=25))


def test_a_message_needs_a_subject_and_a_text(course: Application) -> None:
    trainer = Visitor(course).sign_in(TRAINER).open(PAGE)
    assert trainer.send(PAGE, press="tindakan", tindakan="kirim").status == 422
    assert "Tulislah judul pesan." in trainer.text
    assert "Tulislah pesan Anda." in trainer.text


def test_trainers_of_other_courses_cannot_write(course: Application) -> None:
    with work(course):
        grant(make_person(nip=STRANGER), "pengajar", None, NOW)
    other = Visitor(course).sign_in(STRANGER)
    assert other.open(PAGE).status == 404
    token = other.client.get("/csrf").get_json()["csrf_token"]
    data = {"csrf_token": token, "judul": "A", "isi": "B", "kepada": LEARNING}
    assert other.client.post(PAGE, data=data | {"tindakan": "kirim"}).status_code == 404
    assert "Kirim pesan ke peserta" not in other.open("/penilaian/").text
    with work(course):
        assert db.session.scalars(select(Broadcast)).all() == []


def test_the_page_takes_as_many_statements_for_many_messages_as_for_one(app: Application) -> None:
    with work(app):
        made = make_course(make_lesson())
        enrol(make_person(nip="198503172010011987"), made, NOW)
        make_draft(make_trainer(), slug="pelatihan-contoh")
        send_message(made.id, LEARNING, "Satu", "Isi.", person(TRAINER), NOW)
    trainer = Visitor(app).sign_in(TRAINER).open(PAGE)
    with statements(app) as few:
        trainer.open(PAGE)
    with work(app):
        for day in range(1, 6):
            at = NOW + timedelta(days=2 * day)
            send_message(course_id(), LEARNING, f"Pesan {day}", "Isi.", person(TRAINER), at)
    with statements(app) as many:
        trainer.open(PAGE)
    assert len(trainer.page.select(".told > li")) == 6
    assert len(many) == len(few)
