"""Comparing versions and commenting on a draft, with a finger on a phone and without scripting."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core import clock
from elearning.core.db import db
from elearning.studio.drafts.operations import save_text
from elearning.studio.drafts.queries import files_of, versions_of
from elearning.studio.models import Draft
from elearning.studio.reviews import operations as review_operations
from tests.browser.cast import SETTLED, TRAINER
from tests.browser.conftest import Open, Site
from tests.factories import work
from tests.studio.drafts import make_draft

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
SLUG = "draf-yang-ditinjau"


@pytest.fixture(params=[True, False], ids=["scripting", "no scripting"])
def phone(request: pytest.FixtureRequest, visit: Open) -> Page:
    """A phone, with scripting and without."""
    page: Page = visit(java_script_enabled=request.param, **PHONE)
    return page


@pytest.fixture
def link(site: Site) -> str:
    """A private link to a draft of the trainer whose lesson was changed."""
    with work(site.app):
        known = db.session.scalar(select(Draft).where(Draft.slug == SLUG))
        trainer = db.session.scalars(select(Person).where(Person.nip == TRAINER)).one()
        draft = known or make_draft(trainer, SLUG)
        file = files_of(draft.id)[1]
        text = file.text.replace("singkat dan", "singkat, padat, dan")
        save_text(draft, file, file.edition, text, trainer.id, clock.now(), auto=False)
        token = review_operations.make_link(draft, "Ponsel", 7, trainer.id, clock.now())
    return f"/tinjauan/{token}/"


def test_a_reviewer_comments_on_a_paragraph_and_the_author_answers(
    phone: Page, site: Site, link: str
) -> None:
    said = f"Tolong diperjelas ({link[-9:-1]})."
    phone.goto(link + "surat")
    expect(phone.locator(".par").first).to_contain_text("Surat dinas ditulis")
    phone.context.add_cookies([site.cookie(SETTLED)])
    phone.goto(link + "surat")
    phone.locator(".par .tools a").first.click()
    expect(phone.locator("blockquote.old")).to_contain_text("Surat dinas ditulis")
    phone.locator("textarea[name=komentar]").fill(said)
    phone.locator("form.confirm button").click()
    thread = phone.locator(".par .thread", has_text=said)
    expect(thread).to_be_visible()
    phone.context.clear_cookies()
    phone.context.add_cookies([site.cookie(TRAINER)])
    phone.goto(f"/studio/{SLUG}/tinjauan")
    thread = phone.locator(".thread", has_text=said)
    thread.locator("summary").click()
    thread.locator("textarea").fill("Sudah kami perjelas.")
    thread.locator("button[value=jawab]").click()
    thread = phone.locator(".thread", has_text=said)
    expect(thread.locator(".answer")).to_contain_text("Sudah kami perjelas.")
    thread.locator("button[value=selesai]").click()
    expect(phone.locator(".thread.settled", has_text=said)).to_have_count(1)


def test_an_author_sees_which_words_changed_and_goes_back(
    phone: Page, site: Site, link: str
) -> None:
    with work(site.app):
        draft = db.session.scalars(select(Draft).where(Draft.slug == SLUG)).one()
        file = files_of(draft.id)[1]
        first, last = versions_of(file.id)[-1].id, versions_of(file.id)[0].id
        versions = f"/studio/{SLUG}/berkas/{file.id}/riwayat"
    phone.context.add_cookies([site.cookie(TRAINER)])
    phone.goto(f"{versions}/{last}")
    phone.locator("#dengan").select_option(str(first))
    phone.locator("form.row button").click()
    expect(phone.locator(".diff ins").first).to_contain_text("padat")
    expect(phone.locator(".diff del").first).to_contain_text("singkat")
    phone.locator("main nav.tabs a").last.click()
    expect(phone.locator(".pagediff .changed ins").first).to_contain_text("padat")
    phone.goto(f"{versions}/{first}/pulihkan")
    phone.locator("form.confirm button").click()
    expect(phone.locator(".notice.success")).to_be_visible()
    with work(site.app):
        assert "singkat dan jelas" in files_of(draft.id)[1].text
