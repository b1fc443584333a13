"""Reading tokens: those that somebody looks after, and the one that a request carries."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select

from elearning.accounts.models import Person, Unit
from elearning.accounts.names import full_name
from elearning.accounts.policy import still_overseeing
from elearning.api.models import ApiToken
from elearning.core.db import db
from elearning.core.secrets import fingerprint
from elearning.reports.policy import within

MOST_SHOWN = 200


class TokenLine(NamedTuple):
    """A token as those see it who look after it."""

    id: int
    name: str
    rights: str
    unit: str
    unit_path: str
    front_title: str
    maker: str
    back_title: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    #: Whether its maker still has an account and the right over the unit.
    is_backed: bool

    @property
    def made_by(self) -> str:
        """The maker's name with its titles."""
        return full_name(self.front_title, self.maker, self.back_title)


class Bearer(NamedTuple):
    """Who asks: what a request's token may read."""

    id: int
    unit_path: str
    rights: frozenset[str]
    made_by_id: int
    used_at: datetime | None


def _backed() -> ColumnElement[bool]:
    """A token holds while its maker's account is open, with the password and role it was made under."""
    same = or_(Person.password_set_at.is_(None), Person.password_set_at <= ApiToken.made_at)
    return still_overseeing() & same


_LINES = (
    select(
        *(ApiToken.id, ApiToken.name, ApiToken.rights, Unit.name, Unit.path),
        *(Person.front_title, Person.name, Person.back_title),
        *(ApiToken.made_at, ApiToken.expires_at, ApiToken.used_at, ApiToken.revoked_at),
        _backed(),
    )
    .join(Unit, Unit.id == ApiToken.unit_id)
    .join(Person, Person.id == ApiToken.made_by_id)
)


def tokens_in(paths: Sequence[str]) -> list[TokenLine]:
    """Return the tokens of some subtrees, the newest first."""
    found = _LINES.where(within(Unit.path, paths)).order_by(ApiToken.id.desc())
    return [TokenLine._make(row) for row in db.session.execute(found.limit(MOST_SHOWN))]


def token_line(token_id: int) -> TokenLine | None:
    """Return a token by its key."""
    row = db.session.execute(_LINES.where(ApiToken.id == token_id)).first()
    return TokenLine._make(row) if row else None


def bearer_of(secret: str, at: datetime) -> Bearer | None:
    """Return what a token may read; wrong, ended, revoked and orphaned ones all read nothing."""
    columns = (ApiToken.id, Unit.path, ApiToken.rights, ApiToken.made_by_id, ApiToken.used_at)
    row = db.session.execute(
        select(*columns)
        .join(Unit, Unit.id == ApiToken.unit_id)
        .join(Person, Person.id == ApiToken.made_by_id)
        .where(
            ApiToken.token_hash == fingerprint(secret),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > at,
            _backed(),
        )
    ).first()
    if row is None:
        return None
    key, path, rights, made_by_id, used_at = row
    return Bearer(key, path, frozenset(rights.split(",")), made_by_id, used_at)
