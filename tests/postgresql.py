"""A PostgreSQL for the tests, and one database in it that is as good as new for each of them."""

import signal
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
from psycopg import Connection
from psycopg.sql import SQL, Identifier

EMPTY, USED = "elearning_empty", "elearning"
#: What the migrations write.
KEPT = "alembic_version"
TABLES = "select tablename from pg_tables where schemaname = 'public' and tablename <> %s"
#: Changes with every change of the schema, also with one that is taken back.
SCHEMA: LiteralString = " union all ".join(
    f"select count(*) || '/' || max(xmin::text::bigint) from {catalogue}"
    for catalogue in (
        *("pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_trigger"),
        *("pg_proc", "pg_rewrite", "pg_type", "pg_namespace", "pg_db_role_setting"),
    )
)
RESTART = """
select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
from pg_sequences where last_value is not null
"""
#: A test's threads may have left some; what they began must not wait for anybody.
END_OTHERS = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""


def named(address: str, database: str) -> str:
    """Return a server's address with another database's name."""
    head, _, query = address.partition("?")
    return f"{head.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")


def tune(connection: Connection) -> None:
    """Tests kill programs, never the machine; what waits for the disk only costs time."""
    connection.execute("alter system set fsync = off")
    connection.execute("select pg_reload_conf()")


def end_at_once(place: Path) -> None:
    """End a PostgreSQL server whose data nobody needs: an orderly end writes hundreds of databases."""
    process = psutil.Process(int((place / "postmaster.pid").read_text().split()[0]))
    process.send_signal(signal.SIGQUIT)
    process.wait(30)


class UsedDatabase:
    """The database of one test after the other: emptied, or made anew where its schema is another."""

    def __init__(self, server: str) -> None:
        self.server, self.address = server, named(server, USED)
        self.schema: list[tuple[object, ...]] = []
        #: Stays open: a new one would read the catalogues of every table again.
        self.connection: Connection | None = None

    def make_new(self) -> str:
        """Return the address of the database, without a row."""
        if self.connection is None or not self._emptied(self.connection):
            self._made()
        return self.address

    def close(self) -> None:
        """Leave the database."""
        if self.connection is not None:
            self.connection.close()

    def _made(self) -> None:
        """Copy the empty database: many times what emptying costs."""
        self.close()
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"drop database if exists {USED} with (force)")
            connection.execute(f"create database {USED} template {EMPTY}")
        self.connection = psycopg.connect(self.address, autocommit=True)
        self.schema = self.connection.execute(SCHEMA).fetchall()

    def _emptied(self, connection: Connection) -> bool:
        """Empty every table, unless a test changed the schema."""
        connection.execute(END_OTHERS)
        if connection.execute(SCHEMA).fetchall() != self.schema:
            return False
        with connection.transaction():
            connection.execute("set local session_replication_role = replica")  # no trigger
            tables = connection.execute(TABLES, [KEPT]).fetchall()
            deletes = [SQL("delete from {}").format(Identifier(name)) for (name,) in tables]
            connection.execute(SQL(";").join(deletes))
            connection.execute(RESTART)
        return True
