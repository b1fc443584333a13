"""A certificate by e-mail: only to whoever asked, with the PDF that everybody downloads, once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.certificates import mailing
from elearning.certificates.mailing import mail_due
from elearning.certificates.models import Certificate
from elearning.certificates.printing import stored_pdf
from elearning.certificates.queries import proof
from elearning.certificates.signature_models import CertificateSignature
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.outbox import OutboxEvent
from tests.core.smtp_sink import Sink, mail_server
from tests.factories import NOW, make_completion, make_course, make_person, work
from tests.visitor import Visitor

ADDRESS = "lestari@contoh.go.id"


@pytest.fixture
def sink(each_app: Application) -> Iterator[Sink]:
    """A mail server that the application sends to."""
    with mail_server() as server:
        own = replace(each_app.extensions["settings"], smtp_url=server.url)
        each_app.extensions["settings"] = own
        yield server


def earned(app: Application, **fields: object) -> int:
    """Give somebody who wants mail, unless told, a certificate."""
    with work(app):
        values = {"email": ADDRESS, "mails_certificates": True} | fields
        make_completion(make_person(**values), make_course(), NOW)  # type: ignore[arg-type]
        return db.session.scalars(select(Certificate.id)).one()


def sent(app: Application, sink: Sink, later: timedelta = timedelta()) -> list[EmailMessage]:
    """Let the worker do what is due and return the messages."""
    with app.app_context():
        mail_due(clock.now() + later)
    return sink.messages


def attachments(message: EmailMessage) -> list[tuple[str | None, bytes]]:
    """Return names and bytes of what is attached."""
    return [(part.get_filename(), part.get_content()) for part in message.iter_attachments()]


def test_whoever_asked_gets_the_pdf_that_is_downloaded(each_app: Application, sink: Sink) -> None:
    key = earned(each_app)
    (message,) = sent(each_app, sink)
    with each_app.app_context():
        found = proof(key)
        assert found is not None
        name, content = found.file_name, stored_pdf(found)
        event = db.session.scalars(
            select(OutboxEvent).where(OutboxEvent.topic == "certificate-mail")
        ).one()
    assert attachments(message) == [(name, content)]
    assert (message["To"], message["Message-ID"]) == (ADDRESS, f"<outbox-{event.id}@localhost>")
    body = message.get_body(("plain",))
    assert body is not None
    assert "/verifikasi/" in body.get_content()
    assert sent(each_app, sink) == [message]


@pytest.mark.parametrize(
    "fields", [{"mails_certificates": False}, {"email": None}], ids=["not asked", "no address"]
)
def test_nobody_else_gets_mail(
    each_app: Application, sink: Sink, fields: dict[str, object]
) -> None:
    earned(each_app, **fields)
    assert sent(each_app, sink) == []
    with each_app.app_context():
        topics = db.session.scalars(select(OutboxEvent.topic)).all()
        assert "certificate-mail" not in topics


@pytest.mark.parametrize("change", ["stopped", "revoked"])
def test_what_is_no_longer_wanted_or_valid_is_not_sent(
    each_app: Application, sink: Sink, change: str
) -> None:
    key = earned(each_app)
    with work(each_app):
        if change == "revoked":
            db.session.get_one(Certificate, key).status = "revoked"
        else:
            db.session.scalars(select(Person)).one().mails_certificates = False
    assert sent(each_app, sink) == []


def test_a_busy_server_gets_the_same_message_again(each_app: Application, sink: Sink) -> None:
    earned(each_app)
    sink.refusing = True
    assert sent(each_app, sink) == []
    sink.refusing = False
    assert len(sent(each_app, sink, timedelta(minutes=3))) == 1


def test_a_large_pdf_stays_to_be_downloaded(
    each_app: Application, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "LARGEST", 100)
    earned(each_app)
    (message,) = sent(each_app, sink)
    assert attachments(message) == []
    assert "/riwayat/" in message.get_content()


def test_a_certificate_that_is_to_be_signed_leaves_when_it_is(
    each_app: Application, sink: Sink
) -> None:
    key = earned(each_app)
    with work(each_app):
        db.session.add(CertificateSignature(certificate_id=key))
    assert sent(each_app, sink) == []
    with work(each_app):
        db.session.delete(db.session.get_one(CertificateSignature, key))
    assert len(sent(each_app, sink, timedelta(minutes=3))) == 1


def test_without_a_mail_server_it_waits(app: Application) -> None:
    earned(app)
    with app.app_context():
        assert mail_due(clock.now()) == 0
        event = db.session.scalars(
            select(OutboxEvent).where(OutboxEvent.topic == "certificate-mail")
        ).one()
        assert (event.done_at, event.tries) == (None, 0)


def test_one_chooses_in_the_account(each_app: Application) -> None:
    with work(each_app):
        person = make_person(email=ADDRESS)
    visitor = Visitor(each_app).sign_in(str(person.nip))
    for wanted, said in ((True, "akan dikirim lewat email"), (False, "tidak lagi dikirim")):
        visitor.open("/akun").send("/akun/surel-sertifikat")
        assert said in visitor.text
        with each_app.app_context():
            assert db.session.get_one(Person, person.id).mails_certificates is wanted
