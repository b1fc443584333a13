"""Every example of docs/pengajar.md says what the checker says."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from elearning.core.application import Application
from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import Checked, check_course
from elearning.courses.paths.checker import check_paths

GUIDE = Path(__file__).parent.parent / "docs" / "pengajar.md"
EXAMPLE = re.compile(r"^```markdown (\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COURSE = "---\njudul: Contoh\njp: 0\n---\nContoh.\n"
LESSON = "---\njudul: Materi\nmenit: 5\n---\n\n"
QUIZ = "---\njudul: Kuis\njenis: kuis\n---\n\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'
    '<rect width="9" height="9"/></svg>'
)
#: The example course is too short for any JP, and shows no picture.
EXPECTED = {"jp-zero", "media-unused"}


class Example(NamedTuple):
    """A block of the guide: what it is, a word more, its text."""

    kind: str
    code: str
    text: str


@cache
def examples() -> tuple[Example, ...]:
    """Return the examples; the fence of `latihan` inside one is written with spaces."""
    found = EXAMPLE.findall(GUIDE.read_text("utf-8"))
    return tuple(Example(kind, code, text.replace("` ` `", "```")) for kind, code, text in found)


def of_kind(kind: str) -> list[Example]:
    return [example for example in examples() if example.kind == kind]


def files() -> Iterator[tuple[str, str]]:
    """Yield the example course's files."""
    return ((each.kind, each.text) for each in examples() if each.kind.endswith(".md"))


def checked(folder: Path, *written: tuple[str, str]) -> Checked:
    """Check a folder of texts."""
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "alur.svg").write_text(DRAWING, "utf-8")
    for name, text in written:
        (folder / name).write_text(text, "utf-8")
    with Renderer() as renderer:
        return check_course(folder, renderer)


def codes(result: Checked) -> set[str]:
    return {each.code for each in result.diagnostics}


def test_the_example_course_can_be_published(app: Application, tmp_path: Path) -> None:
    written = list(files())
    with app.test_request_context():
        result = checked(tmp_path / "tata-naskah", *written)
    assert codes(result) <= EXPECTED, result.diagnostics
    assert result.course is not None
    assert len(result.course.items) == len(written) - 1 == 2


@pytest.mark.parametrize("example", of_kind("materi"), ids=lambda e: e.text.split("\n")[0][:40])
def test_an_example_of_a_lesson_is_clean(
    app: Application, tmp_path: Path, example: Example
) -> None:
    with app.test_request_context():
        lesson = ("10-materi.md", LESSON + example.text)
        result = checked(tmp_path / "contoh", ("course.md", COURSE), lesson)
    assert codes(result) <= EXPECTED, result.diagnostics


@pytest.mark.parametrize("example", of_kind("soal"), ids=lambda e: e.text.split("\n")[0][:40])
def test_an_example_of_a_question_is_clean(
    app: Application, tmp_path: Path, example: Example
) -> None:
    with app.test_request_context():
        quiz = ("10-kuis.quiz.md", QUIZ + example.text)
        result = checked(tmp_path / "contoh", ("course.md", COURSE), quiz)
    assert codes(result) <= EXPECTED, result.diagnostics
    assert result.course is not None
    assert len(result.course.quizzes[0].questions) == 1


@pytest.mark.parametrize("example", of_kind("salah"), ids=lambda e: e.code)
def test_an_example_of_a_mistake_is_found(
    app: Application, tmp_path: Path, example: Example
) -> None:
    with app.test_request_context():
        quiz = ("10-kuis.quiz.md", QUIZ + example.text)
        result = checked(tmp_path / "contoh", ("course.md", COURSE), quiz)
    assert example.code in codes(result), result.diagnostics


@pytest.mark.parametrize("example", of_kind("jalur") + of_kind("jalur-salah"), ids=lambda e: e.kind)
def test_an_example_of_a_learning_path_says_what_the_checker_says(
    app: Application, tmp_path: Path, example: Example
) -> None:
    (tmp_path / "jalur.md").write_text(example.text, "utf-8")
    courses = {"tata-naskah": (), "arsip-digital": ("tata-naskah",)}
    with app.test_request_context(), Renderer() as renderer:
        result = check_paths(tmp_path, renderer, courses)
    assert [each.code for each in result.diagnostics] == [example.code] * bool(example.code)


@pytest.mark.parametrize("example", of_kind("terjemahan") + of_kind("terjemahan-salah"))
def test_an_example_of_a_translation_says_what_the_checker_says(
    app: Application, tmp_path: Path, example: Example
) -> None:
    (main,) = of_kind("asal")
    (right,) = of_kind("terjemahan")
    course = (("course.md", COURSE), ("course.en.md", "---\njudul: Example\n---\n"))
    with app.test_request_context():
        texts = ((main.code, main.text), (right.code, example.text))
        result = checked(tmp_path / "contoh", *course, *texts)
    found = codes(result) - EXPECTED
    assert found == ({example.code} if example.kind == "terjemahan-salah" else set())


def test_the_guide_shows_every_part_of_the_format() -> None:
    shown = {kind: len(of_kind(kind)) for kind in ("materi", "soal", "salah", "jalur")}
    assert shown == {"materi": 3, "soal": 9, "salah": 4, "jalur": 1}
