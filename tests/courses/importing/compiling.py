"""Imported files as the checker sees them."""

from collections.abc import Iterable
from pathlib import Path

from elearning.core.markdown import Renderer
from elearning.courses.checking.checker import Checked, check_course
from elearning.courses.compiled import Quiz
from elearning.courses.importing.found import Imported, Parsed
from elearning.courses.importing.losses import Loss
from elearning.courses.importing.quiz_text import Rules, quiz_text
from elearning.courses.importing.saving import save_course
from tests.courses.folders import COURSE

#: What a person must decide.
HUMAN = frozenset({"jp-zero", "missing-alt"})


def checked_course(parent: Path, renderer: Renderer, found: Imported) -> Checked:
    """Save an imported course and check it."""
    folder = parent / "uji-impor"
    save_course(found, folder)
    return check_course(folder, renderer)


def checked_quiz(parent: Path, renderer: Renderer, parsed: Parsed) -> Checked:
    """Put what was parsed into a course and check it."""
    files = {"course.md": COURSE, "10-kuis.quiz.md": quiz_text(Rules("Kuis"), parsed.groups)}
    return checked_course(parent, renderer, Imported(files, parsed.media, ()))


def quiz_of(checked: Checked) -> Quiz:
    """Return the only quiz, faulty or not."""
    assert checked.draft is not None
    (quiz,) = checked.draft.quizzes
    return quiz


def faults(checked: Checked) -> list[str]:
    """Return what the checker says but for what a person must decide."""
    return [str(each) for each in checked.diagnostics if each.code not in HUMAN]


def codes(losses: Iterable[Loss]) -> list[str]:
    """Return the codes of losses in their order."""
    return [loss.code for loss in losses]
