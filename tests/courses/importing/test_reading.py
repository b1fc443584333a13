"""The door to the importers: hostile and wrong files are refused with a sentence, in time."""

import io
import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from elearning.core.errors import Refused
from elearning.courses.importing import reading
from elearning.courses.importing.formats import quiz_format
from elearning.courses.importing.losses import Loss
from elearning.courses.importing.reading import read_course, read_file, read_quiz
from tests.courses.importing.documents import bullet_slide, png, repacked, slides, word
from tests.courses.importing.test_word import module, questions

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = word(module)


def with_document(xml: str) -> bytes:
    return repacked(DOCUMENT, {"word/document.xml": xml})


def bomb() -> bytes:
    """A zip of 400 KB that unpacks to 400 MB."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for at in range(4):
            package.writestr("word/document.xml" if not at else f"{at}.xml", b"\0" * 100_000_000)
    return stream.getvalue()


def entities() -> bytes:
    lines = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 9))
    return with_document(
        f'<!DOCTYPE d [<!ENTITY e0 "haha">{lines}]><w:document {SPACE}>&e8;</w:document>'
    )


def deep() -> bytes:
    return with_document(
        f"<w:document {SPACE}><w:body>{'<w:p>' * 5000}{'</w:p>' * 5000}</w:body></w:document>"
    )


def wide() -> bytes:
    """A table whose one cell asks for a million columns."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p/></w:tc>'
    row = f"<w:tr>{cell * 50}</w:tr>"
    body = f"<w:p><w:r><w:t>a</w:t></w:r></w:p><w:tbl>{row * 40}</w:tbl>"
    return with_document(f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "a.docx"),
    "text": (lambda: b"hello", "a.docx"),
    "picture": (png, "a.docx"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.docx"),
    "cut": (lambda: DOCUMENT[:4000], "a.docx"),
    "no document": (lambda: repacked(DOCUMENT, {})[:-30], "a.docx"),
    "slides named like a document": (lambda: slides(lambda each: None), "a.docx"),
    "document named like slides": (lambda: DOCUMENT, "a.pptx"),
    "unknown suffix": (lambda: DOCUMENT, "a.odt"),
    "no slides": (lambda: slides(lambda each: None), "a.pptx"),
    "no text": (lambda: word(lambda document: None), "a.docx"),
    "bomb": (bomb, "a.docx"),
    "entities": (entities, "a.docx"),
    "broken XML": (lambda: with_document("<w:document"), "a.docx"),
    "foreign XML": (lambda: with_document("<html/>"), "a.docx"),
    "deep": (deep, "a.docx"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_and_wrong_files_are_refused_with_a_sentence_in_time(name: str) -> None:
    make, filename = REFUSED[name]
    data = make()
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        read_course(data, filename)
    assert str(refused.value).endswith(".")
    assert "%" not in str(refused.value)
    assert time.monotonic() - begun < 6


def test_a_table_that_asks_for_a_million_columns_is_survived() -> None:
    found = read_course(wide(), "a.docx")
    assert len(str(found.files)) < 10_000_000


def test_a_file_of_more_than_100_mb_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.docx"
    with path.open("wb") as file:
        file.truncate(reading.MAX_BYTES + 1)
    with pytest.raises(Refused, match="100 MB"):
        read_file(path)


def test_names_in_the_package_lead_nowhere() -> None:
    data = repacked(
        DOCUMENT, {"../../etc/passwd": "x", "/etc/passwd": "x", "word/../../x.xml": "<a/>"}
    )
    found = read_course(data, "../../jahat.docx")
    assert all("/" not in name and ".." not in name for name in [*found.files, *found.media])


def test_a_linked_picture_is_not_fetched() -> None:
    picture = (
        '<w:p><w:r><w:t>teks</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.'
        'openxmlformats.org/drawingml/2006/wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.'
        'openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic xmlns:pic="http://schemas.'
        'openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip xmlns:r="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships" r:link="rId99"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="file:///etc/hostname" TargetMode="External"/></Relationships>'
    )
    data = repacked(
        with_document(f"<w:document {SPACE}><w:body>{picture}</w:body></w:document>"),
        {"word/_rels/document.xml.rels": relations},
    )
    found = read_course(data, "a.docx")
    assert found.media == {}


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"Apa?\nA. x\nB. y\nANSWER: B\n", "a.txt", "aiken"),
        (b"Apa? {=a ~b}", "a.txt", "gift"),
        (b"1. Apa?\na. x\nb. y\nKunci: A\n", "a.txt", "word"),
        (b"<?xml version='1.0'?><quiz/>", "a.txt", "moodle-xml"),
        (b"apa saja", "a.gift", "gift"),
        ("1. Apa?\n".encode("utf-16"), "a.txt", "word"),
        (DOCUMENT, "a.docx", "word"),
    ],
)
def test_a_file_shows_its_format(data: bytes, name: str, form: str) -> None:
    assert quiz_format(data, name) == form


@pytest.mark.parametrize(("data", "name"), [(b"apa saja", "a.txt"), (b"PK", "a.pptx")])
def test_a_format_that_cannot_be_told_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(Refused):
        quiz_format(data, name)


@pytest.mark.parametrize("form", ["gift", "aiken", "word", "moodle-xml"])
def test_a_file_of_another_format_is_refused(form: str) -> None:
    with pytest.raises(Refused):
        read_quiz(b"\x00\x01\x02", "a.txt", form)


def test_losses_come_back_from_the_process_as_they_were() -> None:
    found = read_quiz(word(questions), "Soal Pretest.docx")
    assert list(found.files) == ["10-soal-pretest.quiz.md"]
    assert all(isinstance(loss, Loss) and str(loss) for loss in found.losses)


def mutated(data: bytes, seed: int) -> bytes:
    """Return a package in one part of which some bytes are other ones."""
    chance = random.Random(seed)
    with ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        name = chance.choice(names)
        content = bytearray(package.read(name))
    for _change in range(chance.randrange(1, 6)):
        at = chance.randrange(len(content))
        piece = chance.choice([b"", b"0", b"<w:p>", b'"', b"/>", b"w:", b"-1", b"x" * 50])
        content[at : at + chance.randrange(1, 30)] = piece
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, bytes(content) if each == name else old.read(each))
    return stream.getvalue()


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_document_gives_files_or_a_sentence(seed: int) -> None:
    presentation = slides(lambda each: bullet_slide(each, "Judul", (0, "isi")))
    for data, name in ((DOCUMENT, "a.docx"), (presentation, "a.pptx")):
        with suppress(Refused):
            assert read_course(mutated(data, seed), name).files
