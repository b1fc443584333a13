"""PowerPoint files: one lesson a section, one heading a slide, the notes as text."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pptx import Presentation

from elearning.courses.importing.course_text import Lesson, course_files
from elearning.courses.importing.escaping import escaped
from elearning.courses.importing.found import Imported
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.office.packages import opened
from elearning.courses.importing.office.slide_shapes import ShapeReader
from elearning.courses.importing.pictures import Pictures
from elearning.courses.importing.refusing import ImportRefused

MAIN = "ppt/presentation.xml"
#: Slides of one lesson where the file has no sections.
SLIDES_A_LESSON = 12
MAX_SLIDES = 1_000
_SECTION_LAYOUTS = re.compile(r"section header|judul bagian|header bagian", re.IGNORECASE)
_P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


class Slide(NamedTuple):
    """A slide: its number, title, Markdown, and whether it only opens a section."""

    number: int
    identity: int
    title: str
    text: str
    opens: bool


class Part(NamedTuple):
    """Slides that become one lesson."""

    title: str
    slides: list[Slide]


def read_course(data: bytes, name: str) -> Imported:
    """Read a .pptx as a course; `name` is its file's, without suffix."""
    opened(data, MAIN, "not-slides")
    losses = Losses()
    pictures = Pictures(losses)
    presentation = Presentation(io.BytesIO(data))
    slides = list(_slides(presentation, ShapeReader(losses, pictures), losses))
    if not any(slide.text or slide.title for slide in slides):
        raise ImportRefused("no-text")
    title, description, slides = _front(slides, presentation, name, losses)
    parts = [part for part in _parts(slides, _sections(presentation), title) if part.slides]
    lessons = [Lesson(part.title, _text(part)) for part in parts]
    kept = [lesson for lesson in lessons if lesson.text.strip()]
    return Imported(course_files(title, description, kept), pictures.media, losses.all())


def _slides(presentation: Any, reader: ShapeReader, losses: Losses) -> Iterator[Slide]:
    """Read the slides that are shown."""
    for number, slide in enumerate(presentation.slides, start=1):
        place = Place("slide", number)
        if number > MAX_SLIDES:
            raise ImportRefused("swells")
        if slide.element.get("show") == "0":
            losses.add("slide-hidden", place)
            continue
        title = reader.title(slide, place)
        text = "\n\n".join([*reader.blocks(slide, place), *reader.notes(slide, place)])
        if slide.element.find(f"{_P}timing") is not None:
            losses.add("animation", Place())
        if not (title or text):
            losses.add("slide-empty", place)
            continue
        if not title:
            losses.add("slide-untitled", place, text)
        opens = bool(title) and _SECTION_LAYOUTS.search(slide.slide_layout.name or "") is not None
        yield Slide(number, slide.slide_id, title, text, opens)


def _front(
    slides: list[Slide], presentation: Any, name: str, losses: Losses
) -> tuple[str, str, list[Slide]]:
    """Return the course's title, what the title slide says below it, and the other slides."""
    first = slides[0]
    layout = presentation.slides[first.number - 1].slide_layout
    is_title = first.title and layout == presentation.slide_layouts[0] and len(slides) > 1
    if is_title:
        return first.title, first.text, slides[1:]
    title = " ".join((presentation.core_properties.title or "").split())
    if not title or title.lower() in {"powerpoint presentation", "presentasi powerpoint"}:
        title = name
        losses.add("title-guessed", Place(), title=title)
    return title, "", slides


def _sections(presentation: Any) -> dict[int, str]:
    """Return the name of the section that begins with a slide, by the slide's id."""
    starts = {}
    for section in presentation.part._element.iter(f"{_P14}section"):
        first = next(section.iter(f"{_P14}sldId"), None)
        written = "" if first is None else first.get("id", "")
        if written.isascii() and written.isdigit():
            starts[int(written)] = " ".join(section.get("name", "").split())
    return starts


def _parts(slides: Sequence[Slide], sections: dict[int, str], title: str) -> list[Part]:
    """Part the slides by sections, else by slides that open one, else by number."""
    by_section = len(sections) > 1
    by_layout = not by_section and any(slide.opens for slide in slides)
    parts = [Part(_named(slides, sections, title, by_section=by_section), [])]
    for slide in slides:
        begins = slide.identity in sections if by_section else slide.opens
        full = not (by_section or by_layout) and len(parts[-1].slides) >= SLIDES_A_LESSON
        if (begins or (full and slide.title)) and parts[-1].slides:
            parts.append(
                Part(sections.get(slide.identity) or slide.title if by_section else slide.title, [])
            )
        elif begins and not parts[-1].slides:
            parts[-1] = Part(sections.get(slide.identity, "") or slide.title, [])
        parts[-1].slides.append(slide)
    return parts


def _named(
    slides: Sequence[Slide], sections: dict[int, str], title: str, *, by_section: bool
) -> str:
    """Return the first lesson's title."""
    first = next((slide for slide in slides if slide.title), None)
    named = sections.get(slides[0].identity, "") if by_section and slides else ""
    return named or (first.title if first else title)


def _text(part: Part) -> str:
    """Return a lesson: a heading for each slide, but once for slides that go on."""
    pieces: list[str] = []
    before = ""
    for at, slide in enumerate(part.slides):
        title = _without_part(slide.title)
        repeats = title == before or (not at and title == part.title)
        if title and not repeats:
            pieces.append(f"## {escaped(title)}")
        before = title or before
        pieces.append(slide.text)
    return "\n\n".join(_without_empty([piece for piece in pieces if piece]))


def _without_part(title: str) -> str:
    """Return a title without `(lanjutan)`, `(2/3)` and their like."""
    return re.sub(
        r"\s*\((lanjutan|lanj\.?|cont\.?|continued|\d+(/\d+)?)\)$", "", title, flags=re.IGNORECASE
    )


def _without_empty(pieces: Iterable[str]) -> Iterator[str]:
    """Leave out headings below which nothing stands."""
    waiting = ""
    for piece in pieces:
        if waiting and not piece.startswith("## "):
            yield waiting
        waiting = piece if piece.startswith("## ") else ""
        if not waiting:
            yield piece
    if waiting:
        yield waiting
