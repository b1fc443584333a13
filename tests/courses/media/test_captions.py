"""Captions stand beside every recording, and are what browsers read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.core.markdown import Renderer
from elearning.courses.media.captions import CaptionFault, check_captions
from tests.courses.folders import Files, check, codes, lesson

CUE = "00:00.000 --> 00:02.500\nSelamat pagi.\n"
VIDEO = b"\0\0\0\x18ftypmp42"


@pytest.mark.parametrize(
    "text",
    [
        f"WEBVTT\n\n{CUE}",
        f"\ufeffWEBVTT - Judul\nKind: captions\n\n{CUE}",
        f"WEBVTT\n\n1\n{CUE}\nkedua\n01:00:00.000 --> 100:00:01.000 align:start line:0\nDua\nbaris\n",
        f"WEBVTT\n\nNOTE catatan\nlagi\n\nSTYLE\n::cue {{}}\n\n{CUE}".replace("\n", "\r\n"),
        "WEBVTT\n\n00:00.000 --> 00:02.000\n",
    ],
)
def test_captions_as_browsers_read_them_pass(text: str) -> None:
    assert check_captions(text.encode()) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        (f"1\n{CUE}", 1),
        (f"WEBVTTX\n\n{CUE}", 1),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nDari SRT.\n", 3),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nMundur.\n", 3),
        ("WEBVTT\n\n00:00.000 -> 00:01.000\nPanah.\n", 4),
        (f"WEBVTT\n\n{CUE}00:03.000 --> 00:04.000\nTanpa baris kosong.\n", 5),
        (f"WEBVTT\n\n{CUE}\nSendirian\n", 6),
        ("WEBVTT\n\nNOTE hanya catatan\n", 4),
    ],
)
def test_a_fault_is_found_at_its_line(text: str, line: int) -> None:
    fault = check_captions(text.encode())
    assert fault
    assert fault.line == line


def test_captions_in_another_encoding_are_at_fault() -> None:
    assert check_captions(b"WEBVTT\n\n\xe9") == CaptionFault(3, "UTF-8")


@given(st.binary(max_size=200), st.text(max_size=200))
def test_no_captions_upset_the_check(data: bytes, text: str) -> None:
    check_captions(data)
    check_captions(b"WEBVTT\n\n" + data)
    check_captions(f"WEBVTT\n\n{text}".encode("utf-8", "replace"))


@pytest.mark.parametrize("name", ["sapa.mp4", "sapa.mp3"])
def test_a_recording_without_captions_is_noted(
    tmp_path: Path, renderer: Renderer, name: str
) -> None:
    content = VIDEO if name.endswith("4") else b"ID3\x04"
    files: Files = {"10-materi.md": lesson(f"![Sapaan](media/{name})"), f"media/{name}": content}
    (found,) = (
        each for each in check(tmp_path, renderer, files).diagnostics if each.code != "jp-zero"
    )
    assert (found.code, found.level, found.file) == ("captions-missing", "warning", f"media/{name}")
    assert "media/sapa.id.vtt" in found.remedy


def test_a_recording_that_nothing_shows_needs_no_captions(
    tmp_path: Path, renderer: Renderer
) -> None:
    assert codes(check(tmp_path, renderer, {"media/sapa.mp4": VIDEO})) == ["media-unused"]


def test_captions_that_no_browser_reads_stop_publishing(tmp_path: Path, renderer: Renderer) -> None:
    files: Files = {
        "10-materi.md": lesson("![Sapaan](media/sapa.mp4)"),
        "media/sapa.mp4": VIDEO,
        "media/sapa.id.vtt": "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nDari SRT.\n",
    }
    (found,) = check(tmp_path, renderer, files).errors
    assert (found.code, found.line) == ("captions-invalid", 3)
    assert found.quote == "00:00:01,000 --> 00:00:02,000"
