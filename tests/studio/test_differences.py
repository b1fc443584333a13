"""Two texts side by side: words that went and came, pages block by block."""

from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.core.trusted import trusted
from elearning.learning.lessons.paragraphs import digest_of, letters_of, quote_of
from elearning.studio.pages.blocks import (
    Block,
    page_difference,
    readdressed,
    split,
    text_of,
    without_ids,
)
from elearning.studio.pages.differences import (
    ADDED,
    CHANGED,
    PATIENCE,
    REMOVED,
    SAME,
    Piece,
    Stretch,
    text_difference,
)

PARAGRAPHS = st.lists(st.sampled_from(["satu dua tiga", "empat lima", "", "enam", "satu dua"]))


def kinds(stretches: list[Stretch]) -> list[str]:
    return [each.kind for each in stretches]


def block(html: str) -> Block:
    """Return a block of a page."""
    letters = letters_of(text_of(html))
    return Block(digest_of(letters), quote_of(text_of(html)), letters, trusted(html))


def test_an_unchanged_text_has_no_difference() -> None:
    assert kinds(text_difference("satu\n\ndua", "satu\n\ndua")) == [SAME]


def test_inside_a_changed_paragraph_words_are_marked() -> None:
    (changed,) = text_difference("Surat dinas ditulis singkat.", "Surat dinas ditulis jelas.")
    assert changed.pieces == (
        Piece(SAME, "Surat dinas ditulis"),
        Piece(REMOVED, " singkat."),
        Piece(ADDED, " jelas."),
    )


def test_a_line_that_is_broken_elsewhere_is_no_difference_of_words() -> None:
    before = "Surat dinas ditulis\nsingkat dan jelas."
    (changed,) = text_difference(before, "Surat dinas ditulis singkat\ndan jelas.")
    assert {piece.kind for piece in changed.pieces} == {SAME}


def test_another_paragraph_is_one_removed_and_one_added() -> None:
    found = text_difference("Awal.\n\nSurat dinas.", "Awal.\n\nMemo internal kantor.")
    assert kinds(found) == [SAME, REMOVED, ADDED]


def test_a_new_paragraph_beside_a_changed_one_is_told_apart() -> None:
    found = text_difference(
        "Surat dinas ditulis singkat dan jelas.",
        "Surat dinas ditulis singkat dan lugas.\n\nParagraf ini baru sama sekali.",
    )
    assert kinds(found) == [CHANGED, ADDED]


def test_what_lies_far_from_a_change_is_folded() -> None:
    lines = [f"baris {n}" for n in range(30)]
    found = text_difference("\n".join(lines), "\n".join([*lines, "baru"]))
    assert [(each.kind, each.folded, each.lines) for each in found] == [
        (SAME, True, 28),
        (SAME, False, 2),
        (ADDED, False, 1),
    ]


@given(PARAGRAPHS, PARAGRAPHS)
def test_both_texts_can_be_read_off_the_difference(old: list[str], new: list[str]) -> None:
    found = text_difference("\n".join(old), "\n".join(new))
    pieces = [piece for each in found for piece in each.pieces]
    before = " ".join(piece.text for piece in pieces if piece.kind != ADDED)
    after = " ".join(piece.text for piece in pieces if piece.kind != REMOVED)
    assert before.split() == " ".join(old).split()
    assert after.split() == " ".join(new).split()


@pytest.mark.parametrize(
    "pair", [("a b " * 60_000, "b c " * 60_000), ("\n" * 99_000, "x\n" * 99_000)]
)
def test_no_text_is_compared_for_longer_than_patience(pair: tuple[str, str]) -> None:
    began = monotonic()
    text_difference(*pair)
    assert monotonic() - began < PATIENCE + 2


def test_a_page_is_cut_between_its_outermost_elements() -> None:
    html = '<p>Satu</p>\n<ul><li><p>a</p></li></ul><figure><img src="/x" alt="a > b"></figure><hr>'
    assert list(split(html)) == [
        "<p>Satu</p>",
        "<ul><li><p>a</p></li></ul>",
        '<figure><img src="/x" alt="a > b"></figure>',
        "<hr>",
    ]


def test_alike_blocks_are_one_that_changed_and_others_went_or_came() -> None:
    before = tuple(map(block, ["<p>Satu dua tiga</p>", "<p>Tetap</p>", "<p>Lama sekali</p>"]))
    after = tuple(map(block, ["<p>Satu dua empat</p>", "<p>Tetap</p>", "<p>Benar baru</p>"]))
    rows = page_difference(before, after)
    assert [row.kind for row in rows] == [CHANGED, SAME, REMOVED, ADDED]
    assert rows[0].before == before[0]
    assert rows[0].after == after[0]


def test_addresses_change_inside_tags_only() -> None:
    html = '<p>src="/pelatihan/a/b" <img src="/pelatihan/a/media/x.png"> <a href="/pelatihan/b/c">'
    assert readdressed(html, "a", "/tinjauan/t/") == (
        '<p>src="/pelatihan/a/b" <img src="/tinjauan/t/media/x.png"> <a href="/pelatihan/b/c">'
    )


def test_what_stands_beside_its_like_has_no_id_and_another_name() -> None:
    html = '<div class="x" id="isi-a" aria-label="Tabel 1">id="isi-b"</div>'
    assert without_ids(html, "Sebelumnya: ") == (
        '<div class="x" aria-label="Sebelumnya: Tabel 1">id="isi-b"</div>'
    )
