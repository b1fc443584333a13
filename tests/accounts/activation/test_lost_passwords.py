"""Lost passwords: a mailed link, and the same answer for everybody."""

import re
from datetime import timedelta

from sqlalchemy import select

from elearning.accounts import activation
from elearning.accounts.models import ActivationCode
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.outbox import OutboxEvent
from tests.accounts.activation.codes import choose
from tests.core.smtp_sink import Sink
from tests.factories import make_person, work
from tests.visitor import Visitor


def forget(app: Application, identifier: str) -> Visitor:
    """Say that a password is lost."""
    return Visitor(app).open("/lupa-kata-sandi").send("/lupa-kata-sandi", identifier=identifier)


def test_a_lost_password_is_found_by_a_nip_typed_with_dots(
    app: Application, nip: str, sink: Sink
) -> None:
    forget(app, f"{nip[:8]}.{nip[8:14]}.{nip[14]}.{nip[15:]}")
    with work(app):
        assert activation.mail_links_due(clock.now()) == 1
    assert len(sink.messages) == 1


def test_a_lost_password_is_replaced_through_a_mailed_link(
    app: Application, nip: str, sink: Sink
) -> None:
    forget(app, nip)
    with work(app):
        assert activation.mail_links_due(clock.now()) == 1
    (message,) = sink.messages
    assert message["To"] == "budi@contoh.go.id"
    found = re.search(r"https://belajar.contoh.go.id(/aktivasi/\S+)", message.get_content())
    assert found is not None
    assert choose(Visitor(app).open(found[1])).open("/akun").address == "/akun"


def test_the_link_of_a_lost_password_works_for_one_hour(
    app: Application, nip: str, sink: Sink
) -> None:
    forget(app, nip)
    with work(app):
        activation.mail_links_due(clock.now())
        code = db.session.scalars(select(ActivationCode)).one()
        assert code.expires_at - code.made_at == timedelta(hours=1)


def test_the_token_of_a_link_is_never_stored(app: Application, nip: str, sink: Sink) -> None:
    forget(app, nip)
    with work(app):
        event = db.session.scalars(select(OutboxEvent)).one()
        assert set(event.payload) == {"person_id", "hours", "made_by_id"}


def test_everybody_gets_the_same_answer(app: Application, nip: str, sink: Sink) -> None:
    with work(app):
        without = make_person(email=None).nip or ""
    answers = [forget(app, identifier) for identifier in (nip, without, "199001012015011999")]
    assert len({(answer.status, answer.address, answer.text) for answer in answers}) == 1
    assert "ask your HR office for a printed activation slip" in answers[0].text
    with work(app):
        assert len(db.session.scalars(select(OutboxEvent)).all()) == 3
        assert activation.mail_links_due(clock.now()) == 3
    assert len(sink.messages) == 1


def test_links_cannot_be_asked_for_without_end(app: Application, nip: str) -> None:
    assert [forget(app, nip).status for _ in range(4)] == [200, 200, 200, 429]


def test_a_busy_mail_server_gets_a_fresh_link_later(app: Application, nip: str, sink: Sink) -> None:
    forget(app, nip)
    sink.refusing, now = True, clock.now()
    with work(app):
        assert activation.mail_links_due(now) == 0
        sink.refusing = False
        assert activation.mail_links_due(now + timedelta(hours=1)) == 1
        unused = select(ActivationCode).where(ActivationCode.used_at.is_(None))
        assert len(db.session.scalars(unused).all()) == 1


def test_an_empty_identifier_has_its_sentence(app: Application) -> None:
    assert "Enter your NIP or e-mail address." in forget(app, "").text
