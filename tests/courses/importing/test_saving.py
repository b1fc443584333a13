"""Imported files stand beside what is there; nothing is overwritten."""

from pathlib import Path

import pytest

from elearning.core.errors import Refused
from elearning.courses.importing.found import Imported
from elearning.courses.importing.saving import save_course, save_quiz
from tests.courses.folders import write_folder

QUIZ = "---\njudul: Kuis\n---\n\n### A ![b](media/gambar-1.png)\n\n- [x] a\n- [ ] b\n"
FOUND = Imported({"10-kuis.quiz.md": QUIZ}, {"gambar-1.png": b"new"}, ())


def test_a_quiz_gets_the_next_free_number_and_a_key_of_its_own(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    assert save_quiz(FOUND, folder).name == "30-kuis-2.quiz.md"
    assert save_quiz(FOUND, folder).name == "40-kuis-3.quiz.md"


def test_numbers_keep_their_width(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"010-materi.md": "x", "10-materi.md": None})
    assert save_quiz(FOUND, folder).name == "030-kuis-2.quiz.md"


def test_pictures_keep_apart_from_those_that_are_there(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "media/gambar-1.png").write_bytes(b"old")
    written = save_quiz(FOUND, folder)
    assert (folder / "media/gambar-1.png").read_bytes() == b"old"
    assert (folder / "media/gambar-1-v2.png").read_bytes() == b"new"
    assert "(media/gambar-1-v2.png)" in written.read_text(encoding="utf-8")


def test_a_quiz_may_be_given_its_name(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    assert save_quiz(FOUND, folder / "15-awal.quiz.md").is_file()


@pytest.mark.parametrize("name", ["20-kuis.quiz.md", "15-awal.md", "awal.txt", "tidak/ada.quiz.md"])
def test_a_name_that_is_taken_or_means_nothing_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_folder(tmp_path)
    before = sorted(folder.rglob("*"))
    with pytest.raises(Refused):
        save_quiz(FOUND, folder / name)
    assert sorted(folder.rglob("*")) == before


def test_a_folder_that_is_no_course_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        save_quiz(FOUND, tmp_path)


@pytest.mark.parametrize("name", ["Nama Salah", "uji-coba"])
def test_a_course_is_made_only_where_nothing_is(tmp_path: Path, name: str) -> None:
    write_folder(tmp_path)
    with pytest.raises(Refused):
        save_course(Imported({"course.md": "x"}, {}, ()), tmp_path / name)
