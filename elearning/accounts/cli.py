"""`elearning people`: the roster, roles, slips and passwords from the command line."""

from datetime import timedelta
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from rich.console import Console
from rich.progress import Progress

from elearning.accounts import account_queries, activation, operations, passwords, queries
from elearning.accounts.models import ROLES, Person, Unit
from elearning.accounts.people_import import Summary, import_people
from elearning.accounts.roster import Roster, read_roster
from elearning.core import clock
from elearning.core.db import db, reading
from elearning.core.errors import Refused
from elearning.core.settings import current_settings

people = AppGroup("people", help="People, roles and activation.")


@people.command("agency")
@click.argument("code")
@click.argument("name")
@click.option("--timezone", default="Asia/Jakarta", show_default=True, help="Zone of its dates.")
@click.option("--place", default="", help="Place of issue on certificates.")
@click.option("--organiser", default="", help="Name under which it organises courses.")
def add_agency(code: str, name: str, timezone: str, place: str, organiser: str) -> None:
    """Add an agency, the root of an organisation."""
    if any(agency.code.lower() == code.lower() for agency in queries.agencies()):
        raise Refused(_("There is an agency with this code already."))
    operations.add_unit(
        None, "agency", code, name, timezone=timezone, place=place, organiser_name=organiser
    )
    db.session.commit()
    click.echo(_("The agency was added."))


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change and save nothing.")
@click.option("--unit", "unit_code", default="", help="Code of the unit below which people belong.")
@click.option(
    "--agency", "agency_code", default="", help="Code of the agency, if there are several."
)
def import_file(file: Path, dry_run: bool, unit_code: str, agency_code: str) -> None:
    """Bring people and units to what a staff roster (CSV, XLSX, XLS, ODS) says."""
    roster = read_roster(file)
    summary = _import(roster, root_unit(agency_code, unit_code))
    report(summary)
    if summary.has_errors:
        db.session.rollback()
        raise Refused(_("Nothing was saved. Mend the rows named above and import the file again."))
    if dry_run:
        db.session.rollback()
        click.echo(_("This was a dry run: nothing was saved."))
        return
    db.session.commit()


def root_unit(agency_code: str, unit_code: str) -> Unit:
    """Return the unit below which a roster is applied: an agency or a unit of it."""
    agencies = [
        agency for agency in queries.agencies() if agency_code.lower() in ("", agency.code.lower())
    ]
    if not agencies:
        raise Refused(_("There is no such agency. Add it: elearning people agency CODE NAME."))
    if len(agencies) > 1:
        codes = ", ".join(agency.code for agency in agencies)
        raise Refused(_("Choose the agency with --agency: %(codes)s.", codes=codes))
    return unit_with_code(unit_code, agencies[0].path) if unit_code else agencies[0]


def unit_with_code(code: str, below: str = "/") -> Unit:
    """Return the one unit with a code."""
    units = [unit for unit in queries.units_coded(code) if unit.path.startswith(below)]
    if not units:
        raise Refused(_("No unit has the code %(code)s.", code=code))
    if len(units) > 1:
        raise Refused(_("Several units have the code %(code)s.", code=code))
    return units[0]


def _import(roster: Roster, root: Unit) -> Summary:
    """Apply a roster and show how far it is."""
    now = clock.now()
    today = clock.local_date(now, current_settings().timezone)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("Importing people"), total=len(roster.rows))
        return import_people(roster, root, now, today, lambda: progress.advance(task))


def report(summary: Summary) -> None:
    """Print the problems, the new units and the counts."""
    note = _("Note")
    for problem in sorted(summary.problems, key=lambda problem: problem.line):
        click.echo(f"{note} · {problem}" if problem.level == "warning" else str(problem))
    for unit in summary.new_units:
        click.echo(_("New unit: %(name)s (%(code)s)", name=unit.name, code=unit.code))
    click.echo(
        _(
            "New: %(new)s · changed: %(changed)s · unchanged: %(unchanged)s · errors: %(errors)s",
            new=summary.count("new"),
            changed=summary.count("changed"),
            unchanged=summary.count("unchanged"),
            errors=sum(problem.level == "error" for problem in summary.problems),
        )
    )


def person_named(identifier: str) -> Person:
    """Return the open account with a NIP, user name or e-mail address."""
    known = queries.credentials_of("".join(identifier.split()))
    if known is None:
        raise Refused(_("No open account is called %(name)s.", name=identifier))
    return db.session.get_one(Person, known.person_id)


@people.command("grant")
@click.argument("identifier", metavar="NIP")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--unit", "unit_code", default="", help="Code of the unit that kepegawaian reaches.")
def grant(identifier: str, role: str, unit_code: str) -> None:
    """Give a person a role; they sign in anew."""
    unit = unit_with_code(unit_code) if unit_code else None
    operations.grant(person_named(identifier), role, unit, clock.now())
    db.session.commit()
    click.echo(_("The role was given."))


@people.command("slip")
@click.argument("identifier", metavar="NIP")
def slip(identifier: str) -> None:
    """Print a single-use code with which a person sets a password."""
    person, settings = person_named(identifier), current_settings()
    valid = timedelta(days=settings.activation_days)
    code = operations.make_activation(person, "slip", made_by_id=None, valid=valid, at=clock.now())
    db.session.commit()
    click.echo(f"{settings.public_url}/aktivasi  {activation.printed_code(code)}")


@people.command("password")
@click.argument("identifier", metavar="NIP")
def password(identifier: str) -> None:
    """Ask for a new password at the keyboard and set it; all sign-ins end."""
    with reading():
        person_id = person_named(identifier).id
        holder = account_queries.holder_of(person_id)
    chosen = click.prompt(_("New password"), hide_input=True, confirmation_prompt=True)
    passwords.require_good(chosen, holder.personal if holder else ())
    password_hash = passwords.hash_password(chosen)
    operations.set_password(db.session.get_one(Person, person_id), password_hash, clock.now())
    db.session.commit()
    click.echo(_("The password was set."))


@people.command("deactivate")
@click.argument("identifier", metavar="NIP")
def deactivate(identifier: str) -> None:
    """Close an account: its sign-ins end, its records stay."""
    operations.deactivate(person_named(identifier), clock.now(), actor_id=None)
    db.session.commit()
    click.echo(_("The account was closed."))
