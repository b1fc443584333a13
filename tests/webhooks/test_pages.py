"""The pages of webhooks: who makes them for which units, what is shown once, what can be sent again."""

from sqlalchemy import select

from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.core.forms import accepted
from elearning.webhooks import operations
from elearning.webhooks.events import EVENTS
from elearning.webhooks.forms import WebhookForm
from elearning.webhooks.models import DEAD, WAITING, Webhook, WebhookDelivery
from elearning.webhooks.operations import new_delivery
from tests.factories import work
from tests.reports.offices import Office, make_office, signed_in
from tests.statements import statements
from tests.visitor import Visitor

WEBHOOKS = "/kepegawaian/webhook/"
URL = "https://simpeg.example/terima"


def opened(app: Application) -> tuple[Office, Visitor]:
    """Return an office and the browser of its officer on the page."""
    with work(app):
        office = make_office()
    return office, signed_in(app, office.officer).open(WEBHOOKS)


def make(office: Office, dead: int = 0) -> int:
    """Make a webhook of Dinas Satu with some given-up messages."""
    now = clock.now()
    facts = (office.officer.id, "Arsip Daerah", URL, office.own.id, tuple(EVENTS))
    webhook, _secret = operations.make_webhook(*facts, carries_data=False, at=now)
    for _each in range(dead):
        message = new_delivery(webhook.id, "webhook.test", None, now)
        message.state, message.ended_at, message.status = DEAD, now, 500
        db.session.add(message)
    return webhook.id


def only_webhook() -> Webhook:
    """Return the only webhook that there is."""
    return db.session.scalars(select(Webhook)).one()


def test_a_secret_is_shown_once(app: Application) -> None:
    office, visitor = opened(app)
    visitor.send(nama="SIMPEG", alamat=URL, unit=office.own.id, peristiwa=["completion.created"])
    shown = visitor.page.select_one("#rahasia")
    assert shown is not None
    assert str(shown["value"]).startswith("whsec_")
    with work(app):
        key = only_webhook().id
        assert "webhook.made" in set(db.session.scalars(select(AuditEntry.action)))
    visitor.open(f"{WEBHOOKS}{key}")
    assert "SIMPEG" in visitor.text
    assert not visitor.page.select("#rahasia")


def test_an_address_that_cannot_be_called_is_refused_with_a_sentence(app: Application) -> None:
    office, visitor = opened(app)
    for url in ("http://simpeg.example/", "simpeg", "https://nama:sandi@simpeg.example/"):
        visitor.send(nama="X", alamat=url, unit=office.own.id, peristiwa=["completion.created"])
        assert visitor.response is not None
        assert visitor.response.status_code == 422
        assert "alamat" in visitor.text.lower()
    with work(app):
        assert db.session.scalars(select(Webhook)).all() == []


def test_a_form_that_is_sent_twice_makes_one_webhook(app: Application) -> None:
    office, visitor = opened(app)
    for _each in range(2):
        visitor.open(WEBHOOKS).send(
            nama="SIMPEG", alamat=URL, unit=office.own.id, peristiwa=["completion.created"]
        )
    assert visitor.status == 422
    assert [each["href"] for each in visitor.page.select(".errors a")] == ["#alamat"]
    with work(app):
        assert only_webhook().name == "SIMPEG"


def test_no_unit_beyond_ones_own_is_taken(app: Application) -> None:
    office, visitor = opened(app)
    visitor.send(nama="X", alamat=URL, unit=office.other.id, peristiwa=["completion.created"])
    with work(app):
        assert db.session.scalars(select(Webhook)).all() == []


def test_given_up_messages_are_sent_again_one_or_all(app: Application) -> None:
    office, visitor = opened(app)
    with work(app):
        key = make(office, dead=3)
    address = f"{WEBHOOKS}{key}/kirim-ulang"
    visitor.open(f"{WEBHOOKS}{key}").send(address, press="pesan")
    assert states(app) == [DEAD, DEAD, WAITING]
    visitor.open(f"{WEBHOOKS}{key}?keadaan=dead").send(address)
    assert states(app) == [WAITING] * 3


def test_a_number_that_no_message_can_have_sends_nothing_again(app: Application) -> None:
    office, visitor = opened(app)
    with work(app):
        key = make(office, dead=1)
    visitor.open(f"{WEBHOOKS}{key}?keadaan=dead")
    visitor.send(f"{WEBHOOKS}{key}/kirim-ulang", pesan=str(10**23))
    assert visitor.status == 200
    assert states(app) == [DEAD]


def states(app: Application) -> list[str]:
    """Return the states of all messages."""
    with work(app):
        return sorted(db.session.scalars(select(WebhookDelivery.state)))


def test_a_webhook_rests_goes_on_and_ends(app: Application) -> None:
    office, visitor = opened(app)
    with work(app):
        key = make(office)
    visitor.open(f"{WEBHOOKS}{key}").send(f"{WEBHOOKS}{key}/jeda")
    assert "Berhenti sementara" in visitor.text
    visitor.send(f"{WEBHOOKS}{key}/lanjutkan")
    assert "Bekerja" in visitor.text
    visitor.open(f"{WEBHOOKS}{key}/akhiri").send(f"{WEBHOOKS}{key}/akhiri")
    assert "Arsip Daerah" not in visitor.text
    with work(app):
        assert (only_webhook().secret, only_webhook().ended_at is None) == ("", False)
    assert visitor.open(f"{WEBHOOKS}{key}").response.status_code == 404  # type: ignore[union-attr]


def test_a_long_list_of_messages_costs_no_more_statements(app: Application) -> None:
    office, visitor = opened(app)
    with work(app):
        key = make(office, dead=2)
    visitor.open(f"{WEBHOOKS}{key}")
    with statements(app) as few:
        visitor.open(f"{WEBHOOKS}{key}")
    with work(app):
        now = clock.now()
        db.session.add_all(new_delivery(key, "webhook.test", None, now) for _each in range(60))
    with statements(app) as many:
        visitor.open(f"{WEBHOOKS}{key}")
    assert len(many) == len(few)
    assert visitor.page.select("a[href*=sebelum]")


def test_an_address_is_told_of_a_unit_by_one_webhook_however_it_was_made(
    each_app: Application,
) -> None:
    with work(each_app):
        office = make_office()
        made = db.session.get_one(Webhook, make(office))
        names = ("name", "url", "unit_id", "events", "carries_data", "secret", "following")
        facts = {name: getattr(made, name) for name in (*names, "made_by_id", "made_at")}
        db.session.commit()
        db.session.add(Webhook(**facts))
        form = WebhookForm()
        assert accepted(form, lambda: facts, {"url": "alamat"}) is None
        assert form.alamat.errors
    with work(each_app):
        assert only_webhook().ended_at is None
