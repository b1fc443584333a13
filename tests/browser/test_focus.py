"""What has the focus is never hidden by what sticks to the screen (WCAG 2.2, 2.4.11)."""

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.cast import SETTLED
from tests.browser.conftest import Open, Site
from tests.browser.test_axe import address_of

PAGES = ("/percobaan/{open_attempt}", "/pelatihan/{slug}/{lesson}")
SMALLEST: ViewportSize = {"width": 320, "height": 640}
STOPS = 60
#: What lies wholly under a bar.
HIDDEN = """
(own) => {
  const shown = (own.closest("label") || own).getBoundingClientRect();
  const covers = (bar) => {
    const over = bar.getBoundingClientRect();
    return !bar.contains(own) && over.top <= shown.top && shown.bottom <= over.bottom;
  };
  return Array.from(document.querySelectorAll(".quizbar, .dock")).some(covers);
}
"""
#: The longest that is told above the questions.
TELL = """
() => {
  document.querySelector("[data-save]").textContent = document.getElementById("kuis").dataset.undecided;
  const message = document.querySelector("[data-stale]");
  message.hidden = false;
  message.focus();
}
"""


def hidden_stops(page: Page, key: str) -> list[str]:
    """Press a key again and again; return what had the focus and was hidden."""
    found = []
    for _ in range(STOPS):
        page.keyboard.press(key)
        own = page.locator(":focus")
        if own.count() and own.evaluate(HIDDEN):
            found.append(own.evaluate("own => own.outerHTML.slice(0, 80)"))
    return found


@pytest.mark.parametrize("address", PAGES)
def test_what_has_the_focus_is_seen(visit: Open, site: Site, address: str) -> None:
    page: Page = visit(viewport=SMALLEST)
    page.context.add_cookies([site.cookie(SETTLED)])
    page.goto(address_of(site, address))
    assert hidden_stops(page, "Tab") == []
    page.locator("main button, main a").last.focus()
    assert hidden_stops(page, "Shift+Tab") == []


def test_what_a_page_jumps_to_is_seen_from_its_first_line(visit: Open, site: Site) -> None:
    page: Page = visit(viewport=SMALLEST)
    page.context.add_cookies([site.cookie(SETTLED)])
    page.goto(address_of(site, PAGES[0]))
    page.evaluate(TELL)
    assert bottom(page, ".quizbar") <= top(page, "[data-stale] b")
    page.locator("[data-jump]").nth(7).click()
    assert bottom(page, ".quizbar") <= top(page, "fieldset[data-question] >> nth=7 >> legend")


def top(page: Page, selector: str) -> float:
    """Return where an element begins on the screen."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"]


def bottom(page: Page, selector: str) -> float:
    """Return where an element ends on the screen."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"]
