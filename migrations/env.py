"""Alembic's environment: the application's engine and tables; one transaction a migration."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, TypeDecorator

from elearning.core.db import db
from elearning.core.migrations import is_modelled
from elearning.core.schema import schema


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our column types as the plain types below them: a migration never changes later."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run() -> None:
    """Migrate the database of the current application.

    SQLite changes a constraint by making the table anew: while it is away, the rows that point to
    it would be refused, so they are checked at the end instead.
    """
    with db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            migrate(connection)
            return
        driver = connection.connection
        driver.execute("PRAGMA foreign_keys=OFF")  # counts outside of a transaction only
        try:
            migrate(connection)
            lost = driver.execute("PRAGMA foreign_key_check").fetchall()
            if lost:
                raise RuntimeError(f"After the migration rows point to nothing: {lost[:5]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def migrate(connection: Connection) -> None:
    """Run the migrations that are missing."""
    context.configure(
        connection=connection,
        target_metadata=schema(),
        render_item=render_item,
        include_name=is_modelled,
        transaction_per_migration=True,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
