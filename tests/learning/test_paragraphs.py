"""A paragraph is known by its words, and found again when they change a little."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.learning.lessons.paragraphs import (
    QUOTE,
    digest_of,
    found_again,
    letters_of,
    paragraphs_in,
    quote_of,
)

LESSON = """
<h2 id="isi-a">Judul</h2>
<p>Teks <strong>tebal</strong> &amp; lain<sup id="isi-f"><a class="footnote-ref" href="#x">1</a></sup>.</p>
<ul><li>satu</li><li>dua<ul><li>dua satu</li></ul></li></ul>
<ol><li><p>nomor</p><p>kedua</p></li></ol>
<div class="admonition contoh"><p class="admonition-title">Contoh</p><p>isi contoh</p></div>
<div class="tablewrap"><table><thead><tr><th>a</th><th>b</th></tr></thead>
<tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>
<ul><li class="task-list-item"><span class="task">☑</span> selesai</li></ul>
<figure><img src="x.svg" alt="alt"><figcaption>Keterangan<br>gambar</figcaption></figure>
<p>…</p>
"""


class Mark(NamedTuple):
    """Something put at a paragraph."""

    digest: str
    quote: str


def quotes(html: str) -> list[str]:
    """Return the beginnings of the paragraphs."""
    return [paragraph.quote for paragraph in paragraphs_in([html])]


def mark_at(html: str) -> Mark:
    """Return a mark at the first paragraph of a text."""
    first = paragraphs_in([html])[0]
    return Mark(first.digest, first.quote)


def test_paragraphs_items_rows_and_captions_are_paragraphs_headings_are_not() -> None:
    assert quotes(LESSON) == [
        "Teks tebal & lain.",
        *("satu", "dua", "dua satu"),
        *("nomor", "kedua"),
        *("Contoh", "isi contoh"),
        *("a b", "1 2"),
        *("selesai", "Keterangan gambar"),
    ]


def test_markup_case_and_punctuation_do_not_make_another_paragraph() -> None:
    plain = paragraphs_in(["<p>Standar Pelayanan, Pasal 20</p>"])
    assert plain[0].digest == paragraphs_in(["<p><b>standar</b> pelayanan pasal 20!</p>"])[0].digest
    assert plain[0].digest != paragraphs_in(["<p>Standar pelayanan Pasal 21</p>"])[0].digest


def test_paragraphs_that_say_the_same_are_told_apart_across_the_parts_of_a_lesson() -> None:
    found = paragraphs_in(["<p>Contoh:</p>", "<p>Contoh</p><p>contoh</p>"])
    first = found[0].digest
    assert [each.digest for each in found] == [first, f"{first}-2", f"{first}-3"]


def test_the_digest_never_changes_for_notes_are_stored_under_it() -> None:
    assert digest_of("tandai") == "ce3f74586191b758"


@given(st.text())
def test_a_quote_is_short_and_has_single_blanks(text: str) -> None:
    quote = quote_of(text)
    assert len(quote) <= QUOTE
    assert quote == " ".join(quote.split())
    assert letters_of(text).startswith(letters_of(quote)) or len(text) > QUOTE


def test_a_long_paragraph_is_quoted_up_to_a_whole_word() -> None:
    assert quote_of("kata " * 60) == ("kata " * 32).strip() + "…"


def test_a_mark_stays_when_its_words_stay() -> None:
    mark = mark_at("<p>Hak warga ada delapan.</p>")
    lesson = paragraphs_in(["<p>Baru.</p><p>Hak <em>warga</em> ada delapan</p>"])
    assert found_again([mark], lesson) == ({mark.digest: mark}, [])


def test_a_mark_goes_to_the_most_similar_paragraph_when_its_words_change() -> None:
    mark = mark_at("<p>Warga berhak atas jawaban dalam tujuh hari kerja.</p>")
    lesson = paragraphs_in(
        [
            "<p>Warga berhak atas salinan dokumen.</p>"
            "<p>Setiap warga berhak atas jawaban dalam lima hari kerja.</p>"
        ]
    )
    placed, changed = found_again([mark], lesson)
    assert (placed, changed) == ({lesson[1].digest: mark}, [])


def test_a_mark_whose_paragraph_is_gone_is_kept_with_its_quote() -> None:
    mark = mark_at("<p>Warga berhak atas jawaban dalam tujuh hari kerja.</p>")
    lesson = paragraphs_in(["<p>Petugas mencatat aduan pada buku besar di loket.</p>"])
    assert found_again([mark], lesson) == ({}, [mark])


def test_a_similar_paragraph_that_holds_a_mark_of_its_own_takes_no_other() -> None:
    own = mark_at("<p>Warga berhak atas jawaban dalam lima hari.</p>")
    other = mark_at("<p>Warga berhak atas jawaban dalam enam hari.</p>")
    lesson = paragraphs_in(["<p>Warga berhak atas jawaban dalam lima hari.</p>"])
    assert found_again([other, own], lesson) == ({own.digest: own}, [other])


@given(st.lists(st.text(min_size=1), max_size=8), st.lists(st.text(min_size=1), max_size=8))
def test_no_mark_is_ever_lost(before: list[str], after: list[str]) -> None:
    old, new = (
        paragraphs_in([f"<p>{letters_of(text)}</p>" for text in texts]) for texts in (before, after)
    )
    marks = [Mark(each.digest, each.quote) for each in old]
    placed, changed = found_again(marks, new)
    assert sorted([*placed.values(), *changed]) == sorted(marks)
    assert placed.keys() <= {each.digest for each in new}


@pytest.mark.parametrize("html", ["", "<p></p>", "<p>…</p>", "<h2>Judul</h2>", "teks lepas"])
def test_what_says_nothing_is_no_paragraph(html: str) -> None:
    assert paragraphs_in([html]) == ()
