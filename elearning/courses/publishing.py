"""From a course folder to a published revision, for every command that publishes."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.competencies.dictionary import competency_names
from elearning.core import files
from elearning.core.db import db, reading, writing
from elearning.core.errors import Refused
from elearning.core.markdown import Renderer
from elearning.core.settings import current_settings
from elearning.courses import compiled, queries
from elearning.courses.checker import Checked, Known, Limits, check_course
from elearning.courses.folder import MAX_MEDIUM, MEDIA_FOLDER, read_bytes
from elearning.courses.identity import Decisions
from elearning.courses.operations import Published, publish


class Outcome(NamedTuple):
    """What became of a folder: its check, and the revision when it was published."""

    folder: Path
    checked: Checked
    published: Published | None


def check_folder(folder: Path, renderer: Renderer, decisions: Decisions | None = None) -> Checked:
    """Check a folder against what is published: its own last revision and the other courses."""
    settings, slug = current_settings(), folder.resolve().name
    with reading():
        revision = queries.latest_revision(slug)
        previous = queries.published_course(revision, slug) if revision else None
        courses = queries.prerequisites_by_course()
    return check_course(
        folder,
        renderer,
        previous=previous,
        decisions=decisions,
        known=Known(competency_names(), courses),
        limits=Limits(settings.lesson_budget_kb * 1000, settings.minutes_per_jp),
    )


def publish_folder(
    folder: Path,
    renderer: Renderer,
    at: datetime,
    *,
    change_class: str | None = None,
    decisions: Decisions | None = None,
) -> Outcome:
    """Check a folder and, without errors and doubts, publish it in a transaction of its own."""
    checked = check_folder(folder, renderer, decisions)
    if checked.course is None or checked.doubts:
        return Outcome(folder, checked, None)
    for medium in checked.course.media:
        content = read_bytes(folder / MEDIA_FOLDER / medium.name, MAX_MEDIUM)
        if files.store(content) != medium.digest:
            raise Refused(
                _("%(name)s changed while it was published. Try again.", name=medium.name)
            )
    with writing():
        proposed = change_class or proposed_class(checked.course)
        published = publish(checked.course, change_class=proposed, by_id=None, at=at)
        db.session.commit()
    return Outcome(folder, checked, published)


def proposed_class(course: compiled.Course) -> str:
    """Propose the change class: new required work is `requirements`, anything else `content`."""
    revision = queries.latest_revision(course.slug)
    if revision is None:
        return "content"
    known = {line["key"] for line in revision.outline if line["required"]}
    required = {item.key for item in course.items if item.required}
    return "requirements" if required - known else "content"


def course_folders(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the course folders among paths, each of which is a course or holds courses."""
    for path in paths:
        if (path / "course.md").exists() or not path.is_dir():
            yield path
        else:
            found = sorted(each for each in path.iterdir() if (each / "course.md").exists())
            yield from found or [path]
