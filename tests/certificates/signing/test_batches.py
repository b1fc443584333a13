"""What waits is signed once, in batches that may end anywhere; no passphrase stays behind."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import true

from elearning.certificates import queries
from elearning.certificates.certificate_signatures import CERTIFICATES
from elearning.certificates.printing import issued_pdf, stored_pdf
from elearning.certificates.signables import Queue
from elearning.certificates.signature_operations import await_older, keep_signed, retry_failed
from elearning.certificates.signature_work import Batch, Run, sign_waiting
from elearning.certificates.signing.credentials import Credentials
from elearning.certificates.signing.inspection import signatures_of
from elearning.core import files
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from tests.certificates.signing.authority import NIK, PASSPHRASE, WRONG
from tests.certificates.signing.desks import (
    SIGNATORY_NIP,
    certificates,
    key_of,
    make_waiting,
    signing_app,
    states,
)
from tests.certificates.signing.service import Service, running
from tests.factories import NOW, make_completion, make_course, make_person, work
from tests.processes import ELEARNING, environment

#: Every certificate, whoever signs it.
ALL = [Queue(CERTIFICATES, true())]


@pytest.fixture
def service() -> Iterator[Service]:
    """The service on loopback."""
    with running() as service:
        yield service


def bsre(app: Application, service: Service) -> Application:
    """Return the application with the service as its adapter."""
    return signing_app(app, signing="bsre", bsre_url=service.url, bsre_seconds=5)


def run(app: Application, passphrase: str = PASSPHRASE, seconds: float | None = None) -> Run:
    """Sign everything that waits."""
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        done = sign_waiting(ALL, Batch(settings, Credentials(passphrase, NIK), None), seconds)
        db.session.remove()
    return done


def handed_out(app: Application, certificate_id: int) -> bytes:
    """Return the PDF that a person gets."""
    with app.app_context():
        proof = queries.proof(certificate_id)
        assert proof is not None
        return issued_pdf(proof)


def test_with_signing_off_nothing_waits(app: Application) -> None:
    make_waiting(app)
    assert states(app) == []


def test_a_new_certificate_waits_and_is_handed_out_unsigned_meanwhile(
    each_app: Application, tmp_path: Path
) -> None:
    app = signing_app(each_app, signing="pades", signing_pkcs12=key_of(tmp_path))
    make_waiting(app)
    (held,) = certificates(app)
    assert held.status == "valid"
    assert [each.state for each in states(app)] == ["waiting"]
    assert signatures_of(handed_out(app, held.id)) == []


def test_signing_keeps_both_files_and_hands_out_the_signed_one_for_ever(
    each_app: Application, tmp_path: Path
) -> None:
    app = signing_app(each_app, signing="pades", signing_pkcs12=key_of(tmp_path))
    make_waiting(app, 3)
    before = {each.id: handed_out(app, each.id) for each in certificates(app)}
    assert run(app) == Run(3, 0, None)
    for held, state in zip(certificates(app), states(app), strict=True):
        signed = handed_out(app, held.id)
        assert signed == handed_out(app, held.id)
        assert files.digest_of(signed) == state.digest
        assert files.digest_of(before[held.id]) == held.pdf_digest
        assert signed.startswith(before[held.id])
        assert signatures_of(signed)[0].is_whole
        assert (state.state, state.provider, state.error) == ("signed", "pades", "")
        assert state.signer == "Dr. Ratna Contoh, M.Si."


def test_a_wrong_passphrase_ends_the_batch_at_its_first_document(
    app: Application, service: Service
) -> None:
    app = bsre(app, service)
    make_waiting(app, 3)
    done = run(app, WRONG)
    assert done.problem is not None
    assert done.problem.code == "passphrase"
    assert len(service.calls) == 1
    assert {each.state for each in states(app)} == {"waiting"}


@pytest.mark.parametrize(("mood", "code"), [("broken", "service"), ("mad", "service")])
def test_when_the_service_fails_everything_goes_on_waiting(
    app: Application, service: Service, mood: str, code: str
) -> None:
    app = bsre(app, service)
    make_waiting(app, 2)
    service.mood = mood
    done = run(app)
    assert done.problem is not None
    assert done.problem.code == code
    assert [(each.state, each.error) for each in states(app)] == [
        ("waiting", code),
        ("waiting", ""),
    ]
    service.mood = ""
    assert run(app) == Run(2, 0, None)
    assert {each.error for each in states(app)} == {""}


@pytest.mark.parametrize(
    ("mood", "code"), [("picky", "document"), ("lazy", "altered"), ("confused", "altered")]
)
def test_a_document_that_fails_lets_the_others_go_on(
    app: Application, service: Service, mood: str, code: str
) -> None:
    app = bsre(app, service)
    make_waiting(app, 2)
    service.mood = mood
    assert run(app) == Run(0, 2, None)
    assert [(each.state, each.error) for each in states(app)] == [("failed", code)] * 2
    service.mood = ""
    assert run(app) == Run(0, 0, None)  # what failed is tried again when somebody says so
    with work(app):
        retry_failed(ALL)
    assert run(app) == Run(2, 0, None)


def test_a_batch_that_runs_out_of_time_is_gone_on_with(app: Application, tmp_path: Path) -> None:
    app = signing_app(app, signing="pades", signing_pkcs12=key_of(tmp_path))
    make_waiting(app, 3)
    assert run(app, seconds=0) == Run(1, 0, None)
    first = states(app)[0].digest
    assert run(app) == Run(2, 0, None)
    assert states(app)[0].digest == first


def test_of_two_signatures_the_first_that_was_saved_stays(
    each_app: Application, tmp_path: Path
) -> None:
    app = signing_app(each_app, signing="pades", signing_pkcs12=key_of(tmp_path))
    make_waiting(app)
    run(app)
    (kept,) = states(app)
    with work(app):
        keep_signed(
            *(CERTIFICATES, kept.certificate_id, NOW),
            digest="f" * 64,
            signer="Lain",
            provider="bsre",
            by_id=None,
        )
    (still,) = states(app)
    assert (still.digest, still.signer) == (kept.digest, kept.signer)


def test_what_no_longer_counts_is_not_signed(app: Application, tmp_path: Path) -> None:
    app = signing_app(app, signing="pades", signing_pkcs12=key_of(tmp_path))
    make_waiting(app, 2)
    with work(app):
        revoked = db.session.merge(certificates(app)[0])
        revoked.status, revoked.status_at = "revoked", NOW
    assert run(app) == Run(1, 0, None)


def test_older_certificates_wait_once_the_operator_says_so(
    app: Application, tmp_path: Path
) -> None:
    make_waiting(app, 2)
    app = signing_app(app, signing="pades", signing_pkcs12=key_of(tmp_path))
    with work(app):
        make_completion(make_person(), make_course(slug="lain"), NOW)
    with work(app):
        assert await_older(app.extensions["settings"], NOW) == 2
    with work(app):
        assert await_older(app.extensions["settings"], NOW) == 0
    assert len(states(app)) == 3


def test_killed_between_signing_and_saving_it_is_signed_again_and_kept_once(
    app: Application, service: Service
) -> None:
    app = bsre(app, service)
    make_waiting(app, 2)
    child: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        service.before_answer = lambda: None
        os.killpg(child[0].pid, signal.SIGKILL)

    service.before_answer = kill
    child.append(signing_command(app, service))
    assert child[0].wait(60) == -signal.SIGKILL
    assert len(service.signed) == 1
    assert [(each.state, bool(each.attempt)) for each in states(app)] == [
        ("waiting", True),
        ("waiting", False),
    ]
    assert run(app) == Run(2, 0, None)
    assert [each.state for each in states(app)] == ["signed", "signed"]
    assert len(service.signed) == 3
    for held, state in zip(certificates(app), states(app), strict=True):
        assert files_named(app, state.digest) == handed_out(app, held.id)
    assert len({each.number for each in certificates(app)}) == 2


def signing_command(app: Application, service: Service) -> "subprocess.Popen[bytes]":
    """Start `elearning certificates sign` in a process of its own."""
    settings: Settings = app.extensions["settings"]
    signing = {"SIGNING": "bsre", "BSRE_URL": service.url}
    child = subprocess.Popen(
        [*ELEARNING, "certificates", "sign", "--signatory", SIGNATORY_NIP],
        env=environment(settings.data_dir) | signing,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    assert child.stdin is not None
    child.stdin.write(f"{NIK}\n{PASSPHRASE}\n".encode())
    child.stdin.close()
    return child


def files_named(app: Application, digest: str) -> bytes:
    """Return a stored file."""
    with app.app_context():
        return files.path_of(digest).read_bytes()


def test_the_passphrase_stays_nowhere(
    app: Application, service: Service, capfd: pytest.CaptureFixture[str]
) -> None:
    app = bsre(app, service)
    make_waiting(app, 2)
    for mood in ("broken", "mad", "picky", "lazy", ""):
        service.mood = mood
        run(app)
        with work(app):
            retry_failed(ALL)
    service.mood = ""
    run(app)
    time.sleep(0.1)
    captured = capfd.readouterr()
    secrets = (PASSPHRASE, NIK, "kenari-aplikasi")
    assert not [each for each in secrets if each in captured.out + captured.err]
    folder: Path = app.extensions["settings"].data_dir
    with app.app_context():
        assert [each.state for each in states(app)] == ["signed", "signed"]
        db.session.connection().exec_driver_sql("select 1")
    stored = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert stored
    assert not [each for each in secrets for content in stored if each.encode() in content]


def test_the_unsigned_file_stays_the_certificates_own(app: Application, tmp_path: Path) -> None:
    app = signing_app(app, signing="pades", signing_pkcs12=key_of(tmp_path))
    make_waiting(app)
    (held,) = certificates(app)
    unsigned = handed_out(app, held.id)
    run(app)
    with app.app_context():
        proof = queries.proof(held.id)
        assert proof is not None
        assert stored_pdf(proof) == unsigned
