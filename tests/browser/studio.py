"""A trainer at a draft of their own in the browser."""

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import Locator, Page
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.db import db
from elearning.studio.drafts.queries import draft_at, files_of, versions_of
from elearning.studio.models import DraftFile
from tests.browser.cast import TRAINER
from tests.factories import work
from tests.studio.drafts import make_draft

if TYPE_CHECKING:
    from tests.browser.conftest import Site

SAVED = re.compile(r"\d\d\.\d\d$")
_serial = itertools.count(1)


class Desk(NamedTuple):
    """A draft that nobody else on the stage touches."""

    site: "Site"
    slug: str

    @property
    def address(self) -> str:
        """The contents of the draft."""
        return f"/studio/{self.slug}/"

    def files(self) -> list[DraftFile]:
        """The texts as the server has them."""
        with self.site.app.app_context():
            draft = draft_at(self.slug)
            assert draft is not None
            return files_of(draft.id)

    def text(self, place: int = 1) -> str:
        """The text of a file on the server."""
        return self.files()[place].text

    def deeds(self, place: int = 1) -> list[str]:
        """Why each version of a file was made, the newest first."""
        key = self.files()[place].id
        with self.site.app.app_context():
            return [line.deed for line in versions_of(key)]

    def editor(self, place: int = 1) -> str:
        """Where a file is written."""
        return f"{self.address}berkas/{self.files()[place].id}"


def make_desk(site: "Site") -> Desk:
    """Begin a draft for the trainer."""
    slug = f"naskah-{next(_serial)}"
    with work(site.app):
        make_draft(db.session.scalars(select(Person).where(Person.nip == TRAINER)).one(), slug)
    return Desk(site, slug)


def area(page: Page) -> Locator:
    """Return the field of the text."""
    return page.locator("#teks")


def add(page: Page, text: str) -> None:
    """Type at the end of the text."""
    area(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def state(page: Page) -> Locator:
    """Return where the page says whether the text is saved."""
    return page.locator("[data-save]")


def kept(page: Page) -> list[str]:
    """Return the keys under which the browser keeps texts that are not saved."""
    keys: list[str] = page.evaluate("Object.keys(localStorage)")
    return [key for key in keys if key.startswith("naskah-")]
