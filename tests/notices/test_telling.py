"""Telling people something: in the app always, by mail as each chooses, in their language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask_babel import gettext as _

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings, SettingsError
from elearning.notices.digests import digests_due, forget_old_notices
from elearning.notices.kinds import AT_ONCE, DAILY, MESSAGE, OFF, REVISION
from elearning.notices.operations import choose, next_digest, read, read_all, tell
from elearning.notices.queries import own_ways, unread_count
from tests.factories import NOW, make_person, make_unit, work
from tests.notices.inbox import mails, person_with_mail, tell_something, told

#: NOW is 10:00 in Jakarta; the next summary there comes at 07:00 of the next day.
NEXT = datetime(2025, 11, 23, 0, 0, tzinfo=UTC)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings with a mail server, which these tests never reach."""
    return replace(settings, smtp_url="smtp://127.0.0.1:1", public_url="https://contoh.go.id")


def test_a_notice_stands_in_the_app_and_is_mailed_at_once(each_app: Application) -> None:
    with work(each_app):
        person = person_with_mail(name="Sri Contoh")
        tell_something(person)
    with work(each_app):
        (notice,) = told(person)
        assert (notice.title, notice.kind, notice.link) == ("Kabar", "message", "/riwayat/")
        assert notice.text == "Isi kabar.\n\nParagraf kedua."
        assert (notice.made_at, notice.read_at, notice.digest_at) == (NOW, None, None)
        ((to, subject, text),) = mails()
        assert (to, subject) == ("peserta@contoh.go.id", "Kabar")
        assert "Sri Contoh" in text
        assert text.index("Isi kabar.") < text.index("/riwayat/")
        assert "/pemberitahuan/pengaturan" in text


def test_a_notice_of_a_rolled_back_transaction_was_never_told(app: Application) -> None:
    with work(app):
        person = person_with_mail()
        db.session.commit()
        tell_something(person)
        db.session.rollback()
        assert (told(person), mails()) == ([], [])


def test_nobody_and_closed_accounts_are_told_nothing(app: Application) -> None:
    with work(app):
        closed = person_with_mail(active=False)
        tell_something(None)
        tell_something(closed)
    with work(app):
        assert (told(closed), mails()) == ([], [])


def test_people_without_an_address_are_told_in_the_app(app: Application) -> None:
    with work(app):
        person = make_person()
        tell_something(person)
        tell_something(person, REVISION)
    with work(app):
        assert [notice.digest_at for notice in told(person)] == [None, None]
        assert mails() == []


def test_everybody_is_told_in_their_own_language(app: Application) -> None:
    with work(app):
        people = [person_with_mail(f"{code}@contoh.go.id", locale=code) for code in ("id", "en")]
        for person in people:
            tell(person, MESSAGE, lambda: (str(_("History")), "–"), NOW)
    with work(app):
        assert [told(person)[0].title for person in people] == ["Riwayat", "History"]
        assert [text.partition(" ")[0] for _to, _subject, text in mails()] == ["Yth.", "Dear"]


def test_each_kind_goes_by_mail_as_the_person_chooses(each_app: Application) -> None:
    with work(each_app):
        person = person_with_mail()
        db.session.flush()
        assert own_ways(person.id)["message"] == AT_ONCE
        choose(person.id, {"message": DAILY, "revision": OFF})
        choose(person.id, {"revision": AT_ONCE})  # a later choice stands in for the earlier
        tell_something(person, MESSAGE, "Nanti")
        tell_something(person, REVISION, "Segera")
    with work(each_app):
        assert [notice.digest_at for notice in told(person)] == [NEXT, None]
        assert [subject for _to, subject, _text in mails()] == ["Segera"]


# The daily summary


def test_a_summary_is_one_mail_a_person_and_day_of_what_is_new(each_app: Application) -> None:
    with work(each_app):
        person = person_with_mail()
        for number in range(3):
            tell_something(person, REVISION, f"Kabar {number}", NOW + timedelta(hours=number))
    each_app.extensions["settings"] = replace(
        each_app.extensions["settings"], smtp_url="smtp://127.0.0.1:1"
    )
    with each_app.app_context():
        assert digests_due(NEXT - timedelta(minutes=1)) == 0
        assert digests_due(NEXT) == 1
        assert digests_due(NEXT + timedelta(days=1)) == 0
    with work(each_app):
        ((_to, subject, text),) = mails()
        assert "3" in subject
        assert [f"{n + 1}. Kabar {n}" in text for n in range(3)] == [True] * 3
        assert [notice.digest_at for notice in told(person)] == [None] * 3


def test_a_summary_tells_nothing_that_was_read_or_switched_off(app: Application) -> None:
    with work(app):
        person = person_with_mail()
        for title in ("Sudah dibaca", "Baru"):
            tell_something(person, REVISION, title)
        db.session.flush()
        read(told(person)[0], NOW)
        other = person_with_mail("lain@contoh.go.id")
        tell_something(other, REVISION)
        db.session.flush()
        choose(other.id, {"revision": OFF})
    with app.app_context():
        digests_due(NEXT)
    with work(app):
        ((to, _subject, text),) = mails()
        assert to == "peserta@contoh.go.id"
        assert "Baru" in text
        assert "Sudah dibaca" not in text


def test_without_a_mail_server_summaries_wait_as_one(settings: Settings, app: Application) -> None:
    alone = create_app(replace(settings, smtp_url=""))
    with work(alone):
        person = person_with_mail()
        for day in range(3):
            tell_something(person, REVISION, at=NOW + timedelta(days=day))
    with alone.app_context():
        assert digests_due(NEXT + timedelta(days=9)) == 0
    with app.app_context():
        assert digests_due(NEXT + timedelta(days=9)) == 1
    with work(app):
        assert len(mails()) == 1


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        ("Asia/Jakarta", datetime(2025, 11, 23, 0, tzinfo=UTC)),
        ("Asia/Makassar", datetime(2025, 11, 22, 23, tzinfo=UTC)),
        ("Asia/Jayapura", datetime(2025, 11, 22, 22, tzinfo=UTC)),
    ],
)
def test_the_summary_comes_at_the_same_hour_everywhere(zone: str, due: datetime) -> None:
    assert next_digest(NOW, zone, 7) == due
    assert next_digest(due, zone, 7) == due + timedelta(days=1)
    assert next_digest(due - timedelta(seconds=1), zone, 7) == due


def test_the_summary_follows_the_clock_of_the_persons_agency(app: Application) -> None:
    with work(app):
        east = make_unit(timezone="Asia/Jayapura")
        person = person_with_mail(unit=east)
        tell_something(person, REVISION)
    with work(app):
        assert told(person)[0].digest_at == datetime(2025, 11, 22, 22, tzinfo=UTC)


def test_an_hour_that_no_clock_has_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="DIGEST_HOUR"):
        create_app(replace(settings, digest_hour=24))


# Reading and forgetting


def test_what_came_after_the_page_was_opened_stays_unread(each_app: Application) -> None:
    with work(each_app):
        person, other = make_person(), make_person()
        for _number in range(2):
            tell_something(person)
        tell_something(other)
        db.session.flush()
        seen = told(person)[-1].id
        tell_something(person, title="Baru saja")
        db.session.flush()
        read_all(person.id, seen, NOW)
    with work(each_app):
        assert [n.title for n in told(person) if n.read_at is None] == ["Baru saja"]
        assert unread_count(other.id) == 1


def test_a_notice_is_forgotten_after_its_days(app: Application) -> None:
    with work(app):
        person = make_person()
        tell_something(person, title="Lama", at=NOW - timedelta(days=366))
        tell_something(person, title="Baru", at=NOW - timedelta(days=364))
    with app.app_context():
        assert forget_old_notices(NOW) == 1
        assert forget_old_notices(NOW) == 0
    with work(app):
        assert [notice.title for notice in told(person)] == ["Baru"]
