"""What can be found of a course, as plain values: made from the compiled course alone.

Everyone finds courses and terms; a lesson only who may open it. Questions are never found: their
words would tell what a quiz asks.
"""

from collections.abc import Iterator
from typing import NamedTuple

from elearning.courses.compiled import Course, Html, Lesson
from elearning.courses.sections import plain, sections_of
from elearning.courses.stems import stems

#: Words of the index's scope; the sign keeps them apart from words that somebody asks for.
COURSE, TERM, LESSON = "#course", "#term", "#lesson"


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


def entries_of(course: Course) -> Iterator[Entry]:
    """Yield the course, its terms and the sections of its lessons, in reading order."""
    facts = course.facts
    titles = ". ".join(item.title for item in course.items)
    about = " ".join((facts.summary, plain(facts.description), titles))
    yield entry(COURSE, facts.title, about, context=facts.code)
    for term, meaning in course.glossary:
        yield entry(TERM, term, meaning)
    for lesson in course.lessons:
        yield from lesson_entries(lesson)


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


def scope_of(kind: str, course_id: int) -> str:
    """Return the words by which the index knows who may find an entry."""
    return f"{kind} {lessons_in(course_id)}" if kind == LESSON else kind


def lessons_in(course_id: int) -> str:
    """Return the word for the lessons of one course."""
    return f"{LESSON}{course_id}"
