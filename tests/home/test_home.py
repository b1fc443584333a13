"""The first page: what visitors, learners and offices see."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from elearning.accounts import operations as accounts
from elearning.accounts.models import Person
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from elearning.courses.models import Course
from elearning.home.dashboard import greeting_at, target_of
from elearning.home.queries import not_begun, year_of
from elearning.learning.completion.operations import advance
from elearning.learning.enrolment.operations import confirm_data, enrol, finish_item
from elearning.records.models import PersonYear
from tests.factories import make_course, make_lesson, make_person, make_unit, work
from tests.statements import statements
from tests.visitor import Visitor

NIP = "198503172010011987"


def complete(person: Person, course: Course) -> None:
    """Let a person complete a course of one lesson now."""
    at = clock.now()
    enrolment = enrol(person, course, at)
    confirm_data(enrolment, at)
    finish_item(enrolment, "satu", at)
    assert advance(enrolment, at) is not None


def course_of(slug: str, jp: int = 2, **facts: Any) -> Course:
    """Publish a course of one lesson."""
    return make_course(make_lesson("satu"), slug=slug, title=f"Judul {slug}", jp=jp, **facts)


def test_visitors_find_the_courses_the_search_and_the_verification(app: Application) -> None:
    with work(app):
        course_of("arsip")
    page = Visitor(app).open("/")
    assert (page.status, "Judul arsip" in page.text) == (200, True)
    assert page.page.select_one('form[action="/cari"] input[name=q]')
    assert page.page.select_one('main a[href="/verifikasi/"]')


def test_the_landing_page_stands_without_courses(app: Application) -> None:
    page = Visitor(app).open("/")
    assert (page.status, len(page.page.select("main .empty"))) == (200, 1)


def test_a_learner_goes_on_with_the_course_seen_last(app: Application) -> None:
    at = clock.now()
    with work(app):
        person = make_person(nip=NIP)
        enrol(person, course_of("arsip"), at - timedelta(days=2))
        enrol(person, course_of("layanan"), at - timedelta(days=1))
    page = Visitor(app).sign_in(NIP).open("/")
    assert page.page.select_one('.hello a[href="/pelatihan/layanan/satu"]')
    links = [str(a["href"]) for a in page.page.select("main .card h3 a")]
    assert links == ["/pelatihan/layanan/", "/pelatihan/arsip/"]


def test_the_ring_shows_the_year_and_what_is_missing(app: Application) -> None:
    with work(app):
        person = make_person(nip=NIP)
        complete(person, course_of("arsip", jp=4))
        for slug, jp in (("a", 2), ("b", 16), ("c", 15)):
            course_of(slug, jp=jp)
    page = Visitor(app).sign_in(NIP).open("/")
    assert page.page.select_one(".hello .ring .tv").get_text() == "4"  # type: ignore[union-attr]
    tiles = [a["href"] for a in page.page.select(".tiles .h a")]
    assert tiles == ["/pelatihan/b/", "/pelatihan/c/"]
    assert "16 JP" in page.text
    assert page.page.select_one('.timeline a[href^="/sertifikat/"]')


def test_suggestions_fit_what_is_missing_and_can_be_joined_at_once(app: Application) -> None:
    with work(app):
        person = make_person(nip=NIP)
        enrol(person, course_of("begun", jp=6), clock.now())
        for slug, jp in (("long", 9), ("six", 6), ("two", 2)):
            course_of(slug, jp=jp)
        course_of("after", jp=5, prerequisites=("two",))
        db.session.add(PersonYear(person_id=person.id, year=this_year(), jp=14, entries=1))
        db.session.flush()
        assert [card.slug for card in not_begun(person.id, 6, 9)] == ["six", "after", "two", "long"]
    page = Visitor(app).sign_in(NIP).open("/")
    assert [a["href"] for a in page.page.select(".tiles .h a")] == [
        "/pelatihan/six/",
        "/pelatihan/two/",
    ]


def this_year() -> int:
    """Return the year in WIB."""
    return clock.local_date(clock.now(), "Asia/Jakarta").year


def test_jp_of_another_year_do_not_count(app: Application) -> None:
    with work(app):
        person = make_person()
        db.session.add(PersonYear(person_id=person.id, year=2025, jp=9, entries=1))
        db.session.flush()
        assert year_of(person.id, date(2025, 12, 31), 3, date.max) == (9, 0, "", False, ())
        assert year_of(person.id, date(2026, 1, 1), 3, date.max) == (0, 0, "", False, ())


def test_the_newest_completions_come_first(app: Application) -> None:
    with work(app):
        person = make_person()
        for slug in ("a", "b", "c"):
            complete(person, course_of(slug))
        year = year_of(person.id, date(this_year(), 12, 31), 2, date.max)
        assert [done.title for done in year.recent] == ["Judul c", "Judul b"]
        assert all(done.certificate_id for done in year.recent)


@pytest.mark.parametrize(
    ("status", "target", "cap"),
    [
        ("PNS", 20, None),
        ("CPNS", 20, None),
        ("PPPK", None, 24),
        ("PPPK Paruh Waktu", None, 24),
        ("", None, None),
    ],
)
def test_a_pns_has_a_target_and_a_pppk_a_cap(
    status: str, target: int | None, cap: int | None
) -> None:
    found = target_of(status, 2026, 6, Settings())
    assert (found.target, found.cap) == (target, cap)
    assert found.missing == (14 if target else 0)


def test_a_pppk_reads_the_cap_and_gets_no_ring(app: Application) -> None:
    with work(app):
        make_person(nip="199207042022212993", status="PPPK", rank="IX")
    page = Visitor(app).sign_in("199207042022212993").open("/")
    assert "24 JP" in page.text
    assert not page.page.select(".hello .ring")


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (3, "malam"),
        (4, "pagi"),
        (10, "pagi"),
        (11, "siang"),
        (15, "sore"),
        (18, "malam"),
        (23, "malam"),
    ],
)
def test_the_greeting_follows_the_hour(app: Application, hour: int, part: str) -> None:
    names = {"pagi": "morning", "siang": "day", "sore": "afternoon", "malam": "evening"}
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        local = datetime(2026, 11, 22, hour, 0, tzinfo=ZoneInfo("Asia/Jayapura"))
        assert greeting_at(local, "Siti") == f"Good {names[part]}, Siti"


def test_everything_done_but_unconfirmed_asks_for_the_data(app: Application) -> None:
    with work(app):
        finish_item(
            enrol(make_person(nip=NIP), course_of("arsip"), clock.now()), "satu", clock.now()
        )
    page = Visitor(app).sign_in(NIP).open("/")
    assert page.page.select_one('main a[href="/pelatihan/arsip/data-sertifikat"]')


def test_an_account_without_a_nip_gets_its_own_page(app: Application) -> None:
    with work(app):
        accounts.grant(make_person(nip=None, username="admin"), "admin", None, clock.now())
    page = Visitor(app).sign_in("admin").open("/")
    assert (page.status, "NIP" in page.text) == (200, True)
    assert not page.page.select(".ring")


def test_the_navigation_holds_what_the_person_can_use(app: Application) -> None:
    with work(app):
        unit = make_unit()
        make_person(nip=NIP)
        hr = make_person(unit, nip="198111232006042991")
        accounts.grant(hr, "kepegawaian", unit, clock.now())
        make_person(nip=None, username="admin")

    def links(page: Visitor) -> list[str]:
        return [str(a["href"]) for a in page.page.select("header nav.nav a")]

    assert links(Visitor(app).open("/")) == ["/", "/pelatihan/"]
    assert links(Visitor(app).sign_in("admin").open("/")) == ["/", "/pelatihan/"]
    assert links(Visitor(app).sign_in(NIP).open("/")) == ["/", "/pelatihan/", "/riwayat/"]
    assert links(Visitor(app).sign_in("198111232006042991").open("/"))[-1] == "/kepegawaian/"


def test_the_current_place_is_marked_once(app: Application) -> None:
    for address in ("/", "/pelatihan/"):
        current = Visitor(app).open(address).page.select("header nav.nav a[aria-current]")
        assert [str(a["href"]) for a in current] == [address]
    assert not Visitor(app).open("/bantuan").page.select("header nav.nav a[aria-current]")


def test_the_navigation_speaks_the_language_of_its_reader(app: Application) -> None:
    visitor = Visitor(app)
    for code, first in (("id", "Beranda"), ("en", "Home"), ("id", "Beranda")):
        page = visitor.open(f"/bahasa/{code}?next=/bantuan").page
        assert page.select("header nav.nav a")[0].get_text() == first


def test_the_navigation_leads_to_where_the_application_lies(app: Application) -> None:
    for root in ("", "/belajar", ""):
        page = app.test_client().get("/bantuan", environ_overrides={"SCRIPT_NAME": root})
        assert f'<a href="{root}/pelatihan/">' in page.get_data(as_text=True)


def test_pages_of_assessment_belong_to_the_studio(app: Application) -> None:
    with work(app):
        accounts.grant(make_person(nip=NIP), "pengajar", None, clock.now())
    page = Visitor(app).sign_in(NIP).open("/penilaian/").page
    assert [a["href"] for a in page.select("header nav.nav a[aria-current]")] == ["/studio/"]


@pytest.mark.parametrize("address", ["/bantuan", "/privasi", "/aksesibilitas"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_help_and_notices_are_public_in_both_languages(
    app: Application, address: str, language: str
) -> None:
    visitor = Visitor(app).open(f"/bahasa/{language}?next={address}")
    assert (visitor.status, visitor.address) == (200, address)
    assert visitor.page.html["lang"] == language  # type: ignore[index]


def test_the_help_page_answers_where_others_link_to(app: Application) -> None:
    page = Visitor(app).open("/bantuan").page
    for place in page.select("main nav a"):
        assert page.select_one(f"h2{place['href']}")
    assert page.select_one("#data-salah")


@pytest.mark.parametrize("courses", [1, 12])
def test_the_dashboard_takes_four_statements_whatever_the_number_of_courses(
    app: Application, courses: int
) -> None:
    with work(app):
        person = make_person(nip=NIP)
        for number in range(courses):
            enrol(person, course_of(f"begun-{number}"), clock.now())
            complete(person, course_of(f"done-{number}"))
            course_of(f"open-{number}")
    page = Visitor(app).sign_in(NIP).open("/")
    with statements(app) as seen:
        assert page.open("/").status == 200
    assert len(seen) == 4, seen


def test_the_landing_page_takes_one_statement(app: Application) -> None:
    with work(app):
        for number in range(8):
            course_of(f"open-{number}")
    page = Visitor(app).open("/")
    with statements(app) as seen:
        page.open("/")
    assert len(seen) == 1, seen
    assert len(page.page.select(".tile")) == 6
