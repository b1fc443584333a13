"""`elearning records import`, `checkpoint` and `rollup`; reports adds `export` and `verify`."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _
from rich.console import Console
from rich.progress import track

from elearning.core import audit, clock
from elearning.core.db import db, read_one_moment, reading, writing
from elearning.core.settings import current_settings
from elearning.records import queries, rollup_queries, rollups
from elearning.records.external import record_all
from elearning.records.importing import Plan, plan_import
from elearning.records.ledger import make_checkpoint

T = TypeVar("T")

records = AppGroup("records", help="What ASN have earned: export, import, verify.")

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@records.command("import")
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
def import_trainings(path: Path, dry_run: bool) -> None:
    """Add training earned elsewhere from a CSV or XLSX file, all of it or nothing."""
    with force_locale(current_settings().default_locale):
        with reading():
            plan = plan_import(path, clock.local_date(clock.now(), current_settings().timezone))
        tell_problems(plan)
        added = plan.new if dry_run else carry_out(plan, path)
        tell_result(added, plan.rows - added, dry_run=dry_run)


@records.command("checkpoint")
def checkpoint() -> None:
    """Sign the log of all entries now instead of once a day."""
    with force_locale(current_settings().default_locale):
        made = make_checkpoint(clock.now())
        if made is None:
            click.echo(_("No entry was added since the last checkpoint."))
        else:
            click.echo(_("Signed: %(size)s entries.\n\n%(note)s", size=made.size, note=made.note))


@records.command("rollup")
@click.option("--check", is_flag=True, help="Only compare the totals; exit 1 when one differs.")
def rollup(check: bool) -> None:
    """Count the totals of the dashboards anew from what they count."""
    with force_locale(current_settings().default_locale):
        if not check:
            count_anew()
        with reading():
            read_one_moment()
            tell_differences()


def count_anew() -> None:
    """Count every total anew, some units at a time; people go on learning meanwhile."""
    with reading():
        years, parts = queries.wrong_totals(), rollups.recounts()
    with writing():
        for person_id, year in years:
            rollups.mend_year(person_id, year)
        for part in shown(parts, _("Counting"), len(parts)):
            rollups.recount(part)


def tell_differences() -> None:
    """Print the first totals that differ from what they count; refuse when there are any."""
    found = [
        _("%(name)s (%(place)s): counted %(counted)s, kept %(kept)s", **each._asdict())
        for each in rollup_queries.differences()
    ]
    wrong = queries.first_wrong_total()
    if wrong:
        where = {"person_id": wrong[0], "year": wrong[1]}
        sentence = _("Person %(person_id)s: the JP of %(year)s are not the sum of the entries.")
        found.append(sentence % where)
    for line in found:
        click.echo(line, err=True)
    if found:
        raise click.ClickException(
            _("Some totals differ. Run `elearning records rollup` to count them anew.")
        )
    click.echo(_("Every total is what its rows say."))


def carry_out(plan: Plan, path: Path) -> int:
    """Add what the plan names, in one transaction with its audit row; return how many were new."""
    now, digest = clock.now(), hashlib.sha256(path.read_bytes()).hexdigest()
    with writing():
        people = shown(plan.people.items(), _("Adding to histories"), len(plan.people))
        added = sum(len(record_all(person_id, new, now)) for person_id, new in people)
        facts = {"rows": plan.rows, "added": added, "sha256": digest}
        audit.record("records.imported", "history", now, actor_id=None, **facts)
        db.session.commit()
    return added


def shown(things: Iterable[T], label: str, total: int) -> Iterable[T]:
    """Yield things behind a progress bar on standard error."""
    return track(things, label, total=total, console=Console(stderr=True), transient=True)


def tell_problems(plan: Plan) -> None:
    """Print what is wrong; a table with an error is not imported at all."""
    for problem in plan.problems:
        click.echo(str(problem), err=True)
    if plan.has_errors:
        raise click.ClickException(_("Nothing was imported. Mend these cells and try again."))


def tell_result(added: int, skipped: int, *, dry_run: bool) -> None:
    """Print how many trainings are new and how many were there already."""
    counts = {"added": added, "skipped": skipped}
    if dry_run:
        click.echo(_("Dry run: %(added)s new, %(skipped)s already recorded.", **counts))
    else:
        click.echo(_("%(added)s added, %(skipped)s already recorded.", **counts))
