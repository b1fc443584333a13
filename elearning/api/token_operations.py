"""Making, revoking and using tokens."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from elearning.accounts import throttling
from elearning.accounts.throttling import Spent
from elearning.api.models import ApiToken
from elearning.api.token_queries import Bearer
from elearning.core import audit
from elearning.core.db import db
from elearning.core.secrets import fingerprint, new_token

#: By its beginning people and scanners know what a secret in a file opens.
BEGINNING = "elr_"
WINDOW = timedelta(minutes=1)
#: How exactly the last use is known: noting each would be a write for each.
USED_EVERY = timedelta(hours=1)


def make_token(
    maker_id: int,
    name: str,
    unit_id: int,
    rights: Sequence[str],
    expires_at: datetime,
    at: datetime,
) -> str:
    """Make a token for a unit and everything below it; return it, for it is not kept."""
    secret = BEGINNING + new_token()
    token = ApiToken(
        name=name,
        token_hash=fingerprint(secret),
        unit_id=unit_id,
        rights=",".join(rights),
        made_by_id=maker_id,
        made_at=at,
        expires_at=expires_at,
    )
    db.session.add(token)
    db.session.flush()  # the log names the new key
    facts = {"unit_id": unit_id, "rights": token.rights, "until": expires_at.isoformat()}
    audit.record("token.made", f"token:{token.id}", at, actor_id=maker_id, **facts)
    return secret


def revoke_token(token_id: int, person_id: int, at: datetime) -> None:
    """Let a token read nothing from now on; revoking it again changes nothing."""
    token = db.session.get_one(ApiToken, token_id)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by_id = at, person_id
        audit.record("token.revoked", f"token:{token_id}", at, actor_id=person_id)


def spend_request(bearer: Bearer, at: datetime) -> Spent:
    """Count a request of the present minute; now and then note that the token is in use."""
    if bearer.used_at is None or at - bearer.used_at >= USED_EVERY:
        own = update(ApiToken).where(ApiToken.id == bearer.id)
        db.session.execute(own.values(used_at=at))
    return throttling.count_one(fingerprint(f"api:{bearer.id}"), at, WINDOW)
