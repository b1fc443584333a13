"""Debian's Chromium and a live server with the whole cast, once a session."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db
from tests.browser.cast import Cast, call_the_cast
from tests.browser.sitting import Sitting, sit_down
from tests.conftest import make_settings
from tests.stage import set_stage
from tests.visitor import Visitor

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 10_000
#: What the console says of pages that are missing or refused, and of a line that a test cuts.
MEANT = ("status of 4", "ERR_INTERNET_DISCONNECTED")
#: Lets what the policy blocks reach the console under one name.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here, so that it can be left out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


class Site(NamedTuple):
    """The running platform, and who can sign in there."""

    app: Application
    address: str
    cast: Cast

    def cookie(self, identifier: str) -> Any:
        """Sign somebody in and return the cookie as Playwright takes it."""
        visitor = Visitor(self.app).sign_in(identifier)
        held = visitor.client.get_cookie("session")
        assert held is not None
        return {"name": "session", "value": held.value, "url": self.address}


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, kept_templates: Path
) -> Iterator[Site]:
    """The platform on a port of its own, with the real course and people in every state."""
    folder = tmp_path_factory.mktemp("browser")
    shutil.copy(empty_database, folder / "elearning.db")
    app = create_app(make_settings(folder, public_url="https://belajar.contoh.go.id"))
    app.keep_templates(kept_templates)
    set_stage(app)
    cast = call_the_cast(app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{server.server_port}", cast)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser, closed after the last test here: its event loop would stop pyHanko's elsewhere."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Complaints(list[str]):
    """What the browser complained of on the pages of a context: errors and broken policies."""

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))

    def hear(self, message: ConsoleMessage) -> None:
        """Keep an error with its page."""
        is_meant = any(each in message.text for each in MEANT)
        if message.type in {"error", "warning"} and not is_meant:
            page = message.page
            self.append(f"{page.url if page else ''}: {message.text}")


Open = Callable[..., Any]
OpenTab = Callable[[], Page]


@pytest.fixture
def visit(chromium: Browser, site: Site) -> Iterator[Open]:
    """Return what opens a browser of one's own; at the end nobody may have heard a complaint."""
    complaints = Complaints()
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = chromium.new_context(base_url=site.address, locale="id-ID", **options)
        contexts.append(context)
        return watched_page(context, complaints)

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def watched_page(context: BrowserContext, complaints: Complaints) -> Page:
    """Return a page; its complaints are kept, and those of every tab beside it."""
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(TELL_VIOLATIONS)
    context.on("page", complaints.watch)
    return context.new_page()


@contextmanager
def signed_in(page: Page, site: Site, identifier: str) -> Iterator[Page]:
    """Let a page belong to somebody, and to nobody afterwards."""
    page.context.add_cookies([site.cookie(identifier)])
    yield page
    page.context.clear_cookies()


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """A learner whose attempt is open."""
    return sit_down(site)


@pytest.fixture
def page(visit: Open, sitting: Sitting) -> Page:
    """The learner's open attempt, on a page whose clock can be moved."""
    page: Page = visit()
    page.clock.install()
    return open_at(page, sitting)


@pytest.fixture
def open_tab(page: Page, sitting: Sitting) -> OpenTab:
    """Return what opens the attempt in one more tab of the same browser."""

    def open_tab() -> Page:
        tab = page.context.new_page()
        tab.goto(sitting.address)
        return tab

    return open_tab


def open_at(page: Page, sitting: Sitting) -> Page:
    """Open the attempt on a page, signed in."""
    page.context.add_cookies([sitting.site.cookie(sitting.nip)])
    page.goto(sitting.address)
    return page
