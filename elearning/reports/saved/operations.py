"""Keeping an export under a name, and starting it when its schedule is due."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.accounts.models import Person, Unit
from elearning.accounts.queries import hr_reach_of
from elearning.core import audit, clock
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.notices.kinds import WORK
from elearning.notices.operations import tell
from elearning.reports.exports import operations
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.log_queries import unit_at
from elearning.reports.saved.models import SavedExport
from elearning.reports.saved.queries import name_is_taken
from elearning.reports.saved.scheduling import next_time


class Schedule(NamedTuple):
    """When an export is made by itself; no rhythm: never."""

    rhythm: str
    day: int
    hour: int
    timezone: str


def save(
    name: str, choice: Choice, schedule: Schedule, unit_id: int | None, by: int, at: datetime
) -> SavedExport:
    """Keep a choice for oneself, or for the officers of a unit, under a name of one's own."""
    if name_is_taken(name, by):
        raise Refused(_("You keep another export under this name. Choose another."), about="name")
    saved = SavedExport(
        name=name,
        person_id=by,
        unit_id=unit_id,
        choice=choice.kept(),
        **schedule._asdict(),
        made_at=at,
        next_at=next_time(*schedule, at),
    )
    db.session.add(saved)
    db.session.flush()  # the audit row names the new key
    audit.record("export.saved", f"saved-export:{saved.id}", at, actor_id=by, **choice.kept())
    return saved


def remove(saved: SavedExport, by: int, at: datetime) -> None:
    """Keep it no more, and end its schedule."""
    saved.removed_at, saved.next_at = at, None
    audit.record("export.unsaved", f"saved-export:{saved.id}", at, actor_id=by)


def run_schedule(saved: SavedExport, at: datetime) -> None:
    """Start the job of a schedule that is due; it ends when its maker lost the right.

    However many times were missed, it is started once.
    """
    today = clock.local_date(at, saved.timezone)
    choice = Choice.of(saved.choice).on(today)
    reach = hr_reach_of(saved.person_id)
    unit = db.session.get(Unit, choice.unit_id) if choice.unit_id else None
    paths = (unit.path,) if unit else reach
    if not reach or not all(path.startswith(reach) for path in paths):
        return _end(saved, at)
    log = operations.begin_export(
        saved.person_id, unit_at(paths), choice.year_on(today), choice, paths, at
    )
    operations.start_job(log, f"{saved.name}, {today:%d-%m-%Y}", None, at)
    saved.last_export_id = log.id
    schedule = Schedule(saved.rhythm, saved.day, saved.hour, saved.timezone)
    saved.next_at = next_time(*schedule, at)
    return None


def _end(saved: SavedExport, at: datetime) -> None:
    """End a schedule, and tell its maker why."""
    saved.next_at, saved.ended_at = None, at
    maker, name = db.session.get(Person, saved.person_id), saved.name
    tell(
        maker,
        WORK,
        lambda: (
            _("A scheduled export has ended: %(name)s", name=name),
            _(
                "You no longer have the right to its records. An officer who has it can keep it anew."
            ),
        ),
        at,
    )
