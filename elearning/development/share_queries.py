"""Reading links to a history: one's own, and the one that a token opens."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.accounts.names import full_name
from elearning.core.db import db
from elearning.core.secrets import fingerprint
from elearning.development.models import ShareLink

MOST_SHOWN = 50


class SharedHistory(NamedTuple):
    """What a link opens."""

    id: int
    person_id: int
    years: list[Any]
    shows_nip: bool
    expires_at: datetime
    front_title: str
    name: str
    back_title: str
    nip: str | None

    @property
    def full_name(self) -> str:
        """The holder's name with its titles."""
        return full_name(self.front_title, self.name, self.back_title)

    def shows(self, year: int) -> bool:
        """Whether the person shows a year."""
        return not self.years or year in self.years


def shared_by(token: str, at: datetime) -> SharedHistory | None:
    """Return what a token opens; wrong, expired and revoked ones all open nothing."""
    row = db.session.execute(
        select(
            *(ShareLink.id, ShareLink.person_id, ShareLink.years, ShareLink.shows_nip),
            *(ShareLink.expires_at, Person.front_title, Person.name, Person.back_title),
            Person.nip,
        )
        .join(Person, Person.id == ShareLink.person_id)
        .where(
            ShareLink.token_hash == fingerprint(token),
            ShareLink.revoked_at.is_(None),
            ShareLink.expires_at > at,
        )
    ).first()
    return SharedHistory._make(row) if row else None


def share_link(link_id: int) -> ShareLink | None:
    """Return a link by its key."""
    return db.session.get(ShareLink, link_id)


def links_of(person_id: int) -> list[ShareLink]:
    """Return a person's links: those not revoked first, of them those that work longest."""
    own = select(ShareLink).where(ShareLink.person_id == person_id)
    in_order = (ShareLink.revoked_at.is_not(None), ShareLink.expires_at.desc(), ShareLink.id.desc())
    return list(db.session.scalars(own.order_by(*in_order).limit(MOST_SHOWN)))


def open_links(person_id: int, at: datetime) -> int:
    """Return how many links of a person open something."""
    return sum(link.revoked_at is None and link.expires_at > at for link in links_of(person_id))
