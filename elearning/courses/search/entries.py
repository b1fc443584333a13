"""What can be found of a course, as plain values: made from the compiled course alone.

Everyone finds courses and terms; a lesson only who may open it. Questions are never found: their
words would tell what a quiz asks.
"""

from collections.abc import Iterator
from typing import NamedTuple

from elearning.courses.compiled import Course, Facts, Html, Lesson, Variant
from elearning.courses.search.sections import plain, sections_of
from elearning.courses.search.stems import stems

#: Words of the index's scope; the sign keeps them apart from words that somebody asks for.
COURSE, TERM, LESSON = "#course", "#term", "#lesson"
#: Begin the words for the one further language of an entry, and for each that has it translated.
IN, BUT_IN = "#in-", "#but-in-"


class Entry(NamedTuple):
    """One thing to find; the stems are those of its title, context and text, in their order."""

    kind: str
    key: str
    anchor: str
    title: str
    context: str
    text: str
    title_stems: str
    context_stems: str
    text_stems: str
    #: In which languages it is found, as words of the scope; none are all languages.
    languages: str = ""


def entries_of(course: Course) -> Iterator[Entry]:
    """Yield the course, its terms and the sections of its lessons, in each of its languages."""
    for each in _entries(course.facts, course):
        further = (variant.language for variant in course.variants if _has(variant, each))
        yield each._replace(languages=" ".join(f"{BUT_IN}{code}" for code in further))
    for variant in course.variants:
        for each in _entries(variant, variant, course.facts.code):
            yield each._replace(languages=f"{IN}{variant.language}")


def _has(variant: Variant, entry: Entry) -> bool:
    """Whether a variant has an entry of its own in the place of one."""
    if entry.kind == TERM:
        return bool(variant.glossary)
    return not entry.key or any(item.key == entry.key for item in variant.items)


def _entries(facts: Facts | Variant, course: Course | Variant, code: str = "") -> Iterator[Entry]:
    """Yield what can be found in one language, in reading order."""
    titles = ". ".join(item.title for item in course.items)
    about = " ".join((facts.summary, plain(facts.description), titles))
    yield entry(COURSE, facts.title, about, context=code or getattr(facts, "code", ""))
    for term, meaning in course.glossary:
        yield entry(TERM, term, meaning)
    for item in course.items:
        if isinstance(item, Lesson):
            yield from lesson_entries(item)


def lesson_entries(lesson: Lesson) -> list[Entry]:
    """Return a lesson's sections; the first is the lesson's top and carries its title."""
    parts = (part.html for part in lesson.parts if isinstance(part, Html))
    top, *rest = sections_of(parts)
    start = f"{lesson.summary} {top.text}".strip()
    return [
        entry(LESSON, lesson.title, start, lesson.key),
        *(
            entry(LESSON, each.title, each.text, lesson.key, each.anchor, lesson.title)
            for each in rest
        ),
    ]


def entry(
    kind: str, title: str, text: str, key: str = "", anchor: str = "", context: str = ""
) -> Entry:
    """Return an entry with its stems."""
    spelled = (" ".join(stems(each)) for each in (title, context, text))
    return Entry(kind, key, anchor, title, context, text, *spelled)


def scope_of(kind: str, course_id: int, languages: str = "") -> str:
    """Return the words by which the index knows who may find an entry, and in which languages."""
    scope = f"{kind} {lessons_in(course_id)}" if kind == LESSON else kind
    return f"{scope} {languages}".rstrip()


def kind_in(scope: str) -> str:
    """Return the kind of an entry."""
    return scope.partition(" ")[0]


def is_found_in(scope: str, language: str) -> bool:
    """Whether an entry is for the readers of a language."""
    words = scope.split()
    further = any(word.startswith(IN) for word in words)
    return f"{IN}{language}" in words if further else f"{BUT_IN}{language}" not in words


def lessons_in(course_id: int) -> str:
    """Return the word for the lessons of one course."""
    return f"{LESSON}{course_id}"
