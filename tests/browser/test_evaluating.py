"""Evaluating a course on the smallest phone, without scripting, with the keys alone."""

from playwright.sync_api import expect
from sqlalchemy import select

from elearning.core.db import db
from elearning.courses.models import Course
from elearning.surveys.models import SurveyMark
from tests.browser import walk
from tests.browser.cast import SMALL
from tests.browser.conftest import Open, Site
from tests.factories import make_completion, make_person, work
from tests.surveys.answering import NOW


def test_a_course_is_evaluated_with_the_keys_alone(visit: Open, site: Site) -> None:
    with work(site.app):
        learner = make_person()
        small = db.session.scalars(select(Course).where(Course.slug == SMALL)).one()
        enrolment = make_completion(learner, small, NOW).enrolment_id
        nip = learner.nip
    page = visit(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page.goto("/masuk")
    walk.sign_in(page, str(nip))
    page.goto(f"/evaluasi/{enrolment}")
    page.locator("form.survey input[type=radio]").first.focus()
    for _item in range(11):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    page.keyboard.type("Contoh suratnya.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main [role=status]").first).to_contain_text("Terima kasih")
    with work(site.app):
        assert db.session.get(SurveyMark, enrolment) is not None
