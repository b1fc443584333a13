"""A link shows one's history to whoever has it, until it ends or is revoked, and no more than that."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from elearning.accounts.guessing import WRONG_CODES
from elearning.certificates import wording
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.development import share_operations as operations
from elearning.development.models import ShareLink
from elearning.development.share_queries import MOST_SHOWN, links_of
from elearning.records.external import record_external
from tests.development.papers import make_training
from tests.factories import NOW, make_person, work
from tests.reports.offices import signed_in
from tests.visitor import Visitor

AT = clock.now()
WEEK = AT + timedelta(days=7)


def make_link(app: Application, *, nip: bool = False, years: tuple[int, ...] = ()) -> str:
    """Let somebody with training of two years share it, and return the link's address."""
    with work(app):
        person = make_person(
            name="Rini Wulandari", nip="198503172010011987", email="rini@contoh.id"
        )
        record_external(person, make_training(title="Baru"), NOW)
        old = date(2024, 3, 4)
        record_external(person, make_training(title="Lama", started_on=old, completed_on=old), NOW)
        token = operations.make_link(person.id, "Panitia", years, WEEK, AT, shows_nip=nip)
    return f"/berbagi/{token}"


def test_a_link_shows_the_minimum_without_an_account(app: Application) -> None:
    visitor = Visitor(app).open(make_link(app))
    assert visitor.status == 200
    for told in ("Rini Wulandari", "Baru", "Lama", "12/ANRI", "4"):
        assert told in visitor.text
    for kept in ("19850317", "rini@", "Analis Kebijakan", "Panitia"):
        assert kept not in visitor.text


def test_the_nip_is_shown_only_when_ticked(app: Application) -> None:
    assert "19850317 201001 1 987" in Visitor(app).open(make_link(app, nip=True)).text


def test_a_link_of_one_year_shows_that_year(app: Application) -> None:
    text = Visitor(app).open(make_link(app, years=(2024,))).text
    assert "Lama" in text
    assert "Baru" not in text


def test_a_shared_page_is_neither_kept_nor_listed(app: Application) -> None:
    visitor = Visitor(app).open(make_link(app))
    assert visitor.response is not None
    headers = visitor.response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_wrong_ended_and_revoked_links_look_alike(app: Application) -> None:
    ended, revoked = make_link(app), ""
    with work(app):
        link = db.session.scalars(select(ShareLink)).one()
        link.expires_at = AT
        token = operations.make_link(link.person_id, "", (), WEEK, AT, shows_nip=False)
        revoked = f"/berbagi/{token}"
        db.session.flush()
        operations.revoke_link(
            db.session.scalars(select(ShareLink).order_by(ShareLink.id)).all()[1], AT
        )
    pages = [Visitor(app).open(each) for each in (ended, revoked, "/berbagi/none")]
    assert {page.status for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert "Mintalah tautan baru" in pages[0].text


def test_the_token_is_not_kept(app: Application) -> None:
    token = make_link(app).rpartition("/")[2]
    with work(app):
        link = db.session.scalars(select(ShareLink)).one()
        assert token not in {str(value) for value in vars(link).values()}
        assert len(token) >= 43


def test_the_last_opening_is_remembered(app: Application) -> None:
    address = make_link(app)
    Visitor(app).open(address)
    with work(app):
        opened = db.session.scalars(select(ShareLink.opened_at)).one()
        assert opened is not None
        assert opened >= AT


def test_whoever_guesses_links_must_wait(app: Application) -> None:
    address, visitor = make_link(app), Visitor(app)
    for number in range(WRONG_CODES):
        assert visitor.open(f"/berbagi/salah-{number}").status == 404
    assert visitor.open("/berbagi/salah").status == 429
    assert visitor.open(address).status == 200


def test_links_that_work_are_limited(app: Application) -> None:
    with work(app):
        person = make_person()
        for _ in range(operations.MOST_LINKS):
            operations.make_link(person.id, "", (), WEEK, AT, shows_nip=False)
            db.session.flush()
        with pytest.raises(Refused, match="20 tautan"):
            operations.make_link(person.id, "", (), WEEK, AT, shows_nip=False)


def test_a_link_that_works_is_listed_however_many_were_revoked_since(app: Application) -> None:
    with work(app):
        person = make_person()
        operations.make_link(person.id, "Panitia lama", (), WEEK, AT, shows_nip=False)
        for _ in range(MOST_SHOWN):
            operations.make_link(person.id, "Dicabut", (), WEEK, AT, shows_nip=False)
            db.session.flush()
            operations.revoke_link(links_of(person.id)[0], AT)
        db.session.flush()
        assert links_of(person.id)[0].note == "Panitia lama"


def test_a_link_is_made_shown_once_and_revoked(app: Application) -> None:
    with work(app):
        person = make_person()
        record_external(person, make_training(), NOW)
    visitor = signed_in(app, person).open("/riwayat/berbagi").send(untuk="Panitia", berlaku="7")
    field = visitor.page.select_one("#tautan-baru")
    assert field is not None
    address = "/berbagi/" + str(field["value"]).rpartition("/")[2]
    last = clock.local_date(clock.now(), "Asia/Jakarta") + timedelta(days=7)
    assert f"berlaku sampai {wording.long_date(last)}" in Visitor(app).open(address).text
    visitor.open("/riwayat/berbagi")
    assert "tautan-baru" not in str(visitor.page)
    with work(app):
        key = db.session.scalars(select(ShareLink.id)).one()
    assert "tidak dapat dibuka lagi" in visitor.send(f"/riwayat/berbagi/{key}/cabut").text
    assert Visitor(app).open(address).status == 404


@pytest.mark.parametrize("day", ["", "2001-01-01", "2999-01-01"])
def test_a_date_must_be_within_a_year(app: Application, day: str) -> None:
    with work(app):
        person = make_person()
    visitor = signed_in(app, person).open("/riwayat/berbagi")
    assert visitor.send(berlaku="tanggal", sampai=day).status == 422
