"""A roster is brought, its columns are named, its missing people are chosen, it is put away."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from elearning.accounts.models import Unit
from elearning.core import files
from elearning.core.db import db, insert_into
from elearning.core.errors import Refused
from elearning.staff.columns import fault_in
from elearning.staff.models import (
    APPLIED,
    CHECKED,
    DISCARDED,
    MISSING,
    READ,
    UNDONE,
    RosterChange,
    RosterLine,
    RosterMapping,
)
from elearning.staff.plan import forget_plan
from elearning.staff.reading import Sheet, hash_of

#: Days after which a roster that nobody applied is put away.
KEPT = timedelta(days=7)
LONGEST_NAME = 200


def bring(
    unit: Unit,
    filename: str,
    sheet: Sheet,
    at: datetime,
    *,
    made_by_id: int | None,
    digest: str = "",
    is_complete: bool = False,
) -> RosterChange:
    """Take a roster file in, with the columns as they were chosen for such headings before."""
    known = select(RosterMapping.mapping).where(
        RosterMapping.agency_id == (unit.agency_id or unit.id),
        RosterMapping.headings_hash == hash_of(sheet.titles),
    )
    change = RosterChange(
        unit_id=unit.id,
        agency_id=unit.agency_id or unit.id,
        made_by_id=made_by_id,
        filename=filename[:LONGEST_NAME],
        file_digest=digest,
        header_line=sheet.header_line,
        headings=sheet.titles,
        mapping=db.session.scalar(known) or sheet.mapping,
        is_complete=is_complete,
        state=READ,
        counts={},
        made_at=at,
    )
    db.session.add(change)
    db.session.flush()  # the plan and the page's address name the new key
    return change


def look_elsewhere(change: RosterChange, sheet: Sheet) -> None:
    """Take the headings from another row."""
    change.header_line, change.headings = sheet.header_line, sheet.titles
    change.mapping = sheet.mapping


def name_columns(change: RosterChange, fields: Mapping[int, str], at: datetime) -> None:
    """Say which field each column holds, and remember it for the agency's next such file."""
    fault = fault_in(fields)
    if fault:
        raise Refused(fault)
    change.mapping = {field: column for column, field in fields.items()}
    values: dict[str, Any] = {"mapping": change.mapping, "used_at": at}
    kept = {"agency_id": change.agency_id, "headings_hash": hash_of(change.headings)}
    remember = insert_into(RosterMapping).values(**kept, **values)
    db.session.execute(remember.on_conflict_do_update(index_elements=list(kept), set_=values))


def choose_missing(
    change: RosterChange, shown: Collection[int], ticked: Collection[int], reason: str
) -> None:
    """Choose who of some missing people is closed with the change, and why."""
    _require_checked(change)
    if ticked and not reason:
        raise Refused(_("Say why these accounts are closed, for example: retired."))
    missing = (RosterLine.change_id == change.id, RosterLine.outcome == MISSING)
    for ids, is_chosen in ((set(shown) - set(ticked), False), (set(ticked), True)):
        lines = update(RosterLine).where(*missing, RosterLine.id.in_(sorted(ids)))
        db.session.execute(lines.values(is_chosen=is_chosen))
    change.reason = reason or change.reason


def choose_all_missing(change: RosterChange, reason: str) -> None:
    """Choose all missing people to be closed with the change."""
    _require_checked(change)
    missing = (RosterLine.change_id == change.id, RosterLine.outcome == MISSING)
    db.session.execute(update(RosterLine).where(*missing).values(is_chosen=True))
    change.reason = reason


def _require_checked(change: RosterChange) -> None:
    """People are chosen between the dry run and the change."""
    if change.state != CHECKED:
        raise Refused(_("This roster is not waiting to be applied. Look at its page again."))


def discard(change: RosterChange) -> str:
    """Put a roster away that was not applied; return the file that nobody needs any more."""
    if change.state in (APPLIED, UNDONE):
        raise Refused(_("This roster was applied. It can be undone, not put away."))
    forget_plan(change.id)
    change.state, change.counts = DISCARDED, {}
    return let_file_go(change)


def let_file_go(change: RosterChange) -> str:
    """Forget the file of a roster; return it when no other roster needs it."""
    digest, change.file_digest = change.file_digest, ""
    db.session.flush()  # the question below is about the others
    others = select(RosterChange.id).where(RosterChange.file_digest == digest).limit(1)
    return "" if not digest or db.session.scalar(others) else digest


def forget(change: RosterChange) -> None:
    """Remove a roster that was only looked at."""
    forget_plan(change.id)
    db.session.delete(change)
    db.session.flush()  # nothing may name it any more


def remove_file(digest: str, at: datetime) -> None:
    """Remove an uploaded file after the transaction that forgot it."""
    if digest:
        files.remove(digest, unused_since=at + timedelta(minutes=1))
