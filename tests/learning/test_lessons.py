"""Reading: what a lesson page shows, to whom, and how one goes on where one stopped."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from elearning.accounts import operations as accounts
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Enrolment, ItemFinish
from elearning.courses.queries import outline_of, place_of
from elearning.learning.enrolment.operations import enrol, finish_item, note_position
from elearning.learning.enrolment.progress import resume
from tests.factories import NOW, make_course, make_lesson, make_person, make_quiz, work
from tests.statements import statements
from tests.visitor import Visitor

NIP = "198503172010011987"
PAGE = "/pelatihan/pelatihan-contoh/"


def learner(app: Application, *items: object) -> Visitor:
    """Sign in a learner who has joined a course of these items."""
    with work(app):
        yesterday = clock.now() - timedelta(days=1)
        enrol(make_person(nip=NIP), make_course(*items), yesterday)  # type: ignore[arg-type]
    return Visitor(app).sign_in(NIP)


def enrolment(app: Application) -> Enrolment:
    """Return the only enrolment."""
    with app.app_context():
        return db.session.scalars(select(Enrolment)).one()


def finished(app: Application) -> list[str]:
    """Return the keys finished so far."""
    with app.app_context():
        return list(db.session.scalars(select(ItemFinish.key).order_by(ItemFinish.id)))


def test_a_lesson_shows_where_it_stands_and_what_it_weighs(app: Application) -> None:
    page = learner(app, make_lesson("satu"), make_lesson("dua"), make_quiz()).open(f"{PAGE}dua")
    meta = page.page.select_one("p.meta")
    assert meta is not None
    assert "2" in meta.get_text()
    assert "3" in meta.get_text()
    assert "2 KB" in meta.get_text()
    assert "Isi dua." in page.text
    assert page.page.select_one('.outline a[aria-current="page"]')["href"] == f"{PAGE}dua"  # type: ignore[index]
    assert page.page.select_one(f'.dock a[href="{PAGE}satu"]')
    assert page.page.select_one(f'.dock a[href="{PAGE}kuis"]')


def test_a_finished_lesson_leads_to_the_next_item(app: Application) -> None:
    page = learner(app, make_lesson("satu"), make_lesson("dua")).open(f"{PAGE}satu")
    page.send(f"{PAGE}satu")
    assert page.address == f"{PAGE}dua"
    assert finished(app) == ["satu"]
    assert page.page.select_one(".outline .dot.done")
    page.open(f"{PAGE}satu")
    assert not page.page.select(".dock form")


def test_finishing_twice_counts_once(app: Application) -> None:
    page = learner(app, make_lesson("satu"), make_lesson("dua")).open(f"{PAGE}satu")
    form = page.form(f"{PAGE}satu")
    token = form.find("input", attrs={"name": "csrf_token"})["value"]  # type: ignore[index]
    for _again in range(2):
        assert page.client.post(f"{PAGE}satu", data={"csrf_token": token}).status_code == 302
    assert finished(app) == ["satu"]


def test_the_last_lesson_leads_to_the_confirmation_of_the_data(app: Application) -> None:
    page = learner(app, make_lesson("satu")).open(f"{PAGE}satu").send(f"{PAGE}satu")
    assert page.address == f"{PAGE}data-sertifikat"


def test_a_last_lesson_that_leaves_work_leads_to_the_course_page(app: Application) -> None:
    page = learner(app, make_lesson("satu"), make_lesson("dua")).open(f"{PAGE}dua")
    assert page.send(f"{PAGE}dua").address == PAGE


def test_a_quiz_is_not_finished_by_reading(app: Application) -> None:
    page = learner(app, make_lesson("satu"), make_quiz()).open(f"{PAGE}satu")
    token = page.client.get("/csrf").get_json()["csrf_token"]
    answer = page.client.post(f"{PAGE}kuis", data={"csrf_token": token})
    assert (answer.status_code, finished(app)) == (404, [])


def test_the_address_of_a_quiz_opens_its_front_page(app: Application) -> None:
    page = learner(app, make_lesson("satu"), make_quiz()).open(f"{PAGE}kuis")
    assert (page.status, "Kuis kuis" in page.text) == (200, True)


def test_an_unknown_lesson_or_course_is_not_found(app: Application) -> None:
    page = learner(app, make_lesson("satu"))
    assert page.open(f"{PAGE}tidak-ada").status == 404
    assert page.open("/pelatihan/tidak-ada/satu").status == 404


def test_who_has_not_joined_is_led_to_the_course_page(app: Application) -> None:
    with work(app):
        make_course(make_lesson("satu"))
        make_person(nip=NIP)
    page = Visitor(app).sign_in(NIP).open(f"{PAGE}satu")
    assert page.address == PAGE
    assert page.page.select_one(".flashes .notice")


def test_who_has_not_joined_cannot_finish(app: Application) -> None:
    with work(app):
        make_course(make_lesson("satu"))
        make_person(nip=NIP)
    page = Visitor(app).sign_in(NIP)
    token = page.client.get("/csrf").get_json()["csrf_token"]
    assert page.client.post(f"{PAGE}satu", data={"csrf_token": token}).status_code == 404


@pytest.mark.parametrize("role", ["pengajar", "admin"])
def test_trainers_and_administrators_look_without_joining(app: Application, role: str) -> None:
    with work(app):
        make_course(make_lesson("satu"), make_quiz())
        accounts.grant(make_person(nip=NIP), role, None, NOW)
    page = Visitor(app).sign_in(NIP).open(f"{PAGE}satu")
    assert "Isi satu." in page.text
    assert not page.page.select("[data-position-url], .dock form")
    assert page.open(f"{PAGE}kuis").status == 200


def post_position(page: Visitor, anchor: object, key: str = "satu") -> int:
    """Send a position as js/position.js does."""
    token = page.client.get("/csrf").get_json()["csrf_token"]
    answer = page.client.post(
        f"{PAGE}{key}/posisi", json={"anchor": anchor}, headers={"X-CSRFToken": token}
    )
    return answer.status_code


def test_one_resumes_at_the_heading_last_read(app: Application) -> None:
    page = learner(app, make_lesson("satu"), make_lesson("dua"))
    assert post_position(page, "isi-awal", "dua") == 204
    assert page.open(PAGE).page.select_one(f'main a.btn[href="{PAGE}dua#isi-awal"]')
    article = page.open(f"{PAGE}dua").page.select_one("article")
    assert article is not None
    assert article["data-anchor"] == "isi-awal"
    assert article["data-position-url"] == f"{PAGE}dua/posisi"


def test_a_position_within_ten_seconds_of_the_last_comes_too_soon(app: Application) -> None:
    page = learner(app, make_lesson("satu"))
    assert post_position(page, "isi-awal") == 204
    assert post_position(page, "isi-akhir") == 429
    assert enrolment(app).last_anchor == "isi-awal"
    with work(app):
        later = clock.now() - timedelta(seconds=11)
        db.session.execute(update(Enrolment).values(seen_at=later))
    assert post_position(page, "isi-akhir") == 204
    assert enrolment(app).last_anchor == "isi-akhir"


@pytest.mark.parametrize("anchor", ["", "awal", "isi-a b", "isi-<b>", "isi-" + "a" * 121, 5, None])
def test_only_ids_of_headings_are_positions(app: Application, anchor: object) -> None:
    page = learner(app, make_lesson("satu"))
    assert post_position(page, anchor) == 422
    assert enrolment(app).last_key == ""


def test_without_a_position_one_resumes_at_the_first_unfinished_item(app: Application) -> None:
    items = (make_lesson("satu"), make_lesson("dua"), make_lesson("tiga"))
    with work(app):
        own = enrol(make_person(nip=NIP), make_course(*items), NOW)
        finish_item(own, "satu", NOW)
        place = place_of(own.person_id, "pelatihan-contoh")
        assert place is not None
        outline = outline_of(place.revision_id)
        assert resume(outline, place.finished, "", "").item.key == "dua"
        assert resume(outline, place.finished, "tiga", "").item.key == "tiga"
        assert resume(outline, place.finished, "hilang", "isi-x").item.key == "dua"
        assert resume(outline, place.finished, "satu", "isi-x") == (outline.items[0], "isi-x")
        note_position(place, "tiga", "isi-awal", NOW + timedelta(minutes=1))


def test_a_changed_course_says_so_until_the_notice_is_read(app: Application) -> None:
    page = learner(app, make_lesson("satu"))
    page.open(f"{PAGE}satu").send(f"{PAGE}satu")
    with work(app):
        make_course(make_lesson("satu"), make_lesson("dua"))
    page.open(f"{PAGE}satu")
    assert page.page.select(f'form[action="{PAGE}mengerti"]')
    page.send(f"{PAGE}mengerti")
    assert page.address == f"{PAGE}satu"
    assert not page.page.select(f'form[action="{PAGE}mengerti"]')
    assert not page.open(PAGE).page.select(f'form[action="{PAGE}mengerti"]')


@pytest.mark.parametrize("lessons", [2, 30])
def test_a_lesson_takes_two_statements_whatever_the_number_of_lessons(
    app: Application, lessons: int
) -> None:
    page = learner(app, *(make_lesson(f"m{n}", practice=True) for n in range(lessons)))
    page.open(f"{PAGE}m1")
    with statements(app) as seen:
        assert page.open(f"{PAGE}m1").status == 200
    assert len(seen) == 2, seen
