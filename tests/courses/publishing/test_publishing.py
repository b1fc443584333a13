"""Publishing makes immutable revisions, and nobody's progress falls."""

from sqlalchemy import func, select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import CourseRevision, Enrolment, Rendering
from elearning.courses.operations import publish
from elearning.courses.queries import (
    Filters,
    catalogue,
    compiled_item,
    course_at,
    outline_of,
    place_of,
)
from tests.factories import (
    NOW,
    make_compiled,
    make_course,
    make_lesson,
    make_person,
    make_quiz,
    work,
)


def test_publishing_the_same_content_twice_makes_no_new_revision(each_app: Application) -> None:
    with work(each_app):
        first = publish(make_compiled(), change_class="content", by_id=None, at=NOW)
        again = publish(make_compiled(), change_class="content", by_id=None, at=NOW)
        assert (first.is_new, again.is_new) == (True, False)
        assert again.revision_id == first.revision_id
        assert db.session.scalar(select(func.count()).select_from(CourseRevision)) == 1


def test_what_was_compiled_comes_back_unchanged(each_app: Application) -> None:
    lesson, quiz = make_lesson(practice=True), make_quiz()
    with work(each_app):
        course = make_course(lesson, quiz)
    with each_app.app_context():
        assert course.revision_id is not None
        assert compiled_item(course.revision_id, "satu") == lesson
        assert compiled_item(course.revision_id, "kuis") == quiz
        assert compiled_item(course.revision_id, "tidak-ada") is None


def test_an_old_revision_stays_as_it_was(app: Application) -> None:
    with work(app):
        old = make_course(make_lesson("satu")).revision_id
        make_course(make_lesson("satu"), make_lesson("dua"))
    with app.app_context():
        assert old is not None
        assert [item.key for item in outline_of(old).items] == ["satu"]
        assert db.session.scalar(select(func.count()).select_from(Rendering)) == 3


def enrolled_then_republished(change_class: str) -> tuple[Enrolment, int]:
    """Return an enrolment after its course was published again, and the new revision."""
    person, course = make_person(), make_course(make_lesson("satu"))
    assert course.revision_id is not None
    pins = {"revision_id": course.revision_id, "requirements_id": course.revision_id}
    enrolment = Enrolment(
        person_id=person.id,
        course_id=course.id,
        started_at=NOW,
        seen_at=NOW,
        last_key="satu",
        **pins,
    )
    db.session.add(enrolment)
    db.session.flush()
    course = make_course(make_lesson("satu"), make_lesson("dua"), change_class=change_class)
    db.session.refresh(enrolment)
    assert course.revision_id is not None
    return enrolment, course.revision_id


def test_a_cosmetic_change_moves_learners_silently(app: Application) -> None:
    with work(app):
        enrolment, new = enrolled_then_republished("cosmetic")
        assert (enrolment.revision_id, enrolment.notice) == (new, "")


def test_changed_content_moves_learners_with_a_notice(app: Application) -> None:
    with work(app):
        enrolment, new = enrolled_then_republished("content")
        assert (enrolment.revision_id, enrolment.notice) == (new, "content")


def test_new_requirements_leave_learners_on_the_old_ones(app: Application) -> None:
    with work(app):
        enrolment, new = enrolled_then_republished("requirements")
        assert enrolment.revision_id != new
        assert enrolment.requirements_id == enrolment.revision_id


def test_a_place_without_enrolment_shows_the_course_as_it_is_now(app: Application) -> None:
    with work(app):
        person, course = make_person(), make_course()
        place = place_of(person.id, course.slug)
        assert place is not None
        assert (place.enrolment_id, place.revision_id) == (None, course.revision_id)
        assert place_of(person.id, "tidak-ada") is None


def test_the_catalogue_finds_every_word_of_a_title_in_any_order(each_app: Application) -> None:
    with work(each_app):
        make_course(slug="satu", title="Manajemen Risiko Sektor Publik")
        make_course(slug="dua", title="Pelayanan Publik Digital")
        found = catalogue(Filters(words="PUBLIK manaj"))
        assert [card.slug for card in found] == ["satu"]
        assert [card.slug for card in catalogue(Filters())] == ["satu", "dua"]
        assert catalogue(Filters(words="100%")) == []


def test_the_catalogue_pages_by_key(app: Application) -> None:
    with work(app):
        for number in range(5):
            make_course(slug=f"c{number}", title="Judul sama")
        first = catalogue(Filters(), limit=2)
        rest = catalogue(Filters(), after=(first[1].title, first[1].id), limit=9)
        assert [card.slug for card in first[:2] + rest] == ["c0", "c1", "c2", "c3", "c4"]


def test_an_unpublished_course_is_not_found(app: Application) -> None:
    with app.app_context():
        assert course_at("tidak-ada") is None
