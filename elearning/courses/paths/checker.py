"""Learning paths: one text each in the folder `jalur` beside the courses, read and checked."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from elearning.core.markdown import Context, Renderer
from elearning.courses.checking.checker import all_before
from elearning.courses.diagnostics.notes import Diagnostic, Notebook, Notes
from elearning.courses.diagnostics.slips import surely
from elearning.courses.folder import COURSE_FILE, PATHS_FOLDER, CourseFolder
from elearning.courses.frozen import Compiled
from elearning.courses.language.fields import PATH, read_fields
from elearning.courses.language.frontmatter import read_front_matter
from elearning.courses.language.structure import Text
from elearning.courses.language.typesetting import Press
from elearning.courses.language.values import Step

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.md")

#: Courses with their prerequisites.
Courses = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class CompiledPath(Compiled):
    """A path as it is published; each step is a course and why it stands there."""

    slug: str
    title: str
    summary: str
    description: str
    steps: tuple[tuple[str, str], ...]


class CheckedPaths(NamedTuple):
    """What the check of a folder of paths found, and the paths that have no error."""

    paths: tuple[CompiledPath, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What stops a path from being published."""
        return tuple(each for each in self.diagnostics if each.level == "error")

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What does not."""
        return tuple(each for each in self.diagnostics if each.level == "warning")


class PathDraft(NamedTuple):
    """A path as written."""

    notes: Notes
    fields: dict[str, Any]
    description: Text

    def compiled(self, press: Press) -> CompiledPath:
        """Return the path with its text as HTML."""
        return CompiledPath(
            self.notes.file.removesuffix(".md"),
            self.fields["judul"],
            self.fields["ringkasan"],
            press.result(self.description, page=True).html,
            tuple((step.course, step.reason) for step in self.fields["pelatihan"]),
        )


def is_path_folder(folder: Path) -> bool:
    """Whether a folder holds learning paths; a course may have that name too."""
    is_named = folder.resolve().name == PATHS_FOLDER
    return is_named and folder.is_dir() and not (folder / COURSE_FILE).exists()


def holds_paths(folder: Path) -> bool:
    """Whether a folder holds learning paths, or the folder that does."""
    return is_path_folder(folder) or is_path_folder(folder / PATHS_FOLDER)


def check_paths(folder: Path, renderer: Renderer, courses: Courses) -> CheckedPaths:
    """Read, render, check and compile the paths of a folder; an error stops only its own path."""
    notebook, press = Notebook(), Press()
    drafts = list(_drafts(CourseFolder(folder, notebook)))
    for draft in drafts:
        press.take(draft.notes, [draft.description], page=True)
    press.run(renderer, Context({}, {}, {}))
    for draft in drafts:
        _note_steps(draft.notes, draft.fields["pelatihan"], courses)
    diagnostics = notebook.all()
    faulty = {each.file for each in diagnostics if each.level == "error"}
    sound = (draft for draft in drafts if draft.notes.file not in faulty)
    return CheckedPaths(tuple(draft.compiled(press) for draft in sound), diagnostics)


def _drafts(folder: CourseFolder) -> Iterable[PathDraft]:
    """Yield the paths of a folder by name."""
    for name in sorted(path.name for path in folder.path.glob("*.md")):
        notes = folder.read_text(name)
        if notes is None:
            continue
        if not _NAME.fullmatch(name):
            notes.add("path-name")
        front = read_front_matter(notes)
        text = Text("\n".join(notes.lines[front.body_line - 1 :]), front.body_line)
        yield PathDraft(notes, read_fields(front, PATH, notes), text)


def _note_steps(notes: Notes, steps: tuple[Step, ...], courses: Courses) -> None:
    """Note courses that are not there, come twice, or come before what they require."""
    earlier: dict[str, int] = {}
    later = {step.course for step in steps}
    for step in steps:
        later.discard(step.course)
        if step.course in earlier:
            notes.add("step-twice", step.line, value=step.course, first=earlier[step.course])
        elif step.course not in courses:
            near = surely(step.course, courses)
            code = "step-unknown-near" if near else "step-unknown"
            notes.add(code, step.line, value=step.course, meant=near)
        else:
            _note_needs(notes, step, {*earlier, step.course}, later, courses)
        earlier.setdefault(step.course, step.line)


def _note_needs(
    notes: Notes, step: Step, earlier: set[str], later: set[str], courses: Courses
) -> None:
    """Note what a course requires and does not find before it, and a missing reason."""
    if not step.reason:
        notes.add("step-unreasoned", step.line, value=step.course)
    for needed in sorted(set(courses[step.course]) - earlier):
        code = "step-outside"
        if needed in later:
            is_circle = step.course in all_before(needed, courses)
            code = "step-cycle" if is_circle else "step-early"
        notes.add(code, step.line, value=step.course, needed=needed)
