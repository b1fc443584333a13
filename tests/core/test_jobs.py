"""Jobs: carried out once, gone on with after a crash, stopped when they are not wanted."""

from datetime import timedelta
from typing import Any

import pytest

from elearning.core import clock, job_work, jobs
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.job_work import LEASE, Running
from elearning.core.jobs import CANCELLED, DONE, FAILED, RUNNING, WAITING, Job
from tests.factories import work

KIND = "test.work"


def start(app: Application, **details: Any) -> int:
    """Start a job of nobody's."""
    with work(app):
        return jobs.start(KIND, "Uji", details, clock.now(), person_id=None, total=4).id


def job_of(app: Application, key: int) -> Job:
    """Return a job as it stands."""
    with work(app):
        found = jobs.job_at(key)
        assert found is not None
        return found


def carry_out(app: Application, perform: Any, *, later: timedelta = timedelta()) -> int:
    """Let a worker look for a job."""
    with work(app):
        return job_work.carry_out(KIND, perform, clock.now() + later)


def test_a_job_is_carried_out_once_with_its_progress(each_app: Application) -> None:
    key = start(each_app, unit=5)

    def perform(job: Running) -> str:
        assert job.details == {"unit": 5}
        job.report(done=1, sentence="Satu")
        seen = job_of(each_app, key)
        assert (seen.state, seen.percent, seen.sentence) == (RUNNING, 25, "Satu")
        return "Selesai semua"

    assert carry_out(each_app, perform) == 1
    ended = job_of(each_app, key)
    assert (ended.state, ended.sentence, ended.is_ended) == (DONE, "Selesai semua", True)
    assert carry_out(each_app, perform) == 0


def test_a_short_job_is_taken_before_a_long_one(each_app: Application) -> None:
    with work(each_app):
        made = {
            total: jobs.start(KIND, "Uji", {}, clock.now(), person_id=None, total=total).id
            for total in (900, None, 5)
        }
    taken: list[int] = []

    def perform(job: Running) -> str:
        taken.append(job.id)
        return "Selesai"

    with work(each_app):
        for most in (10, 10, None):
            job_work.carry_out(KIND, perform, clock.now(), most=most)
    assert taken == [made[5], made[900]]


def test_a_killed_workers_job_is_gone_on_with_where_it_was(each_app: Application) -> None:
    key = start(each_app)

    def killed(job: Running) -> str:
        job.report(done=2, reached={"after": 17})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out(each_app, killed)
    taken: list[Running] = []

    def go_on(job: Running) -> str:
        taken.append(job)
        return "Selesai"

    assert carry_out(each_app, go_on) == 0
    assert carry_out(each_app, go_on, later=LEASE + timedelta(minutes=1)) == 1
    assert [job.reached for job in taken] == [{"after": 17}]
    assert job_of(each_app, key).tries == 2


def test_a_slow_worker_whose_job_was_taken_over_writes_nothing_more(each_app: Application) -> None:
    key = start(each_app)

    def slow(job: Running) -> str:
        with work(each_app):
            job_work.carry_out(KIND, lambda _job: "Yang kedua", clock.now() + 2 * LEASE)
        job.report(done=3)
        return "Yang pertama"

    assert carry_out(each_app, slow) == 0
    ended = job_of(each_app, key)
    assert (ended.state, ended.sentence, ended.done) == (DONE, "Yang kedua", 0)


def test_a_refusal_ends_a_job_with_its_sentence(each_app: Application) -> None:
    key = start(each_app)

    def refuse(_job: Running) -> str:
        raise Refused("Pilih unit yang lebih kecil.")

    told: list[tuple[str, str]] = []
    with work(each_app):
        job_work.carry_out(
            KIND, refuse, clock.now(), lambda _job, state, why, _at: told.append((state, why))
        )
    assert told == [(FAILED, "Pilih unit yang lebih kecil.")]
    assert job_of(each_app, key).sentence == "Pilih unit yang lebih kecil."


def test_a_job_that_always_breaks_off_is_given_up_with_a_sentence(app: Application) -> None:
    key = start(app)

    def break_off(_job: Running) -> str:
        raise KeyboardInterrupt

    for time in range(job_work.MAX_TRIES):
        with pytest.raises(KeyboardInterrupt):
            carry_out(app, break_off, later=time * 2 * LEASE)
    assert carry_out(app, break_off, later=job_work.MAX_TRIES * 2 * LEASE) == 1
    ended = job_of(app, key)
    assert ended.state == FAILED
    assert ended.sentence


def test_a_disk_that_fails_is_tried_again_later(app: Application) -> None:
    key = start(app)

    def fail(_job: Running) -> str:
        raise OSError(28, "No space left on device")

    assert carry_out(app, fail) == 0
    assert job_of(app, key).state == WAITING
    assert carry_out(app, lambda _job: "Selesai") == 0
    assert carry_out(app, lambda _job: "Selesai", later=timedelta(minutes=3)) == 1


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step(
    each_app: Application,
) -> None:
    waiting = start(each_app)
    with work(each_app):
        jobs.cancel(jobs.job_at(waiting), clock.now())  # type: ignore[arg-type]
    assert job_of(each_app, waiting).state == CANCELLED
    running = start(each_app)

    def perform(job: Running) -> str:
        job.report(done=1)
        with work(each_app):
            jobs.cancel(jobs.job_at(running), clock.now())  # type: ignore[arg-type]
        job.report(done=2)
        return "Selesai"

    assert carry_out(each_app, perform) == 1
    ended = job_of(each_app, running)
    assert (ended.state, ended.done) == (CANCELLED, 1)


def test_what_a_step_changes_falls_with_a_lost_lease(each_app: Application) -> None:
    start(each_app)

    def perform(job: Running) -> str:
        with work(each_app):
            job_work.carry_out(KIND, lambda _job: "Lain", clock.now() + 2 * LEASE)
        start_another = Job(**NEW)
        db.session.rollback()
        db.session.add(start_another)
        job.advance(done=1)
        db.session.commit()
        return ""

    carry_out(each_app, perform)
    with work(each_app):
        assert jobs.open_job("other", "x") is None


NEW: dict[str, Any] = {
    "kind": "other",
    "subject": "x",
    "title": "",
    "link": "",
    "details": {},
    "reached": {},
    "sentence": "",
    "made_at": clock.now(),
}
