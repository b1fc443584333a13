"""The signatory's desk in the browser: one passphrase for a batch, and every way it can end."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from werkzeug.serving import make_server

from elearning.accounts.operations import grant
from elearning.app import create_app
from elearning.certificates.signature_models import CertificateSignature
from elearning.core.application import Application
from elearning.core.db import db
from elearning.development import signing_views
from tests.browser.axe import axe_source, violations
from tests.browser.conftest import Open
from tests.browser.test_axe import LOOKS
from tests.certificates.signing.authority import PASSPHRASE, WRONG
from tests.certificates.signing.desks import SIGNATORY_NIP, key_of, make_waiting, states
from tests.conftest import make_settings
from tests.factories import NOW, make_person, work
from tests.visitor import Visitor

DESK = "/kepegawaian/tanda-tangan/"


class Desk(NamedTuple):
    """A platform where three certificates wait for the signatory."""

    app: Application
    address: str
    officer: str

    def open(self, page: Page, nip: str = SIGNATORY_NIP) -> Page:
        """Open the desk as somebody."""
        cookie = Visitor(self.app).sign_in(nip).client.get_cookie("session")
        assert cookie is not None
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": self.address}])
        page.goto(self.address + DESK)
        return page

    def signed(self) -> int:
        """Return how many certificates are signed."""
        return sum(each.state == "signed" for each in states(self.app))


@pytest.fixture
def desk(
    tmp_path: Path, empty_database: Path, kept_templates: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """A server of its own that signs one certificate with each request."""
    monkeypatch.setattr(signing_views, "CHUNK_SECONDS", 0.0)
    shutil.copy(empty_database, tmp_path / "elearning.db")
    settings = make_settings(tmp_path, signing="pades", signing_pkcs12=key_of(tmp_path))
    app = create_app(settings)
    app.keep_templates(kept_templates)
    agency = make_waiting(app, 3)
    with work(app):
        officer = make_person(agency)
        grant(officer, "kepegawaian", agency, NOW)
        nip = str(officer.nip)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Desk(app, f"http://127.0.0.1:{server.server_port}", nip)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def passphrase(page: Page) -> Locator:
    """Return the field."""
    return page.get_by_label("Passphrase", exact=True)


def told(page: Page) -> Locator:
    """Return what the form says of its progress."""
    return page.locator("[data-signing] [role=status]")


def test_a_passphrase_typed_once_signs_everything(visit: Open, desk: Desk) -> None:
    page = desk.open(visit())
    passphrase(page).focus()
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(told(page)).to_have_text("Semua dokumen yang menunggu sudah ditandatangani.")
    expect(told(page)).to_be_focused()
    expect(page.get_by_role("heading", name="Tidak ada yang menunggu tanda tangan")).to_be_visible()
    assert page.locator("[name=passphrase]").input_value() == ""
    assert desk.signed() == 3


def test_a_wrong_passphrase_is_typed_again_where_one_is(visit: Open, desk: Desk) -> None:
    page = desk.open(visit(viewport={"width": 390, "height": 844}))
    page.get_by_role("button", name="Tanda tangani").click()
    expect(page.locator("main .errors")).to_be_focused()
    passphrase(page).fill(WRONG)
    passphrase(page).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Passphrase salah.")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator("main .errors, .field.bad, [aria-invalid]")).to_have_count(0)
    expect(passphrase(page)).to_be_focused()
    expect(passphrase(page)).to_have_value("")
    expect(told(page)).to_be_hidden()
    passphrase(page).fill(PASSPHRASE)
    passphrase(page).press("Enter")
    expect(told(page)).to_contain_text("sudah ditandatangani")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_lost_line_keeps_what_is_signed_and_says_how_many_are_left(
    visit: Open, desk: Desk
) -> None:
    page, sent = desk.open(visit()), []

    def lose_the_second(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) == 2:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route(f"**{DESK}", lose_the_second)
    passphrase(page).fill(PASSPHRASE)
    passphrase(page).press("Enter")
    expect(told(page)).to_contain_text("Sambungan terputus")
    expect(passphrase(page)).to_be_focused()
    expect(page.get_by_role("heading", name="2 dokumen menunggu tanda tangan Anda")).to_be_visible()
    passphrase(page).fill(PASSPHRASE)
    passphrase(page).press("Enter")
    expect(told(page)).to_contain_text("sudah ditandatangani")
    assert desk.signed() == 3


def test_without_scripting_each_press_signs_a_part(visit: Open, desk: Desk) -> None:
    page = desk.open(visit(java_script_enabled=False))
    passphrase(page).fill(PASSPHRASE)
    passphrase(page).press("Enter")
    expect(page.locator(".notice.success")).to_contain_text("1 dokumen ditandatangani.")
    passphrase(page).fill(WRONG)
    passphrase(page).press("Enter")
    expect(page.locator("main .notice.error")).to_be_in_viewport()
    assert desk.signed() == 1


@pytest.mark.parametrize("who", ["signatory", "officer"])
def test_a_full_desk_is_open_to_everybody(visit: Open, desk: Desk, who: str) -> None:
    with work(desk.app):
        failed = db.session.query(CertificateSignature).first()
        assert failed is not None
        failed.state, failed.error = "failed", "document"
    page = desk.open(
        visit(reduced_motion="reduce"), desk.officer if who == "officer" else SIGNATORY_NIP
    )
    passphrase(page).fill(WRONG)
    passphrase(page).press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    for look in LOOKS:
        page.set_viewport_size({"width": look.width, "height": 900})
        page.emulate_media(color_scheme=look.scheme)
        assert violations(page, axe_source()) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
