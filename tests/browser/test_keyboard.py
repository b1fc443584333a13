"""By keyboard alone: Tab, Enter and the space bar lead through the course."""

from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.cast import BY_KEYBOARD, SMALL
from tests.browser.conftest import Open
from tests.factories import PASSWORD

COURSE = f"/pelatihan/{SMALL}"
#: More stops than any page has.
MOST_TABS = 120
OUTLINE = """() => {
  const own = document.activeElement;
  const beside = own.nextElementSibling;
  const drawn = beside ? [getComputedStyle(beside, "::before")] : [];
  const around = [own, ...document.querySelectorAll(":focus-within")].map((each) => getComputedStyle(each));
  return [...drawn, ...around].some((style) => style.outlineStyle !== "none");
}"""


def go_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, and it shows."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            assert has_outline(page), f"{selector} does not show its focus"
            return
    raise AssertionError(f"Tab never reaches {selector} on {page.url}")


def has_outline(page: Page) -> bool:
    """Whether an outline marks what has the focus: itself, what it stands in, or its drawn box."""
    return bool(page.evaluate(OUTLINE))


def activate(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to an element by Tab and press it; the page that follows is awaited."""
    go_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def type_into(page: Page, selector: str, text: str) -> None:
    """Go to a field by Tab and type."""
    go_to(page, selector)
    page.keyboard.type(text)


def test_a_quiz_is_reached_answered_and_sent_by_keyboard(visit: Open) -> None:
    page: Page = visit()
    page.goto(f"{COURSE}/")
    activate(page, "main a[href^='/masuk']")
    type_into(page, "input[name=identifier]", BY_KEYBOARD)
    type_into(page, "input[name=password]", PASSWORD)
    activate(page, "main form[method=post] button:not([type=button])")
    activate(page, f"form[action='{COURSE}/ikuti'] button", "Space")
    activate(page, f"main a[href^='{COURSE}/satu']")
    activate(page, f"form[action='{COURSE}/satu'] button")
    assert walk.path_of(page) == f"{COURSE}/kuis"
    activate(page, "main a[href*='data-sertifikat']")
    activate(page, "main form[method=post] button")
    activate(page, f"form[action='{COURSE}/kuis/percobaan'] button")
    for number in range(page.locator("fieldset[data-question]").count()):
        question = page.locator("fieldset[data-question]").nth(number).get_attribute("id")
        go_to(page, f"#{question} input")
        page.keyboard.press("Space")
    assert page.locator("#kuis input:checked").count() == 2
    activate(page, "#kuis button[value=tinjau]")
    activate(page, f"main form[action='{walk.path_of(page)}'] button")
    expect(page.locator(".result")).to_be_visible()


def test_the_first_stop_skips_to_the_content(visit: Open) -> None:
    page: Page = visit()
    page.goto("/")
    go_to(page, "a.skip")
    page.keyboard.press("Enter")
    expect(page.locator("main#konten")).to_be_focused()
