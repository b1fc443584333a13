"""Joining a course: once, only for learners, only after what it builds on."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from elearning.accounts import operations as accounts
from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db, retrying, writing
from elearning.core.errors import Refused
from elearning.courses.models import Course, Enrolment
from elearning.learning.completion.operations import advance
from elearning.learning.enrolment.operations import confirm_data, enrol, finish_item
from tests.factories import NOW, make_course, make_lesson, make_person, work
from tests.visitor import Visitor

NIP = "198503172010011987"
PAGE = "/pelatihan/pelatihan-contoh/"


def complete(person: Person, course: Course, key: str = "satu") -> None:
    """Let a person complete a course of one lesson."""
    enrolment = enrol(person, course, NOW)
    confirm_data(enrolment, NOW)
    finish_item(enrolment, key, NOW)
    assert advance(enrolment, NOW) is not None


def test_joining_twice_makes_one_enrolment(each_app: Application) -> None:
    with work(each_app):
        person, course = make_person(), make_course()
        first, second = enrol(person, course, NOW), enrol(person, course, NOW)
        assert first.id == second.id
        assert (first.revision_id, first.requirements_id) == (course.revision_id,) * 2


def test_joining_twenty_times_at_once_makes_one_enrolment(each_app: Application) -> None:
    with work(each_app):
        person_id, course_id = make_person().id, make_course().id
    start = Barrier(20)

    def join(_turn: int) -> None:
        start.wait()
        with each_app.app_context(), writing():
            retrying(join_and_commit)

    def join_and_commit() -> None:
        enrol(db.session.get_one(Person, person_id), db.session.get_one(Course, course_id), NOW)
        db.session.commit()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(join, range(20)))
    with each_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 1


def test_an_account_without_a_nip_cannot_join(app: Application) -> None:
    with work(app):
        admin, course = make_person(nip=None, username="admin"), make_course()
        with pytest.raises(Refused):
            enrol(admin, course, NOW)


def test_a_legal_standing_that_may_not_learn_cannot_join(app: Application) -> None:
    with work(app):
        retired, course = make_person(legal_standing="99"), make_course()
        with pytest.raises(Refused):
            enrol(retired, course, NOW)


def test_a_course_that_builds_on_another_waits_for_it(app: Application) -> None:
    with work(app):
        person = make_person()
        base = make_course(make_lesson(), slug="dasar", title="Dasar Layanan")
        course = make_course(prerequisites=("dasar",))
        with pytest.raises(Refused, match="Dasar Layanan"):
            enrol(person, course, NOW)
        complete(person, base)
        assert enrol(person, course, NOW).course_id == course.id


def test_the_page_names_the_course_to_complete_first(app: Application) -> None:
    with work(app):
        make_person(nip=NIP)
        make_course(make_lesson(), slug="dasar", title="Dasar Layanan")
        make_course(prerequisites=("dasar",))
    learner = Visitor(app).sign_in(NIP).open(PAGE)
    assert learner.page.select_one('.notice a[href="/pelatihan/dasar/"]')
    assert not learner.page.select(f'form[action="{PAGE}ikuti"]')


def test_a_learner_joins_from_the_course_page(app: Application) -> None:
    with work(app):
        make_person(nip=NIP)
        make_course(make_lesson("satu"), make_lesson("dua"))
    learner = Visitor(app).sign_in(NIP).open(PAGE).send(f"{PAGE}ikuti")
    assert (learner.status, learner.address) == (200, PAGE)
    assert learner.page.select_one(f'main a.btn[href="{PAGE}satu"]')


def test_the_page_tells_an_administrator_why_joining_is_closed(app: Application) -> None:
    with work(app):
        admin = make_person(nip=None, username="admin")
        accounts.grant(admin, "admin", None, NOW)
        make_course()
    page = Visitor(app).sign_in("admin").open(PAGE)
    assert "NIP" in page.page.select_one(".notice").get_text()  # type: ignore[union-attr]
    assert page.page.select_one(f'main a.btn[href="{PAGE}satu"]')


def test_a_visitor_who_sends_the_form_is_asked_to_sign_in(app: Application) -> None:
    with work(app):
        make_course()
    client = app.test_client()
    token = client.get("/csrf").get_json()["csrf_token"]
    answer = client.post(f"{PAGE}ikuti", data={"csrf_token": token})
    assert answer.status_code == 302
    assert "/masuk" in answer.headers["Location"]


def test_a_completed_course_shows_its_certificate(app: Application) -> None:
    with work(app):
        complete(make_person(nip=NIP), make_course(make_lesson()))
    page = Visitor(app).sign_in(NIP).open(PAGE)
    assert page.page.select_one('main a[href^="/sertifikat/"]')


def test_everything_done_leads_to_the_confirmation_of_the_data(app: Application) -> None:
    with work(app):
        finish_item(enrol(make_person(nip=NIP), make_course(make_lesson()), NOW), "satu", NOW)
    page = Visitor(app).sign_in(NIP).open(PAGE)
    assert page.page.select_one(f'main a[href="{PAGE}data-sertifikat"]')


def test_a_required_lesson_added_later_is_not_asked_of_those_who_have_begun(
    app: Application,
) -> None:
    lessons = (make_lesson("satu"), make_lesson("dua"))
    with work(app):
        finished, learning = make_person(), make_person(nip=NIP)
        course = make_course(*lessons)
        for person in (finished, learning):
            enrolment = enrol(person, course, NOW)
            confirm_data(enrolment, NOW)
            finish_item(enrolment, "satu", NOW)
        own = enrol(finished, course, NOW)
        finish_item(own, "dua", NOW)
        advance(own, NOW)
        make_course(*lessons, make_lesson("tiga"), change_class="requirements")
    learner = Visitor(app).sign_in(NIP).open(PAGE)
    assert len(learner.page.select(".outline li")) == 2
    learner.open(f"{PAGE}dua").send(f"{PAGE}dua")
    assert learner.page.select_one('main a[href^="/sertifikat/"]')
    with work(app):
        assert db.session.scalars(select(Enrolment.completed_at)).all().count(None) == 0
