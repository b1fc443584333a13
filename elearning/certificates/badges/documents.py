"""What is said in badges: issuer, achievement, credential, status list, keys, as plain JSON.

Addresses and sentences here are frozen in signatures. They are those of a document for Indonesia's
public service and stay Indonesian in every language of the pages.
"""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from elearning.certificates.badges.keys import jwk_of, multibase_of
from elearning.certificates.badges.models import Achieved, Badge, BadgeKey
from elearning.certificates.models import Proof
from elearning.core.settings import Settings

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID_CONTEXT = "https://www.w3.org/ns/did/v1"
MULTIKEY_CONTEXT = "https://w3id.org/security/multikey/v1"

Document = dict[str, Any]


def issuer_id(settings: Settings) -> str:
    """Return the address of the issuer's profile."""
    return f"{settings.public_url}/lencana/penerbit"


def key_id(settings: Settings, name: str) -> str:
    """Return the address of a public key."""
    return f"{settings.public_url}/lencana/kunci/{name}"


def achievement_id(settings: Settings, achieved: Achieved) -> str:
    """Return the address of what a revision of a course awards."""
    return f"{settings.public_url}/lencana/pelatihan/{achieved.slug}/{achieved.version}"


def list_id(settings: Settings, number: int) -> str:
    """Return the address of a status list."""
    return f"{settings.public_url}/lencana/status/{number}"


def profile(settings: Settings) -> Document:
    """Return the issuer as it stands in a credential."""
    return {
        "id": issuer_id(settings),
        "type": ["Profile"],
        "name": plain(settings.site_owner or settings.site_name),
        "url": f"{settings.public_url}/",
    }


def issuer(settings: Settings, keys: Iterable[BadgeKey]) -> Document:
    """Return the issuer's own page: profile, and controller document with every key that ever signed."""
    methods = [multikey(settings, key) for key in keys if key.kind == "proof"]
    return {
        "@context": [DID_CONTEXT, MULTIKEY_CONTEXT, OB_CONTEXT],
        **profile(settings),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def multikey(settings: Settings, key: BadgeKey) -> Document:
    """Return a key of embedded proofs."""
    return {
        "id": key_id(settings, key.name),
        "type": "Multikey",
        "controller": issuer_id(settings),
        "publicKeyMultibase": multibase_of(key.public),
    }


def web_key(settings: Settings, key: BadgeKey) -> Document:
    """Return a key of tokens, named as their headers name it."""
    named = {"kid": key_id(settings, key.name), "alg": "RS256", "use": "sig"}
    return {**jwk_of(key.public), **named, "iss": issuer_id(settings)}


def published_key(settings: Settings, key: BadgeKey) -> Document:
    """Return a key as its address answers."""
    if key.kind == "token":
        return web_key(settings, key)
    return {"@context": MULTIKEY_CONTEXT, **multikey(settings, key)}


def achievement(settings: Settings, achieved: Achieved) -> Document:
    """Return what a revision of a course awards, in words of the public."""
    address = achievement_id(settings, achieved)
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": plain(achieved.title),
        "description": plain(achieved.summary) or plain(achieved.title),
        "criteria": {
            "id": f"{settings.public_url}/pelatihan/{achieved.slug}/",
            "narrative": (
                "Menyelesaikan semua materi wajib dan lulus semua kuis wajib pelatihan mandiri daring"
                f" sebanyak {achieved.jp} Jam Pelajaran (JP)."
                f" Penyelenggara: {plain(achieved.organiser)}."
            ),
        },
        "humanCode": plain(achieved.code),
        "inLanguage": achieved.language,
        "version": str(achieved.version),
        "image": {
            "id": f"{address}.svg",
            "type": "Image",
            "caption": f"Lencana pelatihan {plain(achieved.title)}",
        },
    }


def credential(settings: Settings, badge: Badge, proof: Proof, achieved: Achieved) -> Document:
    """Return a certificate as OpenBadgeCredential: no name, no NIP, no score, no unit.

    The certificate's number lets who holds both documents lay them side by side; alone it opens
    nothing, for verification asks for the printed code as well.
    """
    return {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        "id": f"urn:uuid:{badge.uuid}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": profile(settings),
        "validFrom": moment(proof.certificate.issued_at),
        "awardedDate": moment(proof.completion.completed_at),
        "name": plain(achieved.title),
        "credentialSubject": {
            "id": subject_id(badge),
            "type": ["AchievementSubject"],
            **identity(badge),
            "licenseNumber": plain(proof.certificate.number),
            "achievement": achievement(settings, achieved),
        },
        "credentialStatus": {
            "id": f"{list_id(settings, badge.list_number)}#{badge.list_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(badge.list_index),
            "statusListCredential": list_id(settings, badge.list_number),
        },
    }


def subject_id(badge: Badge) -> str:
    """Return the name of the holder, which no other badge has."""
    return f"urn:uuid:{badge.subject_uuid}"


def identity(badge: Badge) -> Document:
    """Return the salted hash of the holder's e-mail address; nothing for who had none."""
    if not badge.identity_hash:
        return {}
    return {
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": f"sha256${badge.identity_hash}",
                "identityType": "emailAddress",
                "salt": badge.salt,
            }
        ]
    }


def claims(settings: Settings, badge: Badge, proof: Proof) -> Document:
    """Return the registered claims of a badge's token (Open Badges 3.0, 8.2)."""
    return {
        "iss": issuer_id(settings),
        "jti": f"urn:uuid:{badge.uuid}",
        "nbf": int(proof.certificate.issued_at.timestamp()),
        "sub": subject_id(badge),
    }


def status_list(settings: Settings, number: int, encoded: str, at: datetime) -> Document:
    """Return the credential that says which badges of a list are revoked."""
    address = list_id(settings, number)
    return {
        "@context": [VC_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id(settings),
        "validFrom": moment(at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
    }


def moment(at: datetime) -> str:
    """Return a moment as XML Schema writes it, in whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(text: str) -> str:
    """Return a text on one line, without control characters: RDF libraries escape them differently."""
    spaced = " ".join(text.split())
    return "".join(each for each in spaced if unicodedata.category(each) != "Cc")
