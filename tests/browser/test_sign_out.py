"""The end of a session: answers that are not saved are asked about, kept, or gone for good."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser import walk
from tests.browser.sitting import (
    A_WHILE_MS,
    ANSWERS,
    NOT_SAVED,
    OFFLINE,
    Sitting,
    choose,
    kept,
    said,
    wait_until_sent,
)

SIGN_IN = "header a[href='/masuk']"


@pytest.fixture
def cut_off(page: Page) -> Page:
    """The attempt in a browser that reaches every page but saves no answer."""
    page.route(ANSWERS, lambda route: route.abort(OFFLINE))
    return page


@pytest.fixture
def unsent(cut_off: Page) -> Page:
    """The attempt with an answer that could not be saved."""
    choose(cut_off, 0, 1)
    expect(said(cut_off)).to_have_text(NOT_SAVED)
    return cut_off


def sign_out(page: Page) -> None:
    """Press Sign out."""
    page.locator("[data-menu] summary").click()
    page.locator("[data-sign-out] button").click()


def asked_to_sign_out(page: Page, *, is_sure: bool) -> str:
    """Press Sign out, answer the question that comes, and return it."""

    def answer(dialog: Dialog) -> None:
        if is_sure:
            dialog.accept()
        else:
            dialog.dismiss()

    page.once("dialog", answer)
    with page.expect_event("dialog") as dialog:
        sign_out(page)
    return str(dialog.value.message)


def test_signing_out_with_unsent_answers_asks_first(unsent: Page, sitting: Sitting) -> None:
    assert "mungkin belum sampai ke server" in asked_to_sign_out(unsent, is_sure=False)
    unsent.unroute(ANSWERS)
    unsent.clock.fast_forward(A_WHILE_MS)
    wait_until_sent(unsent)
    assert sitting.saved() == [1, None, None, None]


def test_signing_out_on_another_page_asks_too(unsent: Page, sitting: Sitting) -> None:
    unsent.goto("/akun")
    assert asked_to_sign_out(unsent, is_sure=False)
    unsent.unroute(ANSWERS)
    unsent.goto(sitting.address)
    wait_until_sent(unsent)
    assert sitting.saved() == [1, None, None, None]


@pytest.mark.parametrize("after", ["a choice", "a try", "leaving"])
def test_signing_out_all_the_same_leaves_no_answer_on_the_device(cut_off: Page, after: str) -> None:
    choose(cut_off, 0, 1)
    if after == "a try":
        expect(said(cut_off)).to_have_text(NOT_SAVED)
    if after == "leaving":
        cut_off.goto("/akun")
    assert asked_to_sign_out(cut_off, is_sure=True)
    expect(cut_off.locator(SIGN_IN)).to_be_visible()
    assert kept(cut_off) == []


def test_signing_out_with_saved_answers_asks_nothing(page: Page) -> None:
    choose(page, 0, 1)
    wait_until_sent(page)
    sign_out(page)
    expect(page.locator(SIGN_IN)).to_be_visible()


def test_signing_out_asks_nothing_about_an_attempt_that_was_sent(
    page: Page, sitting: Sitting
) -> None:
    page.route(ANSWERS, lambda route: route.fetch(), times=1)  # its receipt stays on the way
    with page.expect_request(ANSWERS):
        choose(page, 0, 1)
    page.locator("#kuis button[value=tinjau]").click()
    walk.press(page, f"{sitting.address}/kirim")
    expect(page.locator(".result")).to_be_visible()
    assert sitting.saved() == [1, None, None, None]
    sign_out(page)
    expect(page.locator(SIGN_IN)).to_be_visible()


def test_a_tab_that_was_signed_out_keeps_its_answers_until_one_signs_in(
    page: Page, sitting: Sitting
) -> None:
    page.context.clear_cookies()
    choose(page, 0, 1)
    notice = page.locator("[data-signed-out]")
    expect(notice).to_be_focused()
    expect(notice).to_contain_text("Anda sudah keluar.")
    expect(said(page)).to_have_text(NOT_SAVED)
    page.context.add_cookies([sitting.site.cookie(sitting.nip)])
    with page.expect_response("**/csrf"):
        page.clock.fast_forward(A_WHILE_MS)
    expect(said(page)).to_have_text(NOT_SAVED)
    page.clock.fast_forward(A_WHILE_MS)
    wait_until_sent(page)
    expect(notice).to_be_hidden()
    assert sitting.saved() == [1, None, None, None]
