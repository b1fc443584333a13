"""Writes the files of a course: `course.md`, lessons and quizzes in their order."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from elearning.courses.importing.found import Group
from elearning.courses.importing.naming import key_of
from elearning.courses.importing.quiz_text import Rules, front_value, quiz_text

STEP = 10


class Lesson(NamedTuple):
    """A lesson to write: its title and its Markdown."""

    title: str
    text: str


class Test(NamedTuple):
    """A quiz to write."""

    rules: Rules
    groups: tuple[Group, ...]


def course_files(title: str, description: str, items: Sequence[Lesson | Test]) -> dict[str, str]:
    """Return the files of a course by name."""
    return {"course.md": _course(title, description), **dict(_numbered(items))}


def _course(title: str, description: str) -> str:
    """Return course.md; the JP is the author's to say."""
    return (
        f"---\njudul: {front_value(title)}\njp: 0\ntingkat: dasar\nsertifikat: ya\n---\n\n"
        f"{description.strip()}\n"
    )


def _numbered(items: Sequence[Lesson | Test]) -> Iterable[tuple[str, str]]:
    """Name each file by its place and title."""
    taken: set[str] = set()
    digits = len(str(STEP * len(items)))
    for place, item in enumerate(items, start=1):
        is_lesson = isinstance(item, Lesson)
        title = item.title if isinstance(item, Lesson) else item.rules.title
        key = key_of(title, "materi" if is_lesson else "kuis", taken)
        taken.add(key)
        number = str(place * STEP).zfill(digits)
        if isinstance(item, Lesson):
            yield (
                f"{number}-{key}.md",
                f"---\njudul: {front_value(item.title)}\n---\n\n{item.text.strip()}\n",
            )
        else:
            yield f"{number}-{key}.quiz.md", quiz_text(item.rules, item.groups)
