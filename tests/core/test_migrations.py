"""Migrations run on both databases and fit the models."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, insert, text

from elearning.app import create_app
from elearning.core import migrations
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.schema import schema
from elearning.courses.models import Course
from tests.conftest import make_settings
from tests.factories import make_course, make_unit, work
from tests.surveys.answering import make_answers, release


def test_the_migrated_database_fits_the_models(each_app: Application) -> None:
    with each_app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": migrations.is_modelled}
        )
        assert compare_metadata(context, schema()) == []


def test_a_migrated_database_is_at_the_newest_migration(each_app: Application) -> None:
    with each_app.app_context():
        assert migrations.current() == migrations.newest()
        assert migrations.bring_up_to_date() is False


#: Tables that point to each other, the first first; each gets one row whose key is 1.
IN_USE = ("unit", "person", "course", "course_revision", "enrolment", "completion", "history_entry")
#: What is not "x", 1 or a day; the entry points to its completion.
CHOSEN = {
    "unit": {"kind": "agency", "path": "/1/"},
    "person": {"nip": "198503172010011987", "unit_id": 1},
    "course_revision": {"change_class": "content"},
    "history_entry": {"kind": "course", "completion_id": 1},
}


def fill(connection: Connection) -> None:
    """Add a row to each table as the database has it now."""
    tables = MetaData()
    tables.reflect(connection, only=IN_USE)
    for name in IN_USE:
        table = tables.tables[name]
        row = {column.name: value_of(column) for column in table.columns if not column.nullable}
        connection.execute(insert(table).values(row | CHOSEN.get(name, {})))


def value_of(column: "Column[Any]") -> Any:
    """Return something that a column takes."""
    kind = column.type.python_type
    if kind in (date, datetime):
        return kind(2026, 1, 1)
    return {int: 1, bool: True, dict: {}}.get(kind, "x")


def test_a_migration_keeps_the_rows_of_a_database_in_use(tmp_path: Path) -> None:
    from flask_migrate import Migrate, upgrade

    app = create_app(make_settings(tmp_path))
    with app.app_context(), writing():
        Migrate(app, db, directory=str(migrations.FOLDER), render_as_batch=True)
        upgrade(revision="0004")
        with db.engine.begin() as connection:
            fill(connection)
        assert migrations.bring_up_to_date()
        with db.engine.connect() as connection:
            found = connection.execute(
                text("select jp, version, reversed_at from completion")
            ).all()
            assert [tuple(row) for row in found] == [(1, 1, None)]
            assert connection.scalar(text("select count(*) from history_entry")) == 1
        db.engine.dispose()


def test_of_webhooks_made_twice_the_first_one_stays(tmp_path: Path) -> None:
    from flask_migrate import Migrate, upgrade

    app = create_app(make_settings(tmp_path))
    columns = "name, url, unit_id, events, carries_data, secret, old_secret, made_by_id, made_at"
    with app.app_context(), writing():
        Migrate(app, db, directory=str(migrations.FOLDER), render_as_batch=True)
        upgrade(revision="0007")
        with db.engine.begin() as connection:
            fill(connection)
            for url in ("satu", "satu", "dua"):
                connection.exec_driver_sql(
                    f"insert into webhook ({columns}, following) "
                    f"values ('x', '{url}', 1, '', 0, 's', '', 1, '2026-01-01', 1)"
                )
        assert migrations.bring_up_to_date()
        with db.engine.connect() as connection:
            found = connection.execute(text("select ended_at is null, secret from webhook"))
            assert [tuple(row) for row in found] == [(1, "s"), (0, ""), (1, "s")]
        db.engine.dispose()


ANSWERS = "select unit_id, sum(n1 + n2 + n3 + n4 + n5), count(*) from {} group by unit_id"


def answers_in(table: str) -> list[tuple[int, ...]]:
    """Return units with their answers to all items, and the rows that hold them."""
    with db.engine.connect() as connection:
        rows = connection.execute(text(ANSWERS.format(table)))
        return [tuple(map(int, row)) for row in rows]


def test_what_was_said_waits_again_after_a_step_back_and_forth(each_app: Application) -> None:
    from flask_migrate import Migrate, downgrade

    with work(each_app):
        unit, course = make_unit(), make_course()
        make_answers(unit, course, 1, 2, 3, 4, 5)
    release(each_app)
    with work(each_app):
        make_answers(unit, db.session.get_one(Course, course.id), 4, 4)
    with each_app.app_context(), writing():
        Migrate(each_app, db, directory=str(migrations.FOLDER), render_as_batch=True)
        downgrade(revision="0010")
        assert answers_in("survey_sum") == [(unit.id, 77, 11)]
        assert migrations.bring_up_to_date()
        assert answers_in("survey_sum") == []
        assert answers_in("survey_waiting") == [(unit.id, 77, 11)]
    assert release(each_app) == 1
    with each_app.app_context():
        assert answers_in("survey_sum") == [(unit.id, 77, 11)]
