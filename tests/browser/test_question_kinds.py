"""Every kind of question in a browser: typed, matched and ordered by keyboard, saved as it stands."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from elearning.core.db import db
from elearning.courses.compiled import Practice, Quiz
from elearning.quizzes.models import Attempt
from elearning.quizzes.queries import answers_of
from tests.browser.axe import axe_source, violations
from tests.browser.cast import begin
from tests.browser.conftest import PATIENCE_MS, Open, OpenTab, Site, open_at
from tests.browser.sitting import SAVED, Sitting, kept, said, wait_until_sent
from tests.factories import NOW, make_course, make_lesson, make_person, work
from tests.quizzes import samples
from tests.quizzes.samples import make_mixed_quiz, one_of_each_kind

SLUG = "kuis-semua-jenis"
LOOKS = [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")]


def quiz() -> Quiz:
    """A quiz with every kind, in writing order."""
    return make_mixed_quiz(shuffle_questions=False, attempts=0)


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """A learner at an open attempt with every kind."""
    lesson = make_lesson()
    values = {name: getattr(lesson, name) for name in lesson.__dataclass_fields__}
    practices = tuple(map(Practice, one_of_each_kind()))
    taught = type(lesson)(**(values | {"parts": (*lesson.parts, *practices)}))
    with work(site.app):
        course = make_course(taught, quiz(), slug=SLUG)
        person = make_person()
        attempt = begin(person, course, "kuis")
        db.session.flush()  # the sitting names the new keys
        return Sitting(site, person.nip or "", attempt.id)


def question(page: Page, kind: str) -> Locator:
    """Return the question of a kind."""
    return page.locator(f"[data-kind={kind}]").first


def answer(sitting: Sitting, kind: str) -> Any:
    """Return what the server holds for the question of a kind."""
    slot = next(each for each in sitting.paper if each.kind == kind)
    with sitting.site.app.app_context():
        return answers_of(sitting.attempt_id).get(slot.id)


def shown_order(page: Page) -> list[str]:
    """Return the ids of the steps from top to bottom."""
    order: list[str] = page.locator("select[data-step]").evaluate_all(
        "boxes => boxes.map((box) => box.dataset.step)"
    )
    return order


def test_what_is_typed_is_saved_after_a_pause(page: Page, sitting: Sitting) -> None:
    question(page, "text").locator("input").press_sequentially("S P B E")
    question(page, "number").locator("input").fill("1.250,5")
    blanks = question(page, "blanks").locator("input")
    blanks.nth(0).fill("satu")
    blanks.nth(2).fill("tiga")
    wait_until_sent(page)
    assert answer(sitting, "short") == "S P B E"
    assert answer(sitting, "numeric") == "1.250,5"
    assert answer(sitting, "blanks") == ("satu", "", "tiga")


def test_enter_in_a_field_saves_and_stays_on_the_page(page: Page, sitting: Sitting) -> None:
    field = question(page, "text").locator("input")
    field.fill("SPBE")
    field.press("Enter")
    expect(said(page)).to_have_text(SAVED)
    expect(field).to_be_focused()
    assert answer(sitting, "short") == "SPBE"


def test_matches_are_chosen_and_taken_back(page: Page, sitting: Sitting) -> None:
    boxes = question(page, "matching").locator("select")
    for at in range(3):
        boxes.nth(at).select_option(index=1)
    wait_until_sent(page)
    assert len(answer(sitting, "matching")) == 3
    boxes.nth(1).select_option(value="")
    wait_until_sent(page)
    assert len(answer(sitting, "matching")) == 2


def test_steps_move_by_keyboard_and_say_their_new_place(page: Page, sitting: Sitting) -> None:
    before = shown_order(page)
    down = question(page, "ordering").locator("[data-move='1']").first
    expect(down).to_be_visible()  # once the page can move steps
    down.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_have_text("Sekarang di urutan ke-3 dari 4.")
    wait_until_sent(page)
    moved = [before[1], before[2], before[0], before[3]]
    assert (shown_order(page), list(answer(sitting, "ordering"))) == (moved, moved)
    page.keyboard.press("Enter")
    expect(
        question(page, "ordering").locator("li").last.locator("[data-move='-1']")
    ).to_be_focused()


def test_a_place_chosen_from_the_list_moves_the_step(page: Page, sitting: Sitting) -> None:
    before = shown_order(page)
    question(page, "ordering").locator("select").nth(3).select_option("1")
    wait_until_sent(page)
    moved = [before[3], *before[:3]]
    assert (shown_order(page), list(answer(sitting, "ordering"))) == (moved, moved)


def test_a_question_in_part_is_marked_so(page: Page, sitting: Sitting) -> None:
    question(page, "blanks").locator("input").first.fill("satu")
    jump = page.locator(".jumps a.part")
    expect(jump).to_have_count(1)
    expect(jump).to_have_attribute("aria-label", "Soal 8, belum lengkap")
    expect(page.locator("[data-answered]")).to_have_text("0")
    wait_until_sent(page)
    page.reload()
    expect(jump).to_have_count(1)


def fill_everything(page: Page) -> None:
    """Answer the questions that are not choices."""
    question(page, "text").locator("input").fill("teks")
    question(page, "number").locator("input").fill("5")
    for at in range(3):
        question(page, "blanks").locator("input").nth(at).fill(f"isian {at}")
        question(page, "matching").locator("select").nth(at).select_option(index=1 + at % 2)
    question(page, "ordering").locator("[data-move='1']").nth(1).click()


def test_another_tab_with_the_same_answers_need_not_decide(
    page: Page, open_tab: OpenTab, sitting: Sitting
) -> None:
    other = open_tab()
    order = shown_order(page)
    fill_everything(other)
    wait_until_sent(other)
    page.context.set_offline(True)
    fill_everything(page)
    page.context.set_offline(False)
    wait_until_sent(page)
    expect(page.locator("[data-stale]")).to_be_hidden()
    assert list(answer(sitting, "ordering")) == [order[0], order[2], order[1], order[3]]


def test_a_stale_tab_shows_what_the_other_has_saved(
    page: Page, open_tab: OpenTab, sitting: Sitting
) -> None:
    other = open_tab()
    fill_everything(other)
    wait_until_sent(other)
    question(page, "text").locator("input").fill("lain")
    expect(page.locator("[data-stale]")).to_be_visible()
    assert shown_order(page) == shown_order(other)
    for kind, inner in (("number", "input"), ("blanks", "input"), ("matching", "select")):
        there = question(other, kind).locator(inner).evaluate_all("all => all.map((f) => f.value)")
        here = question(page, kind).locator(inner).evaluate_all("all => all.map((f) => f.value)")
        assert here == there
    expect(question(page, "text").locator("input")).to_have_value("lain")


def test_unsent_answers_of_every_kind_come_back_with_a_closed_tab(
    page: Page, open_tab: OpenTab, sitting: Sitting
) -> None:
    page.context.set_offline(True)
    fill_everything(page)
    order = shown_order(page)
    page.close()
    page.context.set_offline(False)
    again = open_tab()
    wait_until_sent(again)
    assert kept(again) == []
    assert shown_order(again) == list(answer(sitting, "ordering")) == order
    assert answer(sitting, "blanks") == ("isian 0", "isian 1", "isian 2")
    assert answer(sitting, "short") == "teks"


def test_practice_of_every_kind_answers_in_place(visit: Open, sitting: Sitting) -> None:
    page = open_at(visit(), sitting)
    page.goto(f"/pelatihan/{SLUG}/{make_lesson().key}")
    form = page.locator("form.practice:has([data-order])")
    form.scroll_into_view_if_needed()
    page.mouse.move(5, 5)
    form.locator("[data-move='1']").first.click()
    form.locator("button:not([type])").click()
    expect(form.locator(".verdict")).to_be_focused()
    expect(form.locator(".tally")).to_contain_text("dari 4")
    form.locator("[data-move='1']").first.click()
    expect(form.locator("[data-told]")).to_have_text("Sekarang di urutan ke-2 dari 4.")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_kind_is_without_barriers(
    chromium: Browser, sitting: Sitting, width: int, scheme: Any
) -> None:
    site = sitting.site
    with chromium.new_context(
        base_url=site.address, viewport={"width": width, "height": 800}, color_scheme=scheme
    ) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = open_at(context.new_page(), sitting)
        fill_everything(page)
        wait_until_sent(page)
        assert looks_wrong(page) == []
        close(sitting)
        page.reload()
        expect(page.locator(".key").first).to_be_visible()
        assert looks_wrong(page) == []
        page.goto(f"/pelatihan/{SLUG}/{make_lesson().key}")
        assert looks_wrong(page) == []


def close(sitting: Sitting) -> None:
    """Send the attempt."""
    with work(sitting.site.app):
        attempt = db.session.scalars(select(Attempt).where(Attempt.id == sitting.attempt_id)).one()
        samples.close(attempt, quiz(), NOW)


def looks_wrong(page: Page) -> list[str]:
    """Return what axe-core finds, and whether the page scrolls sideways."""
    found = violations(page, axe_source())
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    return found
