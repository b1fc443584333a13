"""A new course starts valid."""

from pathlib import Path

import pytest

from elearning.core.errors import Refused
from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import check_course
from elearning.courses.writing.scaffold import files_of, new_course
from tests.courses.folders import codes


def test_a_new_course_passes_the_checker(tmp_path: Path, renderer: Renderer) -> None:
    new_course(tmp_path / "etika-digital")
    checked = check_course(tmp_path / "etika-digital", renderer)
    assert codes(checked) == []
    assert checked.course is not None
    assert checked.course.facts.title == "Etika digital"
    assert [question.kind for question in checked.course.quizzes[0].questions] == [
        "single",
        "truefalse",
    ]


@pytest.mark.parametrize(("template", "lessons", "quizzes"), [("singkat", 3, 1), ("lengkap", 6, 2)])
def test_every_template_passes_the_checker(
    tmp_path: Path, renderer: Renderer, template: str, lessons: int, quizzes: int
) -> None:
    new_course(tmp_path / "etika-digital", template)
    checked = check_course(tmp_path / "etika-digital", renderer)
    assert codes(checked) == []
    assert checked.course is not None
    assert (len(checked.course.lessons), len(checked.course.quizzes)) == (lessons, quizzes)


def test_a_title_of_any_letters_is_kept() -> None:
    assert (
        "judul: SPBE: dari {A} ke B #1\n"
        in files_of("kosong", "spbe", "SPBE: dari {A} ke B #1")["course.md"]
    )


def test_an_existing_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ada").mkdir()
    with pytest.raises(Refused, match="exists already"):
        new_course(tmp_path / "ada")


def test_a_name_that_fits_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="small letters"):
        new_course(tmp_path / "Etika Digital")
