"""What the check of a whole draft says, by file, with the way to each line."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import NamedTuple

from elearning.core.settings import current_settings
from elearning.courses.checking.checker import Checked
from elearning.courses.checking.durations import Work
from elearning.courses.compiled import Lesson
from elearning.courses.diagnostics.notes import Diagnostic
from elearning.courses.folder import MEDIA_FOLDER
from elearning.courses.identity import Doubt
from elearning.studio.models import DraftFile
from elearning.studio.pages.contents import Hours, hours_of


class FileFindings(NamedTuple):
    """A file and what was found in it; media and missing files have no editor."""

    name: str
    file: DraftFile | None
    is_medium: bool
    diagnostics: list[Diagnostic]


class Weight(NamedTuple):
    """How heavy and how long a lesson or quiz is."""

    title: str
    file: DraftFile | None
    minutes: int
    work: Work
    #: Bytes of a lesson with its pictures, 0 for a quiz.
    size: int
    is_over: bool


class Findings(NamedTuple):
    """All of it."""

    files: list[FileFindings]
    hours: Hours
    weights: list[Weight]
    errors: int
    warnings: int


def findings_of(checked: Checked, files: Iterable[DraftFile]) -> Findings:
    """Return what was found, errors first within a file."""
    named = {file.name: file for file in files}
    found: dict[str, list[Diagnostic]] = {}
    for each in checked.diagnostics:
        found.setdefault(each.file, []).append(each)
    return Findings(
        [
            FileFindings(name, named.get(name), name.startswith(f"{MEDIA_FOLDER}/"), in_file)
            for name, in_file in found.items()
        ],
        hours_of(checked.draft.facts if checked.draft else None, list(checked.works.values())),
        list(_weights(checked, named)),
        len(checked.errors),
        len(checked.warnings),
    )


def _weights(checked: Checked, named: Mapping[str, DraftFile]) -> Iterable[Weight]:
    """Yield each lesson and quiz with its weight."""
    limit = current_settings().lesson_budget_kb * 1000
    for item in checked.draft.items if checked.draft else ():
        size = item.size if isinstance(item, Lesson) else 0
        work = checked.works.get(item.key, Work())
        file = file_of_key(item.key, named)
        yield Weight(item.title, file, item.minutes, work, ceil(size / 1000), size > limit)


def file_of_key(key: str, named: Mapping[str, DraftFile]) -> DraftFile | None:
    """Return the file whose name holds a key."""
    ends = (f"-{key}.md", f"-{key}.quiz.md")
    return next((file for name, file in named.items() if name.endswith(ends)), None)


class Question(NamedTuple):
    """A doubt as the page asks it."""

    doubt: Doubt
    file: DraftFile | None


def questions_of(checked: Checked, files: Iterable[DraftFile]) -> list[Question]:
    """Return each doubt with the file that it stands in."""
    named = {file.name: file for file in files}
    return [Question(doubt, file_of_key(doubt.quiz, named)) for doubt in checked.doubts]
