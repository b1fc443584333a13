"""By keyboard alone: Tab, the arrows, Enter and the space bar lead from the first page to HR's table."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from elearning.courses.compiled import Quiz
from tests.browser import walk
from tests.browser.cast import BY_KEYBOARD
from tests.browser.conftest import Open, Site
from tests.factories import PASSWORD
from tests.proofs import as_printed, printed, rows
from tests.stage import (
    COURSE,
    OFFICER,
    Taught,
    all_fields,
    right_answers,
    right_places,
    taught,
)

#: More stops than any page has, twice: what stands before the focus is reached past the end.
MOST_TABS = 400
#: More than any list of choices has.
MOST_ARROWS = 20
OUTLINE = """() => {
  const own = document.activeElement;
  const beside = own.nextElementSibling;
  const drawn = beside ? [getComputedStyle(beside, "::before")] : [];
  const around = [own, ...document.querySelectorAll(":focus-within")].map((each) => getComputedStyle(each));
  return [...drawn, ...around].some((style) => style.outlineStyle !== "none");
}"""
#: What the arrows have reached in the field that has the focus.
REACHED = """() => {
  const own = document.activeElement;
  const chosen = own.type === "radio" ? document.querySelector(`[name="${own.name}"]:checked`) : own;
  return chosen && chosen.value;
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


def sign_in(page: Page, identifier: str) -> None:
    """Fill in the sign-in form."""
    type_into(page, "input[name=identifier]", identifier)
    type_into(page, "input[name=password]", PASSWORD)
    activate(page, "main form[method=post] button:not([type=button])")


def answer(page: Page, fields: dict[str, Any]) -> None:
    """Answer each field of a form, whatever its kind; blanks share a name."""
    for name, value in fields.items():
        kind = page.locator(f"main [name='{name}']").first.evaluate("element => element.type")
        if kind == "checkbox":
            for option in value:
                go_to(page, f"[name='{name}'][value='{option}']")
                page.keyboard.press("Space")
        elif kind in {"radio", "select-one"}:
            go_to(page, f"[name='{name}']")
            choose(page, str(value[0] if kind == "radio" else value))
        else:
            for text in value if isinstance(value, list) else [value]:
                type_into(page, f"[name='{name}']", text)


def choose(page: Page, value: str) -> None:
    """Press the arrows until the value is chosen; the space bar takes the first of several."""
    if page.evaluate("document.activeElement.type") == "radio":
        page.keyboard.press("Space")
    for key in ["ArrowDown"] * MOST_ARROWS + ["ArrowUp"] * MOST_ARROWS:
        if page.evaluate(REACHED) == value:
            return
        page.keyboard.press(key)
    raise AssertionError(f"The arrows never reach {value}.")


def test_the_whole_journey_needs_no_mouse(visit: Open, site: Site) -> None:
    course = taught(site.app)
    page: Page = visit()
    join(page)
    activate(page, f"main a[href='{COURSE}/{course.pretest.key}']")
    take(page, site, course.pretest)
    read_everything(page, course)
    activate(page, "main a[href*='data-sertifikat']")
    activate(page, "main form[method=post] button")
    take(page, site, course.quiz)
    expect(page.locator(".result")).to_contain_text("100")
    activate(page, "main a[href='/riwayat/']")
    go_to(page, "main a[href^='/sertifikat/'][href$='.pdf']")
    front = printed(walk.certificate_of(page))
    assert front["nip"] == BY_KEYBOARD
    assert as_printed(exported(visit(), BY_KEYBOARD)) == front


def join(page: Page) -> None:
    """Come as a visitor, find the course, sign in from its page and join."""
    page.goto("/")
    activate(page, "a[href='/pelatihan/']")
    activate(page, f"main a[href='{COURSE}/']")
    activate(page, "main a[href^='/masuk']")
    sign_in(page, BY_KEYBOARD)
    activate(page, f"form[action='{COURSE}/ikuti'] button", "Space")


def take(page: Page, site: Site, quiz: Quiz) -> None:
    """Begin a quiz from its front page, answer everything rightly, review and send."""
    activate(page, f"form[action='{COURSE}/{quiz.key}/percobaan'] button")
    attempt = walk.path_of(page)
    answers = right_answers(site.app, quiz, int(attempt.rpartition("/")[2]))
    answer(page, all_fields(answers))
    expect(page.locator("#kuis [data-answered]")).to_have_text(str(len(answers)))
    activate(page, "#kuis button[value=tinjau]")
    activate(page, f"main form[action='{attempt}/kirim'] button")
    expect(page.locator(".result")).to_be_visible()


def read_everything(page: Page, course: Taught) -> None:
    """Go on from the pretest, practise once, and finish each lesson."""
    activate(page, f"main a[href^='{COURSE}/{course.lessons[0].key}']")
    name = str(page.locator("form.practice").first.get_attribute("id")).removeprefix("latihan-")
    answer(page, {name: right_places(course.lessons[0].practices[0])})
    go_to(page, f"#latihan-{name} button")
    page.keyboard.press("Enter")
    expect(page.locator("form.practice .verdict.ok")).to_be_visible()
    for lesson in course.lessons:
        activate(page, f"form[action='{COURSE}/{lesson.key}'] button")
    assert walk.path_of(page) == f"{COURSE}/{course.quiz.key}"


def exported(page: Page, nip: str) -> dict[str, object]:
    """Let HR sign in, look the learner up and download the XLSX; return the learner's line."""
    page.goto("/masuk?next=/kepegawaian/")
    sign_in(page, OFFICER)
    type_into(page, "input[name=cari]", nip)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    activate(page, "main tbody a")
    activate(page, "a[href='/kepegawaian/']")
    activate(page, "main a[href^='/kepegawaian/ekspor']")
    go_to(page, "button[value=xlsx]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    (row,) = (each for each in rows(Path(download.value.path()).read_bytes()) if each["NIP"] == nip)
    return row


def test_the_first_stop_skips_to_the_content(visit: Open) -> None:
    page: Page = visit()
    page.goto("/")
    go_to(page, "a.skip")
    page.keyboard.press("Enter")
    expect(page.locator("main#konten")).to_be_focused()
