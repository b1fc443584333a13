"""Verifiers of others accept our badges, and nothing that was changed, signed by others or revoked."""

import base64
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jsonschema import Draft201909Validator
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from sqlalchemy import update

from elearning.certificates.badges import keys, signatures
from elearning.certificates.badges.models import Badge
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from tests.certificates.badges.made import EMAIL, Held, files_of, make_held
from tests.certificates.badges.verifiers import OK, schema, verdicts
from tests.conftest import make_settings
from tests.factories import NOW, work

BASE = "https://belajar.contoh.go.id"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a public address."""
    return make_settings(tmp_path, public_url=BASE)


@pytest.fixture
def held(app: Application) -> Held:
    """A badge of somebody with an e-mail address."""
    return make_held(app)


def credential_of(held: Held) -> dict[str, Any]:
    """Return a badge as credential with embedded proof."""
    found: dict[str, Any] = json.loads(held.files["json"])
    return found


def payload_of(token: str) -> dict[str, Any]:
    """Return what a token says."""
    found: dict[str, Any] = json.loads(decoded(token.split(".")[1]))
    return found


def decoded(text: str) -> bytes:
    """Return what stands in unpadded base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_others_accept_both_forms(app: Application, held: Held) -> None:
    cases = {"credential": credential_of(held)}, {"token": held.token}
    assert verdicts(app, BASE, *cases) == [OK, OK]


def test_a_badge_without_an_address_and_with_odd_letters_is_accepted(app: Application) -> None:
    odd = 'Baris\tsatu\nbaris\x07 dua “ketiga” \\ "empat" 漢字 𝒳 é'
    from tests.factories import make_course

    with work(app):
        make_course(title=odd, summary=odd, organiser=odd, code="Ä-1")
    held = make_held(app, email=None)
    cases = {"credential": credential_of(held)}, {"token": held.token}
    assert verdicts(app, BASE, *cases) == [OK, OK]
    assert "identifier" not in credential_of(held)["credentialSubject"]


@pytest.mark.parametrize("email", [EMAIL, None])
def test_badges_conform_to_the_official_schema(app: Application, email: str | None) -> None:
    held = make_held(app, email=email)
    check = Draft201909Validator(schema(), format_checker=Draft201909Validator.FORMAT_CHECKER)
    assert list(check.iter_errors(credential_of(held))) == []
    assert list(check.iter_errors(payload_of(held.token))) == []
    broken = credential_of(held)
    del broken["credentialSubject"]["achievement"]["criteria"]
    assert list(check.iter_errors(broken)) != []


def leaves(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield where each single value of a document stands."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in pairs:
            yield from leaves(each, (*steps, key))
    else:
        yield steps


def changed(document: dict[str, Any], steps: tuple[Any, ...]) -> dict[str, Any]:
    """Return a document with one value changed."""
    new = copy.deepcopy(document)
    holder: Any = new
    for step in steps[:-1]:
        holder = holder[step]
    old = holder[steps[-1]]
    holder[steps[-1]] = (
        not old if isinstance(old, bool) else old + 1 if isinstance(old, int) else altered(old)
    )
    return new


def altered(text: str) -> str:
    """Return a text of the same kind that says something else."""
    if text.endswith("Z"):
        return f"2019{text[4:]}"
    last = "b" if text[-1] == "a" else "a"
    return text[:-1] + last


def without(document: dict[str, Any], steps: tuple[Any, ...]) -> dict[str, Any]:
    """Return a document without one value."""
    new = copy.deepcopy(document)
    holder: Any = new
    for step in steps[:-1]:
        holder = holder[step]
    del holder[steps[-1]]
    return new


def test_a_change_or_removal_of_any_field_is_noticed(app: Application, held: Held) -> None:
    credential = credential_of(held)
    places = list(leaves(credential))
    assert len(places) > 35
    cases = [
        {"credential": change(credential, each)} for each in places for change in (changed, without)
    ]
    said = verdicts(app, BASE, *cases)
    assert [case for case, verdict in zip(cases, said, strict=True) if verdict == OK] == []


def test_a_change_of_any_claim_is_noticed(app: Application, held: Held) -> None:
    head, _payload, signature = held.token.split(".")
    payload = payload_of(held.token)
    cases = [
        {"token": f"{head}.{keys.base64url(keys.compact(changed(payload, each)))}.{signature}"}
        for each in leaves(payload)
    ]
    none = keys.base64url(b'{"alg":"none","typ":"JWT"}')
    cases.append({"token": f"{none}.{_payload}."})
    said = verdicts(app, BASE, *cases)
    assert len(said) > 35
    assert OK not in said


def test_a_strangers_signature_under_our_name_is_refused(app: Application, held: Held) -> None:
    credential = credential_of(held)
    method = credential.pop("proof")["verificationMethod"]
    forged = signatures.with_proof(
        credential, Ed25519PrivateKey.generate(), method, "2025-11-22T03:00:00Z"
    )
    kid = json.loads(decoded(held.token.split(".")[0]))["kid"]
    token = signatures.token_of(payload_of(held.token), {}, generate_private_key(65537, 2048), kid)
    said = verdicts(app, BASE, {"credential": forged}, {"token": token})
    assert OK not in said
    assert "signature verification failed" in said[1]


def test_a_new_key_signs_and_the_old_badges_stay_valid(app: Application, held: Held) -> None:
    folder = Path(app.extensions["settings"].data_dir)
    for name in ("badge_proof_key", "badge_token_key"):
        (folder / name).unlink()
    new = make_held(app)
    methods = {credential_of(each)["proof"]["verificationMethod"] for each in (held, new)}
    kids = {each.token.split(".")[0] for each in (held, new)}
    assert len(methods) == len(kids) == 2
    cases = [{"credential": credential_of(each)} for each in (held, new)]
    cases += [{"token": each.token} for each in (held, new)]
    assert verdicts(app, BASE, *cases) == [OK] * 4
    assert files_of(app, held.certificate) == held.files


@pytest.mark.parametrize("status", ["revoked", "replaced"])
def test_only_the_revoked_badge_is_refused(app: Application, held: Held, status: str) -> None:
    other = make_held(app)
    cases = [{"credential": credential_of(each)} for each in (held, other)]
    cases += [{"token": each.token} for each in (held, other)]
    assert verdicts(app, BASE, *cases) == [OK] * 4
    with work(app):
        fate = {"status": status, "status_at": NOW, "status_reason": "Uji"}
        db.session.execute(
            update(Certificate).where(Certificate.id == held.certificate).values(fate)
        )
    assert verdicts(app, BASE, *cases) == ["revoked", OK] * 2


def test_pictures_carry_the_token_as_another_library_reads_it(app: Application, held: Held) -> None:
    assert OB3Verifier.extract_token_from_png(held.files["png"]) == held.token
    assert OB3Verifier.extract_token_from_svg(held.files["svg"]) == held.token
    with app.app_context():
        kept = next(key for key in keys_of(app) if key.kind == "token")
    verified = OB3Verifier(kept.public).verify(held.token)
    assert verified.achievement.name == "Pelindungan Data"
    with pytest.raises(OB3VerificationError):
        OB3Verifier(kept.public).verify(held.token[:-4] + "AAAA")


def keys_of(app: Application) -> list[Any]:
    """Return the published keys."""
    from elearning.certificates.badges import queries

    return queries.published_keys()


def test_files_are_made_once_and_for_ever(app: Application, held: Held) -> None:
    assert files_of(app, held.certificate) == held.files
    with work(app):
        badge = db.session.query(Badge).one()
        assert len({badge.json_digest, badge.jwt_digest, badge.png_digest, badge.svg_digest}) == 4
