"""Making badges and showing them."""

import hashlib
import secrets
from datetime import datetime
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import update

from elearning.certificates.badges import queries
from elearning.certificates.badges.keys import SigningKeys, name_of, pem_of
from elearning.certificates.badges.models import (
    LIST_SIZE,
    Badge,
    BadgeKey,
    BadgeStatusList,
)
from elearning.certificates.models import Certificate
from elearning.core.db import db, insert_new
from elearning.core.errors import Refused
from elearning.core.secrets import BASE32, new_code
from elearning.records.operations import upsert_returning

SALT_BYTES = 16
SHARE_LENGTH = 26


def make_badge(certificate: Certificate, email: str | None, at: datetime) -> Badge:
    """Give a certificate its badge, once; the files are made from this row when first asked for."""
    if certificate.status != "valid":
        raise Refused(_("This certificate no longer holds, so no badge is made of it."))
    number = queries.open_list()
    upsert_returning(BadgeStatusList, {"number": number}, "allotted")
    existing = queries.badge_of(certificate.id)  # the list's row is locked: nobody else makes one
    if existing is not None:
        return existing
    salt = secrets.token_hex(SALT_BYTES) if email else ""
    badge = Badge(
        certificate_id=certificate.id,
        made_at=at,
        uuid=str(uuid4()),
        subject_uuid=str(uuid4()),
        identity_hash=identity_hash(email, salt) if email else "",
        salt=salt,
        list_number=number,
        list_index=free_index(number),
    )
    db.session.add(badge)
    return badge


def identity_hash(email: str, salt: str) -> str:
    """Return what shows that an e-mail address is meant to who knows it (Open Badges 3.0, B.6.6)."""
    return hashlib.sha256((email.lower() + salt).encode()).hexdigest()


def free_index(number: int) -> int:
    """Return a random free place of a list, of which at most half are taken."""
    while queries.is_taken(number, index := secrets.randbelow(LIST_SIZE)):
        continue
    return index


def keep_files(badge_id: int, digests: dict[str, str]) -> None:
    """Name the stored files of a badge, once."""
    unmade = (Badge.id == badge_id, Badge.json_digest == "")
    db.session.execute(update(Badge).where(*unmade).values(digests))


def publish_keys(keys: SigningKeys, at: datetime) -> None:
    """Publish the keys that sign from now on."""
    pairs = (("proof", keys.proof.public_key()), ("token", keys.token.public_key()))
    for kind, key in pairs:
        row = {"kind": kind, "name": name_of(key), "public": pem_of(key), "first_used_at": at}
        insert_new(BadgeKey, row, ["name"])


def share(badge: Badge) -> None:
    """Show a badge at a public address; each time a new one."""
    badge.share_code = badge.share_code or new_code(SHARE_LENGTH, BASE32)


def stop_sharing(badge: Badge) -> None:
    """Take a badge's public address away for good."""
    badge.share_code = None
