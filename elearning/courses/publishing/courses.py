"""From a course folder to a published revision, for every command that publishes."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from elearning.competencies.dictionary import competency_names
from elearning.core import files, migrations
from elearning.core.db import db, reading, writing
from elearning.core.errors import Refused
from elearning.core.markdown import Renderer
from elearning.core.settings import current_settings
from elearning.courses import compiled, queries
from elearning.courses.checking.checker import Checked, Known, Limits, check_course
from elearning.courses.diagnostics.notes import Notebook
from elearning.courses.folder import (
    COURSE_FILE,
    MAX_MEDIUM,
    MEDIA_FOLDER,
    CourseFolder,
    Source,
    read_bytes,
)
from elearning.courses.identity import Decisions
from elearning.courses.language.reading import read_facts
from elearning.courses.operations import Published, publish
from elearning.courses.paths.checker import Courses, holds_paths
from elearning.courses.publishing import sources
from elearning.courses.publishing.impact import Impact, impact_of

CLASS_NAMES = {
    "cosmetic": lazy_gettext("Small correction"),
    "content": lazy_gettext("New content"),
    "requirements": lazy_gettext("New requirements"),
}


class Outcome(NamedTuple):
    """What became of a folder: its check, and the revision when it was published."""

    folder: Path
    checked: Checked
    published: Published | None


def check_folder(
    folder: Path,
    renderer: Renderer,
    decisions: Decisions | None = None,
    *,
    is_alone: bool = True,
) -> Checked:
    """Check a folder against what is published: its own last revision and the other courses.

    Unless it stands alone, the folders beside it count as published with it, and a checkout needs
    no database: which other courses exist is then unknown.
    """
    settings, slug = current_settings(), folder.resolve().name
    limits = Limits(settings.lesson_budget_kb * 1000, settings.minutes_per_jp)
    if not is_alone and migrations.current() is None:
        return check_course(folder, renderer, known=Known(competency_names()), limits=limits)
    with reading():
        revision = queries.latest_revision(slug)
        previous = queries.published_course(revision, slug) if revision else None
        courses: Courses = queries.prerequisites_by_course()
    if not is_alone:
        courses = {**courses, **courses_beside(folder)}
    return check_course(
        folder,
        renderer,
        previous=previous,
        decisions=decisions,
        known=Known(competency_names(), courses),
        limits=limits,
    )


def publish_folder(
    folder: Path,
    renderer: Renderer,
    at: datetime,
    *,
    change_class: str | None = None,
    decisions: Decisions | None = None,
    by_id: int | None = None,
    kept_in: str = "folder",
) -> Outcome:
    """Check a folder and, without errors and doubts, publish it in a transaction of its own.

    The folder's texts and media are kept with the revision.
    """
    checked = check_folder(folder, renderer, decisions)
    if checked.course is None or checked.doubts:
        return Outcome(folder, checked, None)
    store_media(folder, checked.source)
    settled = settled_class(impact_on_readers(checked.course), change_class)
    with writing():
        published = publish(
            checked.course, change_class=settled, by_id=by_id, at=at, kept_in=kept_in
        )
        sources.keep(published.revision_id, checked.source)
        db.session.commit()
    return Outcome(folder, checked, published)


def store_media(folder: Path, source: Source) -> None:
    """Put a folder's media into the file store; a file must be what was checked."""
    for name, digest in source.media.items():
        content = read_bytes(folder / MEDIA_FOLDER / name, MAX_MEDIUM)
        if files.store(content) != digest:
            raise Refused(_("%(name)s changed while it was published. Try again.", name=name))


def has_changed(folder: Path) -> bool:
    """Whether a folder differs from what its course was published from.

    What is compared is content, so that a fresh git checkout, whose files are all new, counts as
    unchanged; neither git nor a commit is needed for it.
    """
    with reading():
        revision = queries.latest_revision(folder.resolve().name)
        kept = sources.source_of(revision.id) if revision else None
    return kept is None or sources.folder_source(folder) != kept


def impact_on_readers(course: compiled.Course) -> Impact | None:
    """Compare a course with what its readers have now; None when it was never published."""
    with reading():
        revision = queries.latest_revision(course.slug)
        previous = queries.published_course(revision, course.slug) if revision else None
    return impact_of(previous, course) if previous else None


def settled_class(impact: Impact | None, wanted: str | None) -> str:
    """Return the wanted change class, else the proposed one; one that is too mild is refused."""
    if impact is None:
        return "content"
    chosen = wanted or impact.proposed
    if not impact.allows(chosen):
        raise Refused(
            _(
                "This cannot be published as “%(chosen)s”: people who are learning would get new "
                "requirements, or less than they were promised, without being asked. Publish it "
                "as “%(mildest)s”.",
                chosen=CLASS_NAMES[chosen],
                mildest=CLASS_NAMES[impact.mildest],
            )
        )
    return chosen


def course_folders(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the course folders among paths, each of which is a course or holds courses.

    A folder of learning paths is neither.
    """
    for path in paths:
        if (path / "course.md").exists() or not path.is_dir():
            yield path
        else:
            found = sorted(each for each in path.iterdir() if (each / "course.md").exists())
            yield from prerequisites_first(found) or ([] if holds_paths(path) else [path])


def prerequisites_first(folders: Iterable[Path]) -> list[Path]:
    """Return folders in an order in which each course comes after those it requires."""
    left = {folder.name: folder for folder in folders}
    needed = {name: prerequisites_in(folder) for name, folder in left.items()}
    ordered: list[Path] = []
    while left:
        ready = [name for name in left if not needed[name] & left.keys() - {name}]
        ordered += [left.pop(name) for name in ready or list(left)]  # a circle is told by the check
    return ordered


def prerequisites_in(folder: Path) -> set[str]:
    """Return the courses that a folder's course.md requires, none when it cannot be read."""
    notes = CourseFolder(folder, Notebook()).read_text(COURSE_FILE)
    return set(read_facts(notes)[0]["prasyarat"]) if notes else set()


def courses_beside(folder: Path) -> dict[str, set[str]]:
    """Return the courses in the folder around one, with what each requires."""
    around = sorted(path.parent for path in folder.resolve().parent.glob(f"*/{COURSE_FILE}"))
    return {course.name: prerequisites_in(course) for course in around}
