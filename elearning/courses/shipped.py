"""The courses of `CONTENT_DIR`, published at the start of a server when their files changed."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from elearning.core.db import db, reading
from elearning.core.settings import current_settings
from elearning.courses.models import Course

if TYPE_CHECKING:
    from elearning.courses.publishing import Outcome

#: What was published last, by slug: the fingerprint of its folder.
MEMORY = "published.json"


def publish_shipped(at: datetime) -> "list[Outcome]":
    """Publish the folders that are new or changed; the others cost a look at their files' times."""
    seen = {folder: fingerprint(folder) for folder in shipped_folders()}
    known, published = remembered(), published_slugs()
    changed = [f for f in seen if f.name not in published or known.get(f.name) != seen[f]]
    if not changed:
        return []
    from elearning.core.markdown import Renderer  # loaded only when there is work
    from elearning.courses.publishing import publish_folder

    with Renderer() as renderer:
        outcomes = [publish_folder(folder, renderer, at) for folder in changed]
    remember(known | {o.folder.name: seen[o.folder] for o in outcomes if o.published})
    return outcomes


def shipped_folders() -> list[Path]:
    """Return the course folders of `CONTENT_DIR`, in order."""
    return sorted(path.parent for path in current_settings().content_dir.glob("*/course.md"))


def published_slugs() -> frozenset[str]:
    """Return the slugs of the published courses."""
    with reading():
        return frozenset(
            db.session.scalars(select(Course.slug).where(Course.revision_id.is_not(None)))
        )


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
