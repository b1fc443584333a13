"""Publishing learning paths."""

import hashlib
from datetime import datetime

from sqlalchemy import delete, select

from elearning.core import audit
from elearning.core.db import db
from elearning.courses.frozen import canonical
from elearning.courses.models import Course, LearningPath, PathStep
from elearning.courses.paths.checker import CompiledPath


def publish_path(path: CompiledPath, at: datetime) -> bool:
    """Put a path in the place of what it was; False when it is that already.

    Its courses must be published.
    """
    digest = hashlib.sha256(canonical(path.to_json())).hexdigest()
    record = db.session.scalar(
        select(LearningPath).where(LearningPath.slug == path.slug).with_for_update()
    )
    if record is None:
        record = LearningPath(slug=path.slug, content_hash="")
        db.session.add(record)
    if record.content_hash == digest:
        return False
    record.title, record.summary, record.description = path.title, path.summary, path.description
    record.content_hash, record.published_at = digest, at
    db.session.flush()  # the steps name the key
    _put_steps(record, path)
    audit.record("path.published", f"path:{record.id}", at, actor_id=None)
    return True


def _put_steps(record: LearningPath, path: CompiledPath) -> None:
    """Put the steps of a path in the place of those it had."""
    slugs = [slug for slug, _reason in path.steps]
    known = select(Course.slug, Course.id).where(Course.slug.in_(slugs))
    course_ids = {row.slug: row.id for row in db.session.execute(known)}
    db.session.execute(delete(PathStep).where(PathStep.path_id == record.id))
    db.session.add_all(
        PathStep(path_id=record.id, position=position, course_id=course_ids[slug], reason=reason)
        for position, (slug, reason) in enumerate(path.steps, start=1)
    )
