"""A lesson opens at the heading last read, and never pulls away who reads already."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.cast import SETTLED
from tests.browser.conftest import Open, Site
from tests.stage import COURSE, stop_at, taught

#: How often the page notes the heading last read, in milliseconds.
TEN_SECONDS = 10_000
FOLLOWS = "**/position.js"


@pytest.fixture
def key(site: Site) -> str:
    """The first lesson's."""
    return taught(site.app).lessons[0].key


@pytest.fixture
def lesson(key: str) -> str:
    """The address of the first lesson."""
    return f"{COURSE}/{key}"


@pytest.fixture
def page(visit: Open, site: Site) -> Page:
    """A page of somebody who is enrolled."""
    page: Page = visit()
    page.context.add_cookies([site.cookie(SETTLED)])
    return page


def headings(page: Page) -> Locator:
    """Return the headings of the lesson's text."""
    return page.locator("article h2[id^='isi-']")


def top(heading: Locator) -> float:
    """Return how far below the upper edge of the screen a heading stands."""
    return float(heading.evaluate("element => element.getBoundingClientRect().top"))


def test_one_resumes_where_one_stopped(page: Page, site: Site, key: str, lesson: str) -> None:
    stop_at(site.app, key, "")
    page.clock.install()
    page.goto(lesson)
    heading = headings(page).nth(3)
    heading.evaluate("element => element.scrollIntoView()")
    with page.expect_request("**/posisi") as noted:
        for _ in range(5):
            page.mouse.wheel(0, 20)
            page.wait_for_timeout(200)
            page.clock.fast_forward(TEN_SECONDS)
    anchor = (noted.value.post_data_json or {})["anchor"]
    assert anchor == heading.get_attribute("id")
    page.goto(f"{COURSE}/")
    expect(page.locator(f"main a[href='{lesson}#{anchor}']").first).to_be_visible()


def test_a_lesson_opens_at_the_heading_last_read(
    page: Page, site: Site, key: str, lesson: str
) -> None:
    page.goto(lesson)
    stop_at(site.app, key, headings(page).nth(2).get_attribute("id") or "")
    page.goto(lesson)
    expect(headings(page).nth(2)).to_be_in_viewport()


def test_who_reads_already_is_not_pulled_away(
    page: Page, site: Site, key: str, lesson: str
) -> None:
    page.goto(lesson)
    stop_at(site.app, key, headings(page).nth(0).get_attribute("id") or "")
    held: list[Route] = []
    page.route(FOLLOWS, lambda route: held.append(route))
    page.goto(lesson)
    heading = headings(page).nth(3)
    heading.evaluate("element => element.scrollIntoView()")
    stands = top(heading)
    with page.expect_response("**/csrf"):
        held[0].continue_()
    assert top(heading) == stands
