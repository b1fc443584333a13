"""A folder is read safely: hostile files are refused with a sentence, at once."""

import os
import time
from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import check_course
from elearning.courses.folder import MAX_LINES, Unreadable, read_bytes
from tests.courses.folders import LESSON, SVG, check, codes, write_folder


def test_a_lesson_of_fifty_megabytes_is_refused_unread(tmp_path: Path, renderer: Renderer) -> None:
    folder = write_folder(tmp_path)
    with (folder / "10-materi.md").open("wb") as file:
        file.truncate(50_000_000)
    begun = time.monotonic()
    (found,) = check_course(folder, renderer).errors
    assert found.message == "The file has 50 MB; at most 1 MB is accepted."
    assert time.monotonic() - begun < 1


def test_a_text_of_endless_lines_is_refused(tmp_path: Path, renderer: Renderer) -> None:
    text = f"{LESSON}{chr(10) * MAX_LINES}"
    assert codes(check(tmp_path, renderer, {"10-materi.md": text})) == ["file-lines"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"---\njudul: A\n---\n\0\0", "file-binary"),
        (b"PK\x03\x04\0\0docx", "file-binary"),
        (b"---\njudul: A\n---\n\nKeterangan \xe9", "file-encoding"),
        ("---\njudul: A\n---\n".encode("utf-16"), "file-binary"),
    ],
)
def test_what_is_no_text_is_refused(
    tmp_path: Path, renderer: Renderer, data: bytes, code: str
) -> None:
    assert codes(check(tmp_path, renderer, {"10-materi.md": data})) == [code]


def test_an_encoding_error_names_its_line(tmp_path: Path, renderer: Renderer) -> None:
    data = b"---\njudul: A\n---\n\nKeterangan \xe9"
    (found,) = check(tmp_path, renderer, {"10-materi.md": data}).errors
    assert found.line == 5


def test_links_are_not_followed(tmp_path: Path, renderer: Renderer) -> None:
    secret = tmp_path / "rahasia.md"
    secret.write_text(LESSON)
    folder = write_folder(tmp_path)
    (folder / "30-tautan.md").symlink_to(secret)
    (folder / "media" / "x.svg").symlink_to(secret)
    assert codes(check_course(folder, renderer)) == ["file-not-plain", "file-not-plain"]


def test_a_media_folder_that_is_a_link_is_not_followed(tmp_path: Path, renderer: Renderer) -> None:
    folder = write_folder(tmp_path)
    (folder / "media").rmdir()
    (folder / "media").symlink_to("/etc")
    assert codes(check_course(folder, renderer)) == ["file-not-plain"]


def test_a_pipe_or_folder_in_place_of_a_lesson_is_refused(
    tmp_path: Path, renderer: Renderer
) -> None:
    folder = write_folder(tmp_path)
    os.mkfifo(folder / "30-pipa.md")
    (folder / "40-folder.md").mkdir()
    assert codes(check_course(folder, renderer)) == ["file-not-plain", "file-not-plain"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("materi.md", "file-name"),
        ("10-Materi Besar.md", "file-name"),
        ("90-lain.en.md", "variant-alone"),
        ("10-materi.fr.md", "variant-language"),
        ("course.id.md", "variant-own"),
        ("catatan.docx", "file-unknown"),
        ("media/nama dengan spasi.svg", "media-name"),
        ("media/program.exe", "media-type"),
        ("media/bukan.png", "media-content"),
    ],
)
def test_a_file_that_means_nothing_is_noted(
    tmp_path: Path, renderer: Renderer, name: str, code: str
) -> None:
    assert codes(check(tmp_path, renderer, {name: LESSON})) == [code]


def test_hidden_files_are_left_alone(tmp_path: Path, renderer: Renderer) -> None:
    assert codes(check(tmp_path, renderer, {".gitignore": "x", "media/.DS_Store": "x"})) == []


def test_a_folder_needs_a_name_that_fits_an_address(tmp_path: Path, renderer: Renderer) -> None:
    folder = write_folder(tmp_path).rename(tmp_path / "Uji Coba")
    assert codes(check_course(folder, renderer)) == ["folder-name"]


def test_a_folder_of_a_thousand_files_is_refused(tmp_path: Path, renderer: Renderer) -> None:
    many = {f"media/g{n}.svg": SVG for n in range(501)}
    assert "folder-full" in codes(check(tmp_path, renderer, many))


def test_a_missing_medium_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        read_bytes(tmp_path / "tidak-ada", 10)
