"""A document that is offered runs nothing and fetches nothing when it is opened."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.core.markdown import Renderer
from elearning.courses.media.office import OLD, check_office
from tests.courses.folders import Files, check, codes, lesson
from tests.courses.specimens import MAIN, RELATIONS, TYPES, document, docx

MACRO = "ms-word.document.macroEnabled.main"
FETCHING = ("attachedTemplate", "image", "oleObject", "externalLinkPath", "frame")


@pytest.mark.parametrize("extension", MAIN)
def test_an_ordinary_document_passes(extension: str) -> None:
    assert check_office(document(main=MAIN[extension]), extension) == ""


def test_a_link_to_click_and_a_printers_settings_do_no_harm() -> None:
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": RELATIONS.format("hyperlink"),
        "xl/printerSettings/printerSettings1.bin": b"\0",
    }
    assert check_office(document(parts), "docx") == ""


@pytest.mark.parametrize("kind", FETCHING)
def test_what_is_fetched_on_opening_is_refused(kind: str) -> None:
    parts: dict[str, str | bytes] = {"word/_rels/settings.xml.rels": RELATIONS.format(kind)}
    assert check_office(document(parts), "docx") == "office-outside"


def test_an_outside_target_in_disguise_is_refused() -> None:
    disguised = RELATIONS.format("attachedTemplate").replace("External", "&#69;xternal")
    parts: dict[str, str | bytes] = {"word/_rels/settings.xml.rels": disguised}
    assert check_office(document(parts), "docx") == "office-outside"
    parts = {"word/_rels/settings.xml.rels": disguised.encode("utf-16")}
    assert check_office(document(parts), "docx") == "office-outside"


@pytest.mark.parametrize(
    "name",
    [
        "word/vbaProject.bin",
        "xl/macrosheets/sheet1.xml",
        "word/activeX/activeX1.xml",
        "word/embeddings/oleObject1.bin",
        "customUI/customUI.xml",
    ],
)
def test_a_document_with_a_program_in_it_is_refused(name: str) -> None:
    assert check_office(document({name: b"x"}), "docx") == "office-macros"


def test_a_document_that_allows_macros_is_refused_by_its_type() -> None:
    assert check_office(document(main=MACRO), "docx") == "office-macros"


def test_a_document_behind_a_password_or_of_an_old_format_is_refused() -> None:
    assert check_office(OLD + b"\0" * 500, "docx") == "office-locked"


BROKEN = {
    "another kind": document(main=MAIN["xlsx"]),
    "no types": document()[:200],
    "own types": document({"[Content_Types].xml": f"<!DOCTYPE a>{TYPES.format(MAIN['docx'])}"}),
    "no xml": document({"[Content_Types].xml": "<Types"}),
    "large relations": document({"a.rels": b"<a>" + b" " * 3_000_000}),
    "bomb": document({"word/a.xml": b"\0" * 201_000_000}),
    "many parts": document({f"word/{n}.xml": b"" for n in range(5_001)}),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_damaged_document_is_refused_at_once(data: bytes) -> None:
    begun = time.monotonic()
    assert check_office(data, "docx") == "office-broken"
    assert time.monotonic() - begun < 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 255)), max_size=9))
def test_no_damage_upsets_the_check(damage: list[tuple[int, int]]) -> None:
    content = bytearray(docx())
    for at, value in damage:
        content[at % len(content)] = value
    assert check_office(bytes(content), "docx") in {
        *("", "office-broken", "office-macros", "office-outside", "office-locked")
    }


def test_a_lesson_offers_a_document(tmp_path: Path, renderer: Renderer) -> None:
    files: Files = {
        "10-materi.md": lesson("[Unduh templat](media/templat.docx)"),
        "media/templat.docx": docx(),
    }
    checked = check(tmp_path, renderer, files)
    assert codes(checked) == []
    assert checked.course
    assert checked.course.media[0].mime.endswith("wordprocessingml.document")
    assert "Unduh templat</a>" in str(checked.course.lessons[0].parts)
    assert checked.course.lessons[0].size < 1000


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", document({"word/vbaProject.bin": b"x"}), "office-macros"),
        ("a.docx", OLD + b"\0" * 100, "office-locked"),
        ("a.xlsx", docx(), "office-broken"),
        ("a.docm", docx(), "media-type"),
        ("a.docx", b"<html>", "media-content"),
    ],
)
def test_a_document_that_could_do_harm_stops_publishing(
    tmp_path: Path, renderer: Renderer, name: str, content: bytes, code: str
) -> None:
    files: Files = {"10-materi.md": lesson(f"[Unduh](media/{name})"), f"media/{name}": content}
    assert code in [each.code for each in check(tmp_path, renderer, files).errors]
