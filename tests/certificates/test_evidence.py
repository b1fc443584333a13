"""The evidence of a certificate convinces a stand-alone script, and nothing else does."""

import base64
import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import select, update

from elearning.certificates.evidence import evidence_of
from elearning.certificates.models import Certificate
from elearning.certificates.queries import proof
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.signing import is_signed
from elearning.records.ledger import make_checkpoint
from elearning.records.models import Completion, HistoryEntry
from tests.factories import make_completion, make_course, make_person, work
from tests.records.logs import NOW, make_entries
from tests.visitor import Visitor

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "periksa_bukti.py"
Steps = tuple[str | int, ...]


def loaded() -> Any:
    """Return the script as a module."""
    spec = spec_from_file_location("periksa_bukti", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = loaded()


def make_evidence(app: Application, others: int = 300) -> dict[str, Any]:
    """Return the evidence of a certificate among others in the log."""
    with work(app):
        make_entries(others)
        make_completion(make_person(), make_course(), NOW)
        make_entries(5)
    return signed_evidence(app)


def signed_evidence(app: Application) -> dict[str, Any]:
    """Sign the log and return the evidence of the first certificate."""
    with app.app_context():
        make_checkpoint(NOW)
        found = proof(db.session.scalars(select(Certificate.id).limit(1)).one())
        assert found is not None
        evidence = evidence_of(found)
    assert evidence is not None
    return json.loads(json.dumps(evidence))  # type: ignore[no-any-return]


def run(path: Path, evidence: object, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the script alone on a file, without anything that is installed."""
    path.write_text(json.dumps(evidence, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(path), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_script_says_what_a_file_proves(each_app: Application, tmp_path: Path) -> None:
    evidence = make_evidence(each_app)
    done = run(tmp_path / "bukti.json", evidence)
    assert done.returncode == 0, done.stderr
    for each in ("UTUH", "Contoh Lestari", "Pelatihan pelatihan-contoh", "4 JP", evidence["key"]):
        assert each in done.stdout
    trusted = run(tmp_path / "bukti.json", evidence, "--kunci", evidence["key"])
    assert trusted.stdout.startswith("TERBUKTI")


def test_a_key_that_is_not_trusted_proves_nothing(app: Application, tmp_path: Path) -> None:
    evidence = make_evidence(app, 1)
    other = "lain.go.id/elearning+" + evidence["key"].partition("+")[2]
    done = run(tmp_path / "bukti.json", evidence, "--kunci", other)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "TIDAK TERBUKTI: ditandatangani dengan kunci lain" in done.stderr


@pytest.mark.parametrize("others", [1, 2, 7, 255, 256, 257])
def test_wherever_an_entry_stands_it_is_proved(app: Application, others: int) -> None:
    evidence = make_evidence(app, others)
    assert script.check(evidence) == others + 6
    assert evidence["log"]["number"] == others


def test_a_proof_of_an_old_checkpoint_stays_the_same_and_holds(app: Application) -> None:
    old = make_evidence(app)
    with work(app):
        make_entries(700)
    assert signed_evidence(app) == old
    assert script.check(old) == 306


def leaves(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Yield where each single value of a file stands."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in pairs:
            yield from leaves(each, (*steps, key))
    else:
        yield steps


def changed(evidence: dict[str, Any], steps: Steps, value: object) -> dict[str, Any]:
    """Return a file with one value changed."""
    new = copy.deepcopy(evidence)
    holder: Any = new
    for step in steps[:-1]:
        holder = holder[step]
    holder[steps[-1]] = value
    return new


def others(value: Any) -> Iterator[object]:
    """Yield values that differ in one character."""
    if isinstance(value, str):
        last = len(value) - 1
        for place in {0, last // 3, last // 2, last - 2, last - 1, last}:
            if 0 <= place <= last:
                following = chr(ord(value[place]) + 1)  # what base64 may read as the same
                for each in {"A", "b", "0", value[place].swapcase(), following} - {value[place]}:
                    yield value[:place] + each + value[place + 1 :]
        yield value + " "
    elif isinstance(value, int):
        yield from (value + 1, value - 1, str(value), float(value))
    else:
        yield from (0, "")


def is_refused(evidence: object) -> bool:
    """Whether the script refuses a file."""
    try:
        script.check(evidence)
    except script.BROKEN:
        return True
    return False


def value_at(evidence: dict[str, Any], steps: Steps) -> Any:
    """Return a single value of a file."""
    value: Any = evidence
    for step in steps:
        value = value[step]
    return value


def test_one_changed_character_anywhere_is_found(app: Application) -> None:
    evidence = make_evidence(app, 10)
    places = list(leaves(evidence))
    assert {steps[0] for steps in places} == set(evidence) == script.PARTS
    for steps in places:
        for other in others(value_at(evidence, steps)):
            assert is_refused(changed(evidence, steps, other)), (steps, other)


def test_every_part_is_needed_as_it_is(app: Application, tmp_path: Path) -> None:
    evidence = make_evidence(app, 10)
    for part in evidence:
        rest = {key: value for key, value in evidence.items() if key != part}
        assert is_refused(rest)
        for broken in ({}, [], 1, "x"):
            assert is_refused(evidence | {part: broken}), part
    path = evidence["log"]["path"]
    for broken in (path[1:], path[:-1], [*path, path[0]], path[::-1], [path]):
        assert is_refused(evidence | {"log": evidence["log"] | {"path": broken}})
    done = run(tmp_path / "bukti.json", evidence | {"log": None})
    assert (done.returncode, done.stdout) == (1, "")


def test_a_log_that_somebody_else_signs_under_our_name_is_no_proof(app: Application) -> None:
    evidence = make_evidence(app, 1)
    text, mark, line = evidence["checkpoint"].rpartition("\n\n— ")
    own = Ed25519PrivateKey.generate()
    head = base64.b64decode(line.split(" ")[1])[:4]
    forged = base64.b64encode(head + own.sign(f"{text}\n".encode())).decode()
    note = f"{text}{mark}{line.split(' ')[0]} {forged}\n"
    assert is_refused(evidence | {"checkpoint": note})


def test_a_file_cannot_write_on_the_screen(app: Application) -> None:
    assert script.visible("a\x1b[2Jb\u202ec\n") == "a?[2Jb?c?"


def test_an_erased_person_is_left_out_and_the_rest_is_proved(
    app: Application, tmp_path: Path
) -> None:
    with work(app):
        make_completion(make_person(), make_course(), NOW)
        db.session.execute(update(Completion).values(full_name="", nip=""))
        db.session.execute(update(HistoryEntry).values(salt=""))
    evidence = signed_evidence(app)
    assert evidence["personal"] is None
    done = run(tmp_path / "bukti.json", evidence)
    assert done.returncode == 0
    assert "tidak dibuktikan" in done.stdout


# Ed25519

#: RFC 8032, section 7.1, tests 1 to 3: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_script_knows_the_signatures_of_the_rfc(
    public: str, message: str, signature: str
) -> None:
    key, text, sign = (bytes.fromhex(each) for each in (public, message, signature))
    assert script.is_signed(key, sign, text)
    assert not script.is_signed(key, sign, text + b"x")
    larger = (int.from_bytes(sign[32:], "little") + script.ORDER).to_bytes(32, "little")
    assert not script.is_signed(
        key, sign[:32] + larger, text
    )  # the same signature, written otherwise


@settings(max_examples=40, deadline=None)
@given(seed=some.binary(min_size=32, max_size=32), bit=some.integers(0, 96 * 8 - 1))
def test_the_script_agrees_with_a_library(seed: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    whole = bytearray(key.public_key().public_bytes_raw() + key.sign(b"isi"))
    assert script.is_signed(bytes(whole[:32]), bytes(whole[32:]), b"isi")
    whole[bit // 8] ^= 1 << bit % 8
    public, signature = bytes(whole[:32]), bytes(whole[32:])
    assert script.is_signed(public, signature, b"isi") == is_signed(public, signature, b"isi")


# The download


def test_the_owner_downloads_the_evidence_once_it_is_signed(each_app: Application) -> None:
    with work(each_app):
        person = make_person()
        make_completion(person, make_course(), clock.now() - timedelta(days=1))
        nip = person.nip
        key = db.session.scalars(select(Certificate.id)).one()
    visitor = Visitor(each_app)
    visitor.sign_in(nip)
    early = visitor.client.get(f"/sertifikat/{key}/bukti.json")
    assert early.status_code == 404
    assert "paling lambat besok" in early.text
    with each_app.app_context():
        make_checkpoint(clock.now())
    answer = visitor.client.get(f"/sertifikat/{key}/bukti.json")
    assert answer.headers["Content-Disposition"].startswith(f"attachment; filename={nip}_")
    assert answer.headers["Cache-Control"] == "no-store"
    assert script.check(answer.get_json()) == 1
    assert f"/sertifikat/{key}/bukti.json" in visitor.client.get("/riwayat/").text
