"""`elearning people erase`: the operator's word in place of two people's."""

from datetime import date

import click
from flask_babel import gettext as _

from elearning.accounts.erasures import GROUNDS, subject_named
from elearning.accounts.models import Person
from elearning.core import clock
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.settings import current_settings
from elearning.home.erased_words import TABLES
from elearning.home.erasing import affected, require_erasable
from elearning.home.erasure_operations import erase_now
from elearning.staff.cli import people

__all__ = ["people"]


@people.command("erase")
@click.argument("identifier", metavar="NIP")
@click.option(
    "--reason",
    type=click.Choice(sorted(GROUNDS)),
    required=True,
    help="The person asks for it, or the retention schedule has run out.",
)
@click.option("--basis", required=True, help="Number and date of the letter or rule; no names.")
@click.option("--dry-run", is_flag=True, help="Show what would go and erase nothing.")
def erase(identifier: str, reason: str, basis: str, dry_run: bool) -> None:
    """Erase for good who somebody was who has left; what proves and counts stays."""
    now = clock.now()
    person, today = account_named(identifier), clock.local_date(now, current_settings().timezone)
    require_erasable(person, today)
    tell_affected(person.id)
    if dry_run:
        db.session.rollback()
        click.echo(_("This was a dry run: nothing was erased."))
        return
    carry_out(person, reason, basis, today)


def tell_affected(person_id: int) -> None:
    """List what goes."""
    for name, count in affected(person_id).items():
        click.echo(f"{count:>7}  {TABLES[name]}")


def account_named(identifier: str) -> Person:
    """Return the account with a NIP or user name, open or closed."""
    found = subject_named("".join(identifier.split()))
    if found is None:
        raise Refused(_("No account is called %(name)s.", name=identifier))
    return db.session.get_one(Person, found.id)


def carry_out(person: Person, reason: str, basis: str, on: date) -> None:
    """Erase, and say what happens yet."""
    erase_now(person, reason, basis, on, clock.now())
    db.session.commit()
    click.echo(_("The data were erased. Stored files go with the worker a day later."))
