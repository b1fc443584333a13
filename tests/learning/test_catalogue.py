"""The catalogue and a course's page are public; filters, search and paging find every course."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.files import digest_of, store
from elearning.courses import queries as courses
from elearning.courses.compiled import Media, media_url
from elearning.courses.models import CourseMedia
from elearning.courses.operations import publish
from elearning.learning.catalogue.contents import duration
from elearning.learning.enrolment.operations import enrol, finish_item
from tests.factories import NOW, make_compiled, make_course, make_lesson, make_person, work
from tests.statements import statements
from tests.visitor import Visitor

NIP = "198503172010011987"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
PNG = b"\x89PNG picture of a lesson"


def titles(visitor: Visitor) -> list[str]:
    """Return the titles of the tiles."""
    return [heading.get_text() for heading in visitor.page.select(".tile .h")]


def three_courses(app: Application) -> Visitor:
    """Publish three courses and return a visitor."""
    with work(app):
        make_course(slug="a", title="Arsip Digital", jp=2, level="dasar", category="Arsip")
        make_course(slug="b", title="Layanan Publik Digital", jp=4, level="menengah")
        make_course(slug="c", title="Pengadaan", jp=6, level="lanjut", category="Pengadaan")
    return Visitor(app)


def test_a_visitor_sees_all_courses_by_title(app: Application) -> None:
    visitor = three_courses(app).open("/pelatihan/")
    assert visitor.status == 200
    assert titles(visitor) == ["Arsip Digital", "Layanan Publik Digital", "Pengadaan"]
    assert "4 JP" in visitor.text


def test_a_search_finds_titles_with_all_words_in_any_order_and_case(app: Application) -> None:
    visitor = three_courses(app)
    assert titles(visitor.open("/pelatihan/?q=DIGITAL+layanan")) == ["Layanan Publik Digital"]
    assert titles(visitor.open("/pelatihan/?q=digital")) == [
        "Arsip Digital",
        "Layanan Publik Digital",
    ]


def test_filters_narrow_by_category_level_and_learning_hours(app: Application) -> None:
    visitor = three_courses(app)
    assert titles(visitor.open("/pelatihan/?kategori=Arsip")) == ["Arsip Digital"]
    assert titles(visitor.open("/pelatihan/?tingkat=lanjut")) == ["Pengadaan"]
    assert titles(visitor.open("/pelatihan/?jp=sampai-2")) == ["Arsip Digital"]
    assert titles(visitor.open("/pelatihan/?jp=3-4")) == ["Layanan Publik Digital"]
    assert titles(visitor.open("/pelatihan/?jp=mulai-5")) == ["Pengadaan"]


def test_the_form_sends_its_filters_and_keeps_them(app: Application) -> None:
    visitor = three_courses(app).open("/pelatihan/").send("/pelatihan/", q="digital", jp="3-4")
    assert titles(visitor) == ["Layanan Publik Digital"]
    chosen = visitor.page.select_one("select[name=jp] option[selected]")
    assert chosen is not None
    assert chosen["value"] == "3-4"


def test_a_search_without_result_offers_a_way_out(app: Application) -> None:
    visitor = three_courses(app).open("/pelatihan/?q=tidakada")
    assert titles(visitor) == []
    assert visitor.page.select_one('.empty a[href="/pelatihan/"]')


def test_an_empty_catalogue_says_why(app: Application) -> None:
    visitor = Visitor(app).open("/pelatihan/")
    assert visitor.page.select_one(".empty")


@pytest.mark.parametrize(
    "query",
    [
        "jp=banyak",
        "kategori=Tidak+ada",
        "setelah=x:y",
        "setelah=:",
        f"setelah={'9' * 30}:a",
    ],
)
def test_unknown_filters_and_cursors_count_as_none(app: Application, query: str) -> None:
    visitor = three_courses(app).open(f"/pelatihan/?{query}")
    assert (visitor.status, len(titles(visitor))) == (200, 3)


@pytest.mark.parametrize("count", [1, 20])
def test_the_catalogue_takes_six_statements_whatever_the_number_of_courses(
    app: Application, count: int
) -> None:
    with work(app):
        person = make_person(nip=NIP)
        for number in range(count):
            enrol(person, make_course(make_lesson(), slug=f"p{number}"), NOW)
    visitor = Visitor(app).sign_in(NIP).open("/pelatihan/")
    with statements(app) as seen:
        visitor.open("/pelatihan/")
    assert len(seen) == 6, seen


def test_the_pages_of_the_catalogue_show_every_course_once(app: Application) -> None:
    count = courses.PAGE + 3
    with work(app):
        for number in range(count):
            make_course(make_lesson(), slug=f"p{number}", title="Judul sama", category="Satu")
    visitor, seen = Visitor(app).open("/pelatihan/?kategori=Satu"), []
    while True:
        seen += [str(link["href"]) for link in visitor.page.select(".tile .h a")]
        further = visitor.page.select_one("a[rel=next]")
        if further is None:
            break
        assert "kategori=Satu" in str(further["href"])
        visitor.open(str(further["href"]))
    assert len(seen) == len(set(seen)) == count


def test_tiles_show_how_far_the_reader_is(app: Application) -> None:
    with work(app):
        person = make_person(nip=NIP)
        course = make_course(make_lesson("satu"), make_lesson("dua"))
        finish_item(enrol(person, course, NOW), "satu", NOW)
        make_course(slug="lain", title="Pelatihan lain")
    meters = (
        Visitor(app).sign_in(NIP).open("/pelatihan/").page.select(".tile meter, .tile progress")
    )
    assert [(meter["value"], meter["max"]) for meter in meters] == [("1", "2")]


def test_a_visitor_reads_the_course_page_and_is_led_to_sign_in_and_back(app: Application) -> None:
    with work(app):
        make_course(make_lesson(), description="<p>Isi <b>pelatihan</b>.</p>")
        make_person(nip=NIP)
    visitor = Visitor(app).open("/pelatihan/pelatihan-contoh/")
    assert "Isi pelatihan ." in visitor.text
    assert not visitor.page.select(".outline a")
    link = visitor.page.select_one("main .card a.btn")
    assert link is not None
    visitor.open(str(link["href"])).send("/masuk", identifier=NIP, password="belajar-kapan-saja")
    assert visitor.address == "/pelatihan/pelatihan-contoh/"


def test_a_course_that_does_not_exist_is_not_found(app: Application) -> None:
    assert Visitor(app).open("/pelatihan/tidak-ada/").status == 404


def test_the_course_page_names_contents_with_minutes_and_weight(app: Application) -> None:
    with work(app):
        make_course(make_lesson("satu"), make_lesson("dua", required=False))
    lines = [
        line.get_text(" ")
        for line in Visitor(app).open("/pelatihan/pelatihan-contoh/").page.select(".outline li")
    ]
    assert len(lines) == 2
    assert "10" in lines[0]
    assert "2 KB" in lines[0]


def course_with_pictures(app: Application) -> tuple[str, str]:
    """Publish a course with a cover and a lesson's picture; return their addresses."""
    cover = Media("sampul.svg", digest_of(SVG), "image/svg+xml", len(SVG), None, None)
    picture = Media("alur.png", digest_of(PNG), "image/png", len(PNG), 1, 1)
    with work(app):
        store(SVG), store(PNG)
        course = replace(make_compiled(make_lesson(), cover="sampul.svg"), media=(cover, picture))
        publish(course, change_class="content", by_id=None, at=NOW)
        make_person(nip=NIP)
    return media_url(course.slug, cover), media_url(course.slug, picture)


def test_the_cover_is_public_and_cannot_run_anything(app: Application) -> None:
    cover, _picture = course_with_pictures(app)
    visitor = Visitor(app).open("/pelatihan/")
    assert visitor.page.select_one(f'.tile img[src="{cover}"]')
    answer = visitor.client.get(cover, buffered=True)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, SVG, "image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    known = {"If-None-Match": answer.headers["ETag"]}
    assert visitor.client.get(cover, headers=known, buffered=True).status_code == 304


def test_pictures_of_lessons_open_only_to_those_who_may_read(app: Application) -> None:
    _cover, picture = course_with_pictures(app)
    visitor = Visitor(app)
    assert visitor.open(picture).status == 404
    visitor.sign_in(NIP)
    assert visitor.open(picture).status == 404
    visitor.open("/pelatihan/pelatihan-contoh/").send("/pelatihan/pelatihan-contoh/ikuti")
    answer = visitor.client.get(picture, buffered=True)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PNG, "image/png")


def test_a_part_of_a_file_can_be_asked_for(app: Application) -> None:
    cover, _picture = course_with_pictures(app)
    with app.test_client().get(cover, headers={"Range": "bytes=1-3"}, buffered=True) as answer:
        assert (answer.status_code, answer.data) == (206, SVG[1:4])


def test_a_picture_that_the_description_shows_is_public(app: Application) -> None:
    _cover, picture = course_with_pictures(app)
    with work(app):
        name = db.session.scalars(
            select(CourseMedia.name).where(CourseMedia.mime == "image/png")
        ).one()
        make_course(make_lesson(), description=f'<p><img src="{picture}" alt="Alur"></p>')
    assert (
        app.test_client()
        .get(f"/pelatihan/pelatihan-contoh/media/{name}", buffered=True)
        .status_code
        == 200
    )
    assert app.test_client().get("/pelatihan/pelatihan-contoh/media/lain.png").status_code == 404


def test_long_times_are_written_in_hours(app: Application) -> None:
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        written = [duration(minutes) for minutes in (119, 120, 185)]
    assert written == ["119 min", "2 h", "3 h 5 min"]
