"""The database: SQLite with full durability, or PostgreSQL.

On SQLite a transaction that may write takes the write lock at its first statement: asking later
fails at once under load, whatever the busy timeout (measured: 310 of 360 refused).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from random import uniform
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import Error as SQLiteError
from time import sleep
from typing import Any, TypeVar

from flask import g, has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    MetaData,
    PoolProxiedConnection,
    bindparam,
    event,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.orm.util import identity_key

from elearning.core.prepared import prepared, told
from elearning.core.types import TYPES

T = TypeVar("T")

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA trusted_schema=OFF",
)
SQLITE_TROUBLES = ("locked", "full", "disk I/O", "unable to open", "readonly")
TRIES = 3
#: What PostgreSQL calls a broken unique rule.
UNIQUE = "23505"


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=TYPES)


db = SQLAlchemy(model_class=Base, session_options={"autoflush": False, "expire_on_commit": False})

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def rows(statement: Executable, **values: object) -> list[tuple[Any, ...]]:
    """Run a select that was built at import and return plain rows.

    Work that may write reads in its own transaction. Everything else reads in one transaction a
    request, without the ORM's round about way, until something is written.
    """
    connection = writer() if _writing.get() else reader()
    return prepared(statement, db.engine.dialect).run(connection, values)


def first_row(statement: Executable, **values: object) -> tuple[Any, ...] | None:
    """Run a select that was built at import and return its first row."""
    found = rows(statement, **values)
    return found[0] if found else None


def write(statement: Executable, *lines: Mapping[str, object], **shared: object) -> None:
    """Run an insert or update that was built at import once for each line of values.

    The lines have the shared values in common.

    What the session holds of the rows is not told: see `read_anew`.
    """
    prepared(statement, db.engine.dialect).run_each(writer(), lines, shared)


def read_anew(model: type[Base], key: int, names: Sequence[str]) -> None:
    """Read columns that were written past the session again, should it hold the row."""
    known = db.session.identity_map
    held = known.get(identity_key(model, key)) if len(known) else None
    if held is not None:
        db.session.refresh(held, names)


def writer() -> PoolProxiedConnection:
    """Return the driver's connection of the transaction that may write."""
    return db.session.connection().connection


def reader() -> PoolProxiedConnection:
    """Return the driver's connection on which the request reads, in one transaction."""
    connection: PoolProxiedConnection | None = g.get("reader")
    if connection is None:
        connection = g.reader = db.engine.raw_connection()
        if not is_postgresql():  # whose driver begins by itself
            connection.cursor().execute("BEGIN")
    return connection


def close_reader(_error: BaseException | None) -> None:
    """Give the reading connection back when the request is over; the pool ends its transaction."""
    connection: PoolProxiedConnection | None = g.pop("reader", None)
    if connection is not None:
        connection.close()


@contextmanager
def writing(may_write: bool = True) -> Iterator[None]:
    """Say whether transactions that begin inside may write; what was read before may be old."""
    if may_write and has_app_context():
        close_reader(None)
    token = _writing.set(may_write)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Read in a transaction of its own that is ended, so that slow work afterwards holds no lock."""
    db.session.rollback()
    with writing(False):
        yield
        db.session.rollback()


def read_one_moment() -> None:
    """Let the transaction that begins now read everything as it is at one moment, as SQLite does."""
    if is_postgresql():
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@event.listens_for(Engine, "connect")
def prepare_connection(connection: Any, _record: object) -> None:
    """Give each SQLite connection the durable settings; SQLAlchemy begins transactions."""
    if isinstance(connection, SQLiteConnection):
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)


@event.listens_for(Engine, "begin")
def begin(connection: Connection) -> None:
    """Begin on SQLite, with the write lock when the work may write."""
    if connection.dialect.name == "sqlite":
        words = "BEGIN IMMEDIATE" if _writing.get() else "BEGIN"
        try:
            connection.connection.cursor().execute(words)
        except SQLiteError as error:
            raise told(error, words, connection.dialect) from error


def is_busy(error: DBAPIError) -> bool:
    """Whether a transaction lost a race that a second try can win."""
    state = getattr(error.orig, "sqlstate", None)
    return state in {"40001", "40P01", "55P03"} or "database is locked" in str(error.orig)


def is_unavailable(error: DBAPIError) -> bool:
    """Whether the database is busy, full, read-only or away, rather than asked nonsense."""
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(error.orig, SQLiteError):
        return any(sign in str(error.orig) for sign in SQLITE_TROUBLES)
    return is_busy(error) or state is None or state[:2] in {"08", "53", "57", "58"}


def unique_rule(error: IntegrityError) -> str:
    """Return which unique rule a write broke, `uq_person_nip` or `person_nip`; empty for others."""
    if isinstance(error.orig, SQLiteError):
        kind, _colon, columns = str(error.orig).partition(": ")
        return columns.split(", ")[-1].replace(".", "_") if kind.startswith("UNIQUE") else ""
    told: Any = error.orig
    return str(told.diag.constraint_name) if getattr(told, "sqlstate", "") == UNIQUE else ""


def retrying(work: Callable[[], T]) -> T:
    """Run a whole transaction, again when it lost a race, a few times with jitter."""
    for attempt in range(1, TRIES + 1):
        try:
            return work()
        except OperationalError as error:
            db.session.rollback()
            if not is_busy(error) or attempt == TRIES:
                raise
            sleep(uniform(0.02, 0.1) * attempt)  # noqa: S311
    raise AssertionError("unreachable")


def when_due(found: Callable[[], object], work: Callable[[], int]) -> int:
    """Run a whole transaction that may write if there is something to do; else take no lock."""
    with reading():
        if not found():
            return 0
    with writing():
        return retrying(work)


def insert_into(table: Any) -> Any:
    """Return an insert of the current database's own kind, which knows `on conflict`."""
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    return dialect.insert(table)


def insert_new(model: type[Base], line: Mapping[str, object], unique: Sequence[str]) -> None:
    """Insert a row that is not there yet."""
    write(_beside_none(model.__table__, (*line,), (*unique,), (), db.engine.dialect.name), line)


def inserted(
    model: type[Base], line: Mapping[str, object], columns: tuple[Any, ...]
) -> tuple[Any, ...] | None:
    """Insert a row and return some of its columns; None where a unique rule knows it already."""
    new = _beside_none(model.__table__, (*line,), (), columns, db.engine.dialect.name)
    return first_row(new, **line)


@cache
def _beside_none(
    table: Any,
    names: tuple[str, ...],
    unique: tuple[str, ...],
    columns: tuple[Any, ...],
    _kind: str,
) -> Any:
    """Return what adds a row beside which there is none, built once for a kind of database."""
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    new = insert_into(table).values(values).on_conflict_do_nothing(index_elements=unique or None)
    return new.returning(*columns) if columns else new


def is_postgresql() -> bool:
    """Whether the database of the current application is PostgreSQL."""
    return db.engine.dialect.name == "postgresql"
