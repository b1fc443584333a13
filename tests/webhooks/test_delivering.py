"""Messages to other systems: each event once, signed, again until it arrives, and never elsewhere."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import NamedTuple

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import deactivate
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.settings import Settings
from elearning.learning.completion.correcting import approve
from elearning.notices.models import Notice
from elearning.records.corrections import propose_replacement, propose_revocation
from elearning.records.ledger import number_due
from elearning.webhooks import delivering, operations
from elearning.webhooks.delivering import LEASE, WAITS, deliver_due
from elearning.webhooks.events import EVENTS
from elearning.webhooks.following import follow_due
from elearning.webhooks.models import DEAD, DELIVERED, WAITING, Webhook, WebhookDelivery
from elearning.webhooks.standard import signature
from tests.api.test_feed import entry_of, train
from tests.conftest import make_settings
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.offices import NOW, Office, make_office
from tests.webhooks.receivers import Received, Receiver, receiving

LATER = timedelta(days=3, hours=1)
_numbers = count(1)


class Stage(NamedTuple):
    """An office, somebody in it, and a webhook of it."""

    office: Office
    person: Person
    webhook_id: int
    secret: str


@pytest.fixture
def settings(tmp_path: object) -> Settings:
    """The receivers of the tests are on this machine."""
    return make_settings(tmp_path, webhook_private=True, webhook_seconds=2)  # type: ignore[arg-type]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A system that is told."""
    with receiving() as found:
        yield found


@pytest.fixture
def stage(app: Application, receiver: Receiver) -> Stage:
    """A webhook of Dinas Satu, and somebody who works there."""
    with work(app):
        office = make_office()
        person = make_person(office.unit, name="Ayu Lestari")
        webhook, secret = make_webhook(office, receiver)
        return Stage(office, person, webhook.id, secret)


def make_webhook(
    office: Office, receiver: Receiver, unit: Unit | None = None, *, carries_data: bool = False
) -> tuple[Webhook, str]:
    """Make a webhook of everything that happens in a unit, Dinas Satu without one."""
    unit_id = (unit or office.own).id
    facts = (office.agency_officer.id, "SIMPEG", receiver.url, unit_id, tuple(EVENTS))
    return operations.make_webhook(*facts, carries_data=carries_data, at=NOW)


def complete(app: Application, person: Person) -> None:
    """Let somebody complete another course."""
    with work(app):
        make_completion(person, make_course(slug=f"pelatihan-{next(_numbers)}"), NOW)


def let_work(app: Application, at: datetime | None = None) -> None:
    """Let the worker do its rounds until nothing is due at a moment."""
    at = at or clock.now()
    with app.app_context():
        number_due(at)
        while follow_due(at) + deliver_due(at):
            pass


def deliveries(app: Application) -> list[WebhookDelivery]:
    """Return every message, the oldest first."""
    with work(app):
        return list(db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


def is_signed(message: Received, secret: str) -> bool:
    """Whether one of a message's signatures is by a secret."""
    at = datetime.fromtimestamp(int(message.timestamp), UTC)
    return signature(secret, message.id, at, message.body) in message.signatures


def test_a_completion_is_told_once_and_signed(
    app: Application, stage: Stage, receiver: Receiver
) -> None:
    complete(app, stage.person)
    let_work(app)
    let_work(app)
    (message,) = receiver.received
    assert message.said["type"] == "completion.created"
    assert set(message.said["data"]) == {"id", "url"}
    assert message.said["data"]["url"].endswith(f"/api/v1/completions/{message.said['data']['id']}")
    assert is_signed(message, stage.secret)
    other = "B" if stage.secret[6] == "A" else "A"
    assert not is_signed(message, f"whsec_{other}{stage.secret[7:]}")
    (delivery,) = deliveries(app)
    assert (delivery.state, delivery.status, delivery.tries) == (DELIVERED, 200, 1)


def test_what_was_before_the_webhook_is_not_told(app: Application, receiver: Receiver) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
    complete(app, person)
    let_work(app)
    with work(app):
        make_webhook(office, receiver)
    let_work(app)
    assert receiver.received == []


def test_a_message_may_carry_the_record(app: Application, receiver: Receiver) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit, name="Ayu Lestari")
        make_webhook(office, receiver, carries_data=True)
    complete(app, person)
    let_work(app)
    (message,) = receiver.received
    data = message.said["data"]
    assert (data["nip"], data["completion"]["full_name"]) == (person.nip, "Ayu Lestari")
    assert data["certificate"]["status"] == "valid"


def test_other_units_are_told_nothing(app: Application, stage: Stage, receiver: Receiver) -> None:
    with work(app):
        make_webhook(stage.office, receiver, stage.office.other)
    complete(app, stage.person)
    let_work(app)
    assert [each.webhook_id for each in deliveries(app)] == [stage.webhook_id]


def test_each_event_is_told_by_its_name(app: Application, stage: Stage, receiver: Receiver) -> None:
    complete(app, stage.person)
    with work(app):
        change = {"full_name": "Ayu Lestari, S.Sos."}
        entry = entry_of(stage.person)
        made = propose_replacement(entry, change, "SK.", stage.office.officer, NOW)
        approve(made.id, "", stage.office.agency_officer, NOW)
        other = make_person(stage.office.unit)
    complete(app, other)
    with work(app):
        made = propose_revocation(entry_of(other), "twice", "Ganda.", stage.office.officer, NOW)
        approve(made.id, "", stage.office.agency_officer, NOW)
        train(other, "Kursus di luar")
    let_work(app)
    assert [message.said["type"] for message in receiver.received] == [
        *("completion.created", "certificate.replaced", "completion.created"),
        *("certificate.revoked", "training.approved"),
    ]


def test_a_message_that_is_refused_leaves_again_under_its_id(
    app: Application, stage: Stage, receiver: Receiver
) -> None:
    receiver.answers = [500, 302]
    receiver.headers = {"Location": receiver.url}
    complete(app, stage.person)
    start = clock.now()
    let_work(app, start)
    let_work(app, start + WAITS[0])
    assert len(receiver.received) == 2  # a redirect is an answer that is not followed
    let_work(app, start + WAITS[0] + WAITS[1] - timedelta(seconds=1))
    assert len(receiver.received) == 2
    let_work(app, start + WAITS[0] + WAITS[1])
    assert len({message.id for message in receiver.received}) == 1
    assert len(receiver.received) == 3
    (delivery,) = deliveries(app)
    assert (delivery.state, delivery.tries) == (DELIVERED, 3)
    with work(app):
        assert db.session.get_one(Webhook, stage.webhook_id).failing_since is None


def test_after_three_days_a_message_is_given_up_and_the_webhook_rests(
    app: Application, stage: Stage, receiver: Receiver
) -> None:
    receiver.answers = [500] * 99
    complete(app, stage.person)
    at, end = clock.now(), clock.now() + LATER
    while at < end:
        let_work(app, at)
        at += timedelta(hours=1)
    (delivery,) = deliveries(app)
    assert (delivery.state, delivery.status) == (DEAD, 500)
    assert len(WAITS) < delivery.tries < 20
    with work(app):
        assert db.session.get_one(Webhook, stage.webhook_id).paused_at is not None
        told = db.session.scalars(select(Notice.person_id).where(Notice.link.contains("webhook")))
        assert list(told) == [stage.office.agency_officer.id]


def test_a_resting_webhook_misses_nothing(
    app: Application, stage: Stage, receiver: Receiver
) -> None:
    receiver.answers = [410]
    complete(app, stage.person)
    let_work(app)
    with work(app):
        webhook = db.session.get_one(Webhook, stage.webhook_id)
        assert webhook.paused_at is not None
    complete(app, stage.person)
    let_work(app)
    assert len(receiver.received) == 1
    with work(app):
        webhook = db.session.get_one(Webhook, stage.webhook_id)
        operations.go_on(webhook, stage.office.officer.id, clock.now())
        operations.resend(webhook, stage.office.officer.id, clock.now())
    let_work(app)
    first, again, second = sorted(receiver.received, key=lambda each: each.id)
    assert first.id == again.id
    assert again.id != second.id


def test_a_worker_that_dies_after_the_answer_sends_again_under_the_same_id(
    app: Application, stage: Stage, receiver: Receiver
) -> None:
    complete(app, stage.person)
    at = clock.now()
    with app.app_context():
        number_due(at)
        follow_due(at)
        with writing():
            (leased,) = delivering._leased(at)
        found = delivering._receiver(leased.webhook_id, at)
        body = delivering._body(leased, found)
        db.session.rollback()
        assert body is not None
        assert delivering._posted(found, leased, body, at) == (200, "")
    let_work(app, at + LEASE - timedelta(seconds=1))
    assert len(receiver.received) == 1
    let_work(app, at + LEASE)
    assert len(receiver.received) == 2
    assert len({message.id for message in receiver.received}) == 1


def test_a_receiver_that_is_too_slow_is_given_up(
    app: Application, stage: Stage, receiver: Receiver
) -> None:
    receiver.pause = 2.5
    complete(app, stage.person)
    let_work(app)
    (delivery,) = deliveries(app)
    assert (delivery.state, delivery.failure) == (WAITING, "timeout")


def test_of_a_webhook_that_fails_the_rest_waits(
    app: Application, stage: Stage, receiver: Receiver
) -> None:
    receiver.answers = [500] * 9
    for _each in range(3):
        complete(app, stage.person)
    let_work(app)
    assert len(receiver.received) == 1
    assert sorted(each.tries for each in deliveries(app)) == [0, 0, 1]


def test_the_old_secret_signs_for_a_day(app: Application, stage: Stage, receiver: Receiver) -> None:
    with work(app):
        webhook = db.session.get_one(Webhook, stage.webhook_id)
        new = operations.change_secret(webhook, stage.office.officer.id, clock.now())
    complete(app, stage.person)
    let_work(app)
    complete(app, stage.person)
    let_work(app, clock.now() + operations.OVERLAP)
    first, second = receiver.received
    assert is_signed(first, new)
    assert is_signed(first, stage.secret)
    assert is_signed(second, new)
    assert not is_signed(second, stage.secret)


def test_secrets_that_were_changed_twice_in_a_day_all_sign(
    app: Application, stage: Stage, receiver: Receiver
) -> None:
    with work(app):
        webhook = db.session.get_one(Webhook, stage.webhook_id)
        actor, now = stage.office.officer.id, clock.now()
        secrets = [stage.secret, *(operations.change_secret(webhook, actor, now) for _n in "ab")]
    complete(app, stage.person)
    let_work(app)
    (message,) = receiver.received
    assert all(is_signed(message, secret) for secret in secrets)


def test_a_secret_is_never_kept_as_it_is(app: Application, stage: Stage) -> None:
    with work(app):
        webhook = db.session.get_one(Webhook, stage.webhook_id)
        assert stage.secret.removeprefix("whsec_") not in webhook.secret
        assert "whsec_" not in webhook.secret


def test_without_its_makers_account_a_webhook_tells_nothing(
    app: Application, stage: Stage, receiver: Receiver
) -> None:
    complete(app, stage.person)
    with work(app):
        officer = db.session.get_one(Person, stage.office.agency_officer.id)
        deactivate(officer, NOW, actor_id=None)
    let_work(app)
    assert receiver.received == []
    with work(app):
        webhook = db.session.get_one(Webhook, stage.webhook_id)
        operations.go_on(webhook, stage.office.officer.id, clock.now())
    let_work(app)
    assert len(receiver.received) == 1


@pytest.mark.postgresql
def test_of_two_workers_each_message_is_sent_by_one(
    postgresql_app: Application, receiver: Receiver
) -> None:
    app = postgresql_app
    app.extensions["settings"] = make_settings(
        app.extensions["settings"].data_dir,
        database_url=app.extensions["settings"].database_url,
        webhook_private=True,
    )
    with work(app):
        office = make_office()
        person = make_person(office.unit)
        make_webhook(office, receiver)
        course = make_course(title="Pelatihan Uji")
        for number in range(30):
            train(person, f"Kursus {number}")
        make_completion(person, course, NOW)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _each: let_work(app), range(4)))
    assert len(receiver.received) == 31
    assert len({message.id for message in receiver.received}) == 31
