"""The whole journey in the browser; then HR's table says what the certificate says."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.cast import SCRIPTED
from tests.browser.conftest import Open, Site
from tests.proofs import as_printed, printed
from tests.stage import COURSE, Taught, taught


@pytest.fixture(scope="module")
def course(site: Site) -> Taught:
    """What the course teaches."""
    return taught(site.app)


def test_a_learner_completes_the_course_and_hr_exports_it(
    visit: Open, site: Site, course: Taught
) -> None:
    page: Page = visit()
    walk.join(page, SCRIPTED)
    walk.take_pretest(page, site, course)
    page.goto(f"{COURSE}/{course.lessons[0].key}")
    walk.practise(page, course)
    assert walk.path_of(page) == f"{COURSE}/{course.lessons[0].key}"
    walk.finish_lessons(page, course)
    walk.confirm(page)
    attempt = walk.begin(page, course.quiz)
    walk.answer(page, site, course.quiz, attempt)
    expect(page.locator("[data-save]")).to_contain_text("Tersimpan")
    page.reload()
    expect(page.locator("#kuis [data-answered]")).to_have_text("15")
    walk.send(page, attempt)
    front = printed(walk.certificate_of(page))
    page.goto("/riwayat/")
    expect(page.locator("main")).to_contain_text(front["title"])
    row = walk.exported(visit(), front["nip"])
    assert as_printed(row) == front
