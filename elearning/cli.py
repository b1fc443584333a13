"""`elearning`: Flask's command group with the platform's own commands."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup, FlaskGroup

from elearning.accounts.activation import mail_links_due
from elearning.accounts.cli import people
from elearning.app import create_app
from elearning.core import mail, migrations, worker
from elearning.core.db import writing
from elearning.core.errors import Refused
from elearning.core.logs import configure_logs
from elearning.core.settings import Settings, SettingsError
from elearning.courses.cli import courses

database = AppGroup("db", help="The database.")

#: What `elearning worker` does, of every package.
WORKS = (mail.send_due, mail_links_due)


def make_app() -> Flask:
    """Return the application of the environment, with a key of its own on a new machine."""
    configure_logs()
    try:
        migrations.ensure_secret_key(Settings.from_environment())
        return create_app(Settings.from_environment())
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest migration."""
    changed = migrations.bring_up_to_date()
    click.echo("The database was migrated." if changed else "The database is up to date.")


def group() -> FlaskGroup:
    """Return the command group with every package's commands."""
    commands = FlaskGroup(
        name="elearning",
        create_app=make_app,
        add_default_commands=False,
        add_version_option=False,
        help="Widyapada: self-paced learning for civil servants.",
    )
    for command in (database, courses, people, worker.command(WORKS)):
        commands.add_command(command)
    return commands


def main() -> None:
    """Run a command: 0 done, 1 refused with a reason, 2 usage."""
    try:
        with writing():
            group()(prog_name="elearning")
    except Refused as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
