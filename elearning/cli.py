"""`elearning`: Flask's command group with the platform's own commands."""

import sys
from dataclasses import replace
from gettext import gettext
from importlib import import_module

import click
from flask.cli import FlaskGroup
from sqlalchemy.exc import DBAPIError

from elearning.app import create_app
from elearning.certificates.signing.roots import require_roots
from elearning.core import migrations
from elearning.core.application import Application
from elearning.core.commands import speak, translated
from elearning.core.db import is_unavailable, writing
from elearning.core.errors import Refused
from elearning.core.logs import configure_logs
from elearning.core.settings import Settings, SettingsError

#: Where each command is: it is loaded when it is called, so that `serve` starts at once.
COMMANDS = {
    "backup": "elearning.backup:backup",
    "certificates": "elearning.development.signing_cli:certificates",
    "courses": "elearning.courses.cli:courses",
    "db": "elearning.database:database",
    "demo": "elearning.demonstration.cli:demo",
    "people": "elearning.home.people_cli:people",
    "quizzes": "elearning.quizzes.cli:quizzes",
    "records": "elearning.reports.cli:records",
    "restore": "elearning.backup:restore",
    "serve": "elearning.serve:serve",
    "siasn": "elearning.siasn.cli:siasn",
    "surveys": "elearning.surveys.cli:surveys",
    "worker": "elearning.works:work",
}


class Commands(FlaskGroup):
    """The commands of every package, each loaded when it is called."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load a command."""
        module, _colon, attribute = COMMANDS.get(name, "").partition(":")
        return translated(getattr(import_module(module), attribute)) if module else None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands."""
        return sorted(COMMANDS)


def make_app(**defaults: str) -> Application:
    """Return the application of the environment, with a key of its own on a new machine.

    Given defaults stand in for settings that the environment leaves as they are.
    """
    configure_logs()
    try:
        migrations.ensure_secret_key(Settings.from_environment())
        settings, usual = Settings.from_environment(), Settings()
        require_roots(settings)
        unset = {n: v for n, v in defaults.items() if getattr(settings, n) == getattr(usual, n)}
        return create_app(replace(settings, **unset))  # type: ignore[arg-type]
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def group() -> FlaskGroup:
    """Return the command group, without Flask's options for other applications."""
    commands = Commands(
        name="elearning",
        create_app=make_app,
        add_default_commands=False,
        add_version_option=False,
        help="Widyapada: self-paced learning for civil servants.",
    )
    commands.params.clear()
    return translated(commands)


def main() -> None:
    """Run a command: 0 done, 1 refused with a reason, 2 usage."""
    speak()
    try:
        with writing():
            group()(prog_name="elearning")
    except (Refused, OSError, DBAPIError) as error:
        reason = reason_of(error)
        if reason is None:
            raise
        click.echo(reason, err=True)
        sys.exit(1)


def reason_of(error: Exception) -> str | None:
    """Return what the operator can mend, in the platform's language; None for a bug."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, OSError):
        why = {"path": error.filename, "why": error.strerror}
        return gettext("%(path)s cannot be used: %(why)s.") % why if error.filename else None
    if isinstance(error, DBAPIError) and is_unavailable(error):
        return gettext("The database cannot be used: %(why)s") % {"why": error.orig}
    if isinstance(error, DBAPIError) and lacks_table(error):
        return gettext("The database is older than the program. Run: elearning db upgrade")
    return None


def lacks_table(error: DBAPIError) -> bool:
    """Whether a table or column is not there yet: the database waits for its migration."""
    state = getattr(error.orig, "sqlstate", None)
    is_missing = str(error.orig).startswith(("no such table", "no such column"))
    return is_missing or state in {"42P01", "42703"}
