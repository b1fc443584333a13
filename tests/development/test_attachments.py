"""A certificate is judged by its content: pictures are encoded anew, a PDF may only show something."""

import io
import zlib

import pytest
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from elearning.core.application import Application
from elearning.core.errors import Refused
from elearning.development.attachments import JPEG, LARGEST, PDF, examined
from tests.development.papers import make_pdf, make_picture, written
from tests.factories import work


@pytest.fixture(autouse=True)
def _words(app: Application) -> object:
    with work(app):
        yield


def refusal(content: bytes) -> str:
    """Return why a file is refused."""
    with pytest.raises(Refused) as refused:
        examined(content)
    return str(refused.value)


def test_a_pdf_stays_as_it_is_and_is_drawn() -> None:
    content = written(make_pdf())
    kept = examined(content)
    assert (kept.content, kept.type) == (content, PDF)
    with Image.open(io.BytesIO(kept.preview)) as preview:
        assert preview.format == "PNG"
        assert preview.width > preview.height


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_encoded_anew_without_what_a_camera_writes(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "rahasia"
    kept = examined(make_picture(kind, exif=exif))
    assert kept.type == JPEG
    assert b"rahasia" not in kept.content
    assert kept.preview == kept.content


def test_what_follows_a_picture_is_dropped() -> None:
    assert b"<script>" not in examined(make_picture() + b"<script>alert(1)</script>").content


def test_a_transparent_picture_stands_on_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(buffer, "PNG")
    with Image.open(io.BytesIO(examined(buffer.getvalue()).content)) as kept:
        assert kept.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("content", [b"", b"<html>%PD</html>", b"PK\x03\x04", b"GIF89a"])
def test_another_kind_is_refused_whatever_its_name(content: bytes) -> None:
    assert "bukan PDF, JPG, atau PNG" in refusal(content)


def test_more_than_two_megabytes_are_refused() -> None:
    assert "2 MB" in refusal(b"%PDF-1.7" + b"0" * LARGEST)


def test_a_damaged_picture_is_refused() -> None:
    assert "rusak" in refusal(make_picture()[:40])


def test_a_damaged_pdf_is_refused() -> None:
    assert "rusak" in refusal(b"%PDF-1.7\nnothing of the kind")


def test_a_picture_that_claims_to_be_huge_is_refused() -> None:
    header = b"\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00"
    chunk = b"IHDR" + header
    bomb = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    assert "piksel" in refusal(bomb + make_picture()[33:])


def test_a_locked_pdf_is_refused() -> None:
    writer = make_pdf()
    writer.encrypt("kunci")
    assert "kata sandi" in refusal(written(writer))


def test_a_pdf_with_a_program_is_refused() -> None:
    writer = make_pdf()
    program = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("x"),
    }
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(program)
    assert "program" in refusal(written(writer))


@pytest.mark.parametrize("kind", ["/JavaScript", "/Launch", "/SubmitForm"])
def test_an_action_of_a_page_is_refused(kind: str) -> None:
    writer = make_pdf()
    action = DictionaryObject({NameObject("/S"): writer._add_object(NameObject(kind))})
    writer.pages[0][NameObject("/Annots")] = ArrayObject(
        [DictionaryObject({NameObject("/A"): action})]
    )
    assert "program" in refusal(written(writer))


def test_a_program_that_no_page_leads_to_is_refused() -> None:
    writer = make_pdf()
    writer._add_object(DictionaryObject({NameObject("/JS"): TextStringObject("app.alert('x')")}))
    assert "program" in refusal(written(writer))


def test_a_pdf_that_carries_files_is_refused() -> None:
    writer = make_pdf()
    writer.add_attachment("virus.exe", b"MZ")
    assert "berkas lain" in refusal(written(writer))


def test_a_book_is_refused() -> None:
    assert "30 halaman" in refusal(written(make_pdf(pages=31)))


def test_a_pdf_that_unpacks_to_gigabytes_is_contained() -> None:
    packed = zlib.compress(b"0" * 400_000_000, 9)
    stream = b"<</Type/XRef/Size 2/W[1 2 1]/Filter/FlateDecode/Length %d>>" % len(packed)
    bomb = b"%PDF-1.5\n1 0 obj\n" + stream + b"stream\n" + packed + b"\nendstream\nendobj\n"
    assert refusal(bomb + b"startxref\n9\n%%EOF")
