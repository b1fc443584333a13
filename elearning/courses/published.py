"""Published content in every language it has: immutable by revision, so it is kept in the process."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from flask import current_app
from sqlalchemy import select

from elearning.core.db import db
from elearning.core.markdown import SANITISER_VERSION
from elearning.courses import compiled
from elearning.courses.compiled import Facts, Item, Lesson, Quiz, Variant
from elearning.courses.glossary_queries import glossary_of
from elearning.courses.models import CourseRevision, Rendering

T = TypeVar("T")

CACHED = 512


class OutlineItem(NamedTuple):
    """A line of a course's contents."""

    key: str
    kind: str
    title: str
    minutes: int
    required: bool
    size: int
    preset: str
    weight: str

    @property
    def is_graded(self) -> bool:
        """Whether the line is a quiz whose score counts."""
        return self.kind == "quiz" and self.preset in {"kuis", "ujian"}


class Outline(NamedTuple):
    """A revision's contents and facts, in one language."""

    revision_id: int
    number: int
    title: str
    jp: int
    facts: Facts
    items: tuple[OutlineItem, ...]
    language: str = "id"
    #: The same in each further language; what is not translated stands there as it is.
    variants: "Mapping[str, Outline]" = {}
    #: Of a further language: the keys that are translated, and the terms explained.
    translated: frozenset[str] = frozenset()
    glossary: tuple[tuple[str, str], ...] = ()

    def item(self, key: str) -> OutlineItem | None:
        """Return the line with a key."""
        return next((item for item in self.items if item.key == key), None)

    @property
    def required(self) -> tuple[OutlineItem, ...]:
        """The lines that completing needs."""
        return tuple(item for item in self.items if item.required)

    def languages_of(self, key: str) -> tuple[str, ...]:
        """Return the languages in which a lesson or quiz can be read, the course's own first."""
        further = (code for code, each in self.variants.items() if key in each.translated)
        return (self.language, *further)


def outline_of(revision_id: int) -> Outline:
    """Return a revision's outline."""
    return kept("outline", _load_outline)(revision_id)


def outline_in(revision_id: int, language: str) -> Outline:
    """Return a revision's outline in a language, as far as the course has it."""
    outline = outline_of(revision_id)
    return outline.variants.get(language, outline)


def compiled_item(revision_id: int, key: str) -> Item | None:
    """Return a lesson or quiz of a revision as it was compiled."""
    if outline_of(revision_id).item(key) is None:
        return None
    return kept("item", _load_item)(revision_id, key, SANITISER_VERSION)


def item_in(revision_id: int, key: str, language: str) -> Item | None:
    """Return a lesson or quiz in a language; what is not translated in the course's own.

    Only the texts differ: ids, rules and what is right are those of the course's own language.
    """
    outline = outline_of(revision_id)
    if outline.variants and language in outline.languages_of(key)[1:]:
        return kept("item", _load_item)(revision_id, stored_key(key, language), SANITISER_VERSION)
    return compiled_item(revision_id, key)


def stored_key(key: str, language: str) -> str:
    """Return the key under which a variant is stored; no lesson's own key has a point."""
    return f"{key}.{language}"


def kept(name: str, load: Callable[..., T]) -> Callable[..., T]:
    """Return a loader with a bounded memory of its own in this application.

    For what follows from an immutable revision alone; never for a permission.
    """
    caches: dict[str, Callable[..., T]] = current_app.extensions.setdefault("published", {})
    if name not in caches:  # a page asks several times
        caches.setdefault(name, lru_cache(maxsize=CACHED)(load))
    return caches[name]


def _load_outline(revision_id: int) -> Outline:
    """Read an outline with its variants."""
    columns = (CourseRevision.number, CourseRevision.title, CourseRevision.jp, CourseRevision.facts)
    further = (CourseRevision.outline, CourseRevision.variants)
    row = db.session.execute(
        select(*columns, *further).where(CourseRevision.id == revision_id)
    ).one()
    items = tuple(OutlineItem(**item) for item in row.outline)
    facts = Facts.from_json(row.facts)
    outline = Outline(revision_id, row.number, row.title, row.jp, facts, items, facts.language)
    variants = {code: _variant(outline, data) for code, data in (row.variants or {}).items()}
    return outline._replace(variants=variants)


def _variant(outline: Outline, data: dict[str, Any]) -> Outline:
    """Put a language's texts in the place of the course's own."""
    lines = {line["key"]: OutlineItem(**line) for line in data["outline"]}
    return outline._replace(
        title=data["title"],
        facts=Facts.from_json(outline.facts.to_json() | data["facts"]),
        items=tuple(lines.get(item.key, item) for item in outline.items),
        language=data["facts"]["language"],
        translated=frozenset(lines),
        glossary=tuple((term, meaning) for term, meaning in data["glossary"]),
    )


def _load_item(revision_id: int, key: str, version: int) -> Item:
    """Read the newest rendering that this sanitiser, or an older one, made."""
    body = db.session.scalars(
        select(Rendering.body)
        .where(
            Rendering.revision_id == revision_id,
            Rendering.key == key,
            Rendering.sanitiser_version <= version,
        )
        .order_by(Rendering.sanitiser_version.desc())
        .limit(1)
    ).one()
    return Quiz.from_json(body) if "pools" in body else Lesson.from_json(body)


def published_course(revision: CourseRevision, slug: str) -> compiled.Course:
    """Return a revision as the compiled course it came from, without its media."""
    outline = outline_of(revision.id)
    items = tuple(item for line in outline.items if (item := compiled_item(revision.id, line.key)))
    variants = tuple(_published_variant(each) for each in outline.variants.values())
    glossary = glossary_of(revision.id)
    return compiled.Course(slug, outline.facts, items, (), glossary, variants)


def _published_variant(outline: Outline) -> Variant:
    """Return one language of a revision as it was compiled."""
    keys = [line.key for line in outline.items if line.key in outline.translated]
    found = (item_in(outline.revision_id, key, outline.language) for key in keys)
    return Variant(
        outline.language,
        outline.facts.title,
        outline.facts.summary,
        outline.facts.description,
        tuple(item for item in found if item),
        outline.glossary,
    )
