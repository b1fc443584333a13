"""`elearning people`: the roster, roles, slips and passwords from the command line."""

from datetime import timedelta

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from elearning.accounts import account_queries, activation, operations, passwords, queries
from elearning.accounts.models import ROLES, Person, Unit
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


def root_unit(agency_code: str, unit_code: str) -> Unit:
    """Return the unit below which a roster is applied: an agency or a unit of it."""
    agencies = [
        agency
        for agency in queries.agencies()
        if agency.active and agency_code.lower() in ("", agency.code.lower())
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
