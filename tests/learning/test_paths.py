"""A learning path shows its courses in order, where the reader stands, and one next step."""

from datetime import timedelta

import pytest

from elearning.accounts import operations as accounts
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.courses.operations import withdraw
from elearning.learning.enrolment.operations import confirm_data, enrol, finish_item
from tests.factories import (
    NOW,
    make_completion,
    make_course,
    make_lesson,
    make_path,
    make_person,
    work,
)
from tests.statements import statements
from tests.visitor import Visitor

NIP = "198503172010011987"
PAGE = "/jalur/uji"
SKILLS = {"dasar": ("pelayanan-publik", 2), "lanjut": ("pelayanan-publik", 3)}


def make_steps() -> tuple[Course, Course, Course]:
    """Publish a path of three courses; the second builds on the first."""
    lessons = (make_lesson("satu"), make_lesson("dua"))
    first = make_course(
        *lessons, slug="dasar", title="Dasar", jp=2, competencies=(SKILLS["dasar"],)
    )
    second = make_course(
        *lessons,
        slug="lanjut",
        title="Lanjut",
        jp=3,
        competencies=(SKILLS["lanjut"],),
        prerequisites=("dasar",),
    )
    third = make_course(
        *lessons, slug="lain", title="Lain", jp=4, competencies=(("integritas", 1),)
    )
    make_path(first, second, third)
    return first, second, third


def states(visitor: Visitor) -> list[str]:
    """Return what is said of each course's state."""
    return [step.select(".tag")[-1].get_text() for step in visitor.page.select(".path > li")]


def next_step(visitor: Visitor) -> str:
    """Return where the one obvious button leads."""
    (button,) = visitor.page.select("main a.btn:not(.plain)")
    return str(button["href"])


def levels(visitor: Visitor) -> dict[str, str]:
    """Return what is said of each competency."""
    facts = visitor.page.select("#kompetensi .kv > div")
    return {fact.dt.get_text(): fact.dd.get_text() for fact in facts if fact.dt and fact.dd}


def test_a_visitor_sees_the_courses_in_order_with_the_reason_of_each(app: Application) -> None:
    with work(app):
        make_steps()
    visitor = Visitor(app).open(PAGE)
    titles = [link.get_text() for link in visitor.page.select(".path h3 a")]
    assert titles == ["Dasar", "Lanjut", "Lain"]
    assert "Alasan lanjut." in visitor.text
    assert "Pelayanan Publik (PP), tingkat 2" in visitor.text
    assert "9 JP" in visitor.text
    assert next_step(visitor) == "/pelatihan/dasar/"
    assert visitor.page.select_one('.path li:nth-of-type(2) p a[href="/pelatihan/dasar/"]')
    assert levels(visitor) == {
        "Pelayanan Publik (PP)": "Tingkat 3",
        "Integritas (INT)": "Tingkat 1",
    }


def test_a_path_that_is_not_there_is_not_found(app: Application) -> None:
    assert Visitor(app).open("/jalur/tidak-ada").status == 404


def test_a_beginner_is_told_what_waits_for_what_and_where_to_begin(app: Application) -> None:
    with work(app):
        make_person(nip=NIP)
        make_steps()
    page = Visitor(app).sign_in(NIP).open(PAGE)
    assert states(page) == ["Belum dimulai", "Menunggu prasyarat", "Belum dimulai"]
    assert next_step(page) == "/pelatihan/dasar/"


def test_the_next_step_goes_on_where_the_reader_stopped(app: Application) -> None:
    with work(app):
        person = make_person(nip=NIP)
        _first, _second, third = make_steps()
        finish_item(enrol(person, third, NOW), "satu", NOW)
    page = Visitor(app).sign_in(NIP).open(PAGE)
    assert states(page) == ["Belum dimulai", "Menunggu prasyarat", "Sedang berjalan"]
    assert next_step(page) == "/pelatihan/lain/dua"


def test_everything_read_leads_to_the_confirmation_of_the_data(app: Application) -> None:
    with work(app):
        person = make_person(nip=NIP)
        enrolment = enrol(person, make_steps()[0], NOW)
        for key in ("satu", "dua"):
            finish_item(enrolment, key, NOW)
    assert next_step(Visitor(app).sign_in(NIP).open(PAGE)) == "/pelatihan/dasar/data-sertifikat"


def test_a_finished_course_opens_what_waited_for_it_and_counts_its_jp_and_level(
    app: Application,
) -> None:
    with work(app):
        make_completion(make_person(nip=NIP), make_steps()[0])
    page = Visitor(app).sign_in(NIP).open(PAGE)
    assert states(page) == ["Selesai", "Belum dimulai", "Belum dimulai"]
    assert next_step(page) == "/pelatihan/lanjut/"
    assert "2 dari 9 JP" in page.text
    assert levels(page)["Pelayanan Publik (PP)"] == "Tingkat 2 dari 3"
    assert levels(page)["Integritas (INT)"] == "Belum, menuju tingkat 1"


def test_a_level_once_reached_stays_when_the_course_is_changed(app: Application) -> None:
    with work(app):
        make_completion(make_person(nip=NIP), make_steps()[0])
        make_course(make_lesson("satu"), slug="dasar", competencies=(("pelayanan-publik", 1),))
    page = Visitor(app).sign_in(NIP).open(PAGE)
    assert levels(page)["Pelayanan Publik (PP)"] == "Tingkat 2 dari 3"


def test_a_finished_path_leads_to_the_history(app: Application) -> None:
    with work(app):
        person = make_person(nip=NIP)
        for number, course in enumerate(make_steps()):
            make_completion(person, course, NOW + timedelta(days=30 * number))
    page = Visitor(app).sign_in(NIP).open(PAGE)
    assert states(page) == ["Selesai"] * 3
    assert next_step(page) == "/riwayat/"


def test_a_prerequisite_outside_the_path_is_the_next_step_when_everything_waits_for_it(
    app: Application,
) -> None:
    with work(app):
        make_person(nip=NIP)
        make_course(slug="luar", title="Dari luar")
        make_path(make_course(slug="dalam", prerequisites=("luar",)))
    page = Visitor(app).sign_in(NIP).open(PAGE)
    assert states(page) == ["Menunggu prasyarat"]
    assert next_step(page) == "/pelatihan/luar/"


def test_who_has_joined_before_a_prerequisite_was_added_is_not_locked_out(app: Application) -> None:
    with work(app):
        person = make_person(nip=NIP)
        first = make_course(make_lesson("satu"), slug="dasar")
        second = make_course(make_lesson("satu"), slug="lanjut")
        confirm_data(enrol(person, second, NOW), NOW)
        make_course(make_lesson("satu"), slug="lanjut", prerequisites=("dasar",))
        make_path(first, second)
    learner = Visitor(app).sign_in(NIP).open(PAGE)
    assert states(learner) == ["Belum dimulai", "Sedang berjalan"]
    assert next_step(learner) == "/pelatihan/lanjut/satu"
    learner.open("/pelatihan/lanjut/satu").send("/pelatihan/lanjut/satu")
    assert learner.page.select_one('main a[href^="/sertifikat/"]')


def test_a_withdrawn_course_is_shown_only_to_those_who_have_joined_it(app: Application) -> None:
    with work(app):
        enrol(make_person(nip=NIP), make_steps()[2], NOW)
        third = db.session.query(Course).filter_by(slug="lain").one()
        withdraw(third, None, NOW)
    assert len(Visitor(app).open(PAGE).page.select(".path > li")) == 2
    assert states(Visitor(app).sign_in(NIP).open(PAGE))[2] == "Sedang berjalan"


def test_a_path_whose_courses_are_all_withdrawn_is_not_found(app: Application) -> None:
    with work(app):
        for course in make_steps():
            withdraw(course, None, NOW)
    assert Visitor(app).open(PAGE).status == 404
    assert not Visitor(app).open("/pelatihan/").page.select('a[href="/jalur/uji"]')


def test_an_administrator_sees_the_path_without_a_state(app: Application) -> None:
    with work(app):
        accounts.grant(make_person(nip=None, username="admin"), "admin", None, NOW)
        make_steps()
    page = Visitor(app).sign_in("admin").open(PAGE)
    assert page.status == 200
    assert "Belum dimulai" not in page.text


@pytest.mark.parametrize("count", [2, 12])
def test_a_path_takes_six_statements_whatever_the_number_of_courses(
    app: Application, count: int
) -> None:
    with work(app):
        person = make_person(nip=NIP)
        courses = [make_course(make_lesson(), slug="p0")]
        for number in range(1, count):
            needed = (f"p{number - 1}",)
            courses.append(make_course(make_lesson(), slug=f"p{number}", prerequisites=needed))
        make_path(*courses)
        enrol(person, courses[0], NOW)
    visitor = Visitor(app).sign_in(NIP).open(PAGE)
    with statements(app) as seen:
        visitor.open(PAGE)
    assert len(seen) <= 6, seen


def test_the_catalogue_and_the_course_pages_lead_to_the_path(app: Application) -> None:
    with work(app):
        make_steps()
        make_course(slug="sendiri")
    visitor = Visitor(app).open("/pelatihan/")
    (link,) = visitor.page.select('main a[href="/jalur/uji"]')
    assert link.get_text() == "Jalur uji"
    assert not visitor.open("/pelatihan/?q=dasar").page.select('a[href="/jalur/uji"]')
    assert visitor.open("/pelatihan/lanjut/").page.select('main a[href="/jalur/uji"]')
    assert not visitor.open("/pelatihan/sendiri/").page.select('a[href="/jalur/uji"]')
