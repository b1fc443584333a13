"""Checkpoints are signed notes as others read them; the key is kept and changed as it should be."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from elearning.core.application import Application
from elearning.core.errors import Refused
from elearning.core.signing import signing_key
from elearning.records import ledger_queries
from elearning.records.ledger import make_checkpoint
from elearning.records.notes import VerifierKey, checkpoint_text, is_genuine, plain_bytes, signed
from elearning.reports.cli import records
from tests.conftest import with_settings
from tests.factories import work
from tests.records.logs import NOW, make_entries

#: Of the documentation of Go's package sumdb/note and of C2SP's signed-note.
PUBLISHED = [
    (
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
        "6KE6RyyBwJnAM=\n",
    ),
    (
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "This is an example message.\n\n"
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuw"
        "HjG1Yu72IneyaQM=\n",
    ),
]


def pem(key: object) -> bytes:
    """Return a private key as a file holds it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined,no-any-return]


def named_file(app: Application, path: Path) -> Application:
    """Return the application with a key file of its own."""
    return with_settings(app, signing_key_file=str(path))


@pytest.mark.parametrize(("written", "note"), PUBLISHED)
def test_notes_of_others_are_read(written: str, note: str) -> None:
    name, _hash, encoded = written.split("+", 2)
    key = VerifierKey(name, plain_bytes(encoded)[1:])
    assert str(key) == written
    assert key.has_signed(note)
    assert not key.has_signed(note.replace("problem", "solution").replace("example m", "Example m"))
    assert not VerifierKey("other", key.public).has_signed(note)


def test_a_checkpoint_reads_as_the_format_says() -> None:
    private = Ed25519PrivateKey.generate()
    key = VerifierKey("lms.contoh.go.id/elearning", private.public_key().public_bytes_raw())
    text = checkpoint_text(key.name, 20_852_163, bytes(32))
    note = signed(text, key, private.sign)
    lines = note.split("\n")
    assert lines[:4] == [key.name, "20852163", "A" * 43 + "=", ""]
    assert lines[4].startswith(f"— {key.name} ")
    assert lines[5:] == [""]
    assert is_genuine(note, text, [key])
    assert not is_genuine(note, text + "x\n", [key])


def test_a_text_without_a_signature_is_signed_by_nobody() -> None:
    key = VerifierKey("a", bytes(32))
    for note in (
        "",
        "text\n",
        "text\n\n— a\n",
        "text\n\n— a ***\n",
        "text\n\n— a AAAA\n",
        "t\n\n— a é\n",
    ):
        assert not key.has_signed(note)


def test_the_key_is_made_once_and_only_its_owner_reads_it(app: Application, data_dir: Path) -> None:
    def public() -> bytes:
        with app.app_context():
            return signing_key().public_key().public_bytes_raw()

    with ThreadPoolExecutor(8) as pool:
        keys = {each.result() for each in [pool.submit(public) for _ in range(16)]}
    assert len(keys) == 1
    assert stat.S_IMODE((data_dir / "signing_key").stat().st_mode) == 0o600
    assert [path.name for path in data_dir.glob("tmp*")] == []


def test_a_key_that_a_setting_names_is_read_and_never_made(
    app: Application, tmp_path: Path
) -> None:
    path, own = tmp_path / "own.pem", Ed25519PrivateKey.generate()
    named = named_file(app, path)
    with (
        named.app_context(),
        named.test_request_context(),
        pytest.raises(Refused, match=r"own\.pem"),
    ):
        signing_key()
    path.write_bytes(pem(own))
    with named.app_context():
        assert signing_key().public_key() == own.public_key()


@pytest.mark.parametrize("content", [b"", b"no key", pem(generate_private_key(SECP256R1()))])
def test_a_file_that_holds_no_such_key_is_refused(
    app: Application, data_dir: Path, content: bytes
) -> None:
    (data_dir / "signing_key").write_bytes(content)
    with app.app_context(), app.test_request_context(), pytest.raises(Refused, match="Ed25519"):
        signing_key()


def test_a_new_key_leaves_old_checkpoints_valid(app: Application, tmp_path: Path) -> None:
    other = tmp_path / "new.pem"
    other.write_bytes(pem(Ed25519PrivateKey.generate()))
    rotated = named_file(app, other)
    for day, signer in enumerate((app, rotated, app)):
        with work(app):
            make_entries(2)
        with signer.app_context():
            assert make_checkpoint(NOW + timedelta(days=day))
    with app.app_context():
        assert len(ledger_queries.published_keys()) == 2
    assert app.test_cli_runner().invoke(records, ["verify"]).exit_code == 0


def test_checkpoints_are_published_page_by_page(app: Application) -> None:
    for day in range(52):
        with work(app):
            make_entries(1)
        with app.app_context():
            make_checkpoint(NOW + timedelta(days=day))
    client = app.test_client()
    first = client.get("/.well-known/elearning/checkpoints")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in first.headers
    told = first.get_json()
    assert [each["size"] for each in told["checkpoints"]] == list(range(52, 2, -1))
    newest = told["checkpoints"][0]
    assert newest["note"].startswith("127.0.0.1:8000/elearning\n52\n")
    assert newest["made_at"] == (NOW + timedelta(days=51)).isoformat()
    last = client.get(told["next"]).get_json()
    assert [each["size"] for each in last["checkpoints"]] == [2, 1]
    assert last["next"] is None
    name, _hash, encoded = told["keys"][0]["key"].split("+", 2)
    assert VerifierKey(name, plain_bytes(encoded)[1:]).has_signed(newest["note"])


@pytest.mark.parametrize("before", ["-1", "0", "abc", "", "9" * 30])
def test_a_page_of_nothing_is_no_error(app: Application, before: str) -> None:
    answer = app.test_client().get(f"/.well-known/elearning/checkpoints?before={before}")
    assert answer.status_code == 200
    assert answer.get_json() == {"checkpoints": [], "keys": [], "next": None}
