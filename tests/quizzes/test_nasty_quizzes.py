"""Each rule for the nasty cases of the format, read from `nasty/`: a quiz and, beside it, its result."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from elearning.courses.checker import Checked, check_course
from elearning.courses.compiled import Question
from elearning.courses.identity import plain

CASES = sorted((Path(__file__).parent / "nasty").glob("*.md"))
COURSE = "---\njudul: Uji\njp: 0\n---\n"


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as kept:
        yield kept


def outline(checked: Checked) -> Iterator[str]:
    """Tell what was understood, question by question, and what was noted."""
    assert checked.draft is not None
    for pool in checked.draft.quizzes[0].pools:
        yield f"pool {pool.title!r} draw {pool.draw}"
        for question in pool.questions:
            yield from question_outline(question)
    for each in checked.diagnostics:
        if each.file.endswith(".quiz.md"):
            about = each.params.get("kind") or each.params.get("meant") or ""
            yield f"{each.level} {each.code} {each.line} {about}".rstrip()


def question_outline(question: Question) -> Iterator[str]:
    weight = "" if question.weight == 1 else f" weight {question.weight}"
    whole = " whole" if question.whole else ""
    yield f"{question.kind}{weight}{whole}: {plain(question.stem)}"
    for option in question.options:
        feedback = f" > {plain(option.feedback)}" if option.feedback else ""
        yield f"  [{'x' if option.right else ' '}] {plain(option.html)}{feedback}"
    for name, html in (("hint", question.hint), ("explanation", question.explanation)):
        if html:
            yield f"  {name}: {plain(html)}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_nasty_quiz_is_understood_as_its_note_says(
    case: Path, tmp_path: Path, renderer: Renderer
) -> None:
    folder = tmp_path / "uji"
    folder.mkdir()
    (folder / "course.md").write_text(COURSE, encoding="utf-8")
    shutil.copy(case, folder / "10-kuis.quiz.md")
    found = "\n".join(outline(check_course(folder, renderer))) + "\n"
    assert found == case.with_suffix(".txt").read_text(encoding="utf-8")
