"""What of a Word document's structure becomes a lesson, a list, a pool, a key."""

from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from elearning.courses.importing.office.word import read_quiz
from tests.courses.importing.compiling import codes
from tests.courses.importing.documents import number_list, numbered, word
from tests.courses.importing.test_word import course, questions


def test_lists_with_options_but_no_key_stay_lists_and_are_told_when_they_ask() -> None:
    def write(document: Any) -> None:
        document.add_heading("Asas", 1)
        for text in ("1. Apa saja asas itu?", "a. terbuka", "b. adil"):
            document.add_paragraph(text)

    found = course(write)
    assert list(found.files) == ["course.md", "10-asas.md"]
    assert "question-maybe" in codes(found.losses)


def test_lettered_lists_keep_their_letters() -> None:
    def write(document: Any) -> None:
        number = number_list(document, (("lowerLetter", "%1."),))
        for text in ("terbuka", "adil"):
            numbered(document, text, number)

    found = course(write)
    assert found.files["10-berkas.md"].endswith("- a. terbuka\n- b. adil\n")
    assert "numbering" in codes(found.losses)


def test_a_table_of_contents_is_left_out_and_an_empty_chapter_told() -> None:
    def write(document: Any) -> None:
        style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Satu .... 3", style=style)
        document.add_heading("Satu", 1)
        document.add_paragraph("Isi.")
        document.add_heading("Kosong", 1)

    found = course(write)
    assert list(found.files) == ["course.md", "10-satu.md"]
    assert ".... 3" not in str(found.files)
    assert set(codes(found.losses)) >= {"contents", "lesson-empty"}


def test_a_style_with_an_outline_level_is_a_heading() -> None:
    def write(document: Any) -> None:
        style = document.styles.add_style("Bab saya", WD_STYLE_TYPE.PARAGRAPH)
        style.element.get_or_add_pPr().append(
            parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>')
        )
        for title in ("Satu", "Dua"):
            document.add_paragraph(title, style=style)
            document.add_paragraph("Isi.")

    assert list(course(write).files)[1:] == ["10-satu.md", "20-dua.md"]


def test_a_box_of_one_cell_is_a_note_and_a_quote_a_quote() -> None:
    def write(document: Any) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "Ingat ini."
        document.add_paragraph("Kata bijak.", style="Quote")

    text = course(write).files["10-berkas.md"]
    assert '!!! catatan ""\n    Ingat ini.\n\n> Kata bijak.' in text


def test_headings_are_pools_of_a_quiz_and_footnotes_of_questions_are_told() -> None:
    def write(document: Any) -> None:
        document.add_heading("Dasar", 1)
        questions(document)
        document.add_heading("Lanjut", 1)
        for text in ("1. Apa?", "a. x", "b. y", "Kunci: A"):
            document.add_paragraph(text)

    assert [group.title for group in read_quiz(word(write)).groups] == ["Dasar", "Lanjut"]


@pytest.mark.parametrize("level", [1, 2])
def test_a_chapter_of_keys_belongs_to_the_questions_above_it(level: int) -> None:
    def write(document: Any) -> None:
        document.add_heading("Awal", 1)
        document.add_paragraph("Isi.")
        document.add_heading("Bab", 1)
        document.add_paragraph("Isi.")
        document.add_heading("Soal", 2)
        for text in ("1. Apa?", "a. x", "b. y"):
            document.add_paragraph(text)
        document.add_heading("Kunci Jawaban", level)
        document.add_paragraph("1. B")

    found = course(write)
    assert "- [x] y" in found.files["30-soal.quiz.md"]
    assert "Kunci" not in found.files["20-bab.md"]
