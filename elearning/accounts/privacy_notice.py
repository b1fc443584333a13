"""The privacy notice: which edition holds, and who has read it (UU 27/2022 Pasal 21).

It informs and asks for nothing, so nobody is kept from learning by it: it is shown after signing in,
can be put off, and is pointed to on the first page until it is read.
"""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import update

from elearning.accounts.models import Person
from elearning.accounts.privacy_models import NoticeReading
from elearning.core.db import db, insert_into
from elearning.core.settings import Settings

#: Raised when purposes, kinds of data, receivers or rights change; not for better wording.
VERSION = 1
#: Day on which the notice last changed in what it says.
CHANGED_ON = date(2026, 11, 22)
ADDRESS = "/privasi"
#: Whoever is on the way to an open attempt is not held up: its time runs.
NEVER_BEFORE = "/percobaan/"


def edition(settings: Settings) -> str:
    """Return the edition that holds: the platform's version and the agency's own number."""
    return f"{VERSION}.{settings.privacy_edition}"


def is_unread(person: Any, settings: Settings) -> bool:
    """Whether somebody who is signed in has not confirmed the edition that holds."""
    return bool(person.is_authenticated) and person.notice_read != edition(settings)


def shown_first(person: Any, settings: Settings, address: str) -> str:
    """Return where somebody who has just signed in goes: to the notice once, then on their way."""
    if not is_unread(person, settings) or address.startswith(NEVER_BEFORE):
        return address
    return f"{ADDRESS}?{urlencode({'lanjut': address})}"


def note_reading(person_id: int, read: str, at: datetime) -> None:
    """Note that somebody has read an edition; the first time counts."""
    fresh = insert_into(NoticeReading).values(person_id=person_id, edition=read, read_at=at)
    db.session.execute(fresh.on_conflict_do_nothing())
    own = update(Person).where(Person.id == person_id)
    db.session.execute(own.values(notice_read=read))
