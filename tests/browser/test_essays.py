"""An essay is saved while it is written, however long it is, and when the line was cut."""

import pytest
from playwright.sync_api import Browser

from tests.browser.cast import SETTLED
from tests.browser.conftest import Site

#: Typing it takes Chromium half a minute: it lays out every line again at each line's end.
PASTE = """(area, text) => {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}"""
SAVED, PATIENCE_MS = "[data-save]:not(.busy):not(.failed)", 15_000


@pytest.mark.parametrize(
    ("text", "words"),
    [("界" * 20_000, 1), ("baris satu\n\nbaris dua\n" * 900, 3600)],
    ids=["in three bytes a sign", "in lines"],
)
def test_a_long_essay_is_saved_with_its_lines(
    chromium: Browser, site: Site, text: str, words: int
) -> None:
    context = chromium.new_context(base_url=site.address, locale="id-ID")
    context.add_cookies([site.cookie(SETTLED)])
    page = context.new_page()
    page.goto(f"/percobaan/{site.cast.essay_attempt}")
    context.set_offline(True)
    page.locator("textarea").evaluate(PASTE, text)
    assert page.inner_text("[data-words]") == f"Jumlah kata: {words}"
    page.wait_for_selector("[data-save].failed")
    context.set_offline(False)
    page.wait_for_selector(SAVED, timeout=PATIENCE_MS)
    page.reload()
    assert page.input_value("textarea") == text.strip()
    context.close()
