"""Signing what waits, one document after the other; each is kept before the next begins.

No transaction is open while a document is signed. Killed between signing and keeping, it is signed
again by the next run: harmless, for only what is kept was ever handed out.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import NamedTuple

from elearning.certificates import signature_operations as operations
from elearning.certificates import signature_queries
from elearning.certificates.signables import Queue
from elearning.certificates.signature_queries import Job
from elearning.certificates.signing.adapter import Signer, open_signer
from elearning.certificates.signing.credentials import Credentials
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
        """Sign one document and keep it; raises SigningFailed."""
        kind, key = job.kind, job.key
        attempt = new_code(ATTEMPT_LENGTH)
        in_transaction(lambda: operations.begin_attempt(kind, key, attempt, clock.now()))
        try:
            digest, signer = self._signed(job)
        except SigningFailed as failure:
            code, is_final = failure.code, failure.is_of_one_document
            in_transaction(lambda: operations.keep_failure(kind, key, code, is_final=is_final))
            raise
        made = {"digest": digest, "signer": signer, "provider": self.settings.signing}
        now = clock.now()
        in_transaction(lambda: operations.keep_signed(kind, key, now, **made, by_id=self.by_id))

    def _signed(self, job: Job) -> tuple[str, str]:
        """Return the name of the stored signed PDF, and whose signature it carries."""
        unsigned, code = job.kind.unsigned(job.key)
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
    from elearning.certificates.marks import codes_in
    from elearning.certificates.signing.inspection import signatures_of

    try:
        signatures = signatures_of(signed)
        is_ours = signed.startswith(unsigned) or code in codes_in(signed)
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
    queues: Sequence[Queue],
    batch: Batch,
    seconds: float | None = None,
    on_step: Callable[[], object] = lambda: None,
) -> Run:
    """Sign until nothing waits, the time is over, or what failed would fail again."""
    end = clock.now() + timedelta(seconds=seconds) if seconds is not None else None
    signed = failed = 0
    while job := _next(queues):
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


def _next(queues: Sequence[Queue]) -> Job | None:
    with reading():
        return signature_queries.next_job(queues)
