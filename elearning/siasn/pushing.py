"""Sending records to SIASN one after the other; what became of each is kept before the next begins.

No transaction is open during a call. Before a record is created SIASN's own list is read, so that one
that was saved and not marked (a crash, a lost answer) is found again and never doubled.
"""

from collections.abc import Callable
from datetime import datetime
from time import sleep
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from elearning.certificates import queries as certificates
from elearning.core import clock
from elearning.core.db import db, reading, retrying, writing
from elearning.core.settings import Settings
from elearning.siasn import push_queries as queries
from elearning.siasn.failures import PASSING, SiasnFailed
from elearning.siasn.payloads import is_same, save_payload
from elearning.siasn.push_queries import Outgoing
from elearning.siasn.records import Source, Stated, keep_attempt, keep_upload, state_that
from elearning.siasn.service import TRIES, Service
from elearning.siasn.states import DELETED, FAILED, SENT, TO_DELETE

#: How many records in a row may fail by themselves before the session ends.
MOST_IN_A_ROW = 10


class Session(NamedTuple):
    """What is sent: a year's records of some subtrees, and in whose name."""

    year: int
    paths: tuple[str, ...]
    actor_id: int | None


class Run(NamedTuple):
    """What a session did."""

    sent: int
    failed: int
    #: Why it ended before everything was tried.
    problem: SiasnFailed | None = None
    #: The last record that was tried.
    after: int = 0


NOTHING = Run(0, 0)


def push(
    service: Service,
    settings: Settings,
    session: Session,
    on_step: Callable[[Run], object] = lambda _run: None,
    begun: Run = NOTHING,
    wait: Callable[[float], None] = sleep,
) -> Run:
    """Send until nothing is left, or until what failed would fail again."""
    run, in_a_row = begun, 0
    while outgoing := _next(session, run.after, settings.siasn_agency_id):
        try:
            send(service, outgoing, session.actor_id)
            run, in_a_row = run._replace(sent=run.sent + 1), 0
        except SiasnFailed as failure:
            if not failure.is_of_one_record or in_a_row == MOST_IN_A_ROW:
                return run._replace(problem=failure)
            run, in_a_row = run._replace(failed=run.failed + 1), in_a_row + 1
        run = run._replace(after=outgoing.completion_id)
        on_step(run)
        wait(settings.siasn_pause_seconds)
    return run


def _next(session: Session, after: int, agency_id: str) -> Outgoing | None:
    with reading():
        return queries.next_outgoing(session.year, session.paths, after, agency_id)


def send(service: Service, outgoing: Outgoing, actor_id: int | None) -> None:
    """Send, change or delete one record; raises SiasnFailed, which is noted beside the record."""
    try:
        if outgoing.state == TO_DELETE:
            _delete(service, outgoing, actor_id)
        else:
            _send(service, outgoing, actor_id)
    except SiasnFailed as failure:
        if failure.is_of_one_record:
            _keep_failure(outgoing, failure, actor_id)
        raise


def _keep_failure(outgoing: Outgoing, failure: SiasnFailed, actor_id: int | None) -> None:
    """Note why SIASN did not take a record; what is to be deleted stays so."""
    if outgoing.state != TO_DELETE:
        _keep(outgoing, Stated(FAILED, "", failure.note), actor_id)
    in_transaction(lambda: keep_attempt(outgoing.completion_id))


def _send(service: Service, outgoing: Outgoing, actor_id: int | None) -> None:
    """Save, then hand over the certificate; in between it counts as failed, with its id."""
    pdf = _pdf_of(outgoing.certificate_id)
    siasn_id = _saved(service, outgoing)
    note = _("Saved at SIASN, but the certificate's file was not handed over yet.")
    _keep(outgoing, Stated(FAILED, siasn_id, note), actor_id)
    service.upload(siasn_id, outgoing.file_name, pdf)
    _keep(outgoing, Stated(SENT, siasn_id), actor_id, is_uploaded=True)


def _saved(service: Service, outgoing: Outgoing) -> str:
    """Create or change the record; after a lost answer SIASN's list says whether it was taken."""
    for attempt in range(1, TRIES + 1):
        siasn_id = outgoing.record.siasn_id or _found(service, outgoing)
        try:
            return service.save(save_payload(outgoing.record._replace(siasn_id=siasn_id)))
        except SiasnFailed as failure:
            if failure.code not in PASSING or attempt == TRIES:
                raise
        service.pause(attempt)
    raise AssertionError("unreachable")


def _found(service: Service, outgoing: Outgoing) -> str:
    """Return SIASN's id of the record if it holds it already."""
    listed = (each for each in service.courses_of(outgoing.nip) if is_same(outgoing.record, each))
    return next((str(each["id"]) for each in listed if each.get("id")), "")


def _delete(service: Service, outgoing: Outgoing, actor_id: int | None) -> None:
    """Delete the record; what SIASN does not list needs no deletion."""
    siasn_id = outgoing.record.siasn_id or _found(service, outgoing)
    if siasn_id:
        service.delete(siasn_id)
    _keep(outgoing, Stated(DELETED), actor_id)


def _pdf_of(certificate_id: int) -> bytes:
    """Return the certificate's file, made when it is first asked for."""
    from elearning.certificates.printing import issued_pdf  # loads typst

    with reading():
        proof = certificates.proof(certificate_id)
        if proof is None:
            raise SiasnFailed("file")
        db.session.expunge_all()
    return issued_pdf(proof)


def _keep(
    outgoing: Outgoing, stated: Stated, actor_id: int | None, *, is_uploaded: bool = False
) -> None:
    """Keep what became of a record, in a transaction of its own."""

    def change() -> None:
        now: datetime = clock.now()
        state_that(outgoing.completion_id, stated, Source("push", now, actor_id))
        if is_uploaded:
            keep_upload(outgoing.completion_id, now)

    in_transaction(change)


def in_transaction(change: Callable[[], object]) -> None:
    """Make one change in a transaction of its own, again when it lost a race."""

    def work() -> None:
        db.session.rollback()
        change()
        db.session.commit()

    with writing():
        retrying(work)


def summary(run: Run) -> str:
    """Say what a session did."""
    done = ngettext("%(num)s record sent.", "%(num)s records sent.", run.sent)
    failed = ngettext("%(num)s failed.", "%(num)s failed.", run.failed) if run.failed else ""
    return " ".join(filter(None, (done, failed, str(run.problem or ""))))
