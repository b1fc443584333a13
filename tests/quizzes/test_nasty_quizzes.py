"""Each rule for the nasty cases of the format, read from `nasty/`: a quiz and, beside it, its result."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import Checked, check_course
from elearning.courses.compiled import Question
from elearning.courses.identity import plain
from elearning.courses.questions import AnswerKey, Blanks, Rubric, Spans

CASES = sorted((Path(__file__).parent / "nasty").glob("*.md"))
#: What a note is about, where a line alone does not tell.
ABOUT = ("kind", "meant", "value", "reached", "first", "count")
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
            about = next((each.params[name] for name in ABOUT if each.params.get(name)), "")
            yield f"{each.level} {each.code} {each.line} {about}".rstrip()


def question_outline(question: Question) -> Iterator[str]:
    weight = "" if question.weight == 1 else f" weight {question.weight}"
    whole = " whole" if question.whole else ""
    yield f"{question.kind}{weight}{whole}: {plain(question.stem)}"
    for option in question.options:
        feedback = f" > {plain(option.feedback)}" if option.feedback else ""
        mark = ("x" if option.right else " ") if option.share is None else option.share
        match = "" if option.match is None else f" = {option.match}"
        yield f"  [{mark}] {plain(option.html)}{match}{feedback}"
    if question.key is not None:
        yield from key_outline(question.key)
    for name, html in (("hint", question.hint), ("explanation", question.explanation)):
        if html:
            yield f"  {name}: {plain(html)}"


def key_outline(key: AnswerKey) -> Iterator[str]:
    if isinstance(key, Spans):
        yield from (f"  {span.low} to {span.high}" for span in key.spans)
        return
    if isinstance(key, Rubric):
        for each in key.criteria:
            guidance = f" > {plain(each.guidance)}" if each.guidance else ""
            yield f"  {each.share}: {plain(each.html)}{guidance}"
        return
    accepted = key.blanks if isinstance(key, Blanks) else (key,)
    yield from (f"  {' or '.join(map(repr, each.patterns))}" for each in accepted)


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
