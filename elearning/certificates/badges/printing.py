"""The files of a badge: made and signed from its row once, then always the same stored bytes."""

import json
from datetime import datetime

from elearning.certificates.badges import documents, operations, picture, queries, signatures
from elearning.certificates.badges.baking import baked_png, baked_svg
from elearning.certificates.badges.keys import SigningKeys, name_of, signing_keys
from elearning.certificates.badges.models import Achieved, Badge
from elearning.certificates.models import Proof
from elearning.core import files
from elearning.core.db import db, retrying, writing
from elearning.core.settings import Settings, current_settings


def stored_file(proof: Proof, badge: Badge, form: str, at: datetime) -> bytes:
    """Return a badge as `json`, `jwt`, `png` or `svg`; the first call makes, stores and names all four.

    Signing and drawing hold no transaction: the caller's reading ends first.
    """
    if not badge.json_digest:
        made = all_files(proof, badge, published(at))
        digests = {f"{name}_digest": files.store(content) for name, content in made.items()}
        with writing():
            retrying(lambda: keep(badge.id, digests))
        badge = queries.badge_of(proof.certificate.id) or badge
    digest: str = getattr(badge, f"{form}_digest")
    return files.path_of(digest).read_bytes()


def all_files(proof: Proof, badge: Badge, keys: SigningKeys) -> dict[str, bytes]:
    """Return a badge in all its forms."""
    achieved = queries.achieved_in(proof.completion.revision_id)
    assert achieved is not None  # noqa: S101  (a completion's foreign key)
    db.session.rollback()
    settings = current_settings()
    token = signed_token(settings, proof, badge, achieved, keys)
    document = signed_document(settings, proof, badge, achieved, keys)
    return {
        "json": json.dumps(document, ensure_ascii=False, indent=1).encode(),
        "jwt": token.encode(),
        "png": baked_png(picture.png(achieved), token),
        "svg": baked_svg(picture.svg(achieved), token, achieved.title).encode(),
    }


def signed_document(
    settings: Settings, proof: Proof, badge: Badge, achieved: Achieved, keys: SigningKeys
) -> documents.Document:
    """Return a badge with its embedded proof."""
    document = documents.credential(settings, badge, proof, achieved)
    method = documents.key_id(settings, name_of(keys.proof.public_key()))
    return signatures.with_proof(document, keys.proof, method, documents.moment(badge.made_at))


def signed_token(
    settings: Settings, proof: Proof, badge: Badge, achieved: Achieved, keys: SigningKeys
) -> str:
    """Return a badge as JWT."""
    document = documents.credential(settings, badge, proof, achieved)
    claims = documents.claims(settings, badge, proof)
    kid = documents.key_id(settings, name_of(keys.token.public_key()))
    return signatures.token_of(document, claims, keys.token, kid)


def published(at: datetime) -> SigningKeys:
    """Return the keys that sign now; a new one is published before its first signature leaves."""
    keys = signing_keys(current_settings())
    if queries.unknown_keys({name_of(key.public_key()) for key in keys}):
        db.session.rollback()
        with writing():
            retrying(lambda: publish(keys, at))
    return keys


def publish(keys: SigningKeys, at: datetime) -> None:
    """Publish keys in a transaction of its own."""
    operations.publish_keys(keys, at)
    db.session.commit()


def keep(badge_id: int, digests: dict[str, str]) -> None:
    """Name the stored files in a transaction of its own."""
    operations.keep_files(badge_id, digests)
    db.session.commit()
