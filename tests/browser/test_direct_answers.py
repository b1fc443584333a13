"""Start and Send bring the page itself; the address is put right, so that a reload asks, not sends."""

import re

from playwright.sync_api import Page, Request, expect

from elearning.core import clock
from elearning.core.db import db
from elearning.courses.models import Enrolment
from tests.browser.conftest import Open
from tests.browser.sitting import Sitting, choose, said, sit_down
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


def test_start_brings_the_questions_in_one_trip(visit: Open, sitting: Sitting) -> None:
    other = sit_down(sitting.site, "kuis-sekali-jalan")
    with work(sitting.site.app):
        enrolment = db.session.get_one(Enrolment, other.attempt.enrolment_id)
        enrolment.confirmed_at = clock.now()
    page: Page = visit()
    page.context.add_cookies([sitting.site.cookie(other.nip)])
    page.goto(f"{other.address}/kirim")
    page.get_by_role("button", name="Kirim").click()
    page.goto(FRONT.format(slug="kuis-sekali-jalan"))
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
