"""A second verifier for each form, which shares no library with ours nor with the first.

Written after the specifications: vc-di-eddsa with Oxigraph's JSON-LD and RDFC-1.0 (Rust), and RFC 7515,
both with PyCryptodome's own Ed25519 and RSA. We sign with PyLD and `cryptography`; the first verifiers
are Digital Bazaar's and `jose`.
"""

import base64
import copy
import hashlib
import json
from typing import Any

import pyoxigraph as rdf
import pytest
from Crypto.Hash import SHA256
from Crypto.PublicKey import RSA
from Crypto.Signature import eddsa, pkcs1_15

from elearning.certificates.badges.signatures import context
from elearning.core.application import Application
from tests.certificates.badges.made import Held, make_held

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
#: What stands before an Ed25519 key in a Multikey.
ED25519 = b"\xed\x01"


@pytest.fixture
def held(app: Application) -> Held:
    """A badge of somebody with an e-mail address."""
    return make_held(app)


def verify_proof(app: Application, credential: dict[str, Any]) -> None:
    """Verify an embedded proof with the published key; raises ValueError."""
    document = dict(credential)
    proof = document.pop("proof")
    value = from_base58(proof["proofValue"]).rjust(64, b"\0")
    options = {name: said for name, said in proof.items() if name != "proofValue"}
    named = {"@context": credential["@context"], **options}
    key = published(app, proof["verificationMethod"])["publicKeyMultibase"]
    raw = from_base58(key)
    assert raw.startswith(ED25519)
    public = eddsa.import_public_key(raw.removeprefix(ED25519))
    signed = canonical_digest(named) + canonical_digest(document)
    eddsa.new(public, "rfc8032").verify(signed, value)


def canonical_digest(document: dict[str, Any]) -> bytes:
    """Return the SHA-256 of a document's canonical N-Quads."""
    contexts = [context(url)["@context"] for url in document["@context"]]
    told = json.dumps({**document, "@context": contexts})
    quads = rdf.Dataset(rdf.parse(told, format=rdf.RdfFormat.JSON_LD))
    quads.canonicalize(rdf.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(rdf.serialize([quad], format=rdf.RdfFormat.N_QUADS) or b"" for quad in quads)
    return hashlib.sha256(b"".join(lines)).digest()


def verify_token(app: Application, token: str) -> None:
    """Verify a JWT with the published key; raises ValueError."""
    head, body, signature = token.split(".")
    kid = json.loads(decoded(head))["kid"]
    keys = app.test_client().get("/.well-known/jwks.json").get_json(force=True)["keys"]
    (key,) = (each for each in keys if each["kid"] == kid)
    modulus, exponent = (int.from_bytes(decoded(key[name]), "big") for name in "ne")
    digest = SHA256.new(f"{head}.{body}".encode())
    pkcs1_15.new(RSA.construct((modulus, exponent))).verify(digest, decoded(signature))


def published(app: Application, address: str) -> dict[str, Any]:
    """Return one of our public documents."""
    path = "/" + address.split("/", 3)[3]
    found: dict[str, Any] = app.test_client().get(path).get_json(force=True)
    return found


def from_base58(multibase: str) -> bytes:
    """Return the bytes of a base58btc text, which begins with z."""
    assert multibase[0] == "z"
    number = 0
    for letter in multibase[1:]:
        number = number * 58 + BASE58.index(letter)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def decoded(text: str) -> bytes:
    """Return what stands in unpadded base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_second_verifier_accepts_the_embedded_proof(app: Application, held: Held) -> None:
    verify_proof(app, json.loads(held.files["json"]))


def test_a_second_verifier_accepts_odd_letters_too(app: Application) -> None:
    odd = 'Baris\tsatu\nbaris\x07 dua “ketiga” \\ "empat" 漢字 𝒳 é'
    from tests.factories import make_course, work

    with work(app):
        make_course(title=odd, summary=odd, organiser=odd, code="Ä-1")
    held = make_held(app, email=None)
    verify_proof(app, json.loads(held.files["json"]))
    verify_token(app, held.token)


def test_a_second_verifier_refuses_a_changed_credential(app: Application, held: Held) -> None:
    changed = copy.deepcopy(json.loads(held.files["json"]))
    changed["credentialSubject"]["achievement"]["name"] = "Lain"
    with pytest.raises(ValueError, match="not authentic"):
        verify_proof(app, changed)
    early = copy.deepcopy(json.loads(held.files["json"]))
    early["proof"]["created"] = "2020-01-01T00:00:00Z"
    with pytest.raises(ValueError, match="not authentic"):
        verify_proof(app, early)


def test_a_second_verifier_accepts_the_token_and_refuses_a_changed_one(
    app: Application, held: Held
) -> None:
    verify_token(app, held.token)
    head, body, signature = held.token.split(".")
    said = json.loads(decoded(body)) | {"validFrom": "2020-01-01T00:00:00Z"}
    other = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    with pytest.raises(ValueError, match="Invalid signature"):
        verify_token(app, f"{head}.{other}.{signature}")
