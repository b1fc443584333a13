"""Two tabs at one attempt: the second is told, the person decides, and neither loses an answer."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.sitting import (
    NOT_SAVED,
    SAVED,
    Sitting,
    choose,
    kept,
    said,
    shown,
    wait_until_sent,
)

UNDECIDED = "Belum tersimpan – pilih jawaban yang dipakai"


@pytest.fixture
def other(page: Page, open_tab: OpenTab) -> Page:
    """A tab opened after the first one."""
    return open_tab()


@pytest.fixture
def stale(page: Page, other: Page) -> Page:
    """The first tab, going on after the other has saved; they differ in the first question."""
    choose(other, 0, 1)
    choose(other, 1, 1)
    wait_until_sent(other)
    choose(page, 0, 2)
    choose(page, 2, 2)
    expect(page.locator("[data-stale]")).to_be_visible()
    return page


def test_a_stale_tab_says_so_and_shows_the_answers_of_both(stale: Page, sitting: Sitting) -> None:
    notice = stale.locator("[data-stale]")
    expect(notice).to_contain_text("dilanjutkan di jendela atau perangkat lain")
    expect(said(stale)).to_have_text(UNDECIDED)
    assert shown(stale) == [2, 1, 2, None]
    assert sitting.saved() == [1, 1, None, None]


def test_the_notice_of_a_stale_tab_takes_the_focus(page: Page, other: Page) -> None:
    choose(other, 0, 1)
    wait_until_sent(other)
    choose(page, 0, 2)
    expect(page.locator("[data-stale]")).to_be_focused()


def test_the_answers_on_the_screen_can_be_chosen(stale: Page, sitting: Sitting) -> None:
    choose(stale, 3, 0)
    stale.locator("[data-use-screen]").click()
    wait_until_sent(stale)
    expect(stale.locator("[data-stale]")).to_be_hidden()
    assert stale.evaluate("document.activeElement.name") == sitting.paper[0].id
    assert shown(stale) == sitting.saved() == [2, 1, 2, 0]


def test_the_answers_on_the_server_can_be_chosen(stale: Page, sitting: Sitting) -> None:
    with stale.expect_navigation():
        stale.locator("[data-use-server]").click()
    assert shown(stale) == sitting.saved() == [1, 1, None, None]
    assert kept(stale) == []


def test_nobody_decides_where_both_tabs_say_the_same(
    page: Page, other: Page, sitting: Sitting
) -> None:
    choose(other, 0, 1)
    wait_until_sent(other)
    choose(page, 0, 1)
    wait_until_sent(page)
    choose(page, 1, 1)
    wait_until_sent(page)
    expect(page.locator("[data-stale]")).to_be_hidden()
    assert sitting.saved() == [1, 1, None, None]


def test_an_undecided_tab_asks_again_when_it_was_closed(
    stale: Page, other: Page, open_tab: OpenTab, sitting: Sitting
) -> None:
    choose(other, 3, 3)
    expect(said(other)).to_have_text(SAVED)
    stale.close()
    other.close()
    again = open_tab()
    expect(again.locator("[data-stale]")).to_be_visible()
    assert shown(again) == [2, 1, 2, 3]
    assert sitting.saved() == [1, 1, None, 3]


def test_of_two_tabs_closed_offline_the_later_choice_is_sent(
    page: Page, other: Page, open_tab: OpenTab, sitting: Sitting
) -> None:
    page.context.set_offline(True)
    for tab, question, option in ((other, 0, 1), (other, 1, 1), (page, 1, 2), (page, 2, 2)):
        choose(tab, question, option)
    for tab in (page, other):
        expect(said(tab)).to_have_text(NOT_SAVED)
        tab.close()
    page.context.set_offline(False)
    again = open_tab()
    wait_until_sent(again)
    assert shown(again) == sitting.saved() == [1, 2, 2, None]
