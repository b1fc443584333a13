"""Statements that are compiled once and handed to the driver."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db, first_row, rows, writing
from elearning.core.prepared import Prepared
from elearning.core.types import UtcDateTime
from tests.factories import NOW, make_person, work

_BORN = select(Person.name, Person.active, Person.created_at).where(
    Person.created_at <= bindparam("at"), Person.active.is_(True)
)
_EVERYONE = select(Person.name, Person.active, Person.created_at).order_by(Person.name)
_ECHO = select(bindparam("at", type_=UtcDateTime))
_NONSENSE = (
    select(literal_column("no_such_column"))
    .select_from(Person)
    .where(Person.name == bindparam("name"))
)


def test_values_come_back_as_python_wants_them(each_app: Application) -> None:
    with work(each_app):
        make_person(name="Sari")
    with each_app.app_context():
        name, active, created_at = first_row(_BORN, at=NOW) or ()
    assert (name, active, created_at) == ("Sari", True, NOW)
    assert active is True
    assert created_at.tzinfo is UTC


def test_a_moment_of_another_zone_is_asked_in_utc(each_app: Application) -> None:
    with work(each_app):
        make_person()
    wit = timezone(timedelta(hours=9))
    with each_app.app_context():
        assert rows(_BORN, at=NOW.astimezone(wit))
        assert not rows(_BORN, at=(NOW - timedelta(seconds=1)).astimezone(wit))


def test_a_moment_without_a_zone_is_refused(each_app: Application) -> None:
    with each_app.app_context(), pytest.raises(ValueError, match="time zone"):
        rows(_ECHO, at=datetime(2025, 11, 22))  # noqa: DTZ001


def test_work_that_may_write_reads_what_it_wrote(each_app: Application) -> None:
    with each_app.app_context(), writing():
        make_person(name="Belum tersimpan")
        db.session.flush()
        assert [row[0] for row in rows(_BORN, at=NOW)] == ["Belum tersimpan"]
        db.session.rollback()


def test_rows_are_converted_while_they_stream(each_app: Application) -> None:
    with work(each_app):
        for name in ("Ani", "Budi", "Cici"):
            make_person(name=name)
    with each_app.app_context(), db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        found = list(Prepared(_EVERYONE, db.engine.dialect).stream(driver, 2))
    assert [row[:2] for row in found] == [("Ani", True), ("Budi", True), ("Cici", True)]
    assert [row[2] for row in found] == [NOW] * 3


def test_a_stream_that_is_broken_off_leaves_the_connection_usable(each_app: Application) -> None:
    with work(each_app):
        for _each in range(5):
            make_person(name="Ani")
    with each_app.app_context(), db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        for _again in range(2):
            found = Prepared(_EVERYONE, db.engine.dialect).stream(driver, 2)
            assert next(found)[0] == "Ani"
            found.close()
        connection.rollback()
        assert len(list(Prepared(_EVERYONE, db.engine.dialect).stream(driver, 2))) == 5


def test_an_error_of_a_stream_is_told_by_sqlalchemy(each_app: Application) -> None:
    nothing = select(literal_column("no_such_column")).select_from(Person)
    with each_app.app_context(), db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        with pytest.raises((OperationalError, ProgrammingError)):
            list(Prepared(nothing, db.engine.dialect).stream(driver, 2))


def test_an_error_is_told_by_sqlalchemy_without_the_values(each_app: Application) -> None:
    with each_app.app_context(), pytest.raises((OperationalError, ProgrammingError)) as told:
        rows(_NONSENSE, name="Nama Rahasia")
    assert "no_such_column" in str(told.value)
    assert "Rahasia" not in str(told.value)
