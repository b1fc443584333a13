"""Whom an assignment means, and when they have done what it asks."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.accounts.operations import deactivate
from elearning.accounts.unit_merging import merge, unmerge
from elearning.assignments import unit_changes
from elearning.assignments.duties import Duty, carried, in_words
from elearning.assignments.duty_queries import (
    OPEN_DUTIES,
    duties_of,
    duty_in,
    standings,
    team_duties,
)
from elearning.assignments.exemption_operations import end_exemption, exempt
from elearning.assignments.models import AssignedPerson, Assignment
from elearning.assignments.operations import end
from elearning.assignments.people_queries import (
    Figures,
    Wanted,
    expected,
    figures_by_unit,
    people_of,
    total,
)
from elearning.assignments.queries import line_at
from elearning.core.application import Application
from elearning.core.db import db
from elearning.learning.enrolment.operations import enrol
from tests.assignments.duties_of_people import DUE, TODAY, make_assignment, the_course
from tests.factories import (
    NOW,
    make_completion,
    make_course,
    make_lesson,
    make_person,
    make_unit,
    work,
)
from tests.reports.offices import make_office


def seen(assignment: Assignment, path: str = "", **wanted: Any) -> list[int]:
    """Return whom the HR office's list of an assignment shows."""
    db.session.flush()
    line = line_at(assignment.id)
    assert line is not None
    paths = (path or line.unit_path,)
    return sorted(each.id for each in people_of(Wanted(line, paths, standings(), TODAY, **wanted)))


def owed(person: Person, today: date = TODAY) -> list[tuple[int, str]]:
    """Return what a person's own page shows: assignments and states."""
    db.session.flush()
    return [(duty.assignment_id, duty.state) for duty in duties_of(person.id, today)]


@pytest.mark.parametrize(
    ("rule", "fields", "is_meant"),
    [
        ({}, {}, True),
        ({"statuses": ["PNS", "CPNS"]}, {"status": "CPNS"}, True),
        ({"statuses": ["PPPK"]}, {"status": "PPPK Paruh Waktu", "rank": "IX"}, False),
        ({"statuses": ["PPPK Paruh Waktu"]}, {"status": "PPPK", "rank": "IX"}, False),
        ({"ranks": ["III/a", "III/b"]}, {"rank": "III/b"}, True),
        ({"ranks": ["III/a"]}, {"rank": "II/a"}, False),
        ({"ranks": ["IX"]}, {"status": "PPPK", "rank": "X"}, False),
        ({"position_kinds": ["Struktural"]}, {"position_kind": "Fungsional"}, False),
        ({"position_kinds": ["Struktural"]}, {"position_kind": "Struktural"}, True),
        (
            {"statuses": ["PNS"], "ranks": ["III/a"], "position_kinds": ["Pelaksana"]},
            {"position_kind": "Pelaksana"},
            True,
        ),
        (
            {"statuses": ["PNS"], "ranks": ["III/d"], "position_kinds": ["Pelaksana"]},
            {"position_kind": "Pelaksana"},
            False,
        ),
        ({}, {"legal_standing": "02"}, False),
        ({}, {"legal_standing": "03"}, True),
        ({}, {"active": False}, False),
    ],
)
def test_every_door_says_the_same_about_whom_a_rule_means(
    each_app: Application, rule: dict[str, Any], fields: dict[str, Any], is_meant: bool
) -> None:
    with work(each_app):
        office = make_office()
        person = make_person(office.unit, **fields)
        made = make_assignment(office.own, office.officer, **rule)
        assert (person.id in seen(made)) == is_meant
        assert (owed(person) == [(made.id, "todo")]) == is_meant
        bare = Assignment(
            **{n: getattr(made, n) for n in ("statuses", "ranks", "position_kinds", "is_listed")},
            **{n: getattr(made, n) for n in ("course_id", "starts_on", "due_on", "counts_earlier")},
        )
        few = expected(bare, [person.id], office.own.path, standings())
        assert few.people == int(is_meant)
        make_completion(make_person(office.unit), the_course())  # is somebody else's
        exempt(made, make_person(office.unit).id, "study", "", office.officer, NOW)
        db.session.flush()
        said = select(OPEN_DUTIES).select_from(Person).where(Person.id == person.id)
        text = db.session.scalar(said, {"today": TODAY, "standings": standings()})
        assert [duty.assignment_id for duty in carried(text or "")] == [made.id] * is_meant


def test_an_assignment_means_its_subtree_and_nobody_beside_it(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        here, beside = make_person(office.unit), make_person(office.other)
        made = make_assignment(office.own, office.officer)
        assert seen(made) == sorted([here.id, office.officer.id])
        assert (len(owed(here)), owed(beside)) == (1, [])


def test_new_staff_are_included_by_rule_and_who_moves_away_is_not(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        made = make_assignment(office.own, office.officer)
        newcomer = make_person(office.unit)
        assert owed(newcomer) == [(made.id, "todo")]
        newcomer.unit_id = office.other.id
        assert owed(newcomer) == []


def test_a_list_of_people_narrows_the_rule(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        named, other = make_person(office.unit), make_person(office.unit)
        elsewhere = make_person(office.other)
        made = make_assignment(office.own, office.officer, people=[named, elsewhere])
        assert seen(made) == [named.id]
        assert (len(owed(named)), owed(other), owed(elsewhere)) == (1, [], [])


def test_an_assignment_is_no_duty_before_it_starts_or_after_it_ended(app: Application) -> None:
    with work(app):
        office = make_office()
        made = make_assignment(office.own, office.officer, starts_on=TODAY + timedelta(days=3))
        assert owed(office.officer) == []
        assert owed(office.officer, TODAY + timedelta(days=3)) == [(made.id, "todo")]
        end(made, office.officer, NOW, Figures())
        assert owed(office.officer, TODAY + timedelta(days=3)) == []


@pytest.mark.parametrize(
    ("months_ago", "validity", "counts_earlier", "is_done"),
    [
        (0, None, False, True),
        (6, None, True, True),
        (6, None, False, False),
        (6, 12, True, True),
        (12, 12, True, False),  # it lapses before the deadline
        (13, 12, True, False),
    ],
)
def test_an_earlier_completion_counts_when_allowed_and_valid_at_the_deadline(
    each_app: Application,
    months_ago: int,
    validity: int | None,
    counts_earlier: bool,
    is_done: bool,
) -> None:
    with work(each_app):
        office = make_office()
        course = make_course(make_lesson(), slug="wajib", validity_months=validity)
        person = make_person(office.unit)
        make_completion(person, course, NOW - timedelta(days=30 * months_ago))
        made = make_assignment(office.own, office.officer, counts_earlier=counts_earlier)
        assert owed(person) == [(made.id, "done" if is_done else "todo")]


def test_a_reversed_completion_does_not_count(app: Application) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
        completion = make_completion(person, the_course())
        made = make_assignment(office.own, office.officer)
        assert owed(person) == [(made.id, "done")]
        completion.reversed_at = NOW
        assert owed(person) == [(made.id, "todo")]


def test_figures_pages_and_states_agree(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        people = [make_person(office.unit, name=f"Nama {n}") for n in range(6)]
        make_completion(people[0], the_course())
        enrol(people[1], the_course(), NOW)
        made = make_assignment(office.own, office.officer)
        given = exempt(made, people[2].id, "study", "", office.officer, NOW)
        db.session.flush()
        line = line_at(made.id)
        assert line is not None
        wanted = Wanted(line, (office.own.path,), standings(), TODAY)
        figures = total(figures_by_unit(wanted).values())
        assert figures == (1, 1, 4, 1, 0)  # the officer is one of them
        assert (figures.people, figures.missing, figures.share) == (6, 5, Decimal("16.7"))
        for state, count in (("", 6), ("done", 1), ("now", 1), ("todo", 4), ("overdue", 0)):
            assert len(seen(made, state=state)) == count
        late = wanted._replace(today=DUE + timedelta(days=1), state="overdue")
        assert len(people_of(late)) == 5
        end_exemption(given, office.officer, NOW)
        assert len(seen(made)) == 7


def test_somebody_exempt_owes_nothing_until_it_is_ended(app: Application) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
        made = make_assignment(office.own, office.officer)
        given = exempt(made, person.id, "maternity", "", office.officer, NOW)
        assert owed(person) == []
        end_exemption(given, office.officer, NOW)
        assert owed(person) == [(made.id, "todo")]


def test_two_assignments_of_a_course_are_one_duty_with_the_nearest_deadline(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
        make_assignment(office.agency, office.agency_officer)
        near = make_assignment(office.own, office.officer, due_on=TODAY)
        assert owed(office.officer) == [(near.id, "todo")]
        duty = duty_in(office.officer.id, the_course().id, TODAY)
        assert duty is not None
        assert duty.assignment_id == near.id


def test_a_course_that_must_be_taken_again_is_not_hidden_by_the_first_time(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
        make_completion(person, the_course())
        make_assignment(office.own, office.officer, due_on=TODAY)
        again = {"starts_on": TODAY + timedelta(days=1), "counts_earlier": False}
        made = make_assignment(office.own, office.officer, **again)
        later = TODAY + timedelta(days=1)
        shown = [(each.assignment_id, each.state) for each in duties_of(person.id, later)]
        assert shown == [(made.id, "todo")]


def test_a_supervisor_sees_the_duties_of_their_own_people_only(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        db.session.flush()
        own = make_person(office.unit, supervisor_id=office.officer.id)
        make_person(office.unit)
        gone = make_person(office.unit, supervisor_id=office.officer.id)
        deactivate(gone, NOW, actor_id=None)
        make_assignment(office.agency, office.agency_officer)
        assert [line.person_id for line in team_duties(office.officer.id, TODAY)] == [own.id]


@pytest.mark.parametrize(
    ("days", "tone"), [(-1, "late"), (0, "warn"), (7, "warn"), (8, "go"), (30, "go")]
)
def test_a_deadline_is_the_end_of_its_day(days: int, tone: str) -> None:
    due_on = TODAY + timedelta(days=days)
    duty = Duty(1, 1, "wajib", "Wajib", due_on, TODAY, "", "", "todo")
    assert (duty.tone(TODAY), duty.is_overdue(TODAY)) == (tone, days < 0)
    assert duty._replace(state="done").tone(TODAY) == "ok"


def test_days_are_said_in_words(app: Application) -> None:
    with work(app):
        told = [in_words(days) for days in (-2, -1, 0, 1, 2)]
    assert len(set(told)) == 5
    assert "2" in told[0]
    assert "2" in told[4]


def test_an_assignment_goes_over_with_the_people_of_a_merged_unit_and_comes_back(
    each_app: Application,
) -> None:
    with work(each_app):
        agency = make_unit()
        into, unit = make_unit(agency, "department"), make_unit(agency, "department")
        by, meant, other = make_person(agency), make_person(unit), make_person(into)
        below = make_person(make_unit(unit, "unit"))
        made = make_assignment(unit, by)
        db.session.flush()
        for each in (into, unit):
            db.session.refresh(each)
        named = unit_changes.name_people(unit)
        change = merge(unit, into, TODAY, NOW, by_id=by.id)
        unit_changes.go_over(change, named, into)
        db.session.flush()
        db.session.expire_all()
        assert [len(duties_of(each.id, TODAY)) for each in (meant, below, other)] == [1, 1, 0]
        unmerge(change, unit, NOW, by_id=by.id)
        unit_changes.come_back(change, unit)
        db.session.flush()
        db.session.expire_all()
        assert [len(duties_of(each.id, TODAY)) for each in (meant, below, other)] == [1, 1, 0]
        assert (made.unit_id, made.is_listed) == (unit.id, False)
        assert db.session.scalars(select(AssignedPerson.person_id)).all() == []
