"""A course in two languages: the reader's own is shown, and what is learnt is the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from elearning.certificates.models import Certificate
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db, reading
from elearning.courses import compiled
from elearning.courses.models import Course
from elearning.courses.operations import publish
from elearning.learning.enrolment.operations import enrol
from elearning.learning.questions.practising import practice_name
from elearning.quizzes.drawing import paper_of
from elearning.quizzes.models import Attempt
from elearning.records.models import Completion
from tests.factories import (
    NOW,
    make_compiled,
    make_course,
    make_lesson,
    make_person,
    make_quiz,
    work,
)
from tests.learning.readers import digest_of, post
from tests.statements import statements
from tests.visitor import Visitor

NIP = "198503172010011987"
PAGE = "/pelatihan/pelatihan-contoh/"
ENGLISH_LESSON = "Read this lesson in English"
INDONESIAN_LESSON = "Baca materi ini dalam bahasa Indonesia"


def english(question: compiled.Question) -> compiled.Question:
    """Return a question in other words."""
    options = tuple(
        replace(option, html=f"<p>Choice {n}</p>", feedback=f"<p>Feedback {n}</p>")
        for n, option in enumerate(question.options)
    )
    return replace(
        question, stem="<p>Question?</p>", options=options, explanation="<p>Explained</p>"
    )


def english_lesson(lesson: compiled.Lesson) -> compiled.Lesson:
    parts = tuple(
        compiled.Html("<h2 id='isi-awal'>Beginning</h2><p>The content, serenity.</p>")
        if isinstance(part, compiled.Html)
        else compiled.Practice(english(part.question))
        for part in lesson.parts
    )
    return replace(lesson, title=f"Lesson {lesson.key}", parts=parts)


def english_quiz(quiz: compiled.Quiz) -> compiled.Quiz:
    pools = tuple(
        replace(pool, questions=tuple(map(english, pool.questions))) for pool in quiz.pools
    )
    return replace(quiz, title="Final quiz", pools=pools)


def make_bilingual(*, with_quiz: bool = True) -> Course:
    """Publish a course of a lesson and a quiz in Indonesian and English."""
    lesson, quiz = make_lesson("satu", practice=True), make_quiz("kuis")
    items: tuple[compiled.Item, ...] = (english_lesson(lesson),)
    items += (english_quiz(quiz),) if with_quiz else ()
    variant = compiled.Variant(
        "en", "A course in English", "Short.", "<p>About it.</p>", items, (("word", "meaning"),)
    )
    course = replace(make_compiled(lesson, quiz), variants=(variant,))
    publish(course, change_class="content", by_id=None, at=NOW)
    return db.session.scalars(select(Course)).one()


def learner(app: Application, *, with_quiz: bool = True, nip: str = NIP) -> Visitor:
    """Sign in a learner who has joined the course."""
    with work(app):
        course = db.session.scalars(select(Course)).first() or make_bilingual(with_quiz=with_quiz)
        enrol(make_person(nip=nip), course, clock.now() - timedelta(days=1))
    return Visitor(app).sign_in(nip)


def in_english(visitor: Visitor, address: str) -> Visitor:
    return visitor.open(f"/bahasa/en?next={address}")


def link(visitor: Visitor, label: str) -> str:
    """Return where a link of the page leads."""
    found = visitor.page.find("a", string=label)
    assert found, visitor.text
    return str(found["href"])


def test_a_lesson_is_shown_in_the_readers_language(app: Application) -> None:
    page = learner(app).open(f"{PAGE}satu")
    assert "Isi satu." in page.text
    page.open(link(page, ENGLISH_LESSON))
    assert page.address == f"{PAGE}satu"
    assert "The content, serenity." in page.text
    assert "Isi satu." not in page.text
    assert [a.get_text() for a in page.page.select(".outline li a > span:nth-of-type(2)")] == [
        "Lesson satu",
        "Final quiz",
    ]
    assert "A course in English" in page.text
    page.open(link(page, INDONESIAN_LESSON))
    assert "Isi satu." in page.text


def test_the_link_to_the_other_language_says_in_which_language_it_is(app: Application) -> None:
    page = learner(app).open(f"{PAGE}satu").page
    found = page.find("a", string=ENGLISH_LESSON)
    assert (found["lang"], found["hreflang"]) == ("en", "en")  # type: ignore[index]


def test_a_course_in_one_language_offers_no_other(app: Application) -> None:
    with work(app):
        enrol(make_person(nip=NIP), make_course(make_lesson("satu")), clock.now())
    page = Visitor(app).sign_in(NIP)
    for address in (PAGE, f"{PAGE}satu"):
        assert "in English" not in page.open(address).text
        assert "bahasa Indonesia" not in in_english(page, address).text
    assert page.page.select_one("article")["lang"] == "id"  # type: ignore[index]
    assert "not translated" not in page.text


def test_what_is_not_translated_says_so(app: Application) -> None:
    page = in_english(learner(app, with_quiz=False), f"{PAGE}kuis")
    assert "This quiz is not translated yet" in page.text
    assert "Kuis kuis" in page.text
    assert "Take this quiz" not in page.text
    assert "not translated" not in page.open(f"{PAGE}satu").text


def test_the_course_page_and_the_catalogue_speak_the_readers_language(app: Application) -> None:
    with work(app):
        make_bilingual()
    page = Visitor(app).open(PAGE)
    assert "Tentang pelatihan." in page.text
    page.open(link(page, "Read this course in English"))
    assert "About it." in page.text
    assert page.page.h1.get_text() == "A course in English"  # type: ignore[union-attr]
    assert "A course in English" in page.open("/pelatihan/?q=english").text


def test_a_practice_question_is_answered_in_english(app: Application) -> None:
    page = in_english(learner(app), f"{PAGE}satu")
    with app.app_context():
        name = practice_name("satu-latihan")
    page.send(f"{PAGE}satu/latihan/{name}", **{name: "1"})
    assert "Question?" in page.text
    assert "Feedback 0" in page.text
    assert page.page.select_one(".verdict.ok")


def test_an_open_attempt_follows_the_readers_language(app: Application) -> None:
    page = learner(app).open(f"{PAGE}satu")
    page.send(f"{PAGE}satu").open(f"{PAGE}data-sertifikat?next=kuis").send()
    page.send(f"{PAGE}kuis/percobaan")
    attempt = page.address
    names = [field["data-question"] for field in page.page.select("fieldset[data-question]")]
    assert "Pilihan 0" in page.text
    in_english(page, attempt)
    assert "Choice 0" in page.text
    assert "Pilihan" not in page.text
    assert names == [each["data-question"] for each in page.page.select("fieldset[data-question]")]


def finish(page: Visitor, app: Application, nip: str) -> None:
    """Read, confirm the data, answer everything right and send."""
    page.send(f"{PAGE}satu").open(f"{PAGE}data-sertifikat?next=kuis").send()
    page.send(f"{PAGE}kuis/percobaan")
    attempt = page.address
    with app.app_context(), reading():
        found = db.session.get_one(Attempt, int(attempt.rpartition("/")[2]))
        answers = {
            slot.id: next(a for a, b in slot.options if b.endswith("-0"))
            for slot in paper_of(found.paper)
        }
    page.send(f"{attempt}/jawaban", lanjut="tinjau", **answers).send(f"{attempt}/kirim")
    assert page.page.select_one(".result"), page.text


def test_completion_certificate_and_history_are_the_same_in_either_language(
    app: Application,
) -> None:
    other = "199003172010012988"
    english_reader = in_english(learner(app), f"{PAGE}satu")
    finish(english_reader, app, NIP)
    assert "Feedback 0" in english_reader.text
    assert "You have passed" in english_reader.text
    indonesian = learner(app, nip=other).open(f"{PAGE}satu")
    finish(indonesian, app, other)
    assert "Umpan balik 0" in indonesian.text
    with app.app_context():
        done = db.session.scalars(select(Completion).order_by(Completion.id)).all()
        same = ("course_title", "jp", "score", "course_id", "cycle", "revision_id", "completed_on")
        assert len(done) == 2
        assert len({tuple(getattr(each, name) for name in same) for each in done}) == 1
        assert done[0].course_title == "Pelatihan pelatihan-contoh"
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == 2
    assert "Pelatihan pelatihan-contoh" in english_reader.open("/riwayat/").text


def test_a_lesson_in_english_asks_as_often_as_in_indonesian(app: Application) -> None:
    page = in_english(learner(app), f"{PAGE}satu")
    page.open(f"{PAGE}satu")
    with statements(app) as seen:
        assert "The content" in page.open(f"{PAGE}satu").text
    assert len(seen) == 2, seen


def test_notes_stand_at_the_same_paragraph_in_either_language(app: Application) -> None:
    page = learner(app).open(f"{PAGE}satu/catatan")
    digest = page.page.select_one("input[name=paragraf]")["value"]  # type: ignore[index]
    page.send(f"{PAGE}satu/catatan", paragraf=digest, catatan="Catatan saya")
    in_english(page, f"{PAGE}satu/catatan")
    assert "Catatan saya" in page.text
    assert "have changed" not in page.text
    marks = page.client.get(f"{PAGE}satu/catatan.json").get_json()["marks"]
    assert [mark["note"] for mark in marks.values()] == ["Catatan saya"]
    assert list(marks) != [digest]


def test_a_search_finds_the_readers_language(app: Application) -> None:
    page = learner(app)
    assert "Lesson satu" not in page.open("/cari?q=serenity").text
    assert "Materi satu" in page.open("/cari?q=isi").text
    in_english(page, "/cari?q=serenity")
    assert "Lesson satu" in page.text
    assert "A course in English" in page.text
    assert "Materi satu" not in page.open("/cari?q=isi").text
    assert "meaning" in page.open("/cari?q=word").text


def test_what_is_not_translated_is_found_in_its_own_words(app: Application) -> None:
    with work(app):
        enrol(make_person(nip=NIP), make_course(make_lesson("satu")), clock.now())
    page = in_english(Visitor(app).sign_in(NIP), "/cari?q=isi")
    assert "Materi satu" in page.text


def test_the_first_page_leads_on_in_the_readers_language(app: Application) -> None:
    page = in_english(learner(app), "/")
    assert "A course in English" in page.text
    assert "Lesson satu" in page.text


@pytest.mark.parametrize("code", ["id", "en"])
def test_what_is_said_at_a_paragraph_arrives_whatever_the_language_became(
    app: Application, code: str
) -> None:
    page = learner(app)
    digest = digest_of("Isi satu." if code == "en" else "The content, serenity.")
    page.open(f"/bahasa/{code}?next={PAGE}satu")
    assert page.open(f"{PAGE}satu/laporan?paragraf={digest}").status == 200
    assert post(page, f"{PAGE}satu/catatan", paragraf=digest, catatan="Ingat") == 302
