"""The same journey on a browser without scripting: everything works, if plainly."""

from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.cast import PLAIN
from tests.browser.conftest import Open, Site
from tests.proofs import as_printed, printed
from tests.stage import COURSE, taught


def test_a_learner_completes_the_course_without_scripting(visit: Open, site: Site) -> None:
    course = taught(site.app)
    page: Page = visit(java_script_enabled=False)
    walk.join(page, PLAIN)
    walk.take_pretest(page, site, course)
    page.goto(f"{COURSE}/{course.lessons[0].key}")
    walk.practise(page, course)
    page.go_back()
    walk.finish_lessons(page, course)
    walk.confirm(page)
    attempt = walk.begin(page, course.quiz)
    walk.answer(page, site, course.quiz, attempt)
    page.locator("#kuis button[name=lanjut]").first.click()
    expect(page.locator("main [role=status]").first).to_be_visible()
    expect(page.locator("[data-answered]")).to_have_text("15")
    walk.send(page, attempt)
    front = printed(walk.certificate_of(page))
    assert (front["nip"], front["score"]) == (PLAIN, "100,00")
    page.goto("/riwayat/")
    expect(page.locator("main")).to_contain_text(front["title"])
    assert as_printed(walk.exported(visit(java_script_enabled=False), PLAIN)) == front
