"""Finds the questions of a text and rewrites one of them, every other line left as it is."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from elearning.core.files import digest_of
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.folder import item_file
from elearning.courses.importing.found import Choice, Found
from elearning.courses.importing.quiz_text import question_text
from elearning.courses.kinds.choice import is_share
from elearning.courses.kinds.registry import kind_of
from elearning.courses.kinds.typed import alternatives
from elearning.courses.language.drafts import QuestionDraft, Written
from elearning.courses.language.frontmatter import read_front_matter
from elearning.courses.language.lessons import read_lesson
from elearning.courses.language.quizzes import QUESTION_LEVEL, read_quiz
from elearning.courses.language.settings import with_id
from elearning.courses.language.structure import Text, blocks_of, is_unclosed
from elearning.courses.questions import BLANK

_PRACTICE = frozenset({"latihan", "practice"})
_WORD = re.compile(r"\w+")
_HEADER = "| Kiri | Kanan |\n"
#: Kinds that a form can hold.
PLAIN = frozenset(
    {"single", "multiple", "truefalse", "weighted", "weighted-one", "short", "numeric"}
    | {"matching", "ordering", "blanks", "essay"}
)


class Place(NamedTuple):
    """A question in a text: its lines counted from 0, the last one excluded, and what it says."""

    start: int
    end: int
    draft: QuestionDraft
    lines: tuple[str, ...]

    @property
    def source(self) -> str:
        """The question as it is written."""
        return "\n".join(self.lines)

    @property
    def mark(self) -> str:
        """What names the question in an address: it changes with what is written."""
        return digest_of(self.source.encode())[:16]

    @property
    def title(self) -> str:
        """The first line of its stem."""
        return self.draft.stem.source.split("\n", 1)[0].replace("\\", "")


def places_in(name: str, text: str) -> list[Place]:
    """Return the questions of a quiz, or of a lesson's practice blocks, in their order."""
    lines, item = text.split("\n"), item_file(name)
    if item is None:
        return []
    notes = Notes(name, lines)
    body = read_front_matter(notes).body_line
    if item.is_quiz:
        pools = read_quiz(notes, body).pools
        drafts = [question for pool in pools for question in pool.questions]
        stretches = [(body - 1, len(lines))]
    else:
        drafts = list(read_lesson(notes, body).practices)
        stretches = list(_fences(lines, body))
    ends = dict(found for stretch in stretches for found in _ends(lines, *stretch))
    return [_place(draft, ends, lines) for draft in drafts if draft.line - 1 in ends]


def _fences(lines: list[str], body: int) -> Iterator[tuple[int, int]]:
    """Yield the inside of each practice block."""
    for block in blocks_of(lines, body - 1):
        named = block.kind == "fence" and block.text.strip().lower() in _PRACTICE
        if named and not is_unclosed(block, lines):
            yield block.start + 1, block.end - 1


def _ends(lines: list[str], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield where each heading begins and where what belongs to it ends."""
    blocks = [b for b in blocks_of(lines, start, stop) if b.kind == "heading"]
    heads = [block.start for block in blocks if block.level <= QUESTION_LEVEL]
    for head, following in zip(heads, [*heads[1:], stop], strict=True):
        end = following
        while end > head + 1 and not lines[end - 1].strip():
            end -= 1
        yield head, end


def _place(draft: QuestionDraft, ends: dict[int, int], lines: list[str]) -> Place:
    start = draft.line - 1
    return Place(start, ends[start], draft, tuple(lines[start : ends[start]]))


def found_in(place: Place) -> Found | None:
    """Return what a question says as a form holds it; None when a form would lose some of it."""
    found = _read(place.draft)
    if found is None:
        return None
    again = _reread(written(found, place))
    whole = Counter(_WORD.findall(written(found, place))) == Counter(_WORD.findall(place.source))
    return found if whole and again == found else None


def _reread(source: str) -> Found | None:
    places = places_in("1-a.quiz.md", f"---\njudul: -\n---\n\n{source}")
    return _read(places[0].draft) if len(places) == 1 else None


def _read(draft: QuestionDraft) -> Found | None:
    """Return a question's parts; None for a kind that no form holds."""
    kind = kind_of(draft, Notes("", []))
    if kind is None or kind.name not in PLAIN or any(option.id for option in draft.options):
        return None
    named = "weighted-one" if kind.name == "weighted" and draft.settings.choose == "satu" else ""
    given = draft.written
    return Found(
        kind=named or kind.name,
        stem=_filled(draft.stem.source, given),
        choices=tuple(
            Choice(each.text.source, each.mark.lower(), _source(each.feedback).strip())
            for each in draft.options
        ),
        answers=tuple(alternatives(given.answer.source)) if given.answer else (),
        pairs=tuple(
            (row.cells[0].source, row.cells[1].source)
            for row in given.rows or ()
            if len(row.cells) > 1
        ),
        steps=tuple(step.source for step in given.steps or ()),
        explanation=_source(draft.explanation).strip(),
        hint=_source(draft.hint).strip(),
        weight=draft.settings.weight,
        many=draft.settings.choose == "banyak",
        whole=draft.settings.whole,
    )


def _filled(stem: str, given: Written) -> str:
    """Put the answers back into the blanks of a stem."""
    for blank in given.blanks:
        stem = stem.replace(BLANK, f"[[{blank.source}]]", 1)
    return stem.rstrip()


def _source(text: Text | None) -> str:
    return text.source if text else ""


def written(found: Found, place: Place | None = None) -> str:
    """Return a question's Markdown; the id and the table's heading of the one before stay."""
    source = question_text(found).rstrip("\n")
    if place is None:
        return source
    if place.draft.settings.id:
        head, _break, rest = source.partition("\n")
        source = f"{with_id(head, place.draft.settings.id)}\n{rest}"
    rows = place.draft.written.rows
    if rows:
        source = source.replace(
            _HEADER, f"{place.lines[rows[0].line - 3 - place.start].strip()}\n", 1
        )
    return source


def is_held(found: Found) -> bool:
    """Whether a question that was put together is read as what was meant."""
    again = _reread(written(found))
    return again is not None and _alike(again) == _alike(found)


def _alike(found: Found) -> tuple[object, ...]:
    """Return what must not change in writing; one right answer or several is the author's choice."""
    options = [
        (_spaced(c.text), is_share(c.mark) or c.mark, _spaced(c.feedback)) for c in found.choices
    ]
    texts = (found.stem, found.explanation, found.hint, *found.answers, *found.steps)
    pairs = [(_spaced(left), _spaced(right)) for left, right in found.pairs]
    return options, [_spaced(text) for text in texts], pairs


def _spaced(text: str) -> str:
    return " ".join(text.replace("\\", "").split())


def replaced(text: str, place: Place, source: str) -> str:
    """Return a text in which one question is written anew."""
    lines = text.split("\n")
    lines[place.start : place.end] = source.split("\n")
    return "\n".join(lines)


def appended(name: str, text: str, source: str) -> str:
    """Return a text with a question at its end; in a lesson it stands in a practice block."""
    item = item_file(name)
    if item is not None and not item.is_quiz:
        fence = "````" if "```" in source else "```"
        source = f"{fence}latihan\n{source}\n{fence}"
    return f"{text.rstrip()}\n\n{source}\n"
