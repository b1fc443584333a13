"""What people were told, in the app and by mail."""

from datetime import datetime

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.core.outbox import OutboxEvent
from elearning.notices.kinds import MESSAGE, Kind
from elearning.notices.models import Notice
from elearning.notices.operations import tell
from tests.factories import NOW, make_person


def person_with_mail(email: str = "peserta@contoh.go.id", **fields: object) -> Person:
    """Add a person who has an address."""
    return make_person(email=email, **fields)


def tell_something(
    person: Person | None,
    kind: Kind = MESSAGE,
    title: str = "Kabar",
    at: datetime = NOW,
    link: str = "/riwayat/",
) -> None:
    """Tell a person something."""
    tell(person, kind, lambda: (title, "Isi kabar.", "", "Paragraf kedua."), at, link=link)


def told(person: Person) -> list[Notice]:
    """Return what a person was told, oldest first."""
    own = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return list(db.session.scalars(own))


def mails() -> list[tuple[str, str, str]]:
    """Return receiver, subject and text of the mail that waits, oldest first."""
    waiting = select(OutboxEvent).where(OutboxEvent.topic == "mail").order_by(OutboxEvent.id)
    keys = ("to", "subject", "text")
    return [tuple(e.payload[key] for key in keys) for e in db.session.scalars(waiting)]  # type: ignore[misc]
