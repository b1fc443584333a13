"""What a person finds: courses and terms for everyone, passages of the lessons they may open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from elearning.accounts.policy import is_trainer
from elearning.core.languages import request_locale
from elearning.courses.compiled import Lesson
from elearning.courses.queries import item_in, kept, outline_of
from elearning.courses.search import queries as search_queries
from elearning.courses.search.entries import (
    COURSE,
    TERM,
    Entry,
    is_found_in,
    kind_in,
    lesson_entries,
)
from elearning.courses.search.queries import ALL_LESSONS, PUBLIC, Hit, NearTitle
from elearning.courses.search.quoting import Piece, quote
from elearning.courses.search.stems import asked_stems

#: How many of each are shown: who looks for more had better ask with another word.
COURSES, TERMS, LESSONS, NEAR = 8, 6, 20, 5
#: Further headings of a lesson in which the words stand, beside the one that is quoted.
FURTHER = 3
#: Sections that are looked at: several of them belong to one lesson or repeat one term.
EXAMINED = 80


class Link(NamedTuple):
    """Where a title leads."""

    title: str
    url: str


class Found(NamedTuple):
    """A course, term or lesson with the passage that answers."""

    title: str
    url: str
    course: str
    heading: str
    passage: list[Piece]
    further: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page shows; `asked` is empty when no word of the question can be searched for."""

    question: str
    asked: Sequence[str] = ()
    courses: Sequence[Found] = ()
    terms: Sequence[Found] = ()
    lessons: Sequence[Found] = ()
    near: Sequence[Link] = ()
    #: There are more courses or lessons than are shown.
    has_more: bool = False

    @property
    def found(self) -> int:
        """How many things are shown."""
        return len(self.courses) + len(self.terms) + len(self.lessons)


class Reader(NamedTuple):
    """Who searches: which lessons they may find, and which revision of a course they read."""

    scopes: Sequence[str]
    pinned: Mapping[int, int]


def answer(person: Any, question: str) -> Answer:
    """Return what a person finds, and near titles when that is nothing."""
    asked = asked_stems(question)
    if not asked:
        return Answer(question)
    reader = reader_of(person)
    public = [hit for hit in search_queries.hits(asked, PUBLIC, EXAMINED) if is_read(hit.scope)]
    courses = [course(hit, asked) for hit in public if kind_in(hit.scope) == COURSE]
    lessons = list(found_lessons(asked, reader))
    found = Answer(
        question,
        asked,
        courses[:COURSES],
        list(distinct_terms(public, asked))[:TERMS],
        lessons[:LESSONS],
        has_more=len(courses) > COURSES or len(lessons) > LESSONS,
    )
    return found if found.found else Answer(question, asked, near=near(question, reader))


def reader_of(person: Any) -> Reader:
    """Return what a person may find: staff every lesson, others those of courses they joined."""
    if not person.is_authenticated:
        return Reader((), {})
    pinned = search_queries.pinned_revisions(person.id)
    return Reader(ALL_LESSONS if is_trainer(person) else search_queries.readable(pinned), pinned)


def course(hit: Hit, asked: Sequence[str]) -> Found:
    """Return a course with the passage of what it says of itself."""
    passage = quote(hit.text, hit.text_stems.split(), asked)
    return Found(hit.title, url_for("learning.course", course=hit.slug), hit.title, "", passage)


def distinct_terms(hits: Iterable[Hit], asked: Sequence[str]) -> Iterator[Found]:
    """Yield terms with their meaning; several courses may explain a term in the same words."""
    seen = set()
    for hit in hits:
        if kind_in(hit.scope) == TERM and (hit.title.casefold(), hit.text) not in seen:
            seen.add((hit.title.casefold(), hit.text))
            url = url_for("learning.course", course=hit.slug)
            passage = quote(hit.text, hit.text_stems.split(), asked)
            yield Found(hit.title, url, hit.title_in(request_locale()), "", passage)


def found_lessons(asked: Sequence[str], reader: Reader) -> Iterator[Found]:
    """Yield each lesson once, with its most telling section quoted and others named."""
    lessons: dict[tuple[int, str], dict[str, Hit]] = {}
    for hit in search_queries.hits(asked, reader.scopes, EXAMINED):
        own = as_read(hit, asked, reader.pinned.get(hit.course_id, hit.revision_id))
        if own is not None:
            lessons.setdefault((own.course_id, own.key), {}).setdefault(own.anchor, own)
    for sections in lessons.values():
        yield lesson(list(sections.values()), asked)


def as_read(hit: Hit, asked: Sequence[str], revision_id: int) -> Hit | None:
    """Return a section as it stands in the revision that the person reads, None when it is not there.

    The index holds current revisions; whoever stayed with an older one must neither be led to a
    heading that theirs lacks nor be shown words that they may not read.
    """
    if revision_id == hit.revision_id:
        return hit if is_read(hit.scope) else None
    entries = kept("search entries", entries_in)(revision_id, hit.key, request_locale())
    fitting = [each for each in entries if holds(each, asked)]
    same = [each for each in fitting if each.anchor == hit.anchor]
    for entry in (same or fitting)[:1]:
        return hit._replace(**{name: getattr(entry, name) for name in SHOWN})
    return None


SHOWN = ("anchor", "title", "context", "text", "text_stems")


def is_read(scope: str) -> bool:
    """Whether what was found stands in the language in which the person reads it."""
    return is_found_in(scope, request_locale())


def entries_in(revision_id: int, key: str, language: str) -> list[Entry]:
    """Return the sections of a lesson in a revision; none when it is not there."""
    lesson = item_in(revision_id, key, language)
    return lesson_entries(lesson) if isinstance(lesson, Lesson) else []


def holds(entry: Entry, asked: Sequence[str]) -> bool:
    """Whether a section holds every stem asked for."""
    own = f"{entry.title_stems} {entry.context_stems} {entry.text_stems}".split()
    return set(asked).issubset(own)


def lesson(sections: Sequence[Hit], asked: Sequence[str]) -> Found:
    """Return a lesson by its sections, the most telling first."""
    first, further = sections[0], sections[1 : FURTHER + 1]
    return Found(
        first.context or first.title,
        section_url(first),
        first.title_in(request_locale()),
        first.title if first.anchor else "",
        quote(first.text, first.text_stems.split(), asked),
        tuple(Link(hit.title, section_url(hit)) for hit in further if hit.anchor),
    )


def section_url(hit: Hit) -> str:
    """Return the address of a heading in a lesson, or of the lesson's top."""
    anchor = hit.anchor or None
    return url_for("learning.item", course=hit.slug, key=hit.key, _anchor=anchor)


def near(question: str, reader: Reader) -> list[Link]:
    """Return titles that the person may have meant."""
    titles = search_queries.near_titles(question, [*PUBLIC, *reader.scopes], NEAR * 2)
    links: dict[str, Link] = {}
    for title in titles:
        if is_there(title, reader):
            links.setdefault(title.title.casefold(), link_to(title))
    return list(links.values())[:NEAR]


def is_there(title: NearTitle, reader: Reader) -> bool:
    """Whether a title is in the revision that the person reads, and in their language."""
    pinned = reader.pinned.get(title.course_id)
    if not is_read(title.scope):
        return False
    return not title.key or pinned is None or outline_of(pinned).item(title.key) is not None


def link_to(title: NearTitle) -> Link:
    """Return where a near title leads: a term to its explanation."""
    if kind_in(title.scope) == TERM:
        return Link(title.title, url_for("learning.search", q=title.title))
    if title.key:
        return Link(title.title, url_for("learning.item", course=title.slug, key=title.key))
    return Link(title.title, url_for("learning.course", course=title.slug))
