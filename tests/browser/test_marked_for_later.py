"""A question marked for later: in the list of numbers, after a reload, on the review page."""

import re

from playwright.sync_api import Page, expect

from tests.browser.sitting import Sitting, choose


def test_a_mark_is_in_the_list_at_once_and_survives_a_reload(page: Page, sitting: Sitting) -> None:
    boxes, jumps = page.locator("[name=tandai]"), page.locator(".jumps a")
    boxes.nth(2).check()
    expect(jumps.nth(2)).to_have_attribute(
        "aria-label", "Soal 3, belum dijawab, ditandai untuk nanti"
    )
    choose(page, 2, 0)
    expect(jumps.nth(2)).to_have_attribute(
        "aria-label", "Soal 3, sudah dijawab, ditandai untuk nanti"
    )
    page.reload()
    expect(boxes.nth(2)).to_be_checked()
    expect(jumps.nth(2)).to_have_class("done later")
    page.goto(f"{sitting.address}/kirim")
    expect(page.locator("main form ul").last).to_have_text("Soal 3")


def test_a_mark_works_by_keyboard_and_is_no_answer(page: Page, sitting: Sitting) -> None:
    page.locator("[name=tandai]").nth(0).focus()
    page.keyboard.press("Space")
    expect(page.locator(".jumps a").nth(0)).to_have_class(re.compile(r"\blater\b"))
    page.wait_for_timeout(1500)
    assert sitting.saved() == [None] * 4
    expect(page.locator("[data-answered]")).to_have_text("0")
