"""The full-text index: what is found, by whom, and when it changes."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses import compiled
from elearning.courses.search import queries as search_queries
from elearning.courses.search.models import SearchSection, SearchTrigram
from elearning.courses.search.operations import clear_index, reindex, remove_from_index
from elearning.courses.search.queries import ALL_LESSONS, PUBLIC, hits, near_titles, readable
from elearning.courses.search.stems import asked_stems
from tests.factories import make_course, make_lesson, work

GLOSSARY = (("Maklumat", "Janji tertulis penyelenggara."),)


def lesson_of(key: str, html: str) -> compiled.Lesson:
    """Return a lesson of some HTML."""
    whole = make_lesson(key)
    values = {name: getattr(whole, name) for name in whole.__dataclass_fields__}
    return compiled.Lesson(**(values | {"parts": (compiled.Html(html),)}))


def titles(question: str, *scopes: str) -> list[str]:
    """Return the titles that a question finds."""
    return [hit.title for hit in hits(asked_stems(question), scopes or PUBLIC, 50)]


def test_a_relative_of_a_word_finds_the_course(each_app: Application) -> None:
    with work(each_app):
        make_course(title="Dasar Kepegawaian")
        assert titles("pegawai") == ["Dasar Kepegawaian"]


def test_description_and_contents_list_find_the_course(each_app: Application) -> None:
    with work(each_app):
        make_course(make_lesson("tiga"), title="Satu", description="<p>Pengaduan warga</p>")
        assert titles("mengadukan") == titles("materi tiga") == ["Satu"]


def test_a_term_is_found_by_its_name_and_by_its_meaning(each_app: Application) -> None:
    with work(each_app):
        make_course(glossary=GLOSSARY)
        assert titles("maklumat") == titles("janji") == ["Maklumat"]


def test_every_word_must_stand_in_the_section(each_app: Application) -> None:
    with work(each_app):
        html = '<h2 id="isi-a">Tenggat</h2><p>aduan</p><h2 id="isi-b">Biaya</h2><p>aduan</p>'
        make_course(lesson_of("satu", html))
        assert titles("aduan tenggat", *ALL_LESSONS) == ["Tenggat"]


def test_a_heading_weighs_more_than_a_mention(each_app: Application) -> None:
    with work(each_app):
        html = (
            '<h2 id="isi-a">Lain</h2><p>biaya biaya dan banyak kata lain</p>'
            '<h2 id="isi-b">Biaya</h2><p>Isi dengan banyak kata lain.</p>'
        )
        make_course(lesson_of("satu", html))
        assert titles("biaya", *ALL_LESSONS) == ["Biaya", "Lain"]


def test_a_scope_finds_the_lessons_of_its_courses_only(each_app: Application) -> None:
    with work(each_app):
        one, other = make_course(slug="a"), make_course(make_lesson("lain"), slug="b")
        assert titles("materi", *readable([one.id])) == ["Materi satu", "Awal"]
        assert {*titles("materi", *readable([other.id]))} == {"Materi lain", "Awal"}
        assert titles("awal") == hits(["awal"], readable([]), 50) == []


@pytest.mark.parametrize("question", ["#lesson", "lesson", "course", "#course #term", "lesson1"])
def test_nobody_asks_for_a_scope(each_app: Application, question: str) -> None:
    with work(each_app):
        make_course()
        assert titles(question) == []


def test_a_new_revision_replaces_what_was_found(each_app: Application) -> None:
    with work(each_app):
        make_course(lesson_of("satu", "<p>lama</p>"))
        make_course(lesson_of("satu", "<p>baru</p>"))
        assert titles("lama", *ALL_LESSONS) == []
        assert titles("baru", *ALL_LESSONS) == ["Materi satu"]


def test_a_publishing_that_is_undone_changes_nothing(each_app: Application) -> None:
    with work(each_app):
        make_course(lesson_of("satu", "<p>lama</p>"))
    with work(each_app):
        make_course(lesson_of("satu", "<p>baru</p>"))
        db.session.rollback()
        assert titles("baru", *ALL_LESSONS) == []
        assert titles("lama", *ALL_LESSONS) == ["Materi satu"]


def test_an_unpublished_course_vanishes(each_app: Application) -> None:
    with work(each_app):
        course = make_course(title="Rahasia")
        course.revision_id = None
        db.session.flush()
        assert titles("rahasia") == near_titles("rahasiaa", PUBLIC, 5) == []
        remove_from_index(course.id)
        assert db.session.scalar(select(func.count()).select_from(SearchSection)) == 0
        assert db.session.scalar(select(func.count()).select_from(SearchTrigram)) == 0


def test_reindexing_finds_the_same_again(each_app: Application) -> None:
    with work(each_app):
        course = make_course(glossary=GLOSSARY)
        questions = [("maklumat", PUBLIC), ("materi", ALL_LESSONS), ("pelatihan", PUBLIC)]
        before = [titles(question, *scopes) for question, scopes in questions]
        clear_index()
        assert titles("maklumat") == []
        assert search_queries.unindexed() == [course.id]
        reindex(course.id)
        assert [titles(question, *scopes) for question, scopes in questions] == before
        assert search_queries.unindexed() == []


def test_the_index_of_sqlite_is_whole_after_changes(app: Application) -> None:
    with work(app):
        course = make_course(lesson_of("satu", "<p>lama</p>"))
        make_course(lesson_of("satu", "<p>baru</p>"))
        make_course(slug="b")
        remove_from_index(course.id)
        check = "insert into search_index (search_index, rank) values ('integrity-check', 1)"
        db.session.execute(text(check))


def test_a_mistyped_title_is_near(each_app: Application) -> None:
    with work(each_app):
        make_course(title="Pelayanan Publik Digital")
        make_course(title="Manajemen Risiko", slug="b")
        near = near_titles("pelayannan publk", PUBLIC, 5)
        assert [each.title for each in near] == ["Pelayanan Publik Digital"]


def test_the_title_of_a_lesson_is_near_in_its_scope_only(each_app: Application) -> None:
    with work(each_app):
        course = make_course(make_lesson("persyaratan"))
        asked = "materi persyartan"
        for scopes in (ALL_LESSONS, readable([course.id])):
            assert [each.key for each in near_titles(asked, scopes, 5)] == ["persyaratan"]
        assert near_titles(asked, readable([course.id + 1]), 5) == []


ODD = ['"', "*", "NEAR(", "a NEAR/3 b", "title:a", "-a", "a OR", "(", "'", "😀", "\\", "a:*", "^a"]
ODD += [
    "a' | 'b",
    "a & !b",
    "%",
    "_",
    "{x y}",
    "\u0301",
    "½",
    "ﬁ",
    "中文",
    "a" * 10_000,
    "x " * 5_000,
]


@pytest.mark.parametrize("question", ODD)
def test_no_question_breaks_the_search(each_app: Application, question: str) -> None:
    with work(each_app):
        make_course(title="Pelayanan")
        assert titles(question, *PUBLIC, *ALL_LESSONS) == []
        near_titles(question, PUBLIC, 5)
        if not asked_stems(question):
            assert titles(f"pelayanan {question}") == ["Pelayanan"]


@given(st.text(max_size=80))
@bounds(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_any_text_can_be_asked(each_app: Application, question: str) -> None:
    question = question.replace("\0", "")  # which no address holds
    with work(each_app):
        titles(question, *PUBLIC, *ALL_LESSONS)
        near_titles(question, PUBLIC, 5)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
@bounds(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_what_is_written_in_a_lesson_is_found(each_app: Application, word: str) -> None:
    asked = asked_stems(word)
    with work(each_app):
        make_course(lesson_of("satu", f"<p>{word.replace('&', '+').replace('<', '+')}</p>"))
        assert not asked or len(hits(asked, ALL_LESSONS, 5)) == 1
        db.session.rollback()
