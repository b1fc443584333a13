"""`elearning people import`: a roster from the command line, by the same plan as on the pages."""

from pathlib import Path

import click
from flask_babel import gettext as _
from rich.console import Console
from rich.progress import Progress, TaskID

from elearning.accounts.cli import people, root_unit
from elearning.accounts.models import Unit
from elearning.accounts.roster import COLUMNS, REQUIRED
from elearning.core import clock
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.settings import current_settings
from elearning.core.tables import Problem, find_header, read_table
from elearning.staff import queries
from elearning.staff.applying import apply
from elearning.staff.checking import check
from elearning.staff.models import CHANGED, MOVED, NEW, UNCHANGED, RosterChange
from elearning.staff.officers import OPERATOR
from elearning.staff.operations import bring, forget
from elearning.staff.reading import SEARCHED, Sheet, header_of, look_at


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change and save nothing.")
@click.option("--unit", "unit_code", default="", help="Code of the unit below which people belong.")
@click.option(
    "--agency", "agency_code", default="", help="Code of the agency, if there are several."
)
def import_file(file: Path, dry_run: bool, unit_code: str, agency_code: str) -> None:
    """Bring people and units to what a staff roster (CSV, XLSX, XLS, ODS) says."""
    sheet, total = counted(file)
    change = checked(file, sheet, total, root_unit(agency_code, unit_code))
    report(change)
    has_errors = bool(change.counts["error"])
    if dry_run or has_errors:
        forget(change)
        db.session.commit()
    if has_errors:
        raise Refused(_("Nothing was saved. Mend the rows named above and import the file again."))
    if dry_run:
        click.echo(_("This was a dry run: nothing was saved."))
        return
    apply_now(change)


def counted(file: Path) -> tuple[Sheet, int]:
    """Return the headings of a file and how many rows it has; refuse one that is no roster."""
    top, total = [], 0
    for total, row in enumerate(read_table(file), start=1):
        if total <= SEARCHED:
            top.append(row)
    find_header(top, COLUMNS, REQUIRED)
    return look_at(top), total


def checked(file: Path, sheet: Sheet, total: int, root: Unit) -> RosterChange:
    """Plan a roster and show how far it is; what was compared is kept after each part."""
    now = clock.now()
    change = bring(root, file.name, sheet, now, made_by_id=None)
    header = header_of(change.header_line, change.headings, change.mapping)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_("Comparing people"), total=total)

        def step(done: int) -> None:
            db.session.commit()
            progress.update(task, completed=done)

        check(change, header, read_table(file), OPERATOR, now, step)
    db.session.commit()
    return change


def apply_now(change: RosterChange) -> None:
    """Apply a plan in one transaction and show how far it is."""
    now, total = clock.now(), sum(change.counts[name] for name in (NEW, CHANGED, MOVED))
    today = clock.local_date(now, current_settings().timezone)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task: TaskID = progress.add_task(_("Importing people"), total=total)
        apply(change, OPERATOR, now, today, lambda done: progress.update(task, completed=done))
        db.session.commit()


def report(change: RosterChange) -> None:
    """Print the problems, the new units and the counts."""
    note, counts = _("Note"), change.counts
    for found in queries.every_problem(change.id):
        problem = Problem(found.line, found.column, found.message)
        click.echo(f"{note} · {problem}" if found.level == "warning" else str(problem))
    for unit in queries.planned_units(change.id):
        click.echo(_("New unit: %(name)s (%(code)s)", name=unit.name, code=unit.code))
    click.echo(
        _(
            "New: %(new)s · changed: %(changed)s · unchanged: %(unchanged)s · errors: %(errors)s",
            new=counts[NEW],
            changed=counts[CHANGED] + counts[MOVED],
            unchanged=counts[UNCHANGED],
            errors=counts["error"],
        )
    )


__all__ = ["people"]
