"""Where answers wait that have not been sent: in IndexedDB or nowhere."""

from functools import partial

import pytest
from playwright.sync_api import Dialog, Error, Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.sitting import (
    A_WHILE_MS,
    NOT_SAVED,
    SAVED,
    Sitting,
    choose,
    kept,
    said,
    shown,
    wait_until,
    wait_until_sent,
)

#: A private window of some browsers, or one whose owner lets no site keep anything.
REFUSED = {
    "refused": "indexedDB.open = () => { throw new DOMException('', 'SecurityError'); }",
    "never-opens": "indexedDB.open = () => ({})",
    "breaks": """indexedDB.open = () => {
      const request = {};
      setTimeout(() => request.onerror(), 0);
      return request;
    }""",
}
PAUSE_MS = 1000
FRAGILE = "Belum tersimpan – biarkan halaman ini terbuka"


@pytest.fixture(params=REFUSED)
def forgetful(page: Page, request: pytest.FixtureRequest) -> Page:
    """The attempt in a browser that keeps nothing."""
    page.context.add_init_script(REFUSED[request.param])
    page.reload()
    return page


def test_a_browser_that_keeps_nothing_still_saves_answers(
    forgetful: Page, sitting: Sitting
) -> None:
    choose(forgetful, 0, 1)
    expect(said(forgetful)).to_have_text(SAVED)
    assert sitting.saved() == [1, None, None, None]


def test_a_browser_that_keeps_nothing_says_so_and_asks_before_it_is_closed(
    forgetful: Page, sitting: Sitting
) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    forgetful.on("dialog", stay)
    choose(forgetful, 2, 1)
    expect(said(forgetful)).to_have_text(SAVED)
    forgetful.context.set_offline(True)
    choose(forgetful, 0, 1)
    expect(said(forgetful)).to_have_text(FRAGILE)
    forgetful.close(run_before_unload=True)
    forgetful.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    forgetful.context.set_offline(False)
    forgetful.clock.fast_forward(A_WHILE_MS)
    expect(said(forgetful)).to_have_text(SAVED)
    assert sitting.saved() == [1, None, 1, None]


def test_a_queue_stands_in_indexeddb_alone(page: Page, sitting: Sitting) -> None:
    page.context.set_offline(True)
    choose(page, 0, 1)
    expect(said(page)).to_have_text(NOT_SAVED)
    assert [key.split("-")[0] for key in kept(page)] == [str(sitting.attempt_id)]


def test_a_tab_that_crashes_offline_loses_nothing(
    page: Page, open_tab: OpenTab, sitting: Sitting
) -> None:
    page.context.set_offline(True)
    choose(page, 0, 1)
    choose(page, 3, 2)
    expect(said(page)).to_have_text(NOT_SAVED)
    with pytest.raises(Error):
        page.goto("chrome://crash")
    page.close()
    page.context.set_offline(False)
    again = open_tab()
    wait_until_sent(again)
    assert shown(again) == sitting.saved() == [1, None, None, 2]


def is_sent(sitting: Sitting, tab: Page) -> bool:
    """Whether something is saved and nothing is kept any more."""
    return bool(sitting.saved_ids()) and not kept(tab)


def test_of_two_tabs_that_open_together_one_sends_what_a_third_left(
    page: Page, sitting: Sitting
) -> None:
    context = page.context
    context.set_offline(True)
    choose(page, 0, 1)
    assert len(kept(page)) == 1
    page.close()
    context.set_offline(False)
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(sitting.address, wait_until="commit")
    for tab in tabs:
        tab.wait_for_load_state()
        wait_until(tab, partial(is_sent, sitting, tab))
    for tab in tabs:
        tab.wait_for_timeout(PAUSE_MS)  # each has had the time to send once more
        expect(tab.locator("[data-stale]")).to_be_hidden()
    assert (sitting.saved(), len(sitting.saved_ids())) == ([1, None, None, None], 1)
