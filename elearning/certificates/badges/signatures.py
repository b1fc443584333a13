"""Signs documents: embedded as Data Integrity eddsa-rdfc-2022, or around them as JWT with RS256.

Written after W3C's vc-di-eddsa and Open Badges 3.0; `tests` verify with implementations of others.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from pyld import jsonld

from elearning.certificates.badges.documents import OB_CONTEXT, VC_CONTEXT, Document
from elearning.certificates.badges.keys import base58btc, base64url, compact

CONTEXTS = Path(__file__).parent / "contexts"
FILES = {VC_CONTEXT: "credentials-v2.json", OB_CONTEXT: "open-badges-3.0.3.json"}


def with_proof(document: Document, key: Ed25519PrivateKey, method: str, created: str) -> Document:
    """Return a document with the embedded proof that the key at an address signed it."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    named = {"@context": document["@context"], **proof}
    signed = canonical_digest(named) + canonical_digest(document)
    return {**document, "proof": {**proof, "proofValue": base58btc(key.sign(signed))}}


def token_of(document: Document, claims: Document, key: RSAPrivateKey, kid: str) -> str:
    """Return a document as compact JWT: its own members beside the registered claims."""
    header = {"alg": "RS256", "typ": "JWT", "kid": kid}
    parts = (header, {**document, **claims})
    signed = ".".join(base64url(compact(part)) for part in parts)
    return f"{signed}.{base64url(key.sign(signed.encode(), PKCS1v15(), SHA256()))}"


def canonical_digest(document: Document) -> bytes:
    """Return the SHA-256 of what a document says, whatever its form.

    PyLD's URDNA2015 is RDFC-1.0 but for the escapes of control characters, which no text of ours
    has (`documents.plain`).
    """
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": bundled,
    }
    return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()


def bundled(url: str, _options: object = None) -> Document:
    """Return a context that is kept here; no other is ever loaded, from nowhere."""
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": context(url),
    }


@cache
def context(url: str) -> Document:
    """Read a context that is kept here."""
    found: Document = json.loads((CONTEXTS / FILES[url]).read_text(encoding="utf-8"))
    return found
