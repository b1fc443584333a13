"""The people of an assignment as a file, with the numbers of its page."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.policy import is_overseer
from elearning.assignments import people_queries, queries
from elearning.assignments.forms import STATE_NAMES, PeopleForm
from elearning.assignments.people_queries import OVERDUE, PersonLine, Wanted
from elearning.assignments.policy import can_see
from elearning.assignments.views import ASSIGNMENT, bp, wanted_in
from elearning.core import audit, clock
from elearning.core.access import permitted, requires
from elearning.core.attachments import attachment
from elearning.core.db import db, reading
from elearning.core.tables import Column, iter_csv, write_xlsx

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
SHEET = "Penugasan"


@bp.post(f"{ASSIGNMENT}/unduh")
@requires(is_overseer)
def download(assignment_id: int) -> ResponseReturnValue:
    """Send the people that the page shows; who took which file is noted before it leaves."""
    line = permitted(queries.line_at(assignment_id), can_see)
    form = PeopleForm(request.args)
    form.validate()
    wanted, suffix = wanted_in(line, form), request.form.get("format", "")
    if suffix not in FORMATS:
        abort(400)
    facts = {"format": suffix, "state": wanted.state, "paths": " ".join(wanted.paths)}
    subject, by = f"assignment:{line.id}", current_user.id
    audit.record("assignment.exported", subject, clock.now(), actor_id=by, **facts)
    db.session.commit()
    with reading():
        body = file_of(wanted, suffix)
    name = f"penugasan-{line.slug}-{wanted.today:%Y-%m-%d}.{suffix}"
    return attachment(body, name, FORMATS[suffix])


def columns() -> Sequence[Column]:
    """Return the columns of the file."""
    return (
        Column("No", "int", 6),
        Column("NIP", "text", 21),
        Column(_("Full name"), "text", 34),
        Column(_("ASN status"), "text", 17),
        Column(_("Work unit"), "text", 34),
        Column(_("Course"), "text", 44),
        Column(_("Deadline"), "date", 14),
        Column(_("State"), "text", 16),
    )


def rows_of(wanted: Wanted) -> Iterator[tuple[object, ...]]:
    """Yield a row for each person."""
    line = wanted.assignment
    for number, person in enumerate(people_queries.every_person(wanted), start=1):
        about = (person.nip, person.full_name, person.status, person.unit)
        yield (number, *about, line.title, person.due_on, state_name(person))


def state_name(person: PersonLine) -> str:
    """Return somebody's state as the page calls it."""
    return str(STATE_NAMES[OVERDUE if person.is_late else person.state])


def file_of(wanted: Wanted, suffix: str) -> bytes:
    """Return the file."""
    if suffix == "csv":
        return b"".join(iter_csv(rows_of(wanted), columns(), ";"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "penugasan.xlsx"
        write_xlsx(rows_of(wanted), columns(), path, SHEET)
        return path.read_bytes()
