"""Indexing whole catalogues, course by course, so that nobody waits for the lock long."""

from collections.abc import Iterable

from elearning.core.db import db, reading, writing
from elearning.courses.search import queries
from elearning.courses.search.operations import clear_index, reindex


def index_missing() -> None:
    """Index what was published before there was a search; usually one cheap question."""
    with reading():
        missing = queries.unindexed()
    index_each(missing)


def index_each(course_ids: Iterable[int]) -> None:
    """Index courses, each in a transaction of its own."""
    for course_id in course_ids:
        with writing():
            reindex(course_id)
            db.session.commit()


def begin_anew() -> list[int]:
    """Forget everything and return the courses to index."""
    with writing():
        clear_index()
        course_ids = queries.published_ids()
        db.session.commit()
    return course_ids
