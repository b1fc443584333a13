"""Printed activation slips: who, which code, until when; and the paging of those who need one."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from elearning.accounts import nip, operations
from elearning.accounts.account_queries import Candidate
from elearning.accounts.activation import printed_code
from elearning.accounts.models import Person
from elearning.core import clock
from elearning.core.db import db


class Slip(NamedTuple):
    """What one slip says; the code is shown this once."""

    name: str
    nip: str
    unit: str
    code: str


def make_slips(
    people: Sequence[Candidate], made_by_id: int | None, valid: timedelta, at: datetime
) -> list[Slip]:
    """Give each person a code; links and slips made before die."""
    return [_slip(candidate, made_by_id, valid, at) for candidate in people]


def _slip(candidate: Candidate, made_by_id: int | None, valid: timedelta, at: datetime) -> Slip:
    """Make one slip."""
    person = db.session.get_one(Person, candidate.id)
    code = operations.make_activation(person, "slip", made_by_id=made_by_id, valid=valid, at=at)
    name, unit = candidate.display_name, candidate.unit
    return Slip(name, nip.grouped(candidate.nip), unit, printed_code(code))


def last_day(at: datetime, days: int, zone_name: str) -> date:
    """Return the last whole day on which a code made now works."""
    return clock.local_date(at + timedelta(days=days), zone_name) - timedelta(days=1)


def cursor_of(text: str) -> tuple[str, int] | None:
    """Return the place after which a page begins: `<id>:<name>`, or none."""
    key, _, name = text.partition(":")
    return (name, int(key)) if key.isdecimal() and len(key) < 19 else None


def next_page(args: Mapping[str, str], shown: Sequence[Candidate]) -> str:
    """Return the query of the page after the people shown."""
    last = shown[-1]
    return "?" + urlencode({**args, "setelah": f"{last.id}:{last.name}"})
