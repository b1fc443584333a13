"""Jobs: long work that somebody starts from a page and watches; `elearning worker` carries it out.

`job_work` carries them out, each at least once: whoever starts one gives what the page and the end
need in words, because this package knows no other. A job that may be carried out twice after a
crash goes on from `reached`, or writes its effect in the transaction of `Running.advance`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from elearning.core.db import Base, db
from elearning.core.types import BigKey, Key

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
#: States that last.
ENDED = (DONE, FAILED, CANCELLED)
_OPEN = text("state in ('waiting', 'running')")


class Job(Base):
    """A piece of long work: who wants what, how far it has come and how it ended."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(
            "state in ('waiting', 'running', 'done', 'failed', 'cancelled')", name="state"
        ),
        CheckConstraint(
            "(finished_at is null) = (state in ('waiting', 'running'))", name="finished"
        ),
        Index("ix_job_open", "kind", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_job_person", "person_id", "id"),
    )

    id: Mapped[Key]
    #: Which work it is; its package carries it out.
    kind: Mapped[str]
    #: Who started it; empty for a schedule or a command.
    person_id: Mapped[int | None] = mapped_column(BigKey)
    #: What it is about, as in the audit log, `unit:5`.
    subject: Mapped[str] = mapped_column(index=True)
    #: What the page calls it, and where the result is.
    title: Mapped[str]
    link: Mapped[str]
    #: What is asked; never changed.
    details: Mapped[dict[str, Any]]
    #: How far it has come in its own terms, so that a second worker goes on there.
    reached: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=WAITING)
    done: Mapped[int] = mapped_column(BigKey, default=0)
    total: Mapped[int | None] = mapped_column(BigKey)
    #: What is being done now; at the end the outcome, or what went wrong and what to do.
    sentence: Mapped[str]
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    #: How often a worker has taken it; each lease is known by its number.
    tries: Mapped[int] = mapped_column(default=0)

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED

    @property
    def is_stopping(self) -> bool:
        """Whether it runs until it sees that it was cancelled."""
        return self.cancel_asked_at is not None and not self.is_ended

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100; 0 while nobody knows how much there is."""
        return min(100, self.done * 100 // self.total) if self.total else 0


def start(
    kind: str,
    title: str,
    details: dict[str, Any],
    at: datetime,
    *,
    person_id: int | None,
    subject: str = "",
    link: str = "",
    total: int | None = None,
) -> Job:
    """Add a job to the caller's transaction and return it with its key.

    Title and link are for the person: what it is called on the page and where its result is seen.
    """
    job = Job(
        kind=kind,
        title=title,
        details=details,
        person_id=person_id,
        subject=subject,
        link=link,
        total=total,
        made_at=at,
        reached={},
        state=WAITING,
        sentence="",
    )
    db.session.add(job)
    db.session.flush()  # the page's address names the new key
    return job


def cancel(job: Job, at: datetime) -> None:
    """End a job that waits, and let one that runs stop at its next step; an ended one stays."""
    waiting = (Job.id == job.id, Job.state == WAITING)
    ended = {"state": CANCELLED, "finished_at": at, "cancel_asked_at": at}
    if db.session.execute(update(Job).where(*waiting).values(**ended)).rowcount:  # type: ignore[attr-defined]
        return
    running = (Job.id == job.id, Job.state == RUNNING)
    db.session.execute(update(Job).where(*running).values(cancel_asked_at=at))


def job_at(key: int) -> Job | None:
    """Return a job as it stands."""
    return db.session.get(Job, key, populate_existing=True)


def open_job(kind: str, subject: str) -> Job | None:
    """Return the job of a kind that waits or runs for a subject, the newest."""
    own = (Job.kind == kind, Job.subject == subject, Job.state.in_((WAITING, RUNNING)))
    return db.session.scalars(select(Job).where(*own).order_by(Job.id.desc()).limit(1)).first()


def is_own(person: Any, job: Job) -> bool:
    """A job is seen by whoever started it."""
    return job.person_id is not None and bool(person.id == job.person_id)
