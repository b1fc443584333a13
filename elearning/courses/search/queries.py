"""Asking the full-text index, on SQLite (FTS5) and PostgreSQL (tsvector) alike.

A scope says what a person may find. It is asked in the index itself: what lies outside it is never
read, ranked or counted.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Float,
    Select,
    and_,
    bindparam,
    desc,
    func,
    or_,
    select,
    text,
)

from elearning.core.db import db, is_postgresql, rows
from elearning.courses.language.fields import LANGUAGES
from elearning.courses.models import Course, CourseRevision, Enrolment
from elearning.courses.queries import LATEST_CYCLE
from elearning.courses.search.entries import BUT_IN, COURSE, IN, LESSON, TERM, lessons_in
from elearning.courses.search.models import SearchSection, SearchTrigram
from elearning.courses.search.trigrams import least_shared, trigrams

#: What everyone may find, and what staff may.
PUBLIC = (COURSE, TERM)
ALL_LESSONS = (LESSON,)
#: No more matches than these are ranked: a word that stands in more tells nothing, and costs.
RANKED = 10_000


class Hit(NamedTuple):
    """A section that holds every word asked for, in the current revision of its course."""

    course_id: int
    slug: str
    course_title: str
    revision_id: int
    scope: str
    key: str
    anchor: str
    title: str
    context: str
    text: str
    text_stems: str
    #: Title and summary of the course in each further language.
    variants: Mapping[str, Sequence[str]] | None = None

    def title_in(self, language: str) -> str:
        """Return the title of the course in a language, as far as the course has it."""
        return (self.variants or {}).get(language, (self.course_title,))[0]


class NearTitle(NamedTuple):
    """A title that resembles what was asked for."""

    slug: str
    scope: str
    key: str
    title: str
    course_id: int


#: Withdrawn courses are not found.
_FOUND = (Course.revision_id.is_not(None), Course.withdrawn_at.is_(None))
#: A section counts while its revision is its course's current one.
_CURRENT = and_(
    Course.id == SearchSection.course_id, Course.revision_id == SearchSection.revision_id
)


def _hits(matches: str) -> Select[*tuple[Any, ...]]:
    """Return the statement for the rows of matches: `id` of the section, `place` among them."""
    found = text(matches).columns(id=BigInteger, place=Float).subquery("found")
    section = SearchSection
    return (
        select(
            Course.id,
            Course.slug,
            Course.title,
            section.revision_id,
            section.scope,
            section.key,
            section.anchor,
            section.title,
            section.context,
            section.text,
            section.text_stems,
            Course.variants,
        )
        .join(found, found.c.id == section.id)
        .join(Course, _CURRENT)
        .where(*_FOUND)
        .order_by(found.c.place, section.id)
    )


#: The weights of FTS5's columns stand in the migration: `rank` is bm25 with them.
_SQLITE = _hits(
    """
    select id, place from (
        select rowid as id, rank as place from search_index
        where search_index match :asked order by rowid desc limit :ranked
    ) as matched
    order by place limit :limit
    """
)
#: Weights for D, C, B, A: text, none, context, title; 1 divides by the logarithm of the length.
_POSTGRESQL = _hits(
    """
    with asked as materialized (
        select plainto_tsquery('simple', :words) as words,
            plainto_tsquery('simple', :words) && cast(:scopes as tsquery) as bounded
    )
    select section_id as id,
        -ts_rank(cast('{0.1, 0.1, 0.2, 0.8}' as float4[]), document, words, 1) as place
    from (
        select section_id, document, words from search_index, asked
        where document @@ bounded limit :ranked
    ) as matched
    order by place limit :limit
    """
)


def hits(asked: Sequence[str], scopes: Collection[str], limit: int) -> list[Hit]:
    """Return the sections in a scope that hold every stem asked for, the most telling first."""
    if not asked or not scopes:
        return []
    statement, values = postgresql(asked, scopes) if is_postgresql() else sqlite(asked, scopes)
    found = db.session.execute(statement, values | {"ranked": RANKED, "limit": limit})
    return [Hit(*row) for row in found]


def sqlite(
    asked: Sequence[str], scopes: Collection[str]
) -> tuple[Select[*tuple[Any, ...]], dict[str, object]]:
    """Return the question for FTS5: stems are letters and digits, so nothing in them is syntax."""
    words = " AND ".join(f'"{each}"' for each in asked)
    places = " OR ".join(f'"{each}"' for each in scopes)
    columns = "{title_stems context_stems text_stems}"
    return _SQLITE, {"asked": f"{columns} : ({words}) AND scope : ({places})"}


def postgresql(
    asked: Sequence[str], scopes: Collection[str]
) -> tuple[Select[*tuple[Any, ...]], dict[str, object]]:
    """Return the question for tsvector; a scope's sign keeps it apart from every word."""
    places = " | ".join(f"'{each}'" for each in scopes)
    return _POSTGRESQL, {"words": " ".join(asked), "scopes": places}


_PINNED = (
    select(Enrolment.course_id, Enrolment.revision_id)
    .join(Course, Course.id == Enrolment.course_id)
    .where(
        Enrolment.person_id == bindparam("person_id"),
        Course.revision_id.is_not(None),
        Enrolment.cycle == LATEST_CYCLE,
    )
)


def pinned_revisions(person_id: int) -> dict[int, int]:
    """Return the revision that a person reads in each published course they have joined."""
    return dict(rows(_PINNED, person_id=person_id))


def readable(pinned: Collection[int]) -> list[str]:
    """Return the scope of the lessons of some courses."""
    return [lessons_in(course_id) for course_id in pinned]


def near_titles(question: str, scopes: Collection[str], limit: int) -> list[NearTitle]:
    """Return the titles in a scope that share most letters with a question, courses before others."""
    asked = trigrams(question)
    if not asked:
        return []
    shared = func.count().label("shared")
    near = (
        select(SearchTrigram.section_id, shared)
        .where(SearchTrigram.trigram.in_(asked))
        .group_by(SearchTrigram.section_id)
        .having(shared >= least_shared(len(asked)))
        .subquery()
    )
    section = SearchSection
    found = (
        select(Course.slug, section.scope, section.key, section.title, section.course_id)
        .join(near, near.c.section_id == section.id)
        .join(Course, _CURRENT)
        .where(in_scope(scopes), *_FOUND)
        .order_by(desc(near.c.shared), section.scope, func.length(section.title), section.id)
        .limit(limit)
    )
    return [NearTitle(*row) for row in db.session.execute(found)]


def in_scope(scopes: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a section lies in a scope."""
    own = {*scopes, *(f"{LESSON} {each}" for each in scopes)}
    words = {f"{word}{language}" for word in (IN, BUT_IN) for language in LANGUAGES.values()}
    further = {f"{each} {word}" for each in own for word in words}
    names = own | further
    inside = SearchSection.scope.in_(names)
    every_lesson = SearchSection.scope.startswith(f"{LESSON} ")
    return or_(inside, every_lesson) if LESSON in scopes else inside


def unindexed() -> list[int]:
    """Return the published courses whose current revision cannot be found yet."""
    indexed = select(SearchSection.id).where(_CURRENT)
    missing = select(Course.id).where(*_FOUND, ~indexed.exists())
    return list(db.session.scalars(missing.order_by(Course.id)))


def published_ids() -> list[int]:
    """Return every published course."""
    return list(db.session.scalars(select(Course.id).where(*_FOUND)))


def revision_of(course_id: int) -> tuple[str, CourseRevision] | None:
    """Return a course's slug and current revision, locked against another publishing."""
    row = db.session.execute(
        select(Course.slug, CourseRevision)
        .join(CourseRevision, CourseRevision.id == Course.revision_id)
        .where(Course.id == course_id, *_FOUND)
        .with_for_update(of=Course)
    ).first()
    return (row[0], row[1]) if row else None
