"""Writing the ZIP parts of an export one after the other, each of one Perangkat Daerah."""

from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from elearning.core.db import reading
from elearning.core.job_work import Running
from elearning.core.settings import current_settings
from elearning.reports.exports import files
from elearning.reports.exports.archiving import Limits, Part, certificates_of
from elearning.reports.exports.keeping import Made, base_name, keep, slug_of, wanted_of
from elearning.reports.exports.log_queries import PastExport
from elearning.reports.exports.queries import Certified, Place, Wanted, certified

#: Completions read at once, and how many make a step of the progress.
READ = 200
STEP = 20


def make_archives(job: Running, export: PastExport) -> None:
    """Write ZIP after ZIP, each of one Perangkat Daerah and no heavier than the setting."""
    done, number = job.reached.get("done", 0), job.reached.get("number", 0)
    place = Place(*job.reached["after"]) if job.reached else None
    while read(wanted_of(export), place, 1):
        number += 1
        with files.temporary() as path:
            part, place, department = _write_part(job, export, path, place, done)
            done += len(part.rows)
            made = Made(
                _part_name(export, department, number),
                department,
                *(len(part.rows), part.certificates, len(part.listed)),
            )
            reached = {"number": number, "done": done, "after": list(place or ())}
            progress = {"done": done, "reached": reached, "sentence": department}
            keep(job, export, number, path, made, **progress)


def _part_name(export: PastExport, department: str, number: int) -> str:
    return f"{base_name(export.choice)}-{slug_of(department)}-{number}.zip"


def _write_part(
    job: Running, export: PastExport, path: Path, after: Place | None, done: int
) -> tuple[Part, Place | None, str]:
    """Write the next part; return it with the last completion in it and its Perangkat Daerah."""
    settings = current_settings()
    limits = Limits(settings.export_part_mb << 20, settings.export_pdf_kb << 10)
    last, department = after, ""
    with Part(path, limits) as part:
        for each, pdf in _with_certificates(export, after):
            here = each.row[7] or each.row[8]
            if part.rows and (here != department or part.is_full(len(pdf or b""))):
                break
            part.add(each.row, pdf)
            last, department = Place(each.unit_path, each.id), here
            if len(part.rows) % STEP == 0:
                job.report(done=done + len(part.rows), sentence=department)
        part.finish()
    return part, last, department


def _with_certificates(
    export: PastExport, after: Place | None
) -> Iterator[tuple[Certified, bytes | None]]:
    """Yield the completions behind a place with their certificates; no transaction stays open."""
    app, wanted = current_app._get_current_object(), wanted_of(export)  # type: ignore[attr-defined]
    found = read(wanted, after)
    while found:
        yield from certificates_of(app, found)
        after = Place(found[-1].unit_path, found[-1].id)
        found = read(wanted, after)


def read(wanted: Wanted, after: Place | None, most: int = READ) -> list[Certified]:
    """Return the next completions in a transaction that is ended."""
    with reading():
        return certified(wanted, after, most)
