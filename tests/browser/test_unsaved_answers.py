"""A bad line: what has not reached the server waits, is told, and is saved once."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from elearning.core import clock
from tests.browser.conftest import OpenTab
from tests.browser.sitting import (
    A_WHILE_MS,
    ANSWERS,
    NOT_SAVED,
    SAVED,
    Sent,
    Sitting,
    choose,
    kept,
    lose_receipt,
    said,
    shown,
    wait_until_sent,
)


def stop_the_clock(page: Page) -> None:
    """Let no pause of the page end by itself."""
    page.clock.pause_at(clock.now() + timedelta(milliseconds=A_WHILE_MS))


def test_offline_answers_wait_and_go_out_later_under_their_ids(
    page: Page, sitting: Sitting
) -> None:
    tries = Sent(page)
    page.context.set_offline(True)
    choose(page, 0, 1)
    expect(said(page)).to_have_text(NOT_SAVED)
    choose(page, 1, 2)
    expect(said(page)).to_have_text(NOT_SAVED)
    assert (len(kept(page)), sitting.saved()) == (1, [None] * 4)
    stop_the_clock(page)
    with page.expect_response(ANSWERS):
        page.context.set_offline(False)
    page.clock.resume()
    wait_until_sent(page)
    assert sitting.saved() == [1, 2, None, None]
    assert sitting.saved_ids()[:1] == tries[0] == tries[1]


def test_an_answer_whose_receipt_was_lost_is_saved_once(page: Page, sitting: Sitting) -> None:
    tries = Sent(page)
    page.route(ANSWERS, lose_receipt, times=1)
    choose(page, 0, 1)
    expect(said(page)).to_have_text(NOT_SAVED)
    page.clock.fast_forward(A_WHILE_MS)
    wait_until_sent(page)
    assert (len(tries), sitting.saved_ids()) == (2, tries[0])
    assert sitting.saved() == [1, None, None, None]


@pytest.mark.parametrize("has_tried", [False, True], ids=["at-once", "after-a-try"])
def test_a_tab_closed_with_unsent_answers_sends_them_when_it_is_opened_again(
    page: Page, open_tab: OpenTab, sitting: Sitting, has_tried: bool
) -> None:
    tries = Sent(page)
    page.context.set_offline(True)
    choose(page, 3, 2)
    assert len(kept(page)) == 1
    if has_tried:
        expect(said(page)).to_have_text(NOT_SAVED)
    page.close()
    page.context.set_offline(False)
    assert sitting.saved() == [None] * 4
    again = open_tab()
    wait_until_sent(again)
    assert shown(again) == sitting.saved() == [None, None, None, 2]
    expect(again.locator("[data-answered]")).to_have_text("1")
    if has_tried:
        assert sitting.saved_ids() == tries[0]


@pytest.mark.parametrize("status", [404, 422])
def test_what_the_server_will_never_take_is_told_and_not_tried_again(
    page: Page, sitting: Sitting, status: int
) -> None:
    tries = Sent(page)
    page.route(ANSWERS, lambda route: route.fulfill(status=status), times=1)
    choose(page, 0, 1)
    expect(said(page)).to_contain_text("muat ulang halaman ini")
    page.clock.fast_forward(A_WHILE_MS)
    page.wait_for_timeout(200)
    assert len(tries) == 1
    choose(page, 1, 2)
    wait_until_sent(page)
    assert sitting.saved() == [None if status == 422 else 1, 2, None, None]


def test_an_answer_is_sent_within_a_second_of_a_pause(page: Page, sitting: Sitting) -> None:
    stop_the_clock(page)
    choose(page, 0, 1)
    expect(said(page)).to_have_text("Menyimpan…")
    with page.expect_response(ANSWERS):
        page.clock.run_for(1000)
    expect(said(page)).to_have_text(SAVED)
    assert sitting.saved() == [1, None, None, None]
