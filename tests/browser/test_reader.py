"""The tools of a reader in the browser: at every paragraph, by mouse, touch and keyboard."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from elearning.core import clock
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.learning.enrolment.operations import enrol
from elearning.learning.feedback.models import ErrorReport
from elearning.learning.lessons.paragraphs import paragraphs_of
from elearning.learning.notes.models import ParagraphMark
from tests.browser.conftest import Open, Site
from tests.browser.test_keyboard import go_to
from tests.factories import make_person, work
from tests.stage import COURSE, SLUG, taught

#: What the page knows of its paragraphs before the tools are there.
DIGESTS = """() => import(document.querySelector(".sizes").dataset.module).then(
  (module) => module.paragraphsIn(document.querySelector("article")).map(({ digest }) => digest))"""
NOTE = "Bicarakan <b>di rapat</b>"


class Reader(NamedTuple):
    """A learner who has just joined the course, and the address of its first lesson."""

    site: Site
    id: int
    nip: str
    lesson: str

    def marks(self) -> list[tuple[bool, str]]:
        """Return bookmark and note of each of the reader's marks, oldest first."""
        with self.site.app.app_context():
            mine = select(ParagraphMark).where(ParagraphMark.person_id == self.id)
            found = db.session.scalars(mine.order_by(ParagraphMark.id)).all()
            return [(mark.bookmarked, mark.note) for mark in found]

    def reports(self) -> list[tuple[str, str]]:
        """Return quote and text of what the reader has reported."""
        with self.site.app.app_context():
            mine = select(ErrorReport.quote, ErrorReport.text)
            found = db.session.execute(mine.where(ErrorReport.reporter_id == self.id))
            return [(quote, text) for quote, text in found]


@pytest.fixture
def reader(site: Site) -> Reader:
    """A learner who has just joined the course."""
    with work(site.app):
        person = make_person()
        course = db.session.scalars(select(Course).where(Course.slug == SLUG)).one()
        enrol(person, course, clock.now())
    lesson = f"{COURSE}/{taught(site.app).lessons[0].key}"
    return Reader(site, person.id, person.nip or "", lesson)


def open_lesson(page: Page, reader: Reader) -> Locator:
    """Open the lesson, move the mouse, and return the buttons of its paragraphs."""
    page.context.add_cookies([reader.site.cookie(reader.nip)])
    page.goto(reader.lesson)
    page.mouse.move(5, 5)
    page.mouse.move(9, 9)
    tools = page.locator("article .tool")
    tools.first.wait_for(state="attached")
    return tools


def words(page: Page, name: str) -> str:
    """Return a word of the tools in the language of the page."""
    told = page.evaluate("() => fetch(location.pathname + '/catatan.json').then((a) => a.json())")
    return str(told["words"][name])


def open_menu(page: Page, tools: Locator, number: int) -> Locator:
    """Open the menu of a paragraph by the mouse."""
    tools.nth(number).locator("..").hover()
    tools.nth(number).click()
    return page.locator(".toolmenu")


@pytest.mark.parametrize("position", range(7), ids=lambda position: f"lesson-{position + 1}")
def test_browser_and_server_know_the_same_paragraphs(
    visit: Open, reader: Reader, position: int
) -> None:
    key = taught(reader.site.app).lessons[position].key
    page: Page = visit()
    page.context.add_cookies([reader.site.cookie(reader.nip)])
    page.goto(f"{COURSE}/{key}")
    with reader.site.app.app_context():
        revision = db.session.scalars(select(Course.revision_id).where(Course.slug == SLUG)).one()
        assert revision is not None
        known = [paragraph.digest for paragraph in paragraphs_of(revision, key)]
    assert len(known) > 20
    assert page.evaluate(DIGESTS) == known


def test_a_note_is_written_with_the_mouse_and_is_there_again(visit: Open, reader: Reader) -> None:
    page: Page = visit()
    menu = open_menu(page, open_lesson(page, reader), 2)
    menu.get_by_role("button", name=words(page, "note"), exact=True).click()
    menu.locator("textarea").fill(NOTE)
    menu.locator("form button").click()
    expect(menu.locator("[role=status]")).to_have_text(words(page, "saved"))
    assert reader.marks() == [(False, NOTE)]
    menu = open_menu(page, open_lesson(page, reader), 2)
    expect(menu.locator("textarea")).to_have_value(NOTE)
    menu.locator("textarea").fill("")
    menu.locator("form button").click()
    expect(menu.locator("[role=status]")).to_have_text(words(page, "saved"))
    assert reader.marks() == []


def test_a_bookmark_is_set_and_removed_by_keyboard(visit: Open, reader: Reader) -> None:
    page: Page = visit()
    tools = open_lesson(page, reader)
    go_to(page, ".tool")
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    expect(tools.nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(".toolmenu button").first).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(".toolmenu button").first).to_have_text(words(page, "unmark"))
    assert reader.marks() == [(True, "")]
    page.keyboard.press("Space")
    expect(page.locator(".toolmenu button").first).to_have_text(words(page, "bookmark"))
    assert reader.marks() == []
    page.keyboard.press("Escape")
    expect(tools.nth(1)).to_be_focused()
    assert page.locator(".toolmenu").count() == 0


def test_the_tools_of_a_lesson_are_one_stop_of_the_tab_key(visit: Open, reader: Reader) -> None:
    page: Page = visit()
    tools = open_lesson(page, reader)
    assert tools.count() > 20
    assert page.locator("article .tool[tabindex='0']").count() == 1


def test_a_tap_on_a_paragraph_shows_its_button(visit: Open, reader: Reader) -> None:
    page: Page = visit(has_touch=True, viewport={"width": 360, "height": 740})
    tools = open_lesson(page, reader)
    paragraph = tools.nth(1).locator("..")
    expect(tools.nth(1)).to_have_css("opacity", "0")
    paragraph.tap(position={"x": 20, "y": 10})
    expect(tools.nth(1)).to_have_css("opacity", "1")
    tools.nth(1).tap()
    expect(page.locator(".toolmenu")).to_be_visible()


def test_a_report_of_a_paragraph_leads_back_to_it(visit: Open, reader: Reader) -> None:
    page: Page = visit()
    menu = open_menu(page, open_lesson(page, reader), 3)
    menu.locator("a").click()
    quote = page.locator("main blockquote").inner_text()
    page.locator("main textarea").fill("Pasal itu sudah diubah.")
    page.locator("main form button").click()
    expect(page.locator(".flashes .success")).to_be_visible()
    expect(page.locator("article .tool").nth(3)).to_be_focused()
    assert reader.reports() == [(quote, "Pasal itu sudah diubah.")]


def test_who_is_signed_out_meanwhile_keeps_the_text(visit: Open, reader: Reader) -> None:
    page: Page = visit()
    menu = open_menu(page, open_lesson(page, reader), 0)
    out = words(page, "out")
    menu.get_by_role("button", name=words(page, "note"), exact=True).click()
    menu.locator("textarea").fill(NOTE)
    page.context.clear_cookies()
    menu.locator("form button").click()
    expect(menu.locator("[role=status]")).to_have_text(out)
    expect(menu.locator("textarea")).to_have_value(NOTE)


def test_a_lost_connection_is_told_and_the_next_try_saves(visit: Open, reader: Reader) -> None:
    page: Page = visit()
    menu = open_menu(page, open_lesson(page, reader), 0)
    failed, unmark = words(page, "failed"), words(page, "unmark")
    page.context.set_offline(True)
    menu.locator("button").first.click()
    expect(menu.locator("[role=status]")).to_have_text(failed)
    page.context.set_offline(False)
    menu.locator("button").first.click()
    expect(menu.locator("button").first).to_have_text(unmark)
    assert reader.marks() == [(True, "")]


def test_the_list_of_all_notes_leads_to_the_paragraph(visit: Open, reader: Reader) -> None:
    page: Page = visit()
    tools = open_lesson(page, reader)
    last = tools.count() - 1
    open_menu(page, tools, last).locator("button").first.click()
    expect(tools.nth(last)).to_have_class("tool on kept")
    page.goto("/catatan")
    page.locator(".marks a").first.click()
    expect(page.locator("article .tool").nth(last)).to_be_focused()
    expect(page.locator("article .tool").nth(last)).to_be_in_viewport()


def test_the_size_of_the_text_changes_in_place_and_stays(visit: Open, reader: Reader) -> None:
    page: Page = visit()
    open_lesson(page, reader)
    paragraph, button = page.locator("article p").nth(1), page.locator(".dock .btn").first
    usual = (font(paragraph), font(button))
    page.locator(".sizes a").nth(2).click()
    larger = (font(paragraph), font(button))
    assert larger[0] > usual[0] * 1.3
    assert larger[1] == usual[1]
    page.reload()
    assert (font(paragraph), font(button)) == larger
    assert page.url.endswith(reader.lesson)


def font(element: Locator) -> float:
    """Return the size of an element's letters in pixels."""
    return float(element.evaluate("(each) => parseFloat(getComputedStyle(each).fontSize)"))


def test_without_scripting_the_page_of_notes_does_the_same(visit: Open, reader: Reader) -> None:
    page: Page = visit(java_script_enabled=False)
    page.context.add_cookies([reader.site.cookie(reader.nip)])
    page.goto(reader.lesson)
    assert page.locator("article .tool").count() == 0
    page.locator(".sizes a").nth(1).click()
    expect(page.locator("main.teks-besar h1")).to_be_visible()
    page.locator("main a[href$='/catatan']").click()
    line = page.locator(".marks > li").nth(4)
    line.locator("form[action$='/tanda'] button").click()
    line = page.locator(".marks > li").nth(4)
    line.locator("summary").click()
    line.locator("textarea").fill(NOTE)
    line.locator("form[action$='/catatan'] button").click()
    expect(page.locator(".marks > li").nth(4).locator(".said")).to_have_text(NOTE)
    assert reader.marks() == [(True, NOTE)]


def test_nothing_of_the_tools_is_loaded_before_somebody_is_there(
    visit: Open, reader: Reader
) -> None:
    page: Page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.add_cookies([reader.site.cookie(reader.nip)])
    page.goto(reader.lesson, wait_until="networkidle")
    assert not [address for address in asked if "reader" in address or "catatan" in address]
    page.keyboard.press("Tab")
    page.locator("article .tool").first.wait_for(state="attached")
    assert [address for address in asked if "catatan.json" in address]


def test_the_buttons_under_a_lesson_hold_their_words_on_the_smallest_screen(
    visit: Open, reader: Reader
) -> None:
    page: Page = visit(viewport={"width": 320, "height": 640})
    page.context.add_cookies([reader.site.cookie(reader.nip)])
    page.goto(f"{COURSE}/{taught(reader.site.app).lessons[1].key}")
    buttons = page.locator(".dock .btn")
    room = buttons.evaluate_all("all => all.map(one => one.clientWidth - one.scrollWidth)")
    assert room == [0, 0, 0]
