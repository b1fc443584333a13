"""Notices over a real SMTP server: at least once under one Message-ID, and never for ever."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from elearning.core import clock, mail
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.outbox import OutboxEvent
from elearning.core.settings import Settings
from elearning.core.worker import LEASE
from elearning.notices.digests import digests_due
from elearning.notices.kinds import REVISION
from tests.conftest import KEY
from tests.factories import NOW, work
from tests.notices.inbox import person_with_mail, tell_something
from tests.notices.smtp import BUSY, TAKEN, UNKNOWN, Mailbox, mail_server

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def server() -> Iterator[tuple[str, Mailbox]]:
    """A mail server's address and mailbox."""
    with mail_server() as running:
        yield running


@pytest.fixture
def mailbox(server: tuple[str, Mailbox]) -> Mailbox:
    """What the mail server was sent."""
    return server[1]


@pytest.fixture
def settings(settings: Settings, server: tuple[str, Mailbox]) -> Settings:
    """Settings that name the mail server."""
    return replace(settings, smtp_url=server[0], mail_from="Widyapada <pesan@contoh.go.id>")


def tell_one(app: Application) -> None:
    """Tell a person something that is mailed at once."""
    with work(app):
        tell_something(person_with_mail(locale="en"))


def event() -> OutboxEvent:
    """Return the only event of the outbox."""
    return db.session.scalars(select(OutboxEvent)).one()


def test_a_notice_arrives_as_plain_text_with_the_way_to_have_fewer(
    app: Application, mailbox: Mailbox
) -> None:
    tell_one(app)
    with work(app):
        assert mail.send_due(NOW) == 1
    (message,) = mailbox.messages
    assert (message["To"], message["Subject"]) == ("peserta@contoh.go.id", "Kabar")
    assert message.get_content_type() == "text/plain"
    assert message["List-Unsubscribe"].endswith("/pemberitahuan/pengaturan>")
    assert "Paragraf kedua." in message.get_content()


def test_a_daily_summary_arrives_once(app: Application, mailbox: Mailbox) -> None:
    with work(app):
        person = person_with_mail()
        tell_something(person, REVISION, "Pertama")
        tell_something(person, REVISION, "Kedua")
    for _round in range(2):
        with app.app_context():
            digests_due(TOMORROW)
            mail.send_due(TOMORROW)
    (message,) = mailbox.messages
    assert "Pertama" in message.get_content()
    assert "Kedua" in message.get_content()


def test_a_busy_server_is_tried_again_under_the_same_message_id(
    app: Application, mailbox: Mailbox
) -> None:
    tell_one(app)
    mailbox.to_messages = BUSY
    with work(app):
        assert mail.send_due(NOW) == 0
        assert (event().tries, event().done_at) == (1, None)
        name = event().id
        mailbox.to_messages = TAKEN
        assert mail.send_due(NOW + timedelta(minutes=1)) == 0
        assert mail.send_due(NOW + timedelta(minutes=2)) == 1
    (message,) = mailbox.messages
    assert message["Message-ID"] == f"<outbox-{name}@contoh.go.id>"


def test_a_receiver_who_is_refused_for_now_is_tried_again(
    app: Application, mailbox: Mailbox
) -> None:
    tell_one(app)
    mailbox.to_receivers["peserta@contoh.go.id"] = BUSY
    with work(app):
        assert mail.send_due(NOW) == 0
        assert event().done_at is None


@pytest.mark.parametrize("refuses", ["receiver", "message"])
def test_what_is_refused_for_good_is_not_tried_again(
    app: Application, mailbox: Mailbox, refuses: str
) -> None:
    tell_one(app)
    if refuses == "receiver":
        mailbox.to_receivers["peserta@contoh.go.id"] = UNKNOWN
    else:
        mailbox.to_messages = UNKNOWN
    with work(app):
        mail.send_due(NOW)
        assert (event().done_at, event().payload) == (NOW, {})
        mailbox.to_receivers.clear()
        mailbox.to_messages = TAKEN
        assert mail.send_due(TOMORROW) == 0
    assert mailbox.messages == []


def test_a_refused_receiver_stops_nobody_elses_mail(app: Application, mailbox: Mailbox) -> None:
    with work(app):
        for name in ("hilang", "ada"):
            tell_something(person_with_mail(f"{name}@contoh.go.id"))
    mailbox.to_receivers["hilang@contoh.go.id"] = UNKNOWN
    with work(app):
        mail.send_due(NOW)
    assert [message["To"] for message in mailbox.messages] == ["ada@contoh.go.id"]


def test_a_crash_between_250_and_our_mark_sends_twice_under_one_message_id(
    settings: Settings, app: Application, mailbox: Mailbox
) -> None:
    with work(app):
        tell_something(person_with_mail(), at=clock.now())
    environment = {"DATA_DIR": str(settings.data_dir), "SECRET_KEY": KEY}
    environment |= {"SMTP_URL": settings.smtp_url, "MAIL_FROM": settings.mail_from}
    command = [sys.executable, "-c", "from elearning.cli import main; main()", "worker", "--once"]
    worker = subprocess.Popen(command, env=os.environ | environment)
    mailbox.at_goodbye = lambda: os.kill(worker.pid, signal.SIGKILL)
    assert worker.wait(120) == -signal.SIGKILL
    assert len(mailbox.messages) == 1
    mailbox.at_goodbye = lambda: None
    with work(app):
        assert event().done_at is None
        assert mail.send_due(clock.now()) == 0, "the dead worker's lease still holds"
        later = clock.now() + LEASE
        assert mail.send_due(later) == 1
        assert mail.send_due(later + timedelta(days=1)) == 0
    first, second = mailbox.messages
    assert first["Message-ID"] == second["Message-ID"]
