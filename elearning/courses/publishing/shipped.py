"""The courses and learning paths of `CONTENT_DIR`, published at a server's start when changed."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from elearning.core.db import db, reading
from elearning.core.settings import current_settings
from elearning.courses.folder import PATHS_FOLDER
from elearning.courses.models import Course, LearningPath

if TYPE_CHECKING:
    from elearning.courses.publishing.courses import Outcome
    from elearning.courses.publishing.paths import PathsOutcome

#: What was published last, by slug: the fingerprint of its folder.
MEMORY = "published.json"
STUDIO = "studio"
#: No course's slug.
ALL_PATHS = f"{PATHS_FOLDER}/"


def publish_shipped(at: datetime) -> "list[Outcome]":
    """Publish the folders that are new or changed; the others cost a look at their files' times.

    A course that the studio keeps is never overwritten from here.
    """
    seen = {folder: fingerprint(folder) for folder in shipped_folders()}
    known, kept_in = remembered(), courses_by_keeper()
    changed = [
        folder
        for folder in seen
        if kept_in.get(folder.name) != STUDIO
        and (folder.name not in kept_in or known.get(folder.name) != seen[folder])
    ]
    if not changed:
        return []
    from elearning.core.markdown import Renderer  # loaded only when there is work
    from elearning.courses.publishing.courses import prerequisites_first, publish_folder

    with Renderer() as renderer:
        ordered = prerequisites_first(changed)
        outcomes = [publish_folder(folder, renderer, at) for folder in ordered]
    remember(known | {o.folder.name: seen[o.folder] for o in outcomes if o.published})
    return outcomes


def publish_shipped_paths(at: datetime) -> "PathsOutcome | None":
    """Publish the learning paths when one of them is new or changed; None when there is no work.

    Their courses come first. What has errors is tried again at the next start.
    """
    folder = current_settings().content_dir / PATHS_FOLDER
    if not folder.is_dir():
        return None
    seen, known = fingerprint(folder), remembered()
    if known.get(ALL_PATHS) == seen and has_paths():
        return None
    from elearning.core.markdown import Renderer  # loaded only when there is work
    from elearning.courses.publishing.paths import publish_path_folder

    with Renderer() as renderer:
        outcome = publish_path_folder(folder, renderer, at)
    if not outcome.checked.errors:
        remember(known | {ALL_PATHS: seen})
    return outcome


def has_paths() -> bool:
    """Whether the database has a learning path."""
    with reading():
        return db.session.scalar(select(LearningPath.id).limit(1)) is not None


def newer_than_kept() -> list[Path]:
    """Return the folders that hold something new of a course which the studio keeps.

    A folder that some revision was published from is not new, whatever its files' times.
    """
    known, kept_in = remembered(), courses_by_keeper()
    kept = [folder for folder in shipped_folders() if kept_in.get(folder.name) == STUDIO]
    seen = {folder: fingerprint(folder) for folder in kept}
    changed = [folder for folder in kept if known.get(folder.name) != seen[folder]]
    if not changed:
        return []
    from elearning.courses.publishing.sources import was_published

    newer = [folder for folder in changed if not was_published(folder)]
    remember(known | {f.name: seen[f] for f in changed if f not in newer})
    return newer


def shipped_folders() -> list[Path]:
    """Return the course folders of `CONTENT_DIR`, in order."""
    return sorted(path.parent for path in current_settings().content_dir.glob("*/course.md"))


def published_slugs() -> frozenset[str]:
    """Return the slugs of the published courses."""
    return frozenset(courses_by_keeper())


def courses_by_keeper() -> dict[str, str]:
    """Return where each published course is kept, by slug: in its folder or in the studio."""
    with reading():
        found = select(Course.slug, Course.kept_in).where(Course.revision_id.is_not(None))
        return {row.slug: row.kept_in for row in db.session.execute(found)}


def remembered() -> dict[str, str]:
    """Return the fingerprints of what was published last."""
    path = current_settings().data_dir / MEMORY
    known: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return known


def remember(fingerprints: dict[str, str]) -> None:
    """Keep the fingerprints of what is published."""
    text = json.dumps(fingerprints, indent=1, sort_keys=True)
    (current_settings().data_dir / MEMORY).write_text(text, "utf-8")


def fingerprint(folder: Path) -> str:
    """Return a hash over names, sizes and times of a folder's files: cheap, for `is it new?`."""
    stats = ((p.relative_to(folder), p.stat()) for p in sorted(folder.rglob("*")) if p.is_file())
    lines = (f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in stats)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
