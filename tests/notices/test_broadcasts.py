"""Notices to many: in chunks by the worker, each person exactly once wherever it is broken off."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Course, Enrolment
from elearning.learning.enrolment.operations import enrol
from elearning.notices import broadcasts
from elearning.notices.broadcasts import announce_due
from elearning.notices.models import Broadcast, Notice
from elearning.notices.operations import read_all
from elearning.works import AUDIENCES
from tests.factories import NOW, make_completion, make_course, make_lesson, make_person, work
from tests.notices.inbox import told
from tests.statements import statements

LATER = NOW + timedelta(hours=1)


def make_learner(course: Course, *, has_begun: bool = True) -> Person:
    """Enrol a person, who has opened a lesson unless told."""
    person = make_person()
    enrolment = enrol(person, course, NOW)
    enrolment.last_key = "satu" if has_begun else ""
    return person


def change(*keys: str, change_class: str = "content") -> None:
    """Publish the course again with other lessons."""
    make_course(*(make_lesson(key) for key in ("satu", *keys)), change_class=change_class)


def announce(app: Application) -> int:
    """Let the worker announce until nothing is left; return its steps."""
    with app.app_context():
        steps = 0
        while announce_due(AUDIENCES, LATER):
            steps += 1
        return steps


def everybody_told() -> list[int]:
    """Return who was told, once a notice."""
    kinds = select(Notice.person_id).where(Notice.kind == "revision")
    return sorted(db.session.scalars(kinds))


def test_who_is_under_way_hears_of_new_content(each_app: Application) -> None:
    with work(each_app):
        course = make_course(make_lesson())
        under_way, idle = make_learner(course), make_learner(course, has_begun=False)
        done = make_person()
        make_completion(done, course)
    with work(each_app):
        change("dua")
    announce(each_app)
    with work(each_app):
        assert everybody_told() == [under_way.id]
        (notice,) = told(under_way)
        assert notice.link == "/pelatihan/pelatihan-contoh/"
        assert "Pelatihan pelatihan-contoh" in notice.title
        assert idle.id not in everybody_told()


def test_nobody_hears_of_a_small_correction(app: Application) -> None:
    with work(app):
        make_learner(make_course(make_lesson()))
    with work(app):
        change("dua", change_class="cosmetic")
    assert announce(app) == 0


def test_who_stays_behind_new_requirements_is_told_of_the_choice(app: Application) -> None:
    with work(app):
        person = make_learner(make_course(make_lesson()))
    with work(app):
        change("dua", change_class="requirements")
    announce(app)
    with work(app):
        assert "tugas wajib baru" in told(person)[0].text


def test_nobody_is_told_again_before_they_have_read_it(app: Application) -> None:
    with work(app):
        course = make_course(make_lesson())
        reads, waits = make_learner(course), make_learner(course)
    for keys in (("dua",), ("dua", "tiga")):
        with work(app):
            change(*keys)
        announce(app)
        with work(app):
            read_all(reads.id, 2**62, NOW)
    with work(app):
        assert [len(told(person)) for person in (reads, waits)] == [2, 1]


def test_a_walk_that_is_broken_off_goes_on_where_it_was(
    each_app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasts, "CHUNK", 2)
    with work(each_app):
        course = make_course(make_lesson())
        people = [make_learner(course).id for _number in range(5)]
    with work(each_app):
        change("dua")
    with each_app.app_context():
        announce_due(AUDIENCES, LATER)
        assert len(everybody_told()) == 2
        db.session.rollback()
    assert announce(each_app) == 3  # two chunks, and the end
    with work(each_app):
        assert everybody_told() == sorted(people)
        walk = db.session.scalars(select(Broadcast)).one()
        assert (walk.told, walk.finished_at) == (5, LATER)


def test_publishing_writes_to_nobody_itself(app: Application) -> None:
    with work(app):
        course = make_course(make_lesson())
        for _number in range(3):
            make_learner(course)
    with work(app):
        change("dua")
        assert everybody_told() == []


def test_a_chunk_takes_as_many_statements_for_many_as_for_one(app: Application) -> None:
    counts = []
    with work(app):
        course = make_course(make_lesson())
    for number, more in enumerate((1, 20)):
        with work(app):
            course = db.session.scalars(select(Course)).one()
            for _person in range(more):
                make_learner(course)
        with work(app):
            change(*(f"baru-{n}" for n in range(number + 1)))
        with statements(app) as asked, app.app_context():
            announce_due(AUDIENCES, LATER)
        counts.append(len(asked))
        announce(app)
        with work(app):
            assert len(everybody_told()) == (1, 22)[number]
            for person_id in db.session.scalars(select(Enrolment.person_id)):
                read_all(person_id, 2**62, NOW)
    assert counts[0] == counts[1]
