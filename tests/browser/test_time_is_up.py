"""The clock of a quiz: the page warns, and when the time is up what was saved before counts."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from elearning.core import clock
from tests.browser.conftest import Open, Site, open_at
from tests.browser.sitting import (
    MINUTES,
    NOT_SAVED,
    Sitting,
    choose,
    said,
    sit_down,
    wait_until_sent,
)


def let_pass(page: Page, sitting: Sitting, minutes: int) -> None:
    """Let time pass at the server and on the page."""
    sitting.age(minutes)
    page.clock.fast_forward(minutes * 60_000)


def assert_settled(page: Page, sitting: Sitting) -> None:
    """The result says that the time was up; the attempt was closed then, by what was saved."""
    expect(page.locator(".result")).to_contain_text("25")
    expect(page.locator("main")).to_contain_text("Waktu habis pada")
    attempt = sitting.attempt
    assert (attempt.closed_at, attempt.close_reason) == (attempt.deadline_at, "expired")


def test_the_page_warns_five_minutes_and_one_minute_before(page: Page, sitting: Sitting) -> None:
    warning = page.locator("[data-warning]")
    expect(warning).to_be_empty()
    let_pass(page, sitting, MINUTES - 5)
    expect(warning).to_contain_text("5 menit")
    let_pass(page, sitting, 4)
    expect(warning).to_contain_text("1 menit")


def test_a_page_whose_time_is_up_shows_its_result(page: Page, sitting: Sitting) -> None:
    choose(page, 0, sitting.right(0))
    wait_until_sent(page)
    let_pass(page, sitting, MINUTES + 1)
    assert_settled(page, sitting)


def test_time_that_ends_offline_is_told_truly_and_settled_by_what_was_saved(
    page: Page, sitting: Sitting
) -> None:
    choose(page, 0, sitting.right(0))
    wait_until_sent(page)
    page.context.set_offline(True)
    choose(page, 1, sitting.right(1))
    expect(said(page)).to_have_text(NOT_SAVED)
    let_pass(page, sitting, MINUTES + 1)
    warning = page.locator("[data-warning]")
    expect(warning).to_contain_text("Waktu habis. Yang dinilai adalah jawaban yang sudah tersimpan")
    expect(warning).to_be_in_viewport()
    expect(said(page)).to_have_text("Waktu sudah habis")
    assert sitting.attempt.closed_at is None
    page.context.set_offline(False)
    assert_settled(page, sitting)
    assert sitting.saved() == [sitting.right(0), None, None, None]


def test_extra_time_is_learnt_at_the_next_save(page: Page, sitting: Sitting) -> None:
    sitting.age(-60)
    choose(page, 0, 0)
    wait_until_sent(page)
    expect(page.locator("[data-left]")).to_have_text(re.compile(r"1:0[89]:\d\d"))


def test_a_wrong_clock_of_the_device_changes_nothing(visit: Open, sitting: Sitting) -> None:
    page: Page = visit()
    page.clock.install(time=clock.now() + timedelta(hours=2))
    open_at(page, sitting)
    page.clock.fast_forward(60_000)
    expect(page.locator("[data-left]")).to_have_text(re.compile(r"8:[45]\d"))


#: Of every answer on a bad line, in milliseconds; the page, its script and what that imports wait so.
LATENCY_MS = 1500
#: Parts of a second that the clock cuts off, and what reading it takes.
TOLERANCE = 1.3


def too_much(page: Page, sitting: Sitting) -> float:
    """Return how many seconds more the page's clock shows than there are by the server's."""
    minutes, seconds = page.locator("[data-left]").inner_text().split(":")
    deadline = sitting.attempt.deadline_at
    assert deadline is not None
    return int(minutes) * 60 + int(seconds) - (deadline - clock.now()).total_seconds()


def test_what_a_page_waits_on_a_bad_line_is_no_time_that_is_left(visit: Open, site: Site) -> None:
    sitting = sit_down(site, "kuis-jaringan-buruk")
    page: Page = visit()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    bad = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": -1}
    line.send("Network.emulateNetworkConditions", bad | {"uploadThroughput": -1})
    open_at(page, sitting)
    assert too_much(page, sitting) < TOLERANCE
    page.reload()
    assert too_much(page, sitting) < TOLERANCE
    page.goto(f"{sitting.address}/kirim")
    page.go_back()
    assert too_much(page, sitting) < TOLERANCE
