"""What the worker does with large rosters: the dry run, the change and its undoing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from elearning.core import clock, files, jobs
from elearning.core.db import db, reading, writing
from elearning.core.job_work import Running
from elearning.core.jobs import Job
from elearning.core.settings import current_settings
from elearning.core.tables import Row, read_table
from elearning.notices.told_jobs import carry_out
from elearning.staff import operations, queries
from elearning.staff.applying import apply
from elearning.staff.checking import check
from elearning.staff.models import CHANGED, KEPT, MOVED, NEW, RESTORED, RosterChange
from elearning.staff.officers import officer_at
from elearning.staff.reading import header_of
from elearning.staff.undoing import undo

CHECK, APPLY, UNDO = "roster.check", "roster.apply", "roster.undo"
KINDS = (CHECK, APPLY, UNDO)


def subject_of(change_id: int) -> str:
    """Return what the jobs of a roster are about."""
    return f"roster:{change_id}"


def open_job(change_id: int) -> Job | None:
    """Return what the worker is doing with a roster, or has before it."""
    found = (jobs.open_job(kind, subject_of(change_id)) for kind in KINDS)
    return next((job for job in found if job), None)


def rows_of(change: RosterChange) -> Iterator[Row]:
    """Yield the rows of the kept file of a roster."""
    return read_table(files.path_of(change.file_digest), change.filename)


def check_now(
    change: RosterChange,
    rows: Iterable[Row],
    officer_id: int | None,
    at: datetime,
    step: Callable[[int], object] = lambda _done: None,
) -> None:
    """Compare the rows of a roster with the accounts, on behalf of whoever asks."""
    header = header_of(change.header_line, change.headings, change.mapping)
    check(change, header, rows, officer_at(officer_id), at, step)


def apply_now(change: RosterChange, officer_id: int | None, at: datetime, zone: str) -> str:
    """Apply a roster; return the file that is not needed any more."""
    apply(change, officer_at(officer_id), at, clock.local_date(at, zone))
    return operations.let_file_go(change)


def rosters_due(at: datetime) -> int:
    """Carry out one job of each kind; the worker's part."""
    works = {CHECK: _check, APPLY: _apply, UNDO: _undo}
    return sum(carry_out(kind, work, at) for kind, work in works.items())


def _check(job: Running) -> str:
    """Carry out a dry run; what was compared is kept after each part."""

    def step(done: int) -> None:
        job.advance(done=done, sentence=_("Rows compared: %(done)s", done=done))
        db.session.commit()

    with writing():
        db.session.rollback()
        change = db.session.get_one(RosterChange, job.details["change_id"])
        check_now(change, rows_of(change), job.person_id, clock.now(), step)
        job.advance()
        db.session.commit()
        problems = change.counts["error"]
    if problems:
        return str(
            ngettext(
                "The file was checked: %(num)s error.",
                "The file was checked: %(num)s errors.",
                problems,
            )
        )
    return str(_("The file was checked without errors. Look at it and apply it."))


def _apply(job: Running) -> str:
    """Apply a roster in one transaction."""
    with writing():
        db.session.rollback()
        change = db.session.get_one(RosterChange, job.details["change_id"])
        zone = job.details.get("zone") or current_settings().timezone
        at = clock.now()
        digest = apply_now(change, job.person_id, at, zone)
        job.advance()
        db.session.commit()
        operations.remove_file(digest, at)
        return applied_sentence(change)


def _undo(job: Running) -> str:
    """Take a roster back in one transaction."""
    with writing():
        db.session.rollback()
        change = db.session.get_one(RosterChange, job.details["change_id"])
        undo(change, officer_at(job.person_id), clock.now())
        job.advance()
        db.session.commit()
        return undone_sentence(change)


def applied_sentence(change: RosterChange) -> str:
    """Say what a roster did."""
    counts = {name: change.counts.get(name, 0) for name in (NEW, CHANGED, MOVED)}
    sentence = _(
        "Applied: %(new)s new, %(changed)s changed, %(moved)s moved to another unit.", **counts
    )
    return str(sentence)


def undone_sentence(change: RosterChange) -> str:
    """Say what became of a roster that was taken back."""
    sentence = _(
        "Undone: %(restored)s people are as before, %(kept)s were left because they changed since.",
        restored=change.counts[RESTORED],
        kept=change.counts[KEPT],
    )
    return str(sentence)


def put_away_due(at: datetime) -> int:
    """Put one staff list away that nobody has applied for a week; the worker's part."""
    with reading():
        if queries.forgotten_change(at - operations.KEPT) is None:
            return 0
    with writing():
        db.session.rollback()
        change = queries.forgotten_change(at - operations.KEPT)
        digest = operations.discard(change) if change else ""
        db.session.commit()
    operations.remove_file(digest, at)
    return int(change is not None)
