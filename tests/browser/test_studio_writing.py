"""Writing a text in the browser: it saves itself, survives a cut line, and meets another tab's text."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import TRAINER
from tests.browser.conftest import Open, Site
from tests.browser.studio import SAVED, Desk, add, area, kept, make_desk, state

PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGM4IaCHBzGMSm"
    "NDADhIZlmgcCu7AAAAAElFTkSuQmCC"
)
PASTE = """
(data) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "image.png", { type: "image/png" }));
  document.querySelector("#teks").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture
def desk(site: Site) -> Desk:
    """A draft of the trainer."""
    return make_desk(site)


@pytest.fixture
def page(visit: Open, site: Site, desk: Desk) -> Page:
    """The editor of its first lesson."""
    page: Page = visit()
    page.context.add_cookies([site.cookie(TRAINER)])
    page.goto(desk.editor())
    return page


def test_a_text_saves_itself(page: Page, desk: Desk) -> None:
    with page.expect_response("**/berkas/*"):
        add(page, "\nTambahan.")
    expect(state(page)).to_have_text(SAVED)
    assert desk.text().endswith("\nTambahan.")
    assert (desk.deeds()[0], kept(page)) == ("auto", [])


def test_a_text_that_is_left_at_once_is_saved(page: Page, desk: Desk) -> None:
    add(page, "\nSegera.")
    with page.expect_response("**/berkas/*"):
        page.locator("h1").click()
    expect(state(page)).to_have_text(SAVED)
    assert desk.text().endswith("\nSegera.")


def test_the_keys_for_saving_make_a_version(page: Page, desk: Desk) -> None:
    add(page, "\nDengan sengaja.")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-said]")).to_have_text(SAVED)
    assert desk.deeds()[0] == "save"


def test_a_cut_line_loses_nothing(page: Page, desk: Desk) -> None:
    page.context.set_offline(True)
    add(page, "\nTanpa jaringan.")
    page.locator("h1").click()
    expect(state(page)).to_have_class("failed")
    assert len(kept(page)) == 1
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED)
    assert desk.text().endswith("\nTanpa jaringan.")
    assert kept(page) == []


def test_a_text_that_never_left_comes_back_with_the_page(page: Page, desk: Desk) -> None:
    page.route("**/berkas/*", lambda route: route.abort("internetdisconnected"))
    add(page, "\nBelum terkirim.")
    page.locator("h1").click()
    expect(state(page)).to_have_class("failed")
    page.unroute("**/berkas/*")
    page.goto(desk.editor())
    expect(state(page)).to_have_text(SAVED)
    assert area(page).input_value().endswith("\nBelum terkirim.")
    assert desk.text().endswith("\nBelum terkirim.")


def test_who_is_signed_out_hears_it_at_once_and_loses_nothing(
    page: Page, desk: Desk, site: Site
) -> None:
    page.context.clear_cookies()
    add(page, "\nSesudah sesi berakhir.")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-signed-out]")).to_be_visible()
    assert len(kept(page)) == 1
    page.context.clear_cookies()
    page.context.add_cookies([site.cookie(TRAINER)])
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    expect(page.locator("[data-signed-out]")).to_be_hidden()
    assert desk.text().endswith("\nSesudah sesi berakhir.")


def test_of_two_tabs_neither_loses_its_text(page: Page, desk: Desk) -> None:
    other = page.context.new_page()
    other.goto(desk.editor())
    add(page, "\nDari tab pertama.")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED)
    add(other, "\nDari tab kedua.")
    other.keyboard.press("Control+s")
    expect(other.locator("[data-conflict]")).to_contain_text("Anda sendiri")
    add(other, " Dan seterusnya.")
    other.locator("[data-conflict] button").click()
    expect(other.locator("[data-mine]")).to_have_value(re.compile(r"Dan seterusnya\.$"))
    assert other.locator("#teks-tersimpan").input_value().endswith("Dari tab pertama.")
    other.locator("[data-mine]").fill("Gabungan dari kedua tab.")
    other.locator("form:has([data-mine]) button").click()
    expect(area(other)).to_have_value("Gabungan dari kedua tab.")
    assert desk.text() == "Gabungan dari kedua tab."
    assert {"conflict", "save"} <= set(desk.deeds())
    assert kept(other) == []


def test_the_preview_follows_the_text(page: Page) -> None:
    add(page, "\n\n!!! tips\n    Ringkas saja.")
    expect(page.locator("[data-shown] .admonition")).to_contain_text("Ringkas saja.")


def test_the_heading_follows_the_title(page: Page) -> None:
    area(page).fill("---\njudul: Surat edaran\n---\nIsi.")
    expect(page.locator("h1")).to_have_text("Surat edaran")


def test_a_message_leads_to_its_line_and_is_put_right_at_once(page: Page) -> None:
    add(page, "\n\n##Judul")
    expect(page.locator("[data-number]")).to_have_text("1")
    page.locator("[data-found] summary").click()
    page.locator("[data-faults] a.line").click()
    chosen = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert area(page).evaluate(chosen) == "##Judul"
    page.locator("[data-fix] button").click()
    expect(page.locator("[data-number]")).to_have_text("0")
    assert area(page).input_value().endswith("\n## Judul")
    area(page).focus()
    page.keyboard.press("Control+z")
    assert area(page).input_value().endswith("\n##Judul")


def test_buttons_insert_around_the_chosen_words_and_can_be_undone(page: Page) -> None:
    before = area(page).input_value()
    area(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Shift+Control+ArrowLeft")
    page.keyboard.press("Shift+Control+ArrowLeft")
    page.locator("[data-before='**']").click()
    assert area(page).input_value().endswith("**jelas.**") or "**" in area(page).input_value()
    page.keyboard.press("Control+z")
    assert area(page).input_value() == before


def test_a_pasted_picture_is_uploaded_described_and_shown(page: Page, desk: Desk) -> None:
    page.on("dialog", lambda dialog: dialog.accept("Kotak merah"))
    area(page).focus()
    page.keyboard.press("Control+End")
    page.evaluate(PASTE, PICTURE)
    expect(page.locator("[data-shown] img")).to_have_attribute("alt", "Kotak merah")
    assert page.locator("[data-shown] img").evaluate("image => image.decode().then(() => true)")
    expect(state(page)).to_have_text(SAVED)
    assert "jelas.\n\n![Kotak merah](media/image." in desk.text()


def test_what_is_no_picture_is_refused_with_a_sentence(page: Page) -> None:
    page.evaluate(PASTE, base64.b64encode(b"not a picture").decode())
    expect(page.locator("[data-said].error")).to_contain_text("PNG")


def test_on_a_phone_text_and_preview_take_turns(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    expect(page.locator("[data-shown]")).to_be_hidden()
    page.locator("[data-view=read]").click()
    expect(page.locator("[data-shown]")).to_be_visible()
    expect(area(page)).to_be_hidden()


EDITOR = "#naskah .cm-content"


def test_the_advanced_editor_comes_on_request_and_saves_like_the_field(
    page: Page, desk: Desk
) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    add(page, "\nSebelum.")
    assert not any("codemirror" in url for url in loaded)
    page.locator("[data-advanced]").click()
    expect(page.locator(EDITOR)).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nSesudah **tebal**.")
    expect(page.locator("[data-shown] strong")).to_have_text("tebal")
    expect(state(page)).to_have_text(SAVED)
    assert desk.text().endswith("\nSebelum.\nSesudah **tebal**.")
    weight = page.locator("#naskah .cm-gutters").evaluate(
        "gutter => getComputedStyle(gutter).display"
    )
    assert weight == "flex"
    page.locator("[data-advanced]").click()
    expect(area(page)).to_be_focused()
    assert area(page).input_value().endswith("Sesudah **tebal**.")


def test_buttons_messages_and_pictures_work_in_the_advanced_editor(page: Page, desk: Desk) -> None:
    page.on("dialog", lambda dialog: dialog.accept("Kotak merah"))
    page.locator("[data-advanced]").click()
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.locator("[data-before='## ']").click()
    page.keyboard.type("Bagian baru")
    assert "## Bagian baru" in area(page).input_value()
    page.locator(EDITOR).evaluate(
        PASTE.replace("(data) =>", "(field, data) =>")
        .replace('document.querySelector("#teks")', "field")
        .replace("bubbles: true", "bubbles: true, composed: true"),
        PICTURE,
    )
    expect(page.locator("[data-shown] img")).to_have_attribute("alt", "Kotak merah")
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\n##Lekat")
    expect(page.locator("[data-number]")).to_have_text("1")
    page.locator("[data-found] summary").click()
    page.locator("[data-fix] button").click()
    expect(page.locator("[data-number]")).to_have_text("0")
    assert area(page).input_value().endswith("## Lekat")
