"""Making recaps in the background: a table, or a PDF to sign for each Perangkat Daerah."""

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from flask_babel import force_locale

from elearning.accounts.models import Unit
from elearning.certificates.operations import signatory_on, template_on
from elearning.core import clock
from elearning.core.db import db, reading
from elearning.core.job_work import Running
from elearning.core.settings import Settings, current_settings
from elearning.reports.exports import files as export_files
from elearning.reports.exports.keeping import SUFFIXES, Made, keep, slug_of, stepping
from elearning.reports.exports.log_queries import PastExport
from elearning.reports.recaps.files import filter_of, name_of, write
from elearning.reports.recaps.queries import PersonLine, agency_of, people, signing_unit

if TYPE_CHECKING:
    from elearning.reports.recaps.pdf import Paper


def make_recap(job: Running, export: PastExport) -> None:
    """Write the table of a recap, unless an earlier worker has."""
    if job.reached:
        return
    settings, choice = current_settings(), export.choice
    lines = people(db.engine, filter_of(choice, export.paths, settings))
    name = f"{name_of(choice)}{SUFFIXES[choice.format]}"
    with export_files.temporary() as path:
        tally = write(stepping(job, lines), choice, settings, path)
        made = Made(name, "", tally.rows)
        keep(job, export, 1, path, made, reached={"number": 1})


def make_papers(job: Running, export: PastExport) -> None:
    """Write the PDF of one department after the other, behind those that are there already."""
    settings = current_settings()
    lines = people(db.engine, filter_of(export.choice, export.paths, settings))
    made = job.reached.get("number", 0)
    groups = groupby(lines, key=lambda line: (line.department_path, line.department))
    for number, ((_path, name), group) in enumerate(groups, start=1):
        if number > made:
            _make_paper(job, export, number, name, list(group), settings)


def _make_paper(
    job: Running,
    export: PastExport,
    number: int,
    name: str,
    group: list[PersonLine],
    settings: Settings,
) -> None:
    """Write one PDF and keep it."""
    from elearning.reports.recaps.pdf import render  # typst loads with it

    paper = paper_of(export, name, settings)
    moment = int(clock.now().timestamp())
    with force_locale("id"):  # the paper is in the language of the office
        content = render(paper, group, settings, moment)
    title = paper.department
    with export_files.temporary() as path:
        path.write_bytes(content)
        file = Made(f"rekap-jp-{slug_of(title)}-{export.choice.until}.pdf", title, len(group))
        done = job.reached.get("done", 0) + len(group)
        reached = {"number": number, "done": done}
        keep(job, export, number, path, file, done=done, sentence=title, reached=reached)


def paper_of(export: PastExport, name: str, settings: Settings) -> "Paper":
    """Return the letterhead and the signatory of whoever signs in the agency, and the days."""
    from elearning.reports.recaps.pdf import Paper

    with reading():
        agency: Unit = agency_of(export.paths)
        today = clock.local_date(clock.now(), agency.timezone or settings.timezone)
        unit = signing_unit(agency, today)
        look = template_on(unit, agency.name, settings, today)
        signatory = signatory_on(unit.id, today)
        title = name or agency.name
    return Paper(title, look, signatory, date.fromisoformat(export.choice.until), today)
