"""Feedback at once in the browser: one answer is checked in place, the others stay answerable."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import axe_source, violations
from tests.browser.conftest import Open, OpenTab, Site, open_at
from tests.browser.sitting import Sitting, choose, said, shown, sit_down, wait_until_sent


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """A learner at a quiz with feedback at once."""
    return sit_down(site, slug="kuis-langsung", feedback="immediate")


def check(page: Page, question: int) -> None:
    """Press the button of a question."""
    page.locator("[data-asked]").nth(question).locator("[name=periksa]").click()


def test_an_answer_is_checked_in_place(page: Page, sitting: Sitting) -> None:
    choose(page, 0, sitting.right(0))
    check(page, 0)
    told = page.locator("[data-verdict]")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Tepat")
    assert page.locator("#kuis .explain").count() == 1
    expect(page.locator("fieldset[data-question]").nth(0).locator("input").first).to_be_disabled()
    assert sitting.saved() == [sitting.right(0), None, None, None]
    choose(page, 1, 2)
    wait_until_sent(page)
    assert sitting.saved()[1] == 2
    expect(page.locator("[data-answered]")).to_have_text("2")
    page.reload()
    expect(page.locator("[data-verdict]")).to_contain_text("Tepat")
    assert violations(page, axe_source()) == []


def test_nothing_is_checked_without_an_answer_or_a_line(page: Page, sitting: Sitting) -> None:
    check(page, 0)
    error = page.locator("[data-asked] .error")
    expect(error).to_contain_text("Jawab soalnya")
    page.context.set_offline(True)
    choose(page, 1, 0)
    check(page, 1)
    expect(page.locator("[data-asked]").nth(1).locator(".error")).to_contain_text("sambungan")
    expect(page.locator("[data-verdict]")).to_have_count(0)
    page.context.set_offline(False)
    check(page, 1)
    expect(page.locator("[data-verdict]")).to_have_count(1)
    assert sitting.saved()[1] == 0


def test_another_tab_learns_that_an_answer_is_checked(
    page: Page, open_tab: OpenTab, sitting: Sitting
) -> None:
    choose(page, 0, 1)
    wait_until_sent(page)
    other = open_tab()
    check(page, 0)
    expect(page.locator("[data-verdict]")).to_have_count(1)
    choose(other, 1, 1)
    wait_until_sent(other)
    with other.expect_navigation():
        choose(other, 0, 2)
    expect(other.locator("[data-verdict]")).to_have_count(1)
    assert shown(other)[:2] == sitting.saved()[:2] == [1, 1]


@pytest.fixture
def plain(visit: Open, sitting: Sitting) -> Page:
    """The attempt without scripting."""
    return open_at(visit(java_script_enabled=False), sitting)


def test_an_answer_is_checked_without_scripting(plain: Page, sitting: Sitting) -> None:
    choose(plain, 0, sitting.right(0))
    choose(plain, 2, 1)
    check(plain, 0)
    expect(plain.locator("[data-verdict]")).to_contain_text("Tepat")
    assert sitting.saved() == [sitting.right(0), None, 1, None]


def test_enter_checks_nothing_without_scripting(plain: Page, sitting: Sitting) -> None:
    choose(plain, 0, 0)
    plain.locator("fieldset[data-question] input").first.press("Enter")
    expect(plain.locator("[data-verdict]")).to_have_count(0)
    assert sitting.saved()[0] == 0
    expect(said(plain)).to_contain_text("Tersimpan di server")
