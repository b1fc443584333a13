"""From a folder of learning paths to published ones, for every command that publishes."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from elearning.core import migrations
from elearning.core.db import db, reading, writing
from elearning.core.markdown import Renderer
from elearning.courses import queries
from elearning.courses.folder import PATHS_FOLDER
from elearning.courses.paths.checker import (
    CheckedPaths,
    Courses,
    check_paths,
    holds_paths,
    is_path_folder,
)
from elearning.courses.paths.operations import publish_path
from elearning.courses.publishing.courses import courses_beside


class PathsOutcome(NamedTuple):
    """What became of a folder of paths: its check, and of each sound path whether it changed."""

    folder: Path
    checked: CheckedPaths
    published: dict[str, bool]


def path_folders(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the folders of learning paths among paths, each of which is one or holds one."""
    for path in filter(holds_paths, paths):
        yield path if is_path_folder(path) else path / PATHS_FOLDER


def check_path_folder(folder: Path, renderer: Renderer) -> CheckedPaths:
    """Check the paths of a folder against the published courses and those beside it."""
    if migrations.current() is None:
        return check_paths(folder, renderer, courses_beside(folder))
    with reading():
        published: Courses = queries.prerequisites_by_course()
    return check_paths(folder, renderer, {**published, **courses_beside(folder)})


def publish_path_folder(folder: Path, renderer: Renderer, at: datetime) -> PathsOutcome:
    """Check the paths of a folder against the published courses, and publish the sound ones."""
    with reading():
        courses = queries.prerequisites_by_course()
    checked = check_paths(folder, renderer, courses)
    with writing():
        published = {path.slug: publish_path(path, at) for path in checked.paths}
        db.session.commit()
    return PathsOutcome(folder, checked, published)
