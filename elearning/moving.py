"""`elearning db move URL`: every row into an empty database of another kind, proved on arrival."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Table,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from elearning.app import create_app
from elearning.core import migrations
from elearning.core.application import Application
from elearning.core.db import db, is_postgresql, reading, writing
from elearning.core.errors import Refused
from elearning.core.schema import schema
from elearning.core.settings import current_settings
from elearning.courses.search.indexing import index_missing
from elearning.records.cli import shown
from elearning.reports.proving import prove, tell_whole

ROWS = 1_000
#: The search is indexed anew: each database keeps it in its own form.
INDEX = "search_"
#: Counted on arrival, row by row, by the new database itself.
COUNTED = ("people_by_jp", "open_courses")


def move_to(url: str) -> None:
    """Copy every row in one transaction; until it ends nobody else writes to the old database."""
    settings = current_settings()
    target = create_app(replace(settings, database_url=url))
    with force_locale(settings.default_locale), closing(target):
        prepare(target)
        with writing(), db.engine.connect() as source, target.app_context():
            num = copy_all(source)
        click.echo(ngettext("%(num)s row was copied.", "%(num)s rows were copied.", num))
        with target.app_context(), force_locale(settings.default_locale):
            index_missing()
            with reading():
                tell_whole(prove())
            click.echo(_("Set DATABASE_URL to the new address and start the server."))


@contextmanager
def closing(target: Application) -> Iterator[None]:
    """Leave no connection to a database open."""
    try:
        yield
    finally:
        with target.app_context():
            db.engine.dispose()


def prepare(target: Application) -> None:
    """Migrate a database that holds nobody yet; refuse one that does, or that does not answer."""
    with target.app_context():
        try:
            migrations.bring_up_to_date()
            with db.engine.connect() as connection:
                people = count(connection, schema().tables["person"])
        except SQLAlchemyError as error:
            raise Refused(_("The new database cannot be used: %(why)s", why=error)) from None
        if people:
            raise Refused(_("The new database holds people already. Name an empty one."))


def copy_all(source: Connection) -> int:
    """Copy every table into the current application's database and return how many rows it has."""
    named = [each for each in schema().sorted_tables if not each.name.startswith(INDEX)]
    tables = [each for each in named if each.name not in COUNTED]
    with db.engine.begin() as target:
        num = sum(copy(source, target, table) for table in tables)
        for column in (column for table in tables for column in forward(table)):
            point(source, target, column)
    return num


def copy(source: Connection, target: Connection, table: Table) -> int:
    """Copy a table; columns that may point forward stay empty until every row is there."""
    total = count(source, table)
    blank = dict.fromkeys(column.name for column in forward(table))
    for rows in shown(portions(source, table), table.name, -(-total // ROWS)):
        target.execute(filling(table), [row | blank for row in rows])
    if is_postgresql():
        count_on(target, table)
    if count(target, table) != total:
        raise Refused(_("Rows of %(table)s are missing on arrival.", table=table.name))
    return total


def count(connection: Connection, table: Table) -> int:
    """Return how many rows a table has."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def forward(table: Table) -> list[Column[Any]]:
    """Return the columns that name rows of their own table, or of one that is copied later.

    Of a key of several columns one that may be empty is enough: without it the key names nothing.
    """
    order = [each.name for each in schema().sorted_tables]
    here = order.index(table.name)
    return [
        column
        for column in table.columns
        if column.nullable
        and any(order.index(key.column.table.name) >= here for key in column.foreign_keys)
    ]


def portions(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Yield a table's rows, some at a time."""
    found = source.execute(select(table).execution_options(yield_per=ROWS))
    for rows in found.mappings().partitions():
        yield [dict(row) for row in rows]


def filling(table: Table) -> Any:
    """Return the insert of a table; nothing stays NULL in a JSON column, not JSON's null."""
    values = {
        column.name: bindparam(column.name, type_=JSON(none_as_null=True))
        if isinstance(column.type, JSON)
        else bindparam(column.name, type_=column.type)
        for column in table.columns
    }
    return insert(table).values(**values)


def point(source: Connection, target: Connection, column: Column[Any]) -> None:
    """Fill a column that names other rows."""
    table, key = column.table, column.table.c.id
    pairs = source.execute(select(key, column).where(column.is_not(None))).all()
    if pairs:
        pointing = update(table).where(key == bindparam("row")).values({column: bindparam("to")})
        target.execute(pointing, [{"row": row, "to": to} for row, to in pairs])


def count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's next key follow the last one copied."""
    if "id" not in table.c:
        return
    named = text("select pg_get_serial_sequence(:table, 'id')")
    sequence = connection.scalar(named, {"table": table.name})
    last = connection.scalar(select(func.max(table.c.id)))
    if sequence is not None and last is not None:
        advance = text("select setval(:sequence, :last)")
        connection.execute(advance, {"sequence": sequence, "last": last})
