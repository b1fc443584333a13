"""The worker: leases, retries, and mail over a real socket."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import select

from elearning.app import create_app
from elearning.core import clock, mail, outbox, worker
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.outbox import OutboxEvent
from elearning.core.settings import Settings
from elearning.core.worker import Leased, Works
from tests.core.smtp_sink import Sink, mail_server
from tests.factories import NOW, work


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def settings(settings: Settings, sink: Sink) -> Settings:
    """Settings that name the mail server."""
    return replace(settings, smtp_url=sink.url, mail_from="Widyapada <pesan@contoh.go.id>")


def events() -> list[OutboxEvent]:
    """Return the events of the outbox, oldest first."""
    return list(db.session.scalars(select(OutboxEvent).order_by(OutboxEvent.id)))


def post_one(app: Application) -> None:
    """Put a message into the outbox."""
    with work(app):
        mail.post("budi@contoh.go.id", "Halo", "Isi surat – é\n", NOW)


def test_a_message_leaves_after_the_commit_once_and_is_wiped(app: Application, sink: Sink) -> None:
    post_one(app)
    with work(app):
        assert mail.send_due(NOW) == 1
        assert mail.send_due(NOW + timedelta(days=1)) == 0
        assert (events()[0].done_at, events()[0].payload) == (NOW, {})
    (message,) = sink.messages
    assert (message["To"], message["Subject"]) == ("budi@contoh.go.id", "Halo")
    assert message["From"] == "Widyapada <pesan@contoh.go.id>"
    assert message["Message-ID"].endswith("@contoh.go.id>")
    assert message.get_content().strip() == "Isi surat – é"


def test_a_message_of_a_rolled_back_transaction_never_leaves(app: Application, sink: Sink) -> None:
    with work(app):
        mail.post("budi@contoh.go.id", "Halo", "Isi", NOW)
        db.session.rollback()
    with work(app):
        assert mail.send_due(NOW) == 0
    assert sink.messages == []


def test_a_busy_server_is_tried_again_later_and_later(app: Application, sink: Sink) -> None:
    post_one(app)
    sink.refusing = True
    with work(app):
        assert mail.send_due(NOW) == 0
        assert events()[0].due_at == NOW + timedelta(minutes=2)
        assert mail.send_due(NOW + timedelta(minutes=1)) == 0
        assert mail.send_due(NOW + timedelta(minutes=2)) == 0
        assert events()[0].due_at == NOW + timedelta(minutes=6)
        sink.refusing = False
        assert mail.send_due(NOW + timedelta(minutes=6)) == 1
    assert len(sink.messages) == 1


def test_a_server_that_is_away_loses_nothing(settings: Settings, app: Application) -> None:
    with mail_server() as gone:
        address = gone.url
    away = create_app(replace(settings, smtp_url=address))
    post_one(away)
    with work(away):
        assert mail.send_due(NOW) == 0
        assert (events()[0].done_at, events()[0].tries) == (None, 1)


def test_an_event_is_given_up_after_twelve_tries(app: Application, sink: Sink) -> None:
    post_one(app)
    sink.refusing = True
    with work(app):
        at = NOW
        for _ in range(worker.MAX_TRIES):
            mail.send_due(at)
            at = events()[0].due_at
        sink.refusing = False
        assert mail.send_due(at) == 0


def test_without_a_mail_server_mail_waits(settings: Settings, app: Application) -> None:
    alone = create_app(replace(settings, smtp_url=""))
    post_one(alone)
    with work(alone):
        assert mail.send_due(NOW) == 0
        assert events()[0].tries == 0


def test_a_password_is_never_sent_unencrypted(
    settings: Settings, app: Application, sink: Sink
) -> None:
    address = sink.url.replace("smtp://", "smtp://nama:sandi@")
    app = create_app(replace(settings, smtp_url=address))
    post_one(app)
    with work(app):
        assert mail.send_due(NOW) == 0
    assert sink.messages == []


def test_a_worker_that_died_is_replaced_when_its_lease_ends(each_app: Application) -> None:
    with work(each_app):
        outbox.enqueue("test", {"n": 1}, NOW)
    with work(each_app):
        assert len(worker.lease("test", NOW)) == 1
        assert worker.lease("test", NOW + worker.LEASE / 2) == []
        assert len(worker.lease("test", NOW + worker.LEASE)) == 1


def test_a_worker_whose_lease_ended_does_not_finish_for_the_next(each_app: Application) -> None:
    with work(each_app):
        outbox.enqueue("test", {}, NOW)

    def slow(_event: Leased, _at: object) -> None:
        worker.lease("test", NOW + worker.LEASE)

    with work(each_app):
        worker.carry_out("test", slow, NOW)
        assert events()[0].done_at is None


@pytest.mark.postgresql
def test_two_workers_never_hold_the_same_event(postgresql_app: Application) -> None:
    with work(postgresql_app):
        for n in range(20):
            outbox.enqueue("test", {"n": n}, NOW)
    taken: list[int] = []
    start = Barrier(4)

    def take() -> None:
        with postgresql_app.app_context():
            start.wait()
            taken.extend(event.id for event in worker.lease("test", NOW))

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 20


def test_the_command_ends_when_nothing_is_due(app: Application, sink: Sink) -> None:
    with work(app):
        mail.post("budi@contoh.go.id", "Halo", "Isi", clock.now())
    result = app.test_cli_runner().invoke(worker.command(Works((mail.send_due,))), ["--once"])
    assert result.exit_code == 0
    assert len(sink.messages) == 1


def test_short_work_does_not_wait_for_long_work(app: Application) -> None:
    stop, is_held = Event(), Event()

    def long(_at: datetime) -> int:
        is_held.set()
        stop.wait(30)
        return 0

    def short(_at: datetime) -> int:
        if is_held.wait(30):
            stop.set()
        return 0

    with app.app_context():
        worker.run(Works((short,), long=(long,)), stop)
    assert is_held.is_set()


def test_a_fault_in_long_work_ends_the_worker(app: Application) -> None:
    def broken(_at: datetime) -> int:
        raise ZeroDivisionError

    with app.app_context(), pytest.raises(ZeroDivisionError):
        worker.run(Works((lambda _at: 0,), long=(broken,)), Event())


def test_once_does_the_long_work_too(app: Application) -> None:
    left = [2]

    def long(_at: datetime) -> int:
        left[0] -= left[0] > 0
        return left[0]

    with app.app_context():
        worker.run(Works(long=(long,)), Event(), once=True)
    assert left == [0]


def test_what_found_something_goes_on_before_the_others_are_due_again(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BREATH_SECONDS", 0.0)
    stop, left, looked = Event(), [5], [0]

    def busy(_at: datetime) -> int:
        left[0] -= 1
        if not left[0]:
            stop.set()
        return 1

    def idle(_at: datetime) -> int:
        looked[0] += 1
        return 0

    with app.app_context():
        worker.run(Works((busy, idle)), stop)
    assert (left, looked) == ([0], [1])


def test_what_is_too_old_is_looked_for_now_and_then(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.0)
    stop, looked, swept = Event(), [0], [0]

    def look(_at: datetime) -> int:
        looked[0] += 1
        if looked[0] == 5:
            stop.set()
        return 0

    def sweep(_at: datetime) -> int:
        swept[0] += 1
        return 0

    with app.app_context():
        worker.run(Works((look,), sweeps=(sweep,)), stop)
        assert swept == [1]
        looked[0] = 0
        stop.clear()
        monkeypatch.setattr(worker, "SWEEP_SECONDS", 0.0)
        worker.run(Works((look,), sweeps=(sweep,)), stop)
    assert swept == [6]
