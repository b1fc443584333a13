"""The nine outcomes of publishing: three change classes, for who has not begun, learns, has finished."""

from typing import NamedTuple, Self

import pytest
from sqlalchemy import select, update

from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Quiz
from elearning.courses.models import Course, Enrolment
from elearning.courses.operations import withdraw
from elearning.learning.enrolment.operations import enrol
from elearning.quizzes.models import Attempt
from elearning.records.models import Completion
from tests.factories import (
    NOW,
    make_completion,
    make_course,
    make_lesson,
    make_person,
    make_quiz,
    work,
)
from tests.quizzes.samples import right_answers
from tests.visitor import Visitor

NIP = "198503172010011987"
SLUG = "pelatihan-contoh"
PAGE = f"/pelatihan/{SLUG}/"
OLD = (make_lesson("satu"), make_lesson("dua"), make_quiz())
NEW = (*OLD, make_lesson("tiga"))


class Reader(Visitor):
    """A person in the course of these tests."""

    app: Application

    @property
    def enrolment(self) -> Enrolment:
        """The enrolment as the database holds it."""
        with self.app.app_context():
            found = db.session.scalars(select(Enrolment)).one()
            db.session.expunge(found)
            return found

    def offers(self) -> set[str]:
        """Return where the forms of the page lead."""
        return {str(form["action"]).removeprefix(PAGE) for form in self.page.select("main form")}

    def publish(self, change_class: str, *items: object, jp: int = 4) -> Self:
        """Publish the next version and open the course page."""
        with work(self.app):
            make_course(*(items or NEW), change_class=change_class, jp=jp)  # type: ignore[arg-type]
        return self.open(PAGE)


def reader(app: Application) -> Reader:
    """Return somebody who joined the first version."""
    with work(app):
        enrol(make_person(nip=NIP), make_course(*OLD), NOW)
    person = Reader(app)
    person.app = app
    person.sign_in(NIP)
    return person


def under_way(app: Application) -> Reader:
    """Return somebody who has read the first lesson."""
    person = reader(app)
    person.open(f"{PAGE}satu").send(f"{PAGE}satu")
    return person


def finished(app: Application) -> Reader:
    """Return somebody who has completed the first version."""
    with work(app):
        make_completion(make_person(nip=NIP), make_course(*OLD))
    person = Reader(app)
    person.app = app
    person.sign_in(NIP)
    return person


class Proof(NamedTuple):
    """What a finished person owns."""

    revision_id: int
    jp: int
    certificate_id: int
    number: str


def proof(app: Application) -> Proof:
    """Return the completion and its certificate as the database holds them."""
    with app.app_context():
        done = db.session.scalars(select(Completion)).one()
        certificate = db.session.scalars(select(Certificate)).one()
        return Proof(done.revision_id, done.jp, certificate.id, certificate.number)


def current(app: Application) -> int:
    """Return the revision of the course now."""
    with app.app_context():
        found = db.session.scalars(select(Course.revision_id)).one()
        assert found is not None
        return found


def begin_quiz(person: Reader) -> None:
    """Confirm the data and open the quiz."""
    with work(person.app):
        db.session.execute(update(Enrolment).values(confirmed_at=NOW))
    person.open(f"{PAGE}kuis").send(f"{PAGE}kuis/percobaan")


def answer(person: Reader) -> None:
    """Choose what is right in the open attempt and send it."""
    with person.app.app_context():
        attempt = db.session.scalars(select(Attempt).where(Attempt.closed_at.is_(None))).one()
        quiz = OLD[2]
        assert isinstance(quiz, Quiz)
        chosen = right_answers(attempt, quiz)
    address = f"/percobaan/{attempt.id}"
    person.open(address).send(f"{address}/jawaban", **chosen)
    person.open(f"{address}/kirim").send(f"{address}/kirim")


# Not begun


@pytest.mark.parametrize("change_class", ["cosmetic", "content", "requirements"])
def test_who_has_not_begun_begins_with_the_new_version_whatever_the_class(
    each_app: Application, change_class: str
) -> None:
    person = reader(each_app).publish(change_class)
    now, mine = current(each_app), person.enrolment
    assert (mine.revision_id, mine.requirements_id, mine.notice) == (now, now, "")
    assert "Materi tiga" in person.text
    assert "0 dari 4" in person.text
    assert person.offers() == set()


# Under way


def test_a_small_correction_moves_people_under_way_silently(each_app: Application) -> None:
    person = under_way(each_app).publish("cosmetic", *OLD[:2], make_quiz(attempts=5))
    mine = person.enrolment
    assert (mine.revision_id, mine.notice) == (current(each_app), "")
    assert "1 dari 3" in person.text
    assert person.offers() == set()


def test_new_content_moves_people_under_way_with_a_notice_and_their_progress(
    each_app: Application,
) -> None:
    person = under_way(each_app).publish("content", make_lesson("nol", required=False), *OLD)
    mine = person.enrolment
    assert (mine.revision_id, mine.notice) == (current(each_app), "content")
    assert "1 dari 3" in person.text
    assert person.offers() == {"mengerti"}
    assert f"{PAGE}mengerti" in str(person.open(f"{PAGE}dua").page)
    assert person.open(PAGE).send(f"{PAGE}mengerti").offers() == set()


def test_new_requirements_leave_people_under_way_with_what_they_began(
    each_app: Application,
) -> None:
    person = under_way(each_app)
    before = person.enrolment
    person.publish("requirements")
    after = person.enrolment
    assert after.revision_id == before.revision_id
    assert after.requirements_id == before.requirements_id
    assert "1 dari 3" in person.text
    assert person.open(f"{PAGE}tiga").status == 404


def test_who_stayed_behind_stays_there_at_later_corrections_too(each_app: Application) -> None:
    person = under_way(each_app)
    before = person.enrolment.requirements_id
    person.publish("requirements").publish("cosmetic", *NEW[::-1]).publish("content", *NEW)
    assert person.enrolment.requirements_id == before


def test_completing_needs_what_the_enrolment_requires_and_nothing_new(
    each_app: Application,
) -> None:
    person = under_way(each_app).publish("requirements")
    person.open(f"{PAGE}dua").send(f"{PAGE}dua")
    begin_quiz(person)
    answer(person)
    assert person.enrolment.completed_at is not None
    assert proof(each_app).revision_id == person.enrolment.revision_id != current(each_app)


def test_an_open_attempt_stays_as_it_was_drawn(each_app: Application) -> None:
    person = under_way(each_app)
    begin_quiz(person)
    address, before = person.address, questions(person)
    begun = person.enrolment.revision_id
    person.publish("content", *OLD[:2], make_quiz(questions=5))
    assert len(before) == 2
    assert questions(person.open(address)) == before
    answer(person)
    with each_app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        assert (attempt.revision_id, attempt.passed) == (begun, True)


def questions(person: Reader) -> list[str]:
    """Return the questions of the open attempt as the page shows them."""
    return [each.get_text() for each in person.page.select("fieldset[data-question]")]


def test_opening_a_quiz_is_beginning(app: Application) -> None:
    person = reader(app)
    begin_quiz(person)
    assert person.enrolment.last_key == "kuis"


# Opting in


def test_the_page_tells_what_the_new_version_adds_and_changes_over_on_request(
    each_app: Application,
) -> None:
    person = under_way(each_app).publish("requirements", jp=6)
    assert "Materi tiga" in person.text
    assert "6 JP" in person.text
    person.send(f"{PAGE}versi-baru")
    now, mine = current(each_app), person.enrolment
    assert (mine.revision_id, mine.requirements_id) == (now, now)
    assert "1 dari 4" in person.text
    assert person.offers() == set()
    assert person.open(f"{PAGE}tiga").status == 200


def test_changing_over_twice_changes_nothing_more(each_app: Application) -> None:
    person = under_way(each_app).publish("requirements")
    token = person.client.get("/csrf").get_json()["csrf_token"]
    for _time in range(2):
        answered = person.client.post(f"{PAGE}versi-baru", data={"csrf_token": token})
        assert answered.status_code == 302
    assert person.enrolment.requirements_id == current(each_app)
    assert "1 dari 4" in person.open(PAGE).text


def test_changing_over_to_a_version_of_which_all_is_done_completes(each_app: Application) -> None:
    person = under_way(each_app).publish("requirements", make_lesson("satu"))
    with work(each_app):
        db.session.execute(update(Enrolment).values(confirmed_at=NOW))
    person.open(PAGE).send(f"{PAGE}versi-baru")
    assert person.enrolment.completed_at is not None
    assert proof(each_app).revision_id == current(each_app)


def test_an_open_attempt_outlives_the_change_to_the_new_version(each_app: Application) -> None:
    person = under_way(each_app)
    begin_quiz(person)
    address, before = person.address, questions(person)
    person.publish("requirements", *OLD[:2], make_quiz(questions=5)).send(f"{PAGE}versi-baru")
    assert questions(person.open(address)) == before


def test_a_withdrawn_course_offers_no_new_version(app: Application) -> None:
    person = under_way(app).publish("requirements")
    assert person.offers() == {"versi-baru"}
    with work(app):
        withdraw(db.session.scalars(select(Course)).one(), None, NOW)
    assert person.open(PAGE).offers() == set()


# Finished


@pytest.mark.parametrize(
    ("change_class", "offers"),
    [("cosmetic", set()), ("content", {"versi-baru"}), ("requirements", {"versi-baru"})],
)
def test_what_is_finished_stays_and_the_new_version_is_offered(
    each_app: Application, change_class: str, offers: set[str]
) -> None:
    person = finished(each_app)
    before, mine = proof(each_app), person.enrolment
    person.publish(change_class, jp=6)
    assert proof(each_app) == before
    assert person.enrolment.revision_id == mine.revision_id
    assert person.offers() == offers
    assert f"/sertifikat/{before.certificate_id}.pdf" in str(person.page)


def test_only_new_requirements_are_told_to_who_has_finished(app: Application) -> None:
    person = finished(app).publish("content")
    assert "6 JP" not in person.publish("cosmetic", *OLD, jp=6).page.select_one(".cols").div.text  # type: ignore[union-attr]
    assert "Materi tiga" in str(person.publish("requirements").page.select_one(".cols .notice"))


@pytest.mark.parametrize("change_class", ["content", "requirements"])
def test_who_has_finished_may_read_the_new_version_and_owns_the_same(
    each_app: Application, change_class: str
) -> None:
    person = finished(each_app)
    before, done = proof(each_app), person.enrolment.completed_at
    person.publish(change_class, jp=6).send(f"{PAGE}versi-baru")
    mine = person.enrolment
    assert (mine.revision_id, mine.completed_at) == (current(each_app), done)
    assert person.open(f"{PAGE}tiga").status == 200
    person.send(f"{PAGE}tiga")
    assert proof(each_app) == before
    assert person.open(PAGE).offers() == set()
    assert f"/sertifikat/{before.certificate_id}.pdf" in str(person.page)
