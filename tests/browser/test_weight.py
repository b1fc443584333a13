"""A first lesson over a bad link: few requests, few bytes, everything included."""

from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize

from elearning.core.assets import STATIC
from tests.browser.cast import SETTLED
from tests.browser.conftest import PATIENCE_MS, Site
from tests.stage import COURSE, stop_at, taught

MOST_REQUESTS = 8
MOST_BYTES = 45 * 1024
#: A wide page shows more of its pictures at once than a phone's.
WIDE: ViewportSize = {"width": 1280, "height": 900}


class Traffic:
    """What comes over the line, as the browser counts it: headers and compressed bodies."""

    def __init__(self) -> None:
        self.requests: dict[str, str] = {}
        self.bytes: dict[str, int] = {}

    def sent(self, event: dict[str, Any]) -> None:
        """Note a request; what stands in the address itself needs none."""
        address = event["request"]["url"]
        if not address.startswith("data:"):
            self.requests[event["requestId"]] = address

    def arrived(self, event: dict[str, Any]) -> None:
        """Note how long an answer was."""
        if event["requestId"] in self.requests:
            self.bytes[self.requests[event["requestId"]]] = round(event["encodedDataLength"])


@pytest.fixture
def compressed() -> None:
    """`make` compresses the static files; without that the figures mean nothing."""
    assert (STATIC / "css" / "app.css.br").exists(), "run `make .venv/static.stamp` first"


@pytest.mark.usefixtures("compressed")
@pytest.mark.parametrize("position", range(7), ids=lambda position: f"lesson-{position + 1}")
def test_a_first_lesson_fits_a_bad_link(chromium: Browser, site: Site, position: int) -> None:
    lesson = taught(site.app).lessons[position]
    stop_at(
        site.app, lesson.key, ""
    )  # who has read in it before is led to the place by one more script
    traffic = Traffic()
    with chromium.new_context(base_url=site.address, viewport=WIDE) as it:
        it.set_default_timeout(PATIENCE_MS)
        it.add_cookies([site.cookie(SETTLED)])
        page = it.new_page()
        devtools = it.new_cdp_session(page)
        devtools.on("Network.requestWillBeSent", traffic.sent)
        devtools.on("Network.loadingFinished", traffic.arrived)
        devtools.send("Network.enable")
        page.goto(f"{COURSE}/{lesson.key}", wait_until="networkidle")
    assert len(traffic.requests) <= MOST_REQUESTS, traffic.requests.values()
    assert sum(traffic.bytes.values()) <= MOST_BYTES, traffic.bytes
