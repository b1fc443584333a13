"""What a slip of layout would hide or show as typed is said, and what is right is left alone."""

from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from tests.courses.folders import Files, check, codes, lesson, quiz

OTHER = lesson("## Alur layanan\n\nIsi.")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Kalimat.\n| a | b |\n|---|---|\n| 1 | 2 |", "table-glued", 5),
        ("- butir\n  | a | b |\n  |---|---|\n  | 1 | 2 |", "table-glued", 5),
        ("!!! tips Ingat ini\n    Isi", "box-title", 4),
        ("??? catatan Rahasia\n    Isi", "box-title", 4),
        ("!!! tips\nIsi", "box-outside", 4),
        ("!!! tips\n  Isi", "box-outside", 4),
        ("!!! tips\n\nIsi", "box-outside", 4),
        ("!!! tips", "box-outside", 4),
        ("Lihat [ini] (30-lain.md).", "marks-left", 4),
        ("Lihat ![ini] (media/a.svg).", "marks-left", 4),
        ("Catatan[^1] tanpa teks.", "marks-left", 4),
        ("Isi **tebal.", "marks-left", 4),
        ("Isi ~~coret~~ sudah.", "marks-foreign", 4),
        ("Isi ==sorot== sudah.", "marks-foreign", 4),
        ("[x](30-lain.md#tidak-ada)", "dead-heading", 4),
        ("Satu\n\n[x](10-materi.md#tidak-ada)", "dead-heading", 6),
    ],
)
def test_a_slip_is_noted_at_its_line(
    tmp_path: Path, renderer: Renderer, text: str, code: str, line: int
) -> None:
    files: Files = {"10-materi.md": lesson(text), "30-lain.md": OTHER}
    found = check(tmp_path, renderer, files).diagnostics
    assert (code, line) in [(each.code, each.line) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "Kalimat.\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "## Judul\n| a | b |\n|---|---|\n| 1 | 2 |",
        "!!! tips\n    Isi",
        "!!! tips\n\n    Isi",
        '!!! tips "Ingat"\n    Isi',
        '??? contoh "Ingat"\n    - satu\n      - dua',
        "!!! tips\n\tIsi",
        "```\n!!! tips\n| a |\n**tebal [x] (30-lain.md) [^1]\n```",
        "Kode `[x] (30-lain.md)`, `**a` dan `[^1]`.",
        "Kata[^1].\n\n[^1]: Teks.",
        "Kata [dalam kurung] (dan lainnya), 2 * 3 * 4.",
        "[x](30-lain.md#alur-layanan) [y](30-lain.md) [z](#judul)\n\n## Judul",
        "Istilah\n:   Arti\n\n*[PNS]: Pegawai\n\nPNS\n\n- [ ] satu\n- [x] dua",
        "- satu\n  - dua\n    - tiga\n1. a\n   1. b",
        "Halo!!! Apa kabar???",
    ],
)
def test_what_is_laid_out_well_is_left_alone(tmp_path: Path, renderer: Renderer, text: str) -> None:
    files: Files = {"10-materi.md": lesson(text), "30-lain.md": OTHER}
    assert codes(check(tmp_path, renderer, files)) == []


def test_a_quizs_feedback_may_lead_to_a_heading_of_a_lesson(
    tmp_path: Path, renderer: Renderer
) -> None:
    def text(anchor: str) -> str:
        return quiz(f"### S?\n\n- [x] Ya\n  > Lihat [x](30-lain.md#{anchor}).\n- [ ] Bukan")

    good: Files = {"20-kuis.quiz.md": text("alur-layanan"), "30-lain.md": OTHER}
    assert codes(check(tmp_path, renderer, good)) == []
    bad: Files = {"20-kuis.quiz.md": text("zzz"), "30-lain.md": OTHER}
    assert codes(check(tmp_path, renderer, bad)) == ["dead-heading"]


@pytest.mark.parametrize(("claimed", "noted"), [(1, False), (6, False), (7, True), (90, True)])
def test_minutes_far_from_the_estimate_are_noted(
    tmp_path: Path, renderer: Renderer, claimed: int, noted: bool
) -> None:
    files: Files = {"10-materi.md": lesson("Isi", f"menit: {claimed}\n")}
    assert ("minutes-off" in codes(check(tmp_path, renderer, files))) == noted


def test_a_known_key_in_another_language_is_understood_and_noted(
    tmp_path: Path, renderer: Renderer
) -> None:
    checked = check(tmp_path, renderer, {"10-materi.md": "---\ntitle: Satu\n---\nIsi\n"})
    assert codes(checked) == ["front-older"]
    assert checked.course
    assert checked.course.items[0].title == "Satu"


def test_letters_in_two_pieces_are_read_whole_and_noted_once(
    tmp_path: Path, renderer: Renderer
) -> None:
    text = lesson("Kafe\u0301\n\ncafe\u0301")
    checked = check(tmp_path, renderer, {"10-materi.md": text})
    assert codes(checked) == ["letters-apart"]
    assert "Kaf\u00e9" in checked.source.texts["10-materi.md"]


@pytest.mark.parametrize("key", ["jenis: zzz", "umpan_balik: zzz"])
def test_a_choice_is_offered_in_the_words_of_the_format(
    tmp_path: Path, renderer: Renderer, key: str
) -> None:
    text = quiz("### S?\n\n- [x] Ya\n- [ ] Bukan", f"{key}\n")
    (found,) = check(tmp_path, renderer, {"20-kuis.quiz.md": text}).errors
    assert "immediate" not in found.remedy
    assert "langsung" in found.remedy or "latihan, kuis" in found.remedy
