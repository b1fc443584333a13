"""Jobs whose end is told to whoever started them, in their language."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from flask_babel import force_locale
from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core import job_work
from elearning.core.db import db
from elearning.core.job_work import Perform, Running
from elearning.core.jobs import DONE
from elearning.core.settings import current_settings
from elearning.notices.kinds import WORK
from elearning.notices.letters import language_of
from elearning.notices.operations import tell


def carry_out(kind: str, perform: Perform, at: datetime, most: int | None = None) -> int:
    """Carry out one job of a kind, as `job_work.carry_out` does, and tell its owner of the end."""
    return job_work.carry_out(kind, partial(_in_language, perform), at, tell_owner, most=most)


def tell_owner(job: Running, state: str, sentence: str, at: datetime) -> None:
    """Tell the owner how a job ended, with the way to its result or to its page."""
    page = f"/proses/{job.id}"
    tell(
        _owner(job),
        WORK,
        lambda: (_title(job, state), sentence),
        at,
        link=(job.link or page) if state == DONE else page,
    )


def _title(job: Running, state: str) -> str:
    """Return how a job ended, in the language spoken."""
    if state == DONE:
        return str(_("Finished: %(what)s", what=job.title))
    return str(_("Not finished: %(what)s", what=job.title))


def _owner(job: Running) -> Person | None:
    return db.session.get(Person, job.person_id) if job.person_id is not None else None


@contextmanager
def language_of_owner(job: Running) -> Iterator[None]:
    """Speak the language of whoever started a job, the platform's where nobody did."""
    person = _owner(job)
    locale = language_of(person) if person else current_settings().default_locale
    db.session.rollback()
    with force_locale(locale):
        yield


def _in_language(perform: Perform, job: Running) -> str:
    with language_of_owner(job):
        return perform(job)
