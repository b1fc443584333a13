"""Pictures tell their size from their first bytes; drawings hold nothing that runs."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from elearning.core.markdown import Renderer
from elearning.courses.media.image_size import READERS
from elearning.courses.media.svg import check_svg
from tests.courses.folders import SVG, Files, check, codes, lesson

FORMATS = {"PNG": "png", "GIF": "gif", "JPEG": "jpeg", "WEBP": "webp"}


def picture(form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 45), "red").save(buffer, form, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_a_picture_tells_its_size(form: str) -> None:
    assert READERS[f"image/{FORMATS[form]}"](picture(form)) == (320, 45)


def test_other_flavours_of_a_form_tell_their_size_too() -> None:
    assert READERS["image/jpeg"](picture("JPEG", progressive=True)) == (320, 45)
    assert READERS["image/webp"](picture("WEBP", lossless=True)) == (320, 45)
    assert READERS["image/webp"](picture("WEBP", exif=b"Exif\0\0x")) == (320, 45)


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=80))
def test_no_bytes_upset_a_reader(mime: str, data: bytes) -> None:
    starts = (b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8", b"RIFF0000WEBPVP8", b"0000ftypavif")
    for start in (b"", *starts):
        READERS[mime](start + data)


def test_a_lesson_shows_pictures_with_their_size(tmp_path: Path, renderer: Renderer) -> None:
    files: Files = {
        "10-materi.md": lesson("![Merah](media/a.png)"),
        "media/a.png": picture("PNG"),
    }
    course = check(tmp_path, renderer, files).course
    assert course is not None
    assert 'width="320" height="45"' in str(course.lessons[0].parts)


def test_a_videos_captions_are_published_with_it(tmp_path: Path, renderer: Renderer) -> None:
    files: Files = {
        "10-materi.md": lesson("![Sapaan](media/sapa.mp4)"),
        "media/sapa.mp4": b"\0\0\0\x18ftypmp42",
        "media/sapa.id.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nSelamat pagi.\n",
    }
    checked = check(tmp_path, renderer, files)
    assert codes(checked) == []
    assert checked.course is not None
    assert [medium.name for medium in checked.course.media] == ["sapa.id.vtt", "sapa.mp4"]
    assert "<track" in str(checked.course.lessons[0].parts)


def drawing(inside: str, root: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} viewBox="0 0 10 5" {root}>{inside}</svg>'.encode()


@pytest.mark.parametrize(
    "inside",
    [
        '<g id="a"><path d="M0 0"/></g><use href="#a"/>',
        '<use xlink:href="#a"/>',
        '<style>.a{fill:url(#b)}</style><text class="a">Teks</text>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<linearGradient id="b"><stop offset="0"/></linearGradient><rect fill="url(#b)"/>',
    ],
)
def test_an_ordinary_drawing_passes(inside: str) -> None:
    assert check_svg(drawing(inside)) == ((10, 5), ())


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onclick="alert(1)"/>',
        '<path ONLOAD="alert(1)"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<a href="https://x"><text>x</text></a>',
        '<a xlink:href="javascript:alert(1)"/>',
        '<use href="https://x/a.svg#b"/>',
        '<image href="http://x/a.png"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<set attributeName="href" to="javascript:1"/>',
        '<animate attributeName="x" values="1"/>',
        '<iframe src="https://x"/>',
        '<rect fill="url(https://x/a)"/>',
        '<rect style="background:url(//x)"/>',
        "<style>@import 'https://x'</style>",
        "<style>a{b:u\\72l(https://x)}</style>",
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">x</h:script>',
        '<?xml-stylesheet href="https://x"?>',
        '<path xml:base="https://x"/>',
        "<unclosed>",
    ],
)
def test_a_drawing_that_could_do_harm_is_refused(inside: str) -> None:
    assert check_svg(drawing(inside)).faults


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "x">]>' + drawing("<text>&a;</text>"),
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + drawing(""),
        b"<html/>",
        b"",
        b"<",
        drawing("", 'onload="alert(1)"'),
        drawing("").decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="gibberish"?>' + drawing(""),
        b'<?xml version="1.0" encoding="gbk"?>' + drawing(""),
    ],
)
def test_what_is_no_plain_drawing_is_refused(data: bytes) -> None:
    assert check_svg(data).faults


def test_a_bomb_of_entities_is_refused_at_once() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE svg [<!ENTITY e0 "ha">{entities}]><svg>&e11;</svg>'.encode()
    assert check_svg(data).faults


def test_a_forbidden_drawing_is_an_error_at_its_line(tmp_path: Path, renderer: Renderer) -> None:
    bad = SVG.replace("<path", "\n<script/><path")
    (found,) = check(tmp_path, renderer, {"media/a.svg": bad}).errors
    assert (found.file, found.line, found.code) == ("media/a.svg", 2, "svg-forbidden")


@given(st.binary(max_size=200))
def test_no_bytes_upset_the_drawing_check(data: bytes) -> None:
    check_svg(b"<svg" + data)
    check_svg(data)
