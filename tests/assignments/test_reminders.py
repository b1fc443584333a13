"""Reminders: everybody in time, nobody twice, wherever the worker is broken off."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from elearning.accounts.models import Person
from elearning.accounts.operations import deactivate
from elearning.app import create_app
from elearning.assignments import reminding
from elearning.assignments.counting import count_due
from elearning.assignments.duty_queries import duties_of, standings
from elearning.assignments.exemption_operations import exempt
from elearning.assignments.models import Assignment
from elearning.assignments.operations import end, move_deadline
from elearning.assignments.people_queries import (
    Figures,
    Wanted,
    figures_by_unit,
    people_of,
    total,
)
from elearning.assignments.queries import line_at
from elearning.assignments.reminding import FAR, LATE, remind_due, step_at
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings, SettingsError
from elearning.notices.models import Notice
from tests.assignments.duties_of_people import DUE, TODAY, make_assignment, the_course
from tests.factories import NOW, make_completion, make_person, work
from tests.notices.inbox import mails, told
from tests.reports.offices import Office, make_office

DAY = timedelta(days=1)


def remind(app: Application, at: datetime) -> None:
    """Let the worker do everything that is due."""
    with app.app_context():
        for _round in range(50):
            if not remind_due(at):
                return
    raise AssertionError("the worker never comes to rest")


def days(app: Application, first: datetime, count: int) -> None:
    """Let the worker run on several days."""
    for number in range(count):
        remind(app, first + number * DAY)


def made_for(app: Application, **fields: object) -> tuple[Office, Person, Assignment]:
    """Add an office, somebody in it and an assignment of Dinas Satu."""
    with work(app):
        office = make_office()
        person = make_person(office.unit, email="peserta@contoh.go.id")
        made = make_assignment(office.own, office.officer, **fields)
    return office, person, made


def titles(app: Application, person: Person) -> list[str]:
    """Return what somebody was told about deadlines."""
    with work(app):
        return [notice.title for notice in told(person) if notice.kind == "deadline"]


@pytest.mark.parametrize(
    ("days_left", "step"),
    [(15, FAR), (14, 14), (8, 14), (7, 7), (2, 7), (1, 1), (0, 1), (-1, LATE), (-90, LATE)],
)
def test_the_reminder_that_is_due_only_falls(days_left: int, step: int) -> None:
    assert step_at(days_left, (14, 7, 1)) == step


@pytest.mark.parametrize("wrong", [{"reminder_days": "satu"}, {"overdue_weekday": 8}])
def test_settings_that_would_stop_the_worker_are_refused(
    settings: Settings, wrong: dict[str, Any]
) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong)).upper()):
        create_app(replace(settings, **wrong))
    create_app(replace(settings, reminder_days=""))


def test_everybody_is_told_of_a_new_assignment_once(each_app: Application) -> None:
    office, person, _made = made_for(each_app)
    for _again in range(3):
        remind(each_app, NOW)
    remind(each_app, NOW + DAY)
    assert len(titles(each_app, person)) == 1
    assert len(titles(each_app, office.officer)) == 1
    assert titles(each_app, office.agency_officer) == []
    with work(each_app):
        (notice,) = told(person)
        assert (notice.kind, notice.link) == ("deadline", "/pelatihan/wajib/")
        assert "Surat Edaran Contoh" in notice.text
        assert len(mails()) == 1


def test_reminders_come_at_14_7_and_1_days_and_on_the_day_after(each_app: Application) -> None:
    _office, person, _made = made_for(each_app)
    days(each_app, NOW, 45)
    with work(each_app):
        made = [(DUE - notice.made_at.date()).days for notice in told(person)]
    assert made == [30, 14, 7, 1, -1]


def test_a_worker_that_slept_tells_what_is_due_now_and_nothing_else(app: Application) -> None:
    _office, person, _made = made_for(app)
    remind(app, NOW)
    remind(app, NOW + 29 * DAY)
    assert len(titles(app, person)) == 2


def test_whoever_finished_is_exempt_or_has_left_is_not_reminded(each_app: Application) -> None:
    office, person, made = made_for(each_app)
    remind(each_app, NOW)
    with work(each_app):
        held = db.session.get_one(Assignment, made.id)
        exempt_one, gone = make_person(office.unit), make_person(office.unit)
        make_completion(db.session.get_one(Person, person.id), the_course())
        db.session.flush()
        exempt(held, exempt_one.id, "study", "", office.officer, NOW)
        deactivate(gone, NOW, actor_id=None)
    days(each_app, NOW + 16 * DAY, 20)
    assert len(titles(each_app, person)) == 1
    assert titles(each_app, exempt_one) == titles(each_app, gone) == []


def test_new_staff_are_told_when_they_come(each_app: Application) -> None:
    office, _person, _made = made_for(each_app)
    remind(each_app, NOW)
    with work(each_app):
        newcomer = make_person(office.unit)
    remind(each_app, NOW + 20 * DAY)
    remind(each_app, NOW + 21 * DAY)
    assert len(titles(each_app, newcomer)) == 1


def test_a_moved_deadline_is_told_and_reminded_anew(each_app: Application) -> None:
    office, person, made = made_for(each_app)
    remind(each_app, NOW)
    remind(each_app, NOW + 16 * DAY)
    with work(each_app):
        held = db.session.get_one(Assignment, made.id)
        move_deadline(held, DUE + 30 * DAY, office.officer, NOW + 17 * DAY)
    remind(each_app, NOW + 17 * DAY)
    remind(each_app, NOW + 18 * DAY)
    assert len(titles(each_app, person)) == 3
    remind(each_app, NOW + 47 * DAY)
    assert len(titles(each_app, person)) == 4


def test_nobody_is_told_at_night_before_the_start_or_after_the_end(app: Application) -> None:
    office, person, made = made_for(app, starts_on=TODAY + 2 * DAY)
    remind(app, NOW)
    remind(app, NOW + 2 * DAY - timedelta(hours=5))  # 05:00 in Jakarta
    assert titles(app, person) == []
    remind(app, NOW + 2 * DAY)
    assert len(titles(app, person)) == 1
    with work(app):
        end(db.session.get_one(Assignment, made.id), office.officer, NOW, Figures())
    days(app, NOW + 20 * DAY, 5)
    assert len(titles(app, person)) == 1


def test_a_walk_that_is_broken_off_goes_on_and_tells_everybody_once(
    each_app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "CHUNK", 3)
    office, _person, _made = made_for(each_app)
    with work(each_app):
        for _n in range(8):
            make_person(office.unit)
    with each_app.app_context():
        assert remind_due(NOW) == 1
        db.session.remove()  # the worker dies after a chunk
    remind(each_app, NOW)
    with work(each_app):
        counts = dict(
            db.session.execute(
                select(Notice.person_id, func.count()).group_by(Notice.person_id)
            ).all()  # type: ignore[arg-type]
        )
    assert set(counts.values()) == {1}
    assert len(counts) == 10


def test_a_chunk_that_fails_tells_nobody_and_is_tried_again(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    _office, person, _made = made_for(app)
    with monkeypatch.context() as broken:
        broken.setattr(reminding, "_note", lambda *_values: 1 / 0)
        with app.app_context(), pytest.raises(ZeroDivisionError):
            remind_due(NOW)
        with app.app_context():
            db.session.remove()
    assert titles(app, person) == []
    remind(app, NOW)
    assert len(titles(app, person)) == 1


def test_people_are_told_in_their_language(app: Application) -> None:
    with work(app):
        office = make_office()
        people = [make_person(office.unit, locale=locale) for locale in ("id", "en")]
        make_assignment(office.own, office.officer)
    remind(app, NOW)
    said = [titles(app, person)[0] for person in people]
    assert said[1].startswith("You are to complete")
    assert "22 Desember 2025" in said[0]


def test_supervisors_are_told_once_a_week_while_somebody_is_overdue(
    each_app: Application,
) -> None:
    with work(each_app):
        office = make_office()
        db.session.flush()
        for _n in range(3):
            make_person(office.unit, supervisor_id=office.officer.id)
        make_assignment(office.own, office.agency_officer, due_on=TODAY)
        make_assignment(office.unit, office.agency_officer, due_on=TODAY)
    days(each_app, NOW, 15)
    with work(each_app):
        about = [notice for notice in told(office.officer) if notice.link == "/penugasan/tim"]
    assert len(about) == 3  # Sunday, and the two Mondays after it


def test_the_worker_counts_what_the_list_shows_every_hour(each_app: Application) -> None:
    _office, person, made = made_for(each_app)
    with each_app.app_context():
        assert [count_due(NOW), count_due(NOW)] == [1, 0]
    with work(each_app):
        make_completion(db.session.get_one(Person, person.id), the_course())
    with each_app.app_context():
        assert count_due(NOW + timedelta(minutes=61)) == 1
    with work(each_app):
        held = db.session.get_one(Assignment, made.id)
        assert (held.people, held.finished) == (2, 1)


def late_in(made: Assignment, day: date) -> int:
    """Count whose deadline has passed on a day."""
    line = line_at(made.id)
    assert line is not None
    wanted = Wanted(line, (line.unit_path,), standings(), day)
    late = total(figures_by_unit(wanted).values()).late
    assert len(people_of(wanted._replace(state="overdue"))) == late
    return late


def test_whoever_joins_after_the_deadline_has_time_of_their_own(each_app: Application) -> None:
    office, _person, made = made_for(each_app, grace_days=14)
    days(each_app, NOW, 32)
    joined = DUE + 5 * DAY
    with work(each_app):
        assert late_in(made, joined) == 2
        newcomer = make_person(office.unit)
        db.session.flush()
        assert late_in(made, joined) == 2
        assert duties_of(newcomer.id, joined) == []
    remind(each_app, NOW + 35 * DAY)
    with work(each_app):
        (duty,) = duties_of(newcomer.id, joined)
        assert (duty.due_on, duty.is_overdue(joined)) == (joined + 14 * DAY, False)
        assert [late_in(made, joined + n * DAY) for n in (0, 14, 15)] == [2, 2, 3]
        (notice,) = told(newcomer)
        assert "tenggat Anda sendiri" in notice.text
    days(each_app, NOW + 36 * DAY, 15)
    assert "melewati tenggat" in titles(each_app, newcomer)[-1]


def test_nobody_has_more_time_than_those_who_were_there_from_the_start(app: Application) -> None:
    past = {"starts_on": TODAY - 30 * DAY, "due_on": TODAY + 3 * DAY, "grace_days": 14}
    _office, person, _made = made_for(app, **past)
    remind(app, NOW)
    with work(app):
        (duty,) = duties_of(person.id, TODAY)
        assert duty.due_on == TODAY + 3 * DAY
