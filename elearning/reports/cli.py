"""`elearning records export`: the same files as the page's, logged without a person."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from elearning.accounts.models import STATUSES, Unit
from elearning.accounts.queries import agencies, units_coded
from elearning.core import clock
from elearning.core.db import db, reading, writing
from elearning.core.errors import Refused
from elearning.core.settings import current_settings
from elearning.records.cli import records, shown
from elearning.reports import proving
from elearning.reports.exports import exporting, operations
from elearning.reports.exports import queries as export_queries
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.exporting import Tally
from elearning.reports.exports.layouts import DELIMITERS, FORMATS
from elearning.reports.exports.queries import Wanted
from elearning.siasn.states import WORDS

__all__ = ["proving", "records"]

DAY = click.DateTime(["%Y-%m-%d"])
NAMES = {name: name for name in FORMATS} | {"jsonl": "siasn"}


@records.command("export")
@click.option(
    "--format", "name", type=click.Choice(tuple(NAMES)), default="xlsx", show_default=True
)
@click.option("--unit", "code", help="Code of the unit, its subtree included; else every agency.")
@click.option("--year", type=int, help="Year in which the courses were completed; else all.")
@click.option("--from", "since", type=DAY, help="First day of completion, YYYY-MM-DD.")
@click.option("--to", "until", type=DAY, help="Last day of completion, YYYY-MM-DD.")
@click.option("--status", type=click.Choice(STATUSES), help="Status ASN at completion; else all.")
@click.option("--siasn", type=click.Choice(tuple(WORDS)), help="State at SIASN; else all.")
@click.option(
    "-o", "--output", "path", required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option("--delimiter", type=click.Choice(DELIMITERS), default=",", show_default=True)
@click.option("--guard-digits", is_flag=True, help="CSV: an apostrophe before each NIP.")
def export(name: str, code: str | None, year: int | None, path: Path, **chosen: Any) -> None:
    """Write completed courses to a file, one row each."""
    choice = choice_of(NAMES[name], year, chosen)
    with force_locale(current_settings().default_locale):
        with reading():
            units = [unit_coded(code)] if code else agencies()
            choice = named(choice, units)
            wanted = choice.wanted([unit.path for unit in units], clock.now().date())
            expected = export_queries.count(wanted)
        tally = write(wanted, choice, path, expected)
        click.echo(
            ngettext("%(num)s row in %(path)s", "%(num)s rows in %(path)s", tally.rows, path=path)
        )


def choice_of(name: str, year: int | None, chosen: dict[str, Any]) -> Choice:
    """Return what the options say."""
    days = {day: chosen[day].date().isoformat() for day in ("since", "until") if chosen[day]}
    return Choice(
        format=name,
        year=str(year or ""),
        since=days.get("since", ""),
        until=days.get("until", ""),
        status=chosen["status"] or "",
        siasn=chosen["siasn"] or "",
        delimiter=chosen["delimiter"],
        guard_digits=chosen["guard_digits"],
    )


def named(choice: Choice, units: Sequence[Unit]) -> Choice:
    """Return a choice with the one unit that it is of."""
    if len(units) != 1:
        return choice
    return choice._replace(unit_id=units[0].id, unit=units[0].name)


def write(wanted: Wanted, choice: Choice, path: Path, expected: int) -> Tally:
    """Write a file behind a progress bar and log its beginning and its end.

    It gets its name when it is whole; a place that cannot be written is refused before the log.
    """
    part = path.with_name(f"{path.name}.part")
    part.touch()
    at = clock.now()
    with writing():
        log = operations.begin_export(None, choice.unit_id, wanted.year, choice, wanted.paths, at)
        log_id = log.id  # read now: to ask for it later would begin a transaction that locks
        db.session.commit()
    rows = exporting.rows_for(db.engine, wanted)
    tally = exporting.write_file(shown(rows, _("Writing rows"), expected), choice.layout, part)
    part.replace(path)
    exporting.finishing(current_app._get_current_object(), log_id)(tally)  # type: ignore[attr-defined]
    return tally


def unit_coded(code: str) -> Unit:
    """Return the one unit with a code; refuse none and several."""
    found = units_coded(code)
    if not found:
        raise Refused(_("No unit has the code %(code)s. Check it in the roster.", code=code))
    if len(found) > 1:
        names = "; ".join(unit.name for unit in found)
        raise Refused(_("Several units have the code %(code)s: %(names)s.", code=code, names=names))
    return found[0]
