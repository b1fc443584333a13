"""Sending to SIASN in the background, for `elearning worker`, with the token of whoever started it."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.queries import hr_reach_of
from elearning.core import clock, jobs
from elearning.core.db import reading
from elearning.core.errors import Refused
from elearning.core.job_work import Cancelled, Running
from elearning.core.jobs import Job
from elearning.core.settings import current_settings
from elearning.notices import told_jobs
from elearning.siasn import tokens
from elearning.siasn.push_queries import prospect
from elearning.siasn.pushing import NOTHING, Run, Session, in_transaction, push, summary
from elearning.siasn.service import Service

KIND = "siasn.push"
DESK = "/kepegawaian/siasn/"


def is_on() -> bool:
    """Whether records can be sent to SIASN from here."""
    settings = current_settings()
    return bool(settings.siasn_url and settings.siasn_token_url)


def subject_of(person_id: int) -> str:
    """Return what the job of an officer is about."""
    return f"siasn:{person_id}"


def start_push(person_id: int, year: int, paths: tuple[str, ...], token: str, at: datetime) -> Job:
    """Let the worker send a year's records of the officer's units; one session at a time."""
    if jobs.open_job(KIND, subject_of(person_id)) is not None:
        raise Refused(_("A session of yours is sending already. Wait until it has ended."))
    job = jobs.start(
        KIND,
        _("Sending to SIASN, %(year)s", year=year),
        {"year": year},
        at,
        person_id=person_id,
        subject=subject_of(person_id),
        link=DESK,
        total=prospect(year, paths).ready,
    )
    tokens.seal(job.id, token, at)
    return job


def push_due(at: datetime) -> int:
    """Carry out one session that waits; the worker's part."""
    with reading():
        is_old = tokens.any_expired(at)
    if is_old:
        in_transaction(lambda: tokens.forget_expired(at))
    return told_jobs.carry_out(KIND, perform, at)


def perform(job: Running) -> str:
    """Send what can be sent and return the sentence of the end; the token goes with it.

    A worker that dies or loses the job leaves the token to the one that goes on.
    """
    try:
        run = _pushed(job)
    except (Refused, Cancelled):
        in_transaction(lambda: tokens.forget(job.id))
        raise
    in_transaction(lambda: tokens.forget(job.id))
    if run.problem is not None:
        raise Refused(summary(run))
    return summary(run)


def _pushed(job: Running) -> Run:
    """Send with the right that the officer has now."""
    settings = current_settings()
    with reading():
        reach = hr_reach_of(job.person_id or 0)
        token = tokens.opened(job.id, clock.now())
    begun = Run(**job.reached) if job.reached else NOTHING
    service = Service(settings, token)
    session = Session(job.details["year"], reach, job.person_id)

    def report(run: Run) -> None:
        reached = {"sent": run.sent, "failed": run.failed, "after": run.after}
        job.report(done=run.sent + run.failed, reached=reached)

    return push(service, settings, session, report, begun)
