"""Start and Send bring the page itself; the address is put right, so that a reload asks, not sends."""

import re

from playwright.sync_api import Page, Request, Route, expect
from sqlalchemy import select

from elearning.core import clock
from elearning.core.db import db
from elearning.courses.models import Enrolment
from elearning.quizzes.models import Attempt
from tests.browser.conftest import Open, Site
from tests.browser.sitting import MINUTES, Sitting, choose, said, sit_down, wait_until
from tests.factories import work

FRONT = "/pelatihan/{slug}/kuis"
ATTEMPT = re.compile(r"/percobaan/\d+$")


class Trips(list[str]):
    """The methods of the pages that a tab asked for."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        page.on("request", self.note)

    def note(self, request: Request) -> None:
        """Keep a method."""
        if request.is_navigation_request():
            self.append(request.method)


def test_send_brings_the_result_in_one_trip(page: Page, sitting: Sitting) -> None:
    choose(page, 0, sitting.right(0))
    expect(said(page)).to_contain_text("Tersimpan")
    page.get_by_role("button", name="Tinjau dan kirim").click()
    trips = Trips(page)
    page.get_by_role("button", name="Kirim").click()
    expect(page).to_have_url(re.compile(f"{sitting.address}$"))
    expect(page.locator("h1")).to_contain_text("Hasil")
    assert trips == ["POST"]
    page.reload()
    expect(page.locator("h1")).to_contain_text("Hasil")
    assert trips == ["POST", "GET"]


def front_of(visit: Open, site: Site, slug: str) -> Page:
    """Return the quiz's front page of somebody who has sent one attempt and may try again."""
    other = sit_down(site, slug)
    with work(site.app):
        enrolment = db.session.get_one(Enrolment, other.attempt.enrolment_id)
        enrolment.confirmed_at = clock.now()
    page: Page = visit()
    page.clock.install()
    page.context.add_cookies([site.cookie(other.nip)])
    page.goto(f"{other.address}/kirim")
    page.get_by_role("button", name="Kirim").click()
    page.goto(FRONT.format(slug=slug))
    return page


def test_start_brings_the_questions_in_one_trip(visit: Open, site: Site) -> None:
    page = front_of(visit, site, "kuis-sekali-jalan")
    trips = Trips(page)
    page.get_by_role("button", name="Coba lagi").click()
    expect(page).to_have_url(ATTEMPT)
    opened = page.url
    choose(page, 1, 0)
    expect(said(page)).to_contain_text("Tersimpan")
    page.locator("[name=tandai]").nth(2).check()
    page.reload()
    expect(page.locator("[name=tandai]").nth(2)).to_be_checked()
    expect(page.locator("[data-answered]")).to_have_text("1")
    page.go_back()
    expect(page).to_have_url(re.compile(FRONT.format(slug="kuis-sekali-jalan")))
    page.go_forward()
    expect(page).to_have_url(opened)
    expect(page.locator("[data-answered]")).to_have_text("1")
    assert trips == ["POST", "GET", "GET", "GET"]


def test_a_jump_before_the_script_has_come_leaves_no_address_of_a_form(
    visit: Open, site: Site
) -> None:
    page = front_of(visit, site, "kuis-lompat-dini")
    held: list[Route] = []
    page.route("**/app.js", lambda route: held.append(route))
    page.get_by_role("button", name="Coba lagi").click(no_wait_after=True)
    page.locator(".jumps a").nth(2).click()
    expect(page).to_have_url(re.compile("/percobaan#soal-"))
    held[0].continue_()
    page.unroute("**/app.js")
    expect(page).to_have_url(re.compile(r"/percobaan/\d+#soal-"))
    page.go_back()
    expect(page).to_have_url(ATTEMPT)
    page.reload()
    expect(page.locator("[data-answered]")).to_have_text("0")


def test_without_its_script_the_page_still_leads_to_its_own_result(visit: Open, site: Site) -> None:
    page = front_of(visit, site, "kuis-tanpa-bantuan")
    page.route("**/app.js", lambda route: route.fulfill(status=404))
    page.get_by_role("button", name="Coba lagi").click()
    choose(page, 0, 0)
    expect(said(page)).to_contain_text("Tersimpan")
    assert page.url.endswith("/percobaan")
    with site.app.app_context():
        attempt = db.session.scalars(select(Attempt).order_by(Attempt.id.desc())).first()
        assert attempt is not None
        sitting = Sitting(site, "", attempt.id)
    sitting.age(MINUTES + 1)
    page.clock.fast_forward((MINUTES + 1) * 60_000)
    expect(page).to_have_url(re.compile(f"{sitting.address}$"))
    expect(page.locator("main")).to_contain_text("Waktu habis pada")
    assert sitting.attempt.close_reason == "expired"


def test_what_is_chosen_before_the_script_has_come_is_saved(visit: Open, site: Site) -> None:
    sitting = sit_down(site, "kuis-jari-cepat")
    page: Page = visit()
    page.context.add_cookies([site.cookie(sitting.nip)])
    held: list[Route] = []
    page.route("**/quiz.js", lambda route: held.append(route))
    page.goto(sitting.address, wait_until="commit")
    choose(page, 0, sitting.right(0))
    page.locator("[name=tandai]").nth(2).check()
    wait_until(page, lambda: held)
    held[0].continue_()
    page.unroute("**/quiz.js")
    expect(said(page)).to_contain_text("Tersimpan")
    assert sitting.saved() == [sitting.right(0), None, None, None]
    page.reload()
    expect(page.locator("[name=tandai]").nth(2)).to_be_checked()
    expect(page.locator("[data-answered]")).to_have_text("1")
