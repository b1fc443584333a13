"""The privacy notice is shown once after signing in, asks for no consent and holds nobody up."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from elearning.accounts.privacy_models import NoticeReading
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from tests.factories import PASSWORD, make_person, work
from tests.statements import statements
from tests.visitor import Visitor

NIP = "198503172010011987"


def make_newcomer(app: Application, read: str = "") -> None:
    """Add somebody who has read an edition, or none."""
    with work(app):
        make_person(nip=NIP, notice_read=read)


def signed_in(app: Application, address: str = "/masuk") -> str:
    """Sign in and return where that leads."""
    visitor = Visitor(app).open(address)
    visitor.send("/masuk", identifier=NIP, password=PASSWORD)
    assert visitor.response is not None
    return visitor.response.request.full_path.rstrip("?")


def test_it_comes_first_once_and_then_leads_on(each_app: Application) -> None:
    make_newcomer(each_app)
    visitor = Visitor(each_app).open("/masuk?next=/riwayat/")
    visitor.send("/masuk", identifier=NIP, password=PASSWORD)
    assert "bukan meminta persetujuan" in visitor.text
    visitor.send("/privasi/dibaca")
    assert visitor.response is not None
    assert visitor.response.request.path == "/riwayat/"
    with each_app.app_context():
        assert db.session.scalars(select(NoticeReading.edition)).all() == ["1.0"]
    assert signed_in(each_app) == "/"


def test_it_can_be_put_off_and_is_pointed_to(app: Application) -> None:
    make_newcomer(app)
    visitor = Visitor(app).sign_in(NIP).open("/riwayat/")
    assert visitor.status == 200
    assert "/privasi" in str(visitor.open("/").page.select_one("main"))


def test_who_is_on_the_way_to_an_open_attempt_is_not_held_up(app: Application) -> None:
    make_newcomer(app)
    assert signed_in(app, "/masuk?next=/percobaan/7") == "/percobaan/7"


def test_the_first_page_asks_the_database_no_more(app: Application) -> None:
    make_newcomer(app, "1.0")
    visitor = Visitor(app).sign_in(NIP).open("/")
    with statements(app) as read:
        visitor.open("/")
    with work(app):
        make_person(nip="199012052015032996", notice_read="")
    other = Visitor(app).sign_in("199012052015032996").open("/")
    with statements(app) as unread:
        other.open("/")
    assert len(unread) == len(read)


class TestOwnEdition:
    """The agency adds something and raises its number."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, privacy_additions="Data magang.\n\nTamu.", privacy_edition=2)

    def test_everybody_is_shown_it_once_more(self, app: Application) -> None:
        make_newcomer(app, "1.0")
        assert signed_in(app).startswith("/privasi")
        page = Visitor(app).open("/privasi")
        assert "Edisi 1.2" in page.text
        assert "Data magang." in page.text
        assert page.page.select_one("form[action='/privasi/dibaca']") is None
