"""A picture that somebody uploads becomes small, upright and anonymous, or a sentence."""

import io
import struct
import time
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from elearning.core.errors import Refused
from elearning.courses.media.files import TYPES
from elearning.courses.media.pictures import MAX_BYTES, Picture, encoded, file_name
from tests.courses.folders import SVG

POSITION, ORIENTATION = 0x8825, 0x0112
FORMS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")


def gradient(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """A picture in which neighbours differ a little, as in a photograph."""
    plain = Image.linear_gradient("L").resize((width, height))
    turned = plain.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return Image.merge("RGB", (plain, turned, plain)).convert(mode)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def opened(picture: Picture) -> Image.Image:
    """Open what was made; its size and type are what is said of it."""
    image = Image.open(io.BytesIO(picture.content))
    assert image.size == (picture.width, picture.height)
    assert image.get_format_mimetype() == picture.mime
    assert TYPES[picture.name.rpartition(".")[2]].mime == picture.mime
    return image


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_picture_is_taken(form: str) -> None:
    picture = encoded(saved(gradient(), form), f"Foto.{form}")
    assert opened(picture).size == (400, 300)
    assert picture.name.startswith("foto.")


@pytest.mark.parametrize("mode", ["L", "LA", "P", "PA", "1", "RGBA", "CMYK", "I;16", "YCbCr"])
def test_every_kind_of_colour_is_taken(mode: str) -> None:
    image = gradient(mode="L").convert("I;16") if mode == "I;16" else gradient(mode="RGB")
    image = image if mode == "I;16" else image.convert("LA" if mode == "PA" else mode)
    form = {"YCbCr": "JPEG", "CMYK": "JPEG", "PA": "PNG"}.get(mode, "PNG")
    assert opened(encoded(saved(image, form), "x")).mode in {"RGB", "RGBA"}


def test_sixteen_bits_keep_their_shades() -> None:
    image = Image.new("I;16", (4, 4), 65535 // 2)
    assert opened(encoded(saved(image, "PNG"), "x")).convert("L").getpixel((0, 0)) in {127, 128}


def test_a_large_picture_is_made_smaller_and_a_small_one_is_not_enlarged() -> None:
    assert opened(encoded(saved(gradient(4000, 1000), "JPEG"), "x")).size == (1600, 400)
    assert opened(encoded(saved(gradient(1000, 4000), "PNG"), "x")).size == (400, 1600)
    assert opened(encoded(saved(gradient(8, 8), "PNG"), "x")).size == (8, 8)


def test_a_picture_gets_lighter() -> None:
    photo = saved(gradient(3000, 2000), "JPEG", quality=98)
    assert len(encoded(photo, "x").content) < len(photo) / 4


def test_a_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    picture = encoded(saved(gradient(400, 300), "JPEG", exif=exif), "x.jpg")
    assert opened(picture).size == (300, 400)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_nothing_tells_where_or_by_whom_a_picture_was_taken(form: str) -> None:
    exif = Image.Exif()
    exif[0x013B] = "RAHASIA-PEMBUAT"
    exif.get_ifd(POSITION)[1] = "S"
    options: dict[str, object] = {"exif": exif}
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "RAHASIA-CATATAN")
        options["pnginfo"] = notes
    if form == "JPEG":
        options |= {"comment": b"RAHASIA-CATATAN", "xmp": b"<x>RAHASIA-XMP</x>"}
    content = saved(gradient(), form, **options)
    assert b"RAHASIA" in content
    picture = encoded(content, "x")
    assert b"RAHASIA" not in picture.content
    assert dict(opened(picture).getexif()) == {}


def test_colours_of_another_profile_are_translated_and_the_profile_dropped() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = encoded(saved(gradient(), "PNG", icc_profile=profile), "x.png")
    assert "icc_profile" not in opened(picture).info
    assert encoded(saved(gradient(), "PNG", icc_profile=b"no profile"), "x.png")


def test_transparency_stays_where_there_is_some() -> None:
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 100))
    assert opened(encoded(saved(clear, "PNG"), "x")).mode == "RGBA"
    full = Image.new("RGBA", (20, 20), (255, 0, 0, 255))
    assert opened(encoded(saved(full, "PNG"), "x")).mode == "RGB"


def test_of_a_moving_picture_the_first_moment_stays() -> None:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    content = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    picture = opened(encoded(content, "x.gif"))
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.convert("RGB").getpixel((4, 4)) == (255, 0, 0)


def test_a_screenshot_keeps_every_pixel() -> None:
    image = Image.new("RGB", (300, 200), "white")
    image.paste((164, 17, 42), (20, 20, 90, 60))
    picture = opened(encoded(saved(image, "PNG"), "x.png")).convert("RGB")
    assert picture.tobytes() == image.tobytes()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Foto Kantor (2).JPG", "foto-kantor-2.webp"),
        ("../../etc/passwd", "passwd.webp"),
        ("C:\\Gambar\\Kafé.png", "kafe.webp"),
        ("图片.png", "gambar.webp"),
        ("", "gambar.webp"),
        ("a" * 300 + ".png", "a" * 80 + ".webp"),
    ],
)
def test_a_name_fits_an_address(name: str, kept: str) -> None:
    assert file_name(name, "webp") == kept


def test_a_drawing_stays_as_it_is() -> None:
    picture = encoded(SVG.encode(), "Alur Layanan.svg")
    assert picture == Picture("alur-layanan.svg", SVG.encode(), "image/svg+xml", 40, 20)


def claimed(width: int, height: int) -> bytes:
    """A small PNG that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


HOSTILE = {
    "script": SVG.replace("<path", "<script/><path").encode(),
    "drawing without size": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "page": b"<html><script>alert(1)</script></html>",
    "bomb": claimed(60_000, 60_000),
    "smaller bomb": claimed(9_000, 6_000),
    "bomb in its head": b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\xfe\x3f\0\xfe\x3f\0"
    + b"\0" * 20,
    "cut off": saved(gradient(), "PNG")[:-400],
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "pdf": b"%PDF-1.7\n",
    "phone": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "large": b"\xff\xd8\xff" + b"\0" * MAX_BYTES,
    "text": b"ini bukan gambar",
    "nothing": b"",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_harmless_picture_is_refused_with_a_sentence(content: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        encoded(content, "x.png")
    assert str(refused.value).endswith(".")
    assert time.monotonic() - begun < 1


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(FORMS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=9)
)
def test_no_damaged_picture_raises_anything_else(
    form: str, damage: list[tuple[float, int]]
) -> None:
    content = bytearray(saved(gradient(60, 40), form))
    for place, value in damage:
        content[int(place * (len(content) - 1))] = value
    with suppress(Refused):
        opened(encoded(bytes(content), "x"))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(content: bytes) -> None:
    with pytest.raises(Refused):
        encoded(content, "x")
