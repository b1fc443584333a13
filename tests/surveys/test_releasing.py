"""Answers wait until several are shown together, at the lowest level that has so many."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import Table, select

from elearning.accounts.models import Unit
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.setting_rules import LEAST_ANSWERS as LEAST
from elearning.core.settings import Settings
from elearning.courses.models import Course
from elearning.records.models import Completion
from elearning.surveys import checking
from elearning.surveys.instrument import instrument
from elearning.surveys.operations import answer
from elearning.surveys.releasing import Rule, release_due, settle
from elearning.surveys.sums import RELEASED, WAITING, Cell, month_of, number_in
from tests.conftest import make_settings
from tests.factories import make_course, make_unit, work
from tests.surveys.answering import LONG, NOW, YEAR, complete, make_answers, release, said


@pytest.fixture
def places(each_app: Application) -> tuple[Application, list[Unit], Course]:
    """An agency, its department, two units of it, and a course."""
    with work(each_app):
        agency = make_unit()
        department = make_unit(agency, "department")
        units = [make_unit(department, "unit", code=f"U{number}") for number in range(2)]
        return each_app, [agency, department, *units], make_course()


def answered(app: Application, unit: Unit, course: Course, number: int) -> None:
    """Let some people of a unit answer."""
    with work(app):
        make_answers(unit, db.session.get_one(Course, course.id), *[4] * number)


def held(app: Application, table: Table) -> dict[int, int]:
    """Return how many answers a table holds, by unit."""
    with app.app_context():
        found = select(table.c.unit_id, number_in(table))
        rows = db.session.execute(found.where(table.c.item == instrument().overall))
        return dict(rows.all())


Places = tuple[Application, list[Unit], Course]


def test_five_answers_of_a_unit_are_shown_together(places: Places) -> None:
    app, (_agency, _department, unit, _other), course = places
    answered(app, unit, course, LEAST - 1)
    assert release(app) == 0
    answered(app, unit, course, 3)
    assert release(app) == 1
    assert (held(app, RELEASED), held(app, WAITING)) == ({unit.id: LEAST + 2}, {})
    answered(app, unit, course, 1)
    assert release(app) == 0
    answered(app, unit, course, LEAST)
    assert release(app) == 1
    assert held(app, RELEASED) == {unit.id: 2 * LEAST + 3}


def test_too_few_answers_go_up_until_they_have_company(places: Places) -> None:
    app, (agency, department, unit, other), course = places
    answered(app, unit, course, 3)
    answered(app, other, course, 1)
    assert release(app) == 0
    assert release(app, NOW + LONG) == 2
    assert held(app, WAITING) == {department.id: 4}
    assert release(app, NOW + LONG) == 0
    assert release(app, NOW + 2 * LONG) == 1
    assert held(app, WAITING) == {agency.id: 4}
    assert release(app, NOW + 9 * LONG) == 0
    answered(app, agency, course, 1)
    assert release(app, NOW + 9 * LONG) == 1
    assert (held(app, RELEASED), held(app, WAITING)) == ({agency.id: 5}, {})


def test_what_goes_up_is_shown_with_what_waited_there(places: Places) -> None:
    app, (_agency, department, unit, other), course = places
    answered(app, unit, course, 3)
    answered(app, other, course, 4)
    assert release(app, NOW + LONG) == 3
    assert held(app, RELEASED) == {department.id: 7}


def at_month(number: int) -> datetime:
    """Return a day so many months after this one."""
    year, month = divmod(month_of(NOW) - 1 + number, 12)
    return NOW.replace(year=year, month=month + 1, day=1)


def test_a_cell_waits_for_a_whole_month_after_its_last_answer(places: Places) -> None:
    app, (_agency, department, unit, _other), course = places
    answered(app, unit, course, 1)
    assert release(app, at_month(1)) == 0
    with work(app):
        completion = complete(unit, db.session.get_one(Course, course.id))[1]
        assert answer(completion, said(3), at_month(1))
    assert release(app, at_month(2)) == 0
    assert release(app, at_month(3)) == 1
    assert held(app, WAITING) == {department.id: 2}


@pytest.mark.parametrize("settings", [0, 2], indirect=True)
def test_how_long_answers_wait_is_a_setting(app: Application, settings: Settings) -> None:
    with work(app):
        agency = make_unit()
        unit, course = make_unit(agency, "department"), make_course()
        make_answers(unit, course, 3)
    waits = settings.survey_wait_months
    assert release(app, at_month(waits)) == 0
    assert release(app, at_month(waits + 1)) == 1
    assert held(app, WAITING) == {agency.id: 1}


@pytest.fixture
def settings(data_dir: object, request: pytest.FixtureRequest) -> Settings:
    """Settings with the time to wait that a test asks for."""
    return make_settings(data_dir, survey_wait_months=getattr(request, "param", 1))


def test_courses_revisions_and_years_wait_apart(places: Places) -> None:
    app, (_agency, _department, unit, _other), course = places
    answered(app, unit, course, 4)
    with work(app):
        make_answers(unit, make_course(slug="lain"), 4, 4, 4)
        last_year = NOW.replace(year=YEAR - 1, month=6, day=1)
        make_answers(unit, db.session.get_one(Course, course.id), 4, 4, at=last_year)
    assert release(app) == 0


def test_an_item_with_too_few_answers_keeps_its_cell_waiting(places: Places) -> None:
    app, (_agency, _department, unit, _other), course = places
    answered(app, unit, course, LEAST)
    with work(app):
        here = (WAITING.c.item == "umum_1",)
        db.session.execute(WAITING.update().where(*here).values(n4=LEAST - 1))
    assert release(app) == 0


def test_what_another_worker_has_done_is_not_done_again(places: Places) -> None:
    app, (_agency, _department, unit, _other), course = places
    answered(app, unit, course, LEAST)
    with app.app_context():
        cell = Cell(unit.id, YEAR, course.id, course.revision_id)
        rule = Rule(LEAST, month_of(NOW), month_of(NOW))
        with writing():
            assert settle(cell, rule)
            assert not settle(cell, rule)
    assert held(app, RELEASED) == {unit.id: LEAST}


def answer_each(app: Application, together: Barrier, keys: list[int]) -> None:
    """Answer for some completions, each in a transaction of its own."""
    with app.app_context(), app.test_request_context(), writing():
        together.wait()
        for key in keys:
            db.session.rollback()
            assert answer(db.session.get_one(Completion, key), said(4), NOW)
            db.session.commit()
        db.session.remove()


def release_often(app: Application, together: Barrier, rounds: int) -> None:
    """Release and move what is there, as long as there is something."""
    with app.app_context():
        together.wait()
        for number in range(rounds):
            release_due(NOW + number * LONG)
        db.session.remove()


def all_at_once(*works: Callable[[Barrier], None]) -> None:
    """Run works in threads that begin together; what goes wrong in one is raised."""
    together = Barrier(len(works))
    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(work, together) for work in works]:
            done.result()


def test_answers_that_come_while_workers_release_are_neither_lost_nor_doubled(
    places: Places,
) -> None:
    app, (_agency, _department, *units), course = places
    with work(app):
        course = db.session.get_one(Course, course.id)
        made = [[complete(units[n % 2], course)[1].id for _ in range(24)] for n in range(3)]
    all_at_once(
        *(partial(answer_each, app, keys=keys) for keys in made),
        *(partial(release_often, app, rounds=12) for _worker in range(2)),
    )
    numbers = [*held(app, RELEASED).values(), *held(app, WAITING).values()]
    assert sum(numbers) == 3 * 24
    assert all(number >= LEAST for number in held(app, RELEASED).values())
    with app.app_context():
        assert list(checking.differences()) == []
