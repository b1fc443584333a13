"""The search page: who finds what, and where it leads."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from elearning.accounts.operations import grant
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses import compiled
from elearning.courses.models import Course
from elearning.learning.enrolment.operations import enrol
from tests.factories import NOW, make_course, make_lesson, make_person, work
from tests.statements import statements
from tests.visitor import Visitor

NIP = "198503172010011987"
SECRET = "mekanisme"
OLD = '<h2 id="isi-lama">Tenggat</h2><p>Aduan dijawab menurut mekanisme lama.</p>'
NEW = (
    '<h2 id="isi-baru">Jangka waktu</h2><p>Aduan dijawab menurut mekanisme baru.</p>'
    '<h2 id="isi-tambahan">Tambahan</h2><p>Hanya di sini: eskalasi.</p>'
)


def lesson_of(html: str, key: str = "satu") -> compiled.Lesson:
    """Return a lesson of some HTML."""
    whole = make_lesson(key)
    values = {name: getattr(whole, name) for name in whole.__dataclass_fields__}
    return compiled.Lesson(**(values | {"parts": (compiled.Html(html),)}))


@contextmanager
def reader(app: Application, *, joins: bool = True, html: str = OLD) -> Iterator[Visitor]:
    """Give a browser of a learner beside a course of one lesson, joined or not."""
    with work(app):
        person = make_person(nip=NIP)
        course = make_course(lesson_of(html), title="Pengelolaan Aduan")
        if joins:
            enrol(person, course, NOW)
    yield Visitor(app).sign_in(NIP)


def links(visitor: Visitor) -> list[str]:
    """Return where the things found lead."""
    return [str(link["href"]) for link in visitor.page.select(".found h3 a")]


def marked(visitor: Visitor) -> list[str]:
    """Return the marked words."""
    return [mark.get_text() for mark in visitor.page.find_all("mark")]


def test_a_learner_is_quoted_the_passage_and_led_to_its_heading(each_app: Application) -> None:
    with reader(each_app) as learner:
        learner.open("/cari?q=bermekanisme")
        assert links(learner) == ["/pelatihan/pelatihan-contoh/satu#isi-lama"]
        assert marked(learner) == [SECRET]
        assert "Aduan dijawab menurut mekanisme lama." in learner.text


def test_nobody_finds_the_words_of_a_lesson_that_they_may_not_open(each_app: Application) -> None:
    with reader(each_app, joins=False) as other:
        for browser in (other, Visitor(each_app)):
            browser.open(f"/cari?q={SECRET}")
            assert links(browser) == []
            assert "Aduan dijawab" not in browser.text


def test_everyone_finds_a_course_by_what_it_says_of_itself(each_app: Application) -> None:
    with reader(each_app, joins=False):
        visitor = Visitor(each_app).open("/cari?q=mengelola+aduan")
        assert links(visitor) == ["/pelatihan/pelatihan-contoh/"]


def test_everyone_finds_a_term_with_its_meaning(each_app: Application) -> None:
    with work(each_app):
        for slug in ("a", "b"):
            make_course(slug=slug, glossary=(("Maklumat", "Janji tertulis penyelenggara."),))
    visitor = Visitor(each_app).open("/cari?q=maklumat")
    assert [each.get_text() for each in visitor.page.select(".found dt")] == ["Maklumat"]
    assert "Janji tertulis penyelenggara." in visitor.text


def test_a_trainer_finds_every_lesson(each_app: Application) -> None:
    with work(each_app):
        make_course(lesson_of(OLD))
        grant(make_person(nip=NIP), "pengajar", None, NOW)
    trainer = Visitor(each_app).sign_in(NIP).open(f"/cari?q={SECRET}")
    assert links(trainer) == ["/pelatihan/pelatihan-contoh/satu#isi-lama"]


def stay_behind(app: Application, html: str = NEW) -> Visitor:
    """Return the browser of somebody who stays with the first of two revisions."""
    with work(app):
        person = make_person(nip=NIP)
        course = make_course(lesson_of(OLD))
        enrol(person, course, NOW).last_key = "satu"
        db.session.flush()
        make_course(lesson_of(html), lesson_of(NEW, "dua"), change_class="requirements")
    return Visitor(app).sign_in(NIP)


def test_who_stays_with_an_older_revision_is_led_to_its_heading(each_app: Application) -> None:
    learner = stay_behind(each_app).open(f"/cari?q={SECRET}")
    assert links(learner) == ["/pelatihan/pelatihan-contoh/satu#isi-lama"]
    assert "mekanisme lama" in learner.text
    assert "mekanisme baru" not in learner.text


def test_who_stays_with_an_older_revision_finds_nothing_newer(each_app: Application) -> None:
    learner = stay_behind(each_app).open("/cari?q=eskalasi")
    assert links(learner) == []
    assert "Hanya di sini" not in learner.text


def test_a_lesson_is_shown_once_with_its_further_headings(each_app: Application) -> None:
    html = "".join(f'<h2 id="isi-{n}">Bagian {n}</h2><p>mekanisme</p>' for n in range(6))
    with reader(each_app, html=html) as learner:
        learner.open(f"/cari?q={SECRET}")
        assert len(links(learner)) == 1
        assert len(learner.page.select(".found .small a")) == 3


def test_a_mistyped_title_is_offered(each_app: Application) -> None:
    with reader(each_app) as learner:
        learner.open("/cari?q=Pengelolan+Adan")
        assert links(learner) == ["/pelatihan/pelatihan-contoh/"]


def test_words_that_stand_everywhere_get_advice(each_app: Application) -> None:
    with work(each_app):
        make_course(summary="Yang dan di.")
    for question in ("yang dan di", "!!!", "😀"):
        visitor = Visitor(each_app).open("/").send("/cari", q=question)
        assert links(visitor) == []
        assert visitor.page.select(".notice")


def test_an_empty_question_shows_the_field_alone(app: Application) -> None:
    visitor = Visitor(app).open("/cari")
    assert visitor.status == 200
    assert not visitor.page.select(".found, .notice, .empty")


@pytest.mark.parametrize("question", ['"', "a" * 10_000, "<script>alert(1)</script>", "%FF%FE"])
def test_no_question_breaks_the_page(each_app: Application, question: str) -> None:
    visitor = Visitor(each_app).open(f"/cari?q={question}")
    assert visitor.status == 200
    assert not visitor.page.select("main script")
    assert len(visitor.text) < 5_000


def test_markup_in_a_lesson_is_quoted_as_text(each_app: Application) -> None:
    with reader(each_app, html="<p>mekanisme &lt;script&gt;x&lt;/script&gt;</p>") as learner:
        learner.open(f"/cari?q={SECRET}")
        assert not learner.page.select("main script")
        assert "<script>x</script>" in learner.text


def test_an_unpublished_course_is_not_found(each_app: Application) -> None:
    with reader(each_app) as learner:
        with work(each_app):
            db.session.query(Course).update({"revision_id": None})
        assert links(learner.open("/cari?q=aduan")) == []


def test_a_search_asks_as_often_for_many_as_for_few(app: Application) -> None:
    with reader(app) as learner:
        learner.open(f"/cari?q={SECRET}")
        with statements(app) as few:
            learner.open(f"/cari?q={SECRET}")
        with work(app):
            for n in range(5):
                make_course(lesson_of(OLD), slug=f"lain-{n}", title=f"Mekanisme {n}")
        with statements(app) as many:
            learner.open(f"/cari?q={SECRET}")
        assert len(many) == len(few) <= 5
