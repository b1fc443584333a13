"""Word documents become lessons and quizzes; what no Markdown holds is told."""

import io
from pathlib import Path
from typing import Any

import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor

from elearning.core.markdown import Renderer
from elearning.courses.importing.found import Imported
from elearning.courses.importing.office.word import read_course, read_quiz
from tests.courses.importing.compiling import checked_course, codes, faults
from tests.courses.importing.documents import (
    number_list,
    numbered,
    png,
    repacked,
    with_xml,
    word,
)


def module(document: Any) -> None:
    """A module as trainers write it: title page, chapters, lists, a picture, a table, questions."""
    document.add_paragraph("Modul Pelayanan", style="Title")
    document.add_paragraph("Disusun oleh tim widyaiswara.")
    document.add_heading("BAB I", 1)
    document.add_heading("Pendahuluan", 1)
    paragraph = document.add_paragraph("Ini ")
    paragraph.add_run("penting").bold = True
    paragraph.add_run(", ")
    paragraph.add_run("sekali").italic = True
    paragraph.add_run(". 1 < 2 dan [x] *bintang*.")
    document.add_heading("Asas", 2)
    for text in ("terbuka", "adil"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("rinci", style="List Bullet 2")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Asas", "Arti", "a|b", "c"), strict=True):
        cell.text = text
    document.add_heading("BAB II Penutup", 1)
    document.add_paragraph("Selesai.")


def questions(document: Any) -> None:
    """Two questions with automatic numbers, the right options bold or named."""
    number = number_list(document)
    numbered(document, "Siapa penyelenggara?", number)
    numbered(document, "Warga", number, 1)
    right = numbered(document, "", number, 1)
    right.add_run("Kantor").bold = True
    numbered(document, "Tamu", number, 1)
    numbered(document, "Apa itu maklumat?", number)
    numbered(document, "Janji", number, 1)
    numbered(document, "Lagu", number, 1)
    document.add_paragraph("Kunci: A")
    document.add_paragraph("Pembahasan: lihat PP 96/2012.")


def course(write: Any) -> Imported:
    return read_course(word(write), "berkas")


def test_chapters_become_lessons_and_the_title_page_the_description() -> None:
    files = course(module).files
    assert list(files) == ["course.md", "10-bab-i-pendahuluan.md", "20-bab-ii-penutup.md"]
    assert "judul: Modul Pelayanan\n" in files["course.md"]
    assert "Disusun oleh tim widyaiswara." in files["course.md"]


def test_bold_italic_lists_and_tables_are_kept_and_signs_are_text() -> None:
    text = course(module).files["10-bab-i-pendahuluan.md"]
    assert "Ini **penting**, *sekali*. 1 < 2 dan \\[x] \\*bintang\\*." in text
    assert "## Asas\n\n1. terbuka\n2. adil\n    - rinci\n\n| Asas | Arti |" in text
    assert "| a\\|b | c |" in text


def test_an_imported_course_passes_the_check(tmp_path: Path, renderer: Renderer) -> None:
    def whole(document: Any) -> None:
        module(document)
        document.add_heading("Evaluasi akhir", 2)
        questions(document)

    checked = checked_course(tmp_path, renderer, course(whole))
    assert faults(checked) == []
    assert checked.draft is not None
    assert [item.key for item in checked.draft.items] == [
        *("bab-i-pendahuluan", "bab-ii-penutup", "evaluasi-akhir")
    ]


def test_automatic_numbers_and_bold_options_make_questions() -> None:
    first, second = read_quiz(word(questions)).questions
    assert [(choice.text, choice.mark) for choice in first.choices] == [
        *(("Warga", ""), ("Kantor", "x"), ("Tamu", ""))
    ]
    assert [choice.mark for choice in second.choices] == ["x", ""]
    assert second.explanation == "lihat PP 96/2012."


def test_each_list_counts_by_itself() -> None:
    def write(document: Any) -> None:
        for _list in range(2):
            number = number_list(document)
            for text in ("Satu?", "Dua?"):
                numbered(document, text, number)
                for option in ("ya", "tidak", "mungkin"):
                    numbered(document, option, number, 1)
                document.add_paragraph("Kunci: C")

    assert [len(found.choices) for found in read_quiz(word(write)).questions] == [3, 3, 3, 3]


@pytest.mark.parametrize("way", ["bold", "highlight", "red", "underline"])
def test_the_right_option_may_stand_out_in_several_ways(way: str) -> None:
    def write(document: Any) -> None:
        document.add_paragraph("1. Apa?")
        document.add_paragraph("a. salah")
        run = document.add_paragraph("b. ").add_run("benar")
        if way == "bold":
            run.bold = True
        elif way == "highlight":
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        elif way == "red":
            run.font.color.rgb = RGBColor(0xFF, 0, 0)
        else:
            run.underline = True

    parsed = read_quiz(word(write))
    (found,) = parsed.questions
    assert [(choice.text, choice.mark) for choice in found.choices] == [
        ("salah", ""),
        ("benar", "x"),
    ]
    assert codes(parsed.losses) == ["key-from-style"]


def test_options_may_stand_in_one_paragraph() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("1. Apa?\na. satu\nb. dua\nKunci: A")
        document.add_paragraph("2. Siapa?")
        document.add_paragraph("a. satu\tb. dua\tc. tiga")
        document.add_paragraph("Jawaban: C")

    marks = [
        [choice.mark for choice in found.choices] for found in read_quiz(word(write)).questions
    ]
    assert marks == [["x", ""], ["", "", "x"]]


def test_keys_may_stand_in_a_table_at_the_end() -> None:
    def write(document: Any) -> None:
        for number in ("1", "2"):
            document.add_paragraph(f"{number}. Apa?")
            for option in ("a. satu", "b. dua"):
                document.add_paragraph(option)
        table = document.add_table(rows=3, cols=2)
        for cell, text in zip(table._cells, ("No", "Kunci", "1", "B", "2", "A"), strict=True):
            cell.text = text

    marks = [
        [choice.mark for choice in found.choices] for found in read_quiz(word(write)).questions
    ]
    assert marks == [["", "x"], ["x", ""]]


def test_questions_leave_the_lesson_for_a_quiz_but_lists_stay() -> None:
    def write(document: Any) -> None:
        document.add_heading("Materi", 1)
        document.add_paragraph("1. Asas:")
        document.add_paragraph("a. terbuka")
        document.add_paragraph("b. adil")
        document.add_heading("Latihan", 2)
        questions(document)
        document.add_heading("Lain", 1)
        document.add_paragraph("Isi.")

    files = course(write).files
    assert list(files) == ["course.md", "10-materi.md", "20-latihan.quiz.md", "30-lain.md"]
    assert "terbuka" in files["10-materi.md"]
    assert "Latihan" not in files["10-materi.md"]
    assert "jenis: latihan" in files["20-latihan.quiz.md"]


def test_pictures_are_kept_with_their_description_and_caption() -> None:
    def write(document: Any) -> None:
        document.add_heading("Gambar", 1)
        for at, description in enumerate(("Alur dari loket ke warga", "image1.png", "")):
            shape = document.add_paragraph().add_run().add_picture(io.BytesIO(png(8 + at, 6)))
            shape._inline.docPr.set("descr", description)
            if not at:
                document.add_paragraph("Gambar 1. Alur", style="Caption")

    found = course(write)
    text = found.files["10-gambar.md"]
    names = list(found.media)
    assert f'![Alur dari loket ke warga](media/{names[0]} "Gambar 1. Alur")' in text
    assert text.count("![](media/") == 2
    assert codes(found.losses).count("picture-undescribed") == 2


def test_a_description_by_a_machine_is_kept_and_told() -> None:
    def write(document: Any) -> None:
        shape = document.add_paragraph().add_run().add_picture(io.BytesIO(png()))
        said = "A red box\n\nDescription automatically generated with medium confidence"
        shape._inline.docPr.set("descr", said)

    found = course(write)
    assert "![A red box](media/" in found.files["10-berkas.md"]
    assert "picture-described-by-machine" in codes(found.losses)


def test_what_cannot_be_kept_is_told() -> None:
    def write(document: Any) -> None:
        document.add_heading("Materi", 1)
        paragraph = document.add_paragraph("Luas ")
        with_xml(paragraph, "<m:oMath {ns}><m:r><m:t>a=πr</m:t></m:r></m:oMath>")
        box = (
            "<w:r {ns}><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Kotak</w:t></w:r>"
            "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        with_xml(document.add_paragraph("Sebelum "), box)
        chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
        drawing = (
            "<w:r {ns}><w:drawing><wp:inline><a:graphic><a:graphicData uri='%s'/></a:graphic>"
            "</wp:inline></w:drawing></w:r>"
        )
        with_xml(document.add_paragraph("Bagan"), drawing % chart)
        with_xml(
            document.add_paragraph("Baru "), "<w:ins {ns}><w:r><w:t>disisipkan</w:t></w:r></w:ins>"
        )
        document.sections[0].header.paragraphs[0].text = "Pusat Pelatihan"
        document.add_comment(document.paragraphs[1].runs[0], "cek lagi", "Budi")

    found = course(write)
    text = found.files["10-materi.md"]
    assert "Luas a=πr" in text
    assert "Kotak" in text
    assert "Baru disisipkan" in text
    assert set(codes(found.losses)) >= {
        *("formula", "text-box", "chart", "inserted", "header", "comment")
    }


def test_links_and_footnotes_are_kept() -> None:
    body = (
        '<w:p><w:r><w:t>Dasar hukum</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK '
        '"https://contoh.go.id/a b"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>laman</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r><w:t>UU 25/2009.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    data = repacked(
        word(lambda document: document.add_heading("Dasar", 1)),
        {
            "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>",
            "word/footnotes.xml": notes,
        },
    )
    text = read_course(data, "berkas").files["10-berkas.md"]
    assert "Dasar hukum[^2]" in text
    assert "[^2]: UU 25/2009." in text
    assert "[laman](https://contoh.go.id/a%20b)" in text


def test_without_heading_styles_chapters_and_bold_lines_are_guessed() -> None:
    def write(document: Any) -> None:
        for title in ("BAB I PENDAHULUAN", "BAB II ISI"):
            document.add_paragraph(title)
            document.add_paragraph().add_run("Latar belakang").bold = True
            document.add_paragraph("Isinya begini.")

    found = course(write)
    assert list(found.files)[1:] == ["10-bab-i-pendahuluan.md", "20-bab-ii-isi.md"]
    assert "## Latar belakang\n\nIsinya" in found.files["10-bab-i-pendahuluan.md"]
    assert codes(found.losses).count("headings-guessed") == 4


def test_a_document_without_any_heading_is_one_lesson() -> None:
    found = course(lambda document: document.add_paragraph("Hanya teks."))
    assert list(found.files) == ["course.md", "10-berkas.md"]
    assert set(codes(found.losses)) == {"no-headings", "title-guessed"}


def test_a_lone_first_heading_is_the_title() -> None:
    def write(document: Any) -> None:
        document.add_heading("Etika ASN", 1)
        for title in ("Nilai", "Perilaku"):
            document.add_heading(title, 2)
            document.add_paragraph("Isi.")
            document.add_heading("Rinci", 3)
            document.add_paragraph("Isi.")

    files = course(write).files
    assert list(files) == ["course.md", "10-nilai.md", "20-perilaku.md"]
    assert "## Rinci" in files["10-nilai.md"]


def test_merged_cells_are_parted_and_told() -> None:
    def write(document: Any) -> None:
        table = document.add_table(rows=2, cols=3)
        for at, cell in enumerate(table._cells):
            cell.text = str(at)
        table.cell(0, 0).merge(table.cell(0, 1))

    found = course(write)
    assert "table-merged" in codes(found.losses)
    rows = [line for line in found.files["10-berkas.md"].split("\n") if line.startswith("|")]
    assert {line.count("|") for line in rows} == {4}
