"""Signing what waits, one certificate after the other; each is kept before the next begins.

No transaction is open while a document is signed. Killed between signing and keeping, it is signed
again by the next run: harmless, for only what is kept was ever handed out.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement

from elearning.certificates import queries, signature_queries
from elearning.certificates import signature_operations as operations
from elearning.certificates.printing import stored_pdf
from elearning.certificates.signature_queries import Job
from elearning.certificates.signing.adapter import Credentials, Signer, open_signer
from elearning.certificates.signing.failures import SigningFailed
from elearning.core import clock, files
from elearning.core.db import db, reading, retrying, writing
from elearning.core.secrets import new_code
from elearning.core.settings import Settings

ATTEMPT_LENGTH = 12


class Run(NamedTuple):
    """What a run of signing did."""

    signed: int
    failed: int
    #: Why it ended before everything was tried.
    problem: SigningFailed | None


class Batch:
    """One run with one passphrase, which ends with it."""

    def __init__(self, settings: Settings, credentials: Credentials, by_id: int | None) -> None:
        self.settings, self.credentials, self.by_id = settings, credentials, by_id
        self._signers: dict[str, Signer] = {}

    def sign(self, job: Job) -> None:
        """Sign one certificate and keep it; raises SigningFailed."""
        certificate_id = job.certificate_id
        attempt = new_code(ATTEMPT_LENGTH)
        in_transaction(lambda: operations.begin_attempt(certificate_id, attempt, clock.now()))
        try:
            digest, signer = self._signed(job)
        except SigningFailed as failure:
            code, is_final = failure.code, failure.is_of_one_document
            in_transaction(lambda: operations.keep_failure(certificate_id, code, is_final=is_final))
            raise
        provider, now = self.settings.signing, clock.now()
        in_transaction(
            lambda: operations.keep_signed(
                certificate_id, digest, signer, provider, self.by_id, now
            )
        )

    def _signed(self, job: Job) -> tuple[str, str]:
        """Return the name of the stored signed PDF, and whose signature it carries."""
        with reading():
            proof = queries.proof(job.certificate_id)
        if proof is None:  # every row names a certificate
            raise SigningFailed("document")
        code, unsigned = proof.certificate.code, stored_pdf(proof)
        signed = self._signer(job.organiser).sign(unsigned)
        signer = signer_of(unsigned, signed, code)
        return files.store(signed), signer

    def _signer(self, organiser: str) -> Signer:
        """Return the signer of an organiser, opened once."""
        if organiser not in self._signers:
            self._signers[organiser] = open_signer(
                self.settings, self.credentials, clock.now(), organiser
            )
        return self._signers[organiser]


def signer_of(unsigned: bytes, signed: bytes, code: str) -> str:
    """Return who signed our document; raises SigningFailed for anything else that came back."""
    from elearning.certificates.marks import marks_in
    from elearning.certificates.signing.inspection import signatures_of

    try:
        signatures = signatures_of(signed)
        is_ours = signed.startswith(unsigned) or code in marks_in(signed).codes
    except ValueError:
        raise SigningFailed("altered") from None
    if not signatures or not signatures[-1].is_whole or not is_ours:
        raise SigningFailed("altered")
    return signatures[-1].signer


def in_transaction(change: Callable[[], object]) -> None:
    """Make one change in a transaction of its own, again when it lost a race."""

    def work() -> None:
        db.session.rollback()
        change()
        db.session.commit()

    with writing():
        retrying(work)


def sign_waiting(
    signable: ColumnElement[bool],
    batch: Batch,
    seconds: float | None = None,
    on_step: Callable[[], object] = lambda: None,
) -> Run:
    """Sign until nothing waits, the time is over, or what failed would fail again."""
    end = clock.now() + timedelta(seconds=seconds) if seconds is not None else None
    signed = failed = 0
    while job := _next(signable):
        try:
            batch.sign(job)
            signed += 1
        except SigningFailed as failure:
            if not failure.is_of_one_document:
                return Run(signed, failed, failure)
            failed += 1
        on_step()
        if end is not None and clock.now() >= end:
            break
    return Run(signed, failed, None)


def _next(signable: ColumnElement[bool]) -> Job | None:
    with reading():
        return signature_queries.next_job(signable)
