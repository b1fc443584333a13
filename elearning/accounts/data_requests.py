"""Requests to correct personal data: which data, who answers, by when."""

from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, and_, func, select, tuple_

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import overseen, oversees
from elearning.accounts.privacy_models import SUBMITTED, DataRequest
from elearning.core.db import db

#: What may be wrong, in the words of the form.
ABOUT: dict[str, Any] = {
    "name": _("Name or titles"),
    "nip": _("NIP"),
    "rank": _("Rank or grade"),
    "position": _("Position"),
    "unit": _("Work unit"),
    "email": _("E-mail address"),
    "status": _("Status or legal standing"),
    "supervisor": _("Direct supervisor"),
    "record": _("Completion, certificate or history"),
    "other": _("Something else"),
}
PAGE = 25
MOST_COUNTED = 99


class RequestRow(NamedTuple):
    """A request with who made it and where they work now."""

    id: int
    person_id: int
    about: str
    wanted: str
    reason: str
    state: str
    made_at: datetime
    due_at: datetime
    answer: str
    answered_at: datetime | None
    front_title: str
    name: str
    back_title: str
    nip: str | None
    unit: str
    unit_path: str

    @property
    def full_name(self) -> str:
        """The person's name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == SUBMITTED

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have been answered."""
        return self.is_open and at > self.due_at


class Waiting(NamedTuple):
    """How many requests wait for an officer, and how many of them are overdue; at most 100."""

    total: int
    overdue: int


_ROW = (
    select(
        *(DataRequest.id, DataRequest.person_id, DataRequest.about, DataRequest.wanted),
        *(DataRequest.reason, DataRequest.state, DataRequest.made_at, DataRequest.due_at),
        *(DataRequest.answer, DataRequest.answered_at, Person.front_title, Person.name),
        *(Person.back_title, Person.nip, func.coalesce(Unit.name, "")),
        func.coalesce(Unit.path, ""),
    )
    .join(Person, Person.id == DataRequest.person_id)
    .outerjoin(Unit, Unit.id == Person.unit_id)
)


def can_answer(officer: Any, row: Any) -> bool:
    """HR of the unit where the person works now, or the administrator; nobody their own."""
    return oversees(officer, row.unit_path) and row.person_id != officer.id


def answerable(officer: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_answer`, beside the person's unit."""
    return and_(DataRequest.person_id != officer.id, overseen(officer))


def request_at(request_id: int) -> RequestRow | None:
    """Return a request by its key."""
    row = db.session.execute(_ROW.where(DataRequest.id == request_id)).first()
    return RequestRow._make(row) if row else None


def held_request(request_id: int) -> DataRequest:
    """Return a request as it is now, held until the transaction ends."""
    return db.session.get_one(DataRequest, request_id, with_for_update=True, populate_existing=True)


def own_requests(person_id: int) -> list[RequestRow]:
    """Return somebody's requests, the newest first, at most a page."""
    own = _ROW.where(DataRequest.person_id == person_id).order_by(DataRequest.id.desc())
    return [RequestRow._make(row) for row in db.session.execute(own.limit(PAGE))]


def open_request(person_id: int, about: str) -> DataRequest | None:
    """Return what somebody has asked about a datum and is not answered."""
    same = (DataRequest.person_id == person_id, DataRequest.about == about)
    found = select(DataRequest).where(*same, DataRequest.state == SUBMITTED)
    return db.session.scalars(found).first()


def waiting_requests(officer: Any, after: int = 0) -> list[RequestRow]:
    """Return a page of what waits for an officer, the oldest first, and one more."""
    found = _ROW.where(answerable(officer), DataRequest.state == SUBMITTED)
    last = db.session.get(DataRequest, after) if after else None
    if last is not None:
        place = tuple_(DataRequest.made_at, DataRequest.id)
        found = found.where(tuple_(last.made_at, last.id) < place)
    ordered = found.order_by(DataRequest.made_at, DataRequest.id).limit(PAGE + 1)
    return [RequestRow._make(row) for row in db.session.execute(ordered)]


def answered_requests(officer: Any, before: int = 0) -> list[RequestRow]:
    """Return a page of what was answered, the newest first, and one more."""
    found = _ROW.where(answerable(officer), DataRequest.state != SUBMITTED)
    if before:
        found = found.where(DataRequest.id < before)
    ordered = found.order_by(DataRequest.id.desc()).limit(PAGE + 1)
    return [RequestRow._make(row) for row in db.session.execute(ordered)]


def waiting_for(officer: Any, at: datetime) -> Waiting:
    """Count what waits for an officer; what is overdue is among the oldest."""
    oldest = (
        select(DataRequest.due_at)
        .join(Person, Person.id == DataRequest.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(answerable(officer), DataRequest.state == SUBMITTED)
        .order_by(DataRequest.made_at, DataRequest.id)
        .limit(MOST_COUNTED + 1)
    )
    due = list(db.session.scalars(oldest))
    return Waiting(len(due), sum(1 for each in due if each < at))
