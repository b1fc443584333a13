"""The totals that dashboards show: kept whatever changes, compared and counted anew."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from elearning.accounts import operations as accounts
from elearning.accounts.models import Person, Unit
from elearning.core.application import Application
from elearning.core.db import db, retrying, writing
from elearning.learning.completion.correcting import approve
from elearning.learning.enrolment import operations as learning
from elearning.records import rollup_queries, rollups
from elearning.records.corrections import propose_replacement, propose_revocation
from elearning.records.external import ExternalTraining, record_external
from elearning.records.models import HistoryEntry, PersonYear
from elearning.records.rollup_models import (
    EVERYONE,
    OpenCourses,
    PeopleByJp,
    UnitCourseYear,
    UnitMonth,
)
from elearning.reports.cli import records
from tests.factories import NOW, make_completion, make_course, make_person, make_unit, work

DAY = NOW.date()
SINCE = date(2025, 6, 1)


def training(number: int, jp: int = 5, year: int = 2025) -> ExternalTraining:
    """Return training earned elsewhere."""
    day = date(year, 3, 1)
    return ExternalTraining(f"Seminar {number}", "LAN", "10", day, day, jp, f"S/{number}")


def people_of(unit: Unit, year: int) -> dict[tuple[int, str, str], int]:
    """Return how many people a unit has by JP, status and legal standing."""
    keys = (PeopleByJp.jp, PeopleByJp.status, PeopleByJp.legal_standing)
    num = func.sum(PeopleByJp.people)
    found = select(*keys, num).where(PeopleByJp.unit_id == unit.id, PeopleByJp.year == year)
    rows = db.session.execute(found.group_by(*keys).having(num != 0))
    return {(jp, status, standing): people for jp, status, standing, people in rows}


def open_in(unit: Unit) -> int:
    """Return how many courses are open among a unit's people."""
    found = select(func.sum(OpenCourses.courses)).where(OpenCourses.unit_id == unit.id)
    return db.session.scalar(found) or 0


def differing() -> list[rollup_queries.Difference]:
    """Return which totals are not what the rows say."""
    return list(rollup_queries.differences())


def test_whoever_is_hired_counts_where_they_are(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit()
        make_person(unit)
        make_person(unit, status="PPPK", legal_standing="02")
        make_person(unit, active=False)
        everyone = {(0, "PNS", "01"): 1, (0, "PPPK", "02"): 1}
        assert people_of(unit, EVERYONE) == everyone
        assert people_of(unit, 2025) == {}


def test_jp_lift_a_person_from_one_step_to_the_next(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit()
        person = make_person(unit)
        record_external(person, training(1, 5), NOW)
        record_external(person, training(2, 7), NOW)
        record_external(person, training(3, 2, year=2024), NOW)
        assert people_of(unit, 2025) == {(12, "PNS", "01"): 1}
        assert people_of(unit, 2024) == {(2, "PNS", "01"): 1}


def test_who_moves_takes_every_year_and_open_course_along(each_app: Application) -> None:
    with work(each_app):
        old = make_unit()
        new, person = make_unit(old, "department"), make_person(old)
        record_external(person, training(1), NOW)
        record_external(person, training(2, year=2024), NOW)
        learning.enrol(person, make_course(), NOW)
        db.session.flush()
        accounts.change_employment(person, SINCE, unit_id=new.id, status="PPPK")
        db.session.flush()
        assert people_of(old, EVERYONE) == people_of(old, 2025) == people_of(old, 2024) == {}
        assert people_of(new, EVERYONE) == {(0, "PPPK", "01"): 1}
        assert people_of(new, 2025) == people_of(new, 2024) == {(5, "PPPK", "01"): 1}
        assert (open_in(old), open_in(new)) == (0, 1)


def test_who_leaves_and_comes_back_counts_as_before(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit()
        person = make_person(unit)
        record_external(person, training(1), NOW)
        accounts.deactivate(person, NOW, actor_id=None)
        db.session.flush()
        assert people_of(unit, EVERYONE) == people_of(unit, 2025) == {}
        accounts.reactivate(person, NOW, actor_id=None)
        db.session.flush()
        assert people_of(unit, 2025) == {(5, "PNS", "01"): 1}


def test_a_change_of_many_people_by_one_statement_counts(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit()
        for _ in range(3):
            record_external(make_person(unit), training(1), NOW)
        here = update(Person).where(Person.unit_id == unit.id)
        db.session.execute(here.values(legal_standing="03"))
        assert people_of(unit, 2025) == {(5, "PNS", "03"): 3}
        assert differing() == []


def test_an_open_course_counts_by_the_day_it_was_last_opened(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit()
        person, course = make_person(unit), make_course()
        enrolment = learning.enrol(person, course, NOW - timedelta(days=40))
        db.session.flush()
        enrolment.seen_at = datetime(2025, 11, 20, 23, 30, tzinfo=UTC)
        db.session.flush()
        days = select(OpenCourses.seen_on, func.sum(OpenCourses.courses))
        found = db.session.execute(days.group_by(OpenCourses.seen_on)).all()
        assert {day: num for day, num in found if num} == {date(2025, 11, 20): 1}
        assert differing() == []


def test_a_completed_course_is_open_no_more_and_counts_by_kind(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit()
        make_completion(make_person(unit), make_course(competency_kind="Manajerial"))
        row = db.session.scalars(select(UnitMonth)).one()
        assert (row.unit_path, row.year, row.month) == (unit.path, 2025, 11)
        assert row.competency_kind == "Manajerial"
        assert (row.completions, row.jp) == (1, 4)
        assert open_in(unit) == 0
        assert differing() == []


def test_corrections_leave_every_total_right(each_app: Application) -> None:
    with work(each_app):
        for correct in (revoke, rename):
            make_completion(make_person(), make_course())
            newest = select(HistoryEntry).order_by(HistoryEntry.id.desc()).limit(1)
            correct(db.session.scalars(newest).one())
        assert differing() == []
        counted = db.session.scalar(select(func.sum(UnitMonth.completions)))
        assert counted == 1


def revoke(entry: HistoryEntry) -> None:
    """Let two people take an entry back."""
    proposed = propose_revocation(entry, "twice", "Tercatat dua kali.", make_person(), NOW)
    approve(proposed.id, "", make_person(), NOW)


def rename(entry: HistoryEntry) -> None:
    """Let two people correct where it was earned."""
    changes = {"unit_path": "/77/", "unit": "Bidang Lain"}
    proposed = propose_replacement(entry, changes, "Salah unit.", make_person(), NOW)
    approve(proposed.id, "", make_person(), NOW)


def test_folding_keeps_the_sums_and_leaves_a_row_each(each_app: Application) -> None:
    with work(each_app):
        unit = make_unit()
        for person in [make_person(unit) for _ in range(3)]:
            for number in range(4):
                record_external(person, training(number), NOW)
        before = people_of(unit, 2025)
    with each_app.app_context(), writing():
        assert rollups.fold_due(NOW) == 1
        assert rollups.fold_due(NOW) == 0
    with work(each_app):
        assert people_of(unit, 2025) == before == {(20, "PNS", "01"): 3}
        assert db.session.scalar(select(func.count()).select_from(PeopleByJp)) == 2
        assert differing() == []


# Comparing and counting anew


def learnt(app: Application) -> None:
    """Let somebody have completed a course, and begun another."""
    with work(app):
        person = make_person()
        make_completion(person, make_course())
        learning.enrol(person, make_course(slug="lain"), NOW)


def told(app: Application, *words: str) -> tuple[int, str]:
    """Return the exit code and the words of `records rollup`."""
    result = app.test_cli_runner().invoke(records, ["rollup", *words])
    return result.exit_code, result.output


WRONG = {
    "people_by_jp.people": update(PeopleByJp).values(people=PeopleByJp.people + 1),
    "people_by_jp.people (": delete(PeopleByJp).where(PeopleByJp.year == 2025),
    "open_courses.courses": delete(OpenCourses),
    "unit_month_kind.completions": update(UnitMonth).values(completions=9),
    "unit_month_kind.jp": update(UnitMonth).values(jp=UnitMonth.jp - 1),
    "unit_month_kind.completions (": insert(UnitMonth).values(
        unit_path="/9/", year=2025, month=1, competency_kind="", completions=1, jp=0
    ),
    "unit_course_year.completions": update(UnitCourseYear).values(completions=9),
    "unit_course_year.completions (": delete(UnitCourseYear),
    "2025": update(PersonYear).values(jp=3),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_total_is_named_and_counted_anew(each_app: Application, name: str) -> None:
    learnt(each_app)
    assert told(each_app, "--check") == (0, "Setiap jumlah sama dengan baris-barisnya.\n")
    with work(each_app):
        db.session.execute(WRONG[name])
    code, output = told(each_app, "--check")
    assert code == 1
    assert name.rstrip(" (") in output
    assert told(each_app)[0] == 0
    assert told(each_app, "--check")[0] == 0


# At once


def deeds(people: list[int], units: list[int], turn: int) -> Iterator[Callable[[], Any]]:
    """Yield things that change totals, for one thread."""

    def person(number: int) -> Person:
        return db.session.get_one(Person, people[number % len(people)])

    for number in range(12):
        yield lambda n=number: record_external(person(n), training(100 * turn + n), NOW)
        where = units[(number + turn) % len(units)]
        yield lambda n=number, w=where: accounts.change_employment(
            person(n + turn), SINCE + timedelta(days=n), unit_id=w
        )
        yield lambda n=number: setattr(person(n), "active", n % 3 != turn % 3)


def attempt(app: Application, job: Callable[[], Any], failures: list[Exception]) -> None:
    """Do a job as a request does, and note what it fails with."""
    with app.app_context(), app.test_request_context(), writing():
        try:
            retrying(job)
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            db.session.rollback()
            db.session.remove()


def test_totals_stay_right_while_many_change_and_count_at_once(each_app: Application) -> None:
    with work(each_app):
        agency = make_unit()
        units = [agency.id, make_unit(agency, "department").id]
        people = [make_person(agency, password=None).id for _ in range(3)]
    failures: list[Exception] = []

    def change(turn: int) -> None:
        for deed in deeds(people, units, turn):
            job = partial(committed, deed)
            attempt(each_app, job, failures)

    def count() -> None:
        for _ in range(6):
            attempt(each_app, lambda: rollups.fold_due(NOW), failures)
            attempt(each_app, lambda: [*map(rollups.recount, rollups.recounts())], failures)

    threads = [Thread(target=change, args=(n,)) for n in range(3)] + [Thread(target=count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert told(each_app, "--check")[0] == 0
    with work(each_app):
        assert db.session.scalar(select(func.count()).select_from(HistoryEntry)) == 36


def committed(deed: Callable[[], Any]) -> None:
    """Do something in a transaction of its own."""
    db.session.rollback()
    deed()
    db.session.commit()
