"""Keeps the identity of questions and options across edits.

An unmarked question's id is the hash of its text at first appearance. A new text is matched with
the previous revision: explicit id, then equal text, then similar text, which the author confirms.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple, TypeVar

from elearning.courses.compiled import Option, Question, Quiz

#: From this share of common letter triples on, two texts may be the same one, reworded.
SIMILAR = 0.5

Thing = TypeVar("Thing", Question, Option)


class Doubt(NamedTuple):
    """A new text that resembles an old one: the author says whether it is the same."""

    quiz: str
    new: str
    old: str
    new_text: str
    old_text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the author said: `same` maps a new id to the old one, `new` are truly new ids."""

    same: Mapping[str, str] = field(default_factory=dict)
    new: frozenset[str] = frozenset()


class _Plain(HTMLParser):
    """Collects what a reader sees, pictures by description and, for identity, by file."""

    def __init__(self, *, files: bool = True) -> None:
        super().__init__()
        self.files = files
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("src"):
            name = re.sub(r"^.*/(?:[0-9a-f]{16}-)?", "", values["src"] or "") if self.files else ""
            self.pieces += [" ", values.get("alt") or "", " ", name, " "]


@lru_cache(maxsize=4096)
def plain(html: str) -> str:
    """Return the normalised text of HTML: NFKC, small letters, single spaces."""
    parser = _Plain()
    parser.feed(html)
    parser.close()
    text = unicodedata.normalize("NFKC", "".join(parser.pieces)).casefold()
    return " ".join(text.split())


def seen_in(html: str) -> str:
    """Return the text of HTML as it is read: single spaces, case kept."""
    parser = _Plain(files=False)
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.pieces).split())


def text_id(prefix: str, html: str) -> str:
    """Return the id that a text yields."""
    digest = hashlib.sha256(plain(html).encode("utf-8", "replace")).hexdigest()
    return f"{prefix}-{digest[:12]}"


def distinct_ids(things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Tell equal ids apart by a number, so that a faulty draft can still be shown."""
    seen: Counter[str] = Counter()
    distinct = []
    for thing in things:
        seen[thing.id] += 1
        number = seen[thing.id]
        distinct.append(replace(thing, id=f"{thing.id}-{number}") if number > 1 else thing)
    return tuple(distinct)


@lru_cache(maxsize=4096)
def _triples(text: str) -> Counter[str]:
    return Counter(text[at : at + 3] for at in range(max(1, len(text) - 2)))


def similarity(one: str, other: str) -> float:
    """Return the share of letter triples that two texts have in common, 0 to 1."""
    first, second = _triples(one[:2000]), _triples(other[:2000])
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _likeness(new: Question | Option, old: Question | Option) -> float:
    return similarity(text_of(new), text_of(old))


def text_of(thing: Question | Option) -> str:
    """Return the text that a question or option is known by."""
    return plain(thing.stem if isinstance(thing, Question) else thing.html)


def shown_text(thing: Question | Option) -> str:
    """Return the text of a question or option as it is read."""
    return seen_in(thing.stem if isinstance(thing, Question) else thing.html)


def _is_marked(thing: Question | Option) -> bool:
    """Tell whether the author chose the id."""
    prefix = "q" if isinstance(thing, Question) else "o"
    html = thing.stem if isinstance(thing, Question) else thing.html
    return not thing.id.startswith(text_id(prefix, html))


class Pairs(NamedTuple):
    """Old ids by new ones, and what is in doubt."""

    ids: dict[str, str]
    doubts: list[tuple[str, str]]


def pair(new: Sequence[Thing], old: Sequence[Thing], decisions: Decisions, path: str = "") -> Pairs:
    """Match new things with old ones; `path` begins the ids that the decisions speak of."""
    rest = {thing.id: thing for thing in old}
    ids: dict[str, str] = {}

    def settle(thing: Thing, identifier: str | None) -> None:
        if identifier in rest:
            ids[thing.id] = identifier
            del rest[identifier]

    def each(find: Callable[[Thing], str | None], *, marked: bool) -> None:
        for thing in new:
            if _is_marked(thing) == marked and thing.id not in ids:
                settle(thing, find(thing))

    each(lambda thing: thing.id, marked=True)
    by_text = {text_of(thing): thing.id for thing in reversed(old)}
    each(lambda thing: by_text.get(text_of(thing)), marked=False)
    same = {key: value.removeprefix(path) for key, value in decisions.same.items()}
    each(lambda thing: same.get(path + thing.id), marked=False)
    left = [thing for thing in new if thing.id not in ids and not _is_marked(thing)]
    asked = [thing for thing in left if path + thing.id not in decisions.new]
    return Pairs(ids, _doubts(asked, rest.values()))


def _doubts(new: Iterable[Thing], old: Iterable[Thing]) -> list[tuple[str, str]]:
    """Pair what resembles each other, the most alike first, each once."""
    alike = [(_likeness(one, other), one.id, other.id) for one in new for other in old]
    doubts: dict[str, str] = {}
    for degree, one, other in sorted(alike, reverse=True):
        if degree >= SIMILAR and one not in doubts and other not in doubts.values():
            doubts[one] = other
    return list(doubts.items())


def _renamed(things: tuple[Thing, ...], ids: Mapping[str, str]) -> tuple[Thing, ...]:
    """Give matched things their old ids; a new thing never takes an id that is in use."""
    used = set(ids.values())
    renamed = []
    for thing in things:
        identifier = ids.get(thing.id)
        if identifier is None:
            identifier = _free(thing.id, used)
            used.add(identifier)
        renamed.append(replace(thing, id=identifier))
    return tuple(renamed)


def _free(identifier: str, used: set[str]) -> str:
    number = 2
    candidate = identifier
    while candidate in used:
        candidate, number = f"{identifier}-{number}", number + 1
    return candidate


def match(
    previous: Quiz | None, new: Quiz, decisions: Decisions | None = None
) -> tuple[Quiz, list[Doubt]]:
    """Return the quiz with the ids that its questions had, and the pairs in doubt."""
    if previous is None:
        return new, []
    said = decisions or Decisions()
    pairs = pair(new.questions, previous.questions, said)
    old = {question.id: question for question in previous.questions}
    doubts = _described(new.key, "", pairs.doubts, new.questions, previous.questions)
    pools = []
    for pool in new.pools:
        questions = []
        for question in pool.questions:
            before = old.get(pairs.ids.get(question.id, ""))
            matched, more = _match_options(new.key, question, before, said)
            questions.append(matched)
            doubts += more
        pools.append(replace(pool, questions=_renamed(tuple(questions), pairs.ids)))
    return replace(new, pools=tuple(pools)), doubts


def _match_options(
    quiz: str, question: Question, before: Question | None, said: Decisions
) -> tuple[Question, list[Doubt]]:
    if before is None:
        return question, []
    path = f"{before.id}/"
    pairs = pair(question.options, before.options, said, path)
    doubts = _described(quiz, path, pairs.doubts, question.options, before.options)
    return replace(question, options=_renamed(question.options, pairs.ids)), doubts


def _described(
    quiz: str,
    path: str,
    pairs: list[tuple[str, str]],
    new: Sequence[Question] | Sequence[Option],
    old: Sequence[Question] | Sequence[Option],
) -> list[Doubt]:
    news = {thing.id: shown_text(thing) for thing in new}
    olds = {thing.id: shown_text(thing) for thing in old}
    return [Doubt(quiz, path + one, path + other, news[one], olds[other]) for one, other in pairs]
