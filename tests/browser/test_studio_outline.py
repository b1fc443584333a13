"""The contents of a draft are ordered by keys and by dragging; everything works without scripting."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import TRAINER
from tests.browser.conftest import Open, Site
from tests.browser.studio import Desk, area, make_desk
from tests.browser.test_keyboard import go_to

ROWS = ".items > li"


@pytest.fixture
def desk(site: Site) -> Desk:
    """A draft of the trainer."""
    return make_desk(site)


@pytest.fixture
def page(visit: Open, site: Site, desk: Desk) -> Page:
    """Its contents."""
    page: Page = visit()
    page.context.add_cookies([site.cookie(TRAINER)])
    page.goto(desk.address)
    return page


def names(desk: Desk) -> list[str]:
    """Return the lessons and quizzes in their order."""
    return [file.name for file in desk.files()[1:3]]


def test_items_are_moved_by_keyboard_and_the_focus_stays(page: Page, desk: Desk) -> None:
    go_to(page, f"{ROWS}:first-child [value^=turun]")
    with page.expect_response("**/urutan"):
        page.keyboard.press("Enter")
    assert names(desk) == ["10-kuis.quiz.md", "20-surat.md"]
    expect(page.locator("[data-said]")).to_contain_text("Surat dinas")
    assert page.locator(f"{ROWS}:last-child [value^=naik]:focus").count() == 1


def test_items_are_moved_by_dragging(page: Page, desk: Desk) -> None:
    grip = page.locator(".grip").first.bounding_box()
    target = page.locator(ROWS).last.bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + 4, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + target["height"] - 6, steps=6)
    with page.expect_response("**/urutan"):
        page.mouse.up()
    assert names(desk) == ["10-kuis.quiz.md", "20-surat.md"]


def test_an_order_that_was_not_saved_goes_back(page: Page, desk: Desk) -> None:
    page.route("**/urutan", lambda route: route.abort("internetdisconnected"))
    page.locator(f"{ROWS}:first-child [value^=turun]").click()
    expect(page.locator("[data-said].error")).not_to_be_empty()
    assert page.locator(f"{ROWS}:first-child .name").inner_text() == "Surat dinas"
    assert names(desk) == ["10-surat.md", "20-kuis.quiz.md"]


def test_on_a_phone_every_page_of_a_draft_is_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    for tab in page.locator("nav.tabs a").all():
        expect(tab).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_address_is_proposed_from_the_title(page: Page) -> None:
    page.goto("/studio/baru")
    page.locator("[name=judul]").fill("Étika & Layanan Publik")
    expect(page.locator("[name=alamat]")).to_have_value("etika-layanan-publik")
    page.locator("[name=alamat]").fill("etika")
    page.locator("[name=judul]").fill("Lain")
    expect(page.locator("[name=alamat]")).to_have_value("etika")


def test_a_course_is_written_without_scripting(visit: Open, site: Site) -> None:
    page: Page = visit(java_script_enabled=False)
    page.context.add_cookies([site.cookie(TRAINER)])
    page.goto("/studio/baru")
    page.locator("[name=judul]").fill("Tanpa skrip")
    page.locator("form[action='/studio/baru'] button").click()
    assert page.url.endswith("/studio/tanpa-skrip/")
    page.locator(f"{ROWS}:first-child [value^=turun]").click()
    page.locator(f"{ROWS}:last-child .name").click()
    area(page).fill("---\njudul: Materi baru\n---\nIsinya.\n\n##Lekat\n")
    page.locator("button[value=pratinjau]").click()
    expect(page.locator("h1")).to_have_text("Materi baru")
    page.locator(".faults button").click()
    expect(page.locator("article.prose h2")).to_have_text("Lekat")
