"""A font that comes late, over a bad link, moves nothing that stands on the page already."""

from time import sleep

import pytest
from playwright.sync_api import Route

from tests.browser.cast import ROLES
from tests.browser.conftest import Open, Site
from tests.browser.test_axe import address_of

LATE_SECONDS = 0.4
WIDTHS = (320, 1280)
#: Adds up how far what is seen was moved.
COUNT = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.moved += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
#: What the house promises to hold still: home, course, lesson, quiz, history, HR.
STILL = """
-        /
-        /pelatihan/{slug}/
learner  /pelatihan/{slug}/{lesson}
learner  /pelatihan/{slug}/{quiz}
learner  /riwayat/
hr       /kepegawaian/
"""


def come_late(route: Route) -> None:
    """Let a file arrive when the page has long been painted."""
    sleep(LATE_SECONDS)
    route.continue_()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("role", "address"), [line.split() for line in STILL.strip().splitlines()])
def test_a_late_font_moves_nothing(
    visit: Open, site: Site, role: str, address: str, width: int
) -> None:
    page = visit(viewport={"width": width, "height": 900})
    page.add_init_script(COUNT)
    page.route("**/*.woff2", come_late)
    if role in ROLES:
        page.context.add_cookies([site.cookie(ROLES[role])])
    page.goto(address_of(site, address), wait_until="load")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(200)
    assert page.evaluate("window.moved") == 0
