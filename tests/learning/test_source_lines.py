"""A reader's quote leads to the line of the author's Markdown, whatever the markup."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.core.markdown import Asset, kept_renderer
from elearning.learning.lessons.paragraphs import paragraphs_in
from elearning.learning.lessons.source_lines import line_of
from tests.stage import FOLDER

SOURCE = """---
judul: Hak warga
ringkasan: Warga berhak atas layanan.
---

Warga **berhak** atas [layanan](https://contoh.go.id/layanan "Judul") yang `baik`[^a] & adil.

- butir *satu*
- [x] butir dua
    - butir di dalam

1. langkah pertama

    lanjutan langkah

!!! contoh "Judul contoh"
    Isi contoh.

??? tips "Rincian"
    Isi rincian.

| Tahap | Waktu |
|---|---|
| Mengajukan | 2 hari |

Istilah
:   Arti istilah

> Kutipan dari
> dua baris

![gambar](media/alur.svg "Keterangan alur")

Paragraf &amp; <em>HTML</em> {kurung}.

[^a]: Isi catatan kaki.
"""


def rendered_quotes() -> dict[str, int | None]:
    """Return the line found for every paragraph of the rendered text."""
    with kept_renderer() as renderer:
        body = SOURCE.partition("---\n\n")[2]
        html = renderer.render(body, media={"alur.svg": Asset("/alur.svg", "image/svg+xml", 1, 1)})
    return {each.quote: line_of(SOURCE, each.quote) for each in paragraphs_in([html])}


def test_every_paragraph_of_a_lesson_leads_to_its_line() -> None:
    lines = [line.strip() for line in SOURCE.splitlines()]
    expected = {
        "Warga berhak atas layanan yang baik & adil.": "Warga **berhak** atas",
        "butir satu": "- butir *satu*",
        "butir dua": "- [x] butir dua",
        "butir di dalam": "- butir di dalam",
        "langkah pertama": "1. langkah pertama",
        "lanjutan langkah": "lanjutan langkah",
        "Judul contoh": "!!! contoh",
        "Isi contoh.": "Isi contoh.",
        "Rincian": "??? tips",
        "Isi rincian.": "Isi rincian.",
        "Tahap Waktu": "| Tahap",
        "Mengajukan 2 hari": "| Mengajukan",
        "Istilah": "Istilah",
        "Arti istilah": ":   Arti",
        "Kutipan dari dua baris": "> Kutipan dari",
        "Keterangan alur": "![gambar]",
        "Paragraf & HTML {kurung}.": "Paragraf &amp;",
        "Isi catatan kaki.": "[^a]: Isi",
    }
    found = rendered_quotes()
    assert found.keys() == expected.keys()
    begun = {quote: lines[line - 1] if line else "" for quote, line in found.items()}
    assert {q for q, start in expected.items() if not begun[q].startswith(start)} == set()


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("[1-7]0-*.md")))
def test_the_lines_of_a_real_lesson_are_found(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    plain = [line for line in text.split("---\n", 2)[2].splitlines() if line[:1].isalpha()]
    lines = text.splitlines()
    assert plain
    assert [line_of(text, each[:150]) for each in plain] == [lines.index(e) + 1 for e in plain]


def test_a_reworded_line_is_found_by_its_likeness() -> None:
    text = "# Judul\n\nSatu hal lain.\n\nSetiap warga berhak atas jawaban dalam lima hari kerja."
    assert line_of(text, "Warga berhak mendapat jawaban dalam tujuh hari kerja") == 5


@pytest.mark.parametrize("quote", ["", "…", "kalimat yang tidak ada di mana pun"])
def test_what_is_not_there_has_no_line(quote: str) -> None:
    assert line_of(SOURCE, quote) is None


@pytest.mark.parametrize("piece", ["![](", "[^", "](", "<a ", "{: ", "!!! ", "1. "])
def test_a_text_made_to_tire_the_search_is_searched_within_seconds(piece: str) -> None:
    text = "\n".join([piece * 250] * 1000)
    began = perf_counter()
    assert line_of(text, "kalimat yang tidak ada di mana pun") is None
    assert perf_counter() - began < 3


@given(st.text(max_size=400), st.text(max_size=200))
def test_any_text_has_a_line_within_it_or_none(text: str, quote: str) -> None:
    line = line_of(text, quote)
    assert line is None or 1 <= line <= len(text.splitlines())
