"""PowerPoint files become lessons by section, with the slides' titles as headings."""

import io
from pathlib import Path
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches

from elearning.core.markdown import Renderer
from elearning.courses.importing.found import Imported
from elearning.courses.importing.office.slides import SLIDES_A_LESSON, read_course
from tests.courses.importing.compiling import checked_course, codes, faults
from tests.courses.importing.documents import add_picture, bullet_slide, slides


def course(write: Any) -> Imported:
    return read_course(slides(write), "paparan")


def briefing(presentation: Any) -> None:
    """A title slide, two sections by layout, bullets, a table, a picture, notes."""
    title = presentation.slides.add_slide(presentation.slide_layouts[0])
    title.shapes.title.text = "Pelayanan Prima"
    title.placeholders[1].text = "BKPSDM 2026"
    for name in ("Asas", "Standar"):
        opening = presentation.slides.add_slide(presentation.slide_layouts[2])
        opening.shapes.title.text = name
        slide = bullet_slide(presentation, f"Isi {name}", (0, "satu"), (1, "rinci *x*"), (0, "dua"))
        slide.notes_slide.notes_text_frame.text = "Ceritakan pengalaman Anda."
    add_picture(slide, "Alur layanan")
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(5), Inches(4), Inches(1)).table
    for at, text in enumerate(("Asas", "Arti", "a|b", "c")):
        table.cell(at // 2, at % 2).text = text


def test_sections_become_lessons_and_titles_headings() -> None:
    files = course(briefing).files
    assert list(files) == ["course.md", "10-asas.md", "20-standar.md"]
    assert "judul: Pelayanan Prima" in files["course.md"]
    assert "BKPSDM 2026" in files["course.md"]
    assert "## Isi Asas\n\n- satu\n    - rinci \\*x\\*\n- dua\n\nCeritakan" in files["10-asas.md"]


def test_tables_pictures_and_notes_are_kept() -> None:
    found = course(briefing)
    text = found.files["20-standar.md"]
    assert f"![Alur layanan](media/{next(iter(found.media))})" in text
    assert "| Asas | Arti |\n| --- | --- |\n| a\\|b | c |" in text
    assert "slide-notes" in codes(found.losses)


def test_it_passes_the_check(tmp_path: Path, renderer: Renderer) -> None:
    assert faults(checked_course(tmp_path, renderer, course(briefing))) == []


def test_named_sections_of_powerpoint_are_lessons() -> None:
    def write(presentation: Any) -> None:
        found = [bullet_slide(presentation, f"Slide {at}", (0, "isi")) for at in range(4)]
        ids = [slide.slide_id for slide in found]
        parts = (("Pembuka", ids[:1]), ("Inti", ids[1:]))
        listed = "".join(
            f'<p14:section name="{name}" id="{{00000000-0000-0000-0000-00000000000{at}}}"><p14:sldIdLst>'
            + "".join(f'<p14:sldId id="{each}"/>' for each in each_ids)
            + "</p14:sldIdLst></p14:section>"
            for at, (name, each_ids) in enumerate(parts)
        )
        space = "http://schemas.microsoft.com/office/powerpoint/2010/main"
        presentation.part._element.append(
            parse_xml(f'<p14:sectionLst xmlns:p14="{space}">{listed}</p14:sectionLst>')
        )

    assert list(course(write).files) == ["course.md", "10-pembuka.md", "20-inti.md"]


def test_without_sections_so_many_slides_are_one_lesson() -> None:
    def write(presentation: Any) -> None:
        for at in range(SLIDES_A_LESSON + 3):
            bullet_slide(presentation, f"Judul {at}", (0, "isi"))

    found = course(write)
    assert list(found.files) == ["course.md", "10-judul-0.md", "20-judul-12.md"]
    assert "title-guessed" in codes(found.losses)


def test_slides_that_go_on_have_one_heading() -> None:
    def write(presentation: Any) -> None:
        bullet_slide(presentation, "Pengantar", (0, "a"))
        bullet_slide(presentation, "Asas", (0, "b"))
        bullet_slide(presentation, "Asas (lanjutan)", (0, "c"))

    assert course(write).files["10-pengantar.md"].count("## Asas") == 1


def test_what_cannot_be_kept_is_told_by_slide() -> None:
    def write(presentation: Any) -> None:
        slide = bullet_slide(presentation, "Bagan", (0, "isi"))
        data = CategoryChartData()
        data.categories = ["a"]
        data.add_series("s", (1,))
        slide.shapes.add_chart(XL_CHART_TYPE.PIE, Inches(1), Inches(1), Inches(2), Inches(2), data)
        hidden = bullet_slide(presentation, "Rahasia", (0, "x"))
        hidden.element.set("show", "0")
        presentation.slides.add_slide(presentation.slide_layouts[6])
        add_picture(presentation.slides.add_slide(presentation.slide_layouts[6]), "Picture 3")

    found = course(write)
    told = {(loss.place.number, loss.code) for loss in found.losses}
    assert told >= {
        *((1, "chart"), (2, "slide-hidden"), (3, "slide-empty")),
        *((4, "slide-untitled"), (4, "picture-undescribed")),
    }
    assert "Rahasia" not in str(found.files)


def test_bold_and_links_are_kept() -> None:
    def write(presentation: Any) -> None:
        slide = bullet_slide(presentation, "Judul", (0, ""))
        frame = slide.placeholders[1].text_frame
        bold = frame.paragraphs[0].add_run()
        bold.text, bold.font.bold = "penting ", True
        link = frame.paragraphs[0].add_run()
        link.text = "laman"
        link.hyperlink.address = "https://contoh.go.id/(a)"

    text = course(write).files["10-judul.md"]
    assert "**penting** [laman](https://contoh.go.id/%28a%29)" in text


def test_groups_text_boxes_and_numbers_are_read_in_their_order() -> None:
    def write(presentation: Any) -> None:
        slide = bullet_slide(presentation, "Judul", (0, ""))
        group = slide.shapes.add_group_shape()
        for at, text in enumerate(("kanan", "kiri")):
            box = group.shapes.add_textbox(Inches(6 - 5 * at), Inches(1), Inches(2), Inches(1))
            box.text_frame.text = text
        box = slide.shapes.add_textbox(Inches(1), Inches(5), Inches(2), Inches(1))
        box.text_frame.text = "satu"
        second = box.text_frame.add_paragraph()
        second.text = "dua"
        for paragraph in box.text_frame.paragraphs:
            spaces = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f"<a:buAutoNum {spaces} type='arabicPeriod'/>")
            )

    assert course(write).files["10-judul.md"].endswith("kiri\n\nkanan\n\n1. satu\n2. dua\n")


def test_merged_cells_unsafe_links_and_broken_pictures_are_told() -> None:
    def write(presentation: Any) -> None:
        slide = bullet_slide(presentation, "Judul", (0, ""))
        table = slide.shapes.add_table(2, 2, Inches(1), Inches(5), Inches(4), Inches(1)).table
        table.cell(0, 0).merge(table.cell(0, 1))
        run = slide.placeholders[1].text_frame.paragraphs[0].add_run()
        run.text, run.font.italic = "klik", True
        run.hyperlink.address = "file:///etc/passwd"
        add_picture(slide, "Alur")
        blip = next(slide.shapes[-1]._element.iter("{*}blip"))
        blip.set(
            "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed", "rId77"
        )

    found = course(write)
    assert "*klik*" in found.files["10-judul.md"]
    assert set(codes(found.losses)) >= {"table-merged", "link", "picture-missing"}


def test_videos_and_smartart_are_told() -> None:
    def write(presentation: Any) -> None:
        slide = bullet_slide(presentation, "Judul", (0, "isi"))
        slide.shapes.add_movie(
            io.BytesIO(b"film"), Inches(1), Inches(1), Inches(1), Inches(1), mime_type="video/mp4"
        )
        slide.shapes._spTree.append(
            parse_xml(
                '<p:graphicFrame xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
                'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvGraphicFramePr>'
                '<p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm/>'
                '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>'
                "</a:graphic></p:graphicFrame>"
            )
        )

    assert set(codes(course(write).losses)) >= {"recording", "drawing"}
