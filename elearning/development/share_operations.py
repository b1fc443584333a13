"""Making, revoking and opening links to a history."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update

from elearning.accounts import access_log
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.secrets import fingerprint, new_token
from elearning.development.models import ShareLink
from elearning.development.share_queries import open_links

MOST_LINKS = 20


def make_link(
    person_id: int,
    note: str,
    years: Sequence[int],
    expires_at: datetime,
    at: datetime,
    *,
    shows_nip: bool,
) -> str:
    """Make a link to a person's history and return its token, which is not kept."""
    if open_links(person_id, at) >= MOST_LINKS:
        raise Refused(_("You have %(count)s links that work. Revoke one first.", count=MOST_LINKS))
    token = new_token()
    link = ShareLink(
        person_id=person_id,
        token_hash=fingerprint(token),
        note=note,
        years=sorted(years),
        shows_nip=shows_nip,
        made_at=at,
        expires_at=expires_at,
    )
    db.session.add(link)
    db.session.flush()  # the log names the new key
    audit.record("history.shared", f"person:{person_id}", at, actor_id=person_id, link=link.id)
    return token


def revoke_link(link: ShareLink, at: datetime) -> None:
    """Let a link open nothing from now on; revoking it again changes nothing."""
    if link.revoked_at is None:
        link.revoked_at = at
        about, by = f"person:{link.person_id}", link.person_id
        audit.record("history.unshared", about, at, actor_id=by, link=link.id)


def note_opened(link_id: int, person_id: int, at: datetime) -> None:
    """Remember when a link was last opened, also among who looked at the person's data."""
    access_log.note_shared_view(person_id, link_id, at)
    db.session.execute(update(ShareLink).where(ShareLink.id == link_id).values(opened_at=at))
