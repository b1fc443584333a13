"""The demonstration has a mandatory course near its deadline and one that is overdue."""

from datetime import timedelta

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.accounts.operations import grant
from elearning.assignments.duty_queries import duties_of
from elearning.assignments.models import Exemption
from elearning.core.application import Application
from elearning.core.clock import local_date
from elearning.core.db import db
from elearning.demonstration.mandatory import (
    DATA,
    DEPARTMENT,
    EXEMPT,
    OFFICER,
    SERVICE,
    make_mandatory,
)
from tests.factories import NOW, make_course, make_lesson, make_person, make_unit, work


def test_somebody_is_near_a_deadline_past_another_and_somebody_is_exempt(app: Application) -> None:
    with work(app):
        agency = make_unit()
        department = make_unit(agency, "department", code=DEPARTMENT)
        grant(make_person(agency, nip=OFFICER), "kepegawaian", agency, NOW)
        people = make_person(department), make_person(department, nip=EXEMPT)
        for slug in (SERVICE, DATA):
            make_course(make_lesson(), slug=slug)
        make_mandatory(NOW)
        db.session.flush()
        today = local_date(NOW, "Asia/Jakarta")
        owed = [[d.days_left(today) for d in duties_of(p.id, today)] for p in people]
        assert owed == [[-4, 5], [5]]
        given = db.session.scalars(select(Exemption)).one()
        assert given.given_at < NOW - timedelta(days=1)


def test_a_database_without_the_department_is_left_alone(app: Application) -> None:
    with work(app):
        make_mandatory(NOW)
        assert db.session.scalars(select(Person)).all() == []
