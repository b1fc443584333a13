"""Keeps the index in step with what is published, in the transaction that publishes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select, text

from elearning.core.db import db
from elearning.courses.queries import published_course
from elearning.courses.search.entries import Entry, entries_of, scope_of
from elearning.courses.search.models import SearchSection, SearchTrigram
from elearning.courses.search.queries import revision_of
from elearning.courses.search.trigrams import trigrams

_ADD = {
    "sqlite": """
        insert into search_index (rowid, scope, title_stems, context_stems, text_stems)
        select id, scope, title_stems, context_stems, text_stems
        from search_section where course_id = :course_id
    """,
    "postgresql": """
        insert into search_index (section_id, document)
        select id, array_to_tsvector(string_to_array(scope, ' '))
            || setweight(to_tsvector('simple', title_stems), 'A')
            || setweight(to_tsvector('simple', context_stems), 'B')
            || to_tsvector('simple', text_stems)
        from search_section where course_id = :course_id
    """,
}
#: FTS5 keeps no copy of the texts: it must be told what it forgets.
_FORGET = {
    "sqlite": """
        insert into search_index
            (search_index, rowid, scope, title_stems, context_stems, text_stems)
        select 'delete', id, scope, title_stems, context_stems, text_stems
        from search_section where course_id = :course_id
    """,
    "postgresql": """
        delete from search_index
        where section_id in (select id from search_section where course_id = :course_id)
    """,
}
_CLEAR = {
    "sqlite": "insert into search_index (search_index) values ('delete-all')",
    "postgresql": "delete from search_index",
}


def index(course_id: int, revision_id: int, entries: Iterable[Entry]) -> None:
    """Let a course be found by these entries alone."""
    remove_from_index(course_id)
    sections = [section_of(entry, course_id, revision_id) for entry in entries]
    if sections:
        db.session.execute(insert(SearchSection), sections)
    _run(_ADD, course_id)
    _add_trigrams(course_id)


def section_of(entry: Entry, course_id: int, revision_id: int) -> dict[str, Any]:
    """Return an entry as a row."""
    values = entry._asdict()
    scope = scope_of(values.pop("kind"), course_id, values.pop("languages"))
    return values | {"course_id": course_id, "revision_id": revision_id, "scope": scope}


def _add_trigrams(course_id: int) -> None:
    """Add the letters of the titles that a mistyped question may mean."""
    titled = select(SearchSection.id, SearchSection.title).where(
        SearchSection.course_id == course_id, SearchSection.anchor == ""
    )
    letters = [
        {"section_id": key, "trigram": each}
        for key, title in db.session.execute(titled)
        for each in trigrams(title)
    ]
    if letters:
        db.session.execute(insert(SearchTrigram), letters)


def remove_from_index(course_id: int) -> None:
    """Let a course be found no more: it is unpublished, or about to be indexed anew."""
    own = SearchSection.course_id == course_id
    _run(_FORGET, course_id)
    db.session.execute(
        delete(SearchTrigram).where(
            SearchTrigram.section_id.in_(select(SearchSection.id).where(own))
        )
    )
    db.session.execute(delete(SearchSection).where(own))


def reindex(course_id: int) -> None:
    """Index a course as its current revision stands; an unpublished one is removed."""
    found = revision_of(course_id)
    if found is None:
        remove_from_index(course_id)
    else:
        slug, revision = found
        index(course_id, revision.id, entries_of(published_course(revision, slug)))


def clear_index() -> None:
    """Let nothing be found, whatever state the index was in."""
    db.session.execute(text(_CLEAR[db.engine.dialect.name]))
    db.session.execute(delete(SearchTrigram))
    db.session.execute(delete(SearchSection))


def _run(statements: dict[str, str], course_id: int) -> None:
    """Run the statement of this database for a course."""
    db.session.execute(text(statements[db.engine.dialect.name]), {"course_id": course_id})
