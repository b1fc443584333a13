"""A lesson on paper."""

from io import BytesIO

from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.cast import SETTLED
from tests.browser.conftest import Open, Site
from tests.stage import COURSE, taught


def test_a_printed_lesson_holds_what_is_folded_and_no_way_to_elsewhere(
    visit: Open, site: Site
) -> None:
    page: Page = visit(java_script_enabled=False)
    page.context.add_cookies([site.cookie(SETTLED)])
    page.goto(f"{COURSE}/{taught(site.app).lessons[0].key}")
    folded = page.locator("article details:not([open]) p").first.text_content() or ""
    way = page.locator("main a[hreflang]").first.text_content() or ""
    printed = "".join(part.extract_text() for part in PdfReader(BytesIO(page.pdf())).pages)
    assert bare(folded) in bare(printed)
    assert bare(way) not in bare(printed)


def bare(text: str) -> str:
    """Return a text without blanks, which a line break may stand for."""
    return "".join(text.split())
