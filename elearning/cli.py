"""`elearning`: Flask's command group with the platform's own commands."""

import sys
from dataclasses import replace
from functools import partial
from gettext import gettext
from importlib import import_module

import click
from flask.cli import AppGroup, FlaskGroup
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

from elearning.accounts.activation import mail_links_due
from elearning.accounts.retention import forget_old_sign_ins, forget_old_views
from elearning.accounts.throttling import forget_old_tries
from elearning.accounts.unit_names import take_due_names
from elearning.app import create_app
from elearning.assessment import message_notices, message_queries
from elearning.assessment.regrade_work import regrade_due
from elearning.assignments.counting import count_due
from elearning.assignments.reminding import remind_due
from elearning.certificates.mailing import mail_due as mail_certificates_due
from elearning.certificates.signing.roots import require_roots
from elearning.core import mail, migrations, worker
from elearning.core.application import Application
from elearning.core.commands import speak, translated
from elearning.core.db import is_unavailable, writing
from elearning.core.errors import Refused
from elearning.core.job_work import SHORT
from elearning.core.logs import configure_logs
from elearning.core.settings import Settings, SettingsError
from elearning.courses import revision_notices
from elearning.courses.search.indexing import index_missing
from elearning.development.file_sweeping import sweep_files
from elearning.notices.broadcasts import announce_due
from elearning.notices.digests import digests_due, forget_old_notices
from elearning.records import ledger
from elearning.records.rollups import fold_due
from elearning.reports.exports.files import sweep_exports
from elearning.reports.saved.work import schedules_due
from elearning.reports.work import exports_due
from elearning.siasn import rejections
from elearning.siasn.push_work import push_due
from elearning.staff.work import put_away_due, rosters_due
from elearning.surveys.mixing import mix_due
from elearning.surveys.releasing import release_due
from elearning.webhooks.delivering import deliver_due
from elearning.webhooks.following import follow_due

#: Where each command is: it is loaded when it is called, so that `serve` starts at once.
COMMANDS = {
    "backup": "elearning.backup:backup",
    "certificates": "elearning.development.signing_cli:certificates",
    "courses": "elearning.courses.cli:courses",
    "db": "elearning.cli:database",
    "demo": "elearning.demonstration.cli:demo",
    "people": "elearning.home.people_cli:people",
    "quizzes": "elearning.quizzes.cli:quizzes",
    "records": "elearning.reports.cli:records",
    "restore": "elearning.backup:restore",
    "serve": "elearning.serve:serve",
    "siasn": "elearning.siasn.cli:siasn",
    "surveys": "elearning.surveys.cli:surveys",
    "worker": "elearning.cli:work",
}

database = AppGroup("db", help="The database.")

#: To whom notices to many go, and what they say.
AUDIENCES = {
    revision_notices.AUDIENCE: revision_notices.READERS,
    message_queries.AUDIENCE: message_notices.PEOPLE,
    rejections.AUDIENCE: rejections.PEOPLE,
}
#: What `elearning worker` does, of every package.
WORKS = (
    *(mail.send_due, mail_links_due, forget_old_tries, regrade_due),
    *(ledger.number_due, ledger.checkpoint_due),
    fold_due,
    *(mix_due, release_due),
    mail_certificates_due,
    put_away_due,
    *(sweep_files, schedules_due, sweep_exports),
    partial(exports_due, most=SHORT),
    *(remind_due, count_due),
    *(partial(announce_due, AUDIENCES), digests_due, forget_old_notices),
    *(forget_old_sign_ins, forget_old_views),
    take_due_names,
    *(follow_due, deliver_due),
)
#: What takes long, in a lane of its own.
LONG_WORKS = (rosters_due, exports_due, push_due)
work = worker.command(WORKS, LONG_WORKS)


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
