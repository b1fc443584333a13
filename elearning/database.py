"""`elearning db`: migrating the database, and moving everything into another one."""

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from elearning.core import migrations
from elearning.courses.search.indexing import index_missing

database = AppGroup("db", help="The database.")


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest migration."""
    changed = migrations.bring_up_to_date()
    index_missing()
    click.echo(_("The database was migrated.") if changed else _("The database is up to date."))


@database.command("move")
@click.argument("url", metavar="URL")
def move(url: str) -> None:
    """Copy everything into another database, empty so far, and prove that it is whole there."""
    from elearning.moving import move_to  # loaded when it is called

    move_to(url)
