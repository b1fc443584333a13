"""Drawing a paper: which questions, in which order, under ids that mean nothing elsewhere."""

import json
import secrets
from collections.abc import Iterator, Sequence
from functools import lru_cache
from os import urandom
from random import Random
from typing import Any, NamedTuple

from elearning.courses.compiled import Option, Pool, Question, Quiz
from elearning.courses.identity import plain
from elearning.courses.questions import TRUE, Blanks

SEED_BYTES = 16
ID_BYTES = 6
DRAWN_TOGETHER = 64
#: Of those who sit at the same time; some kilobytes each.
PAPERS_KEPT = 512


class Slot(NamedTuple):
    """A drawn question; pairs hold the paper's id first, then the author's."""

    id: str
    question: str
    kind: str
    #: Choices, left sides, or steps.
    options: tuple[tuple[str, str], ...]
    #: Matching: the right sides; the author's id is that of the first row with the text.
    rights: tuple[tuple[str, str], ...] = ()
    #: How many blanks a text has.
    blanks: int = 0

    @property
    def is_multiple(self) -> bool:
        """Whether more than one option may be chosen."""
        return self.kind in {"multiple", "weighted"}

    def to_json(self) -> dict[str, Any]:
        """Return the slot as an attempt stores it; what its kind has not is left out."""
        more = {"rights": [list(pair) for pair in self.rights], "blanks": self.blanks}
        return {
            "id": self.id,
            "question": self.question,
            "kind": self.kind,
            "options": [list(pair) for pair in self.options],
            **{name: value for name, value in more.items() if value},
        }


Paper = tuple[Slot, ...]


def new_seed() -> str:
    """Return the 128 secret bits that decide a paper."""
    return secrets.token_hex(SEED_BYTES)


def draw_paper(quiz: Quiz, seed: str) -> Paper:
    """Draw from every pool; the seed alone decides choice and order, the ids are new each time."""
    chance, ids = Random(seed), new_ids()  # noqa: S311  (the seed is the secret)
    questions = [question for pool in quiz.pools for question in _drawn(pool, chance)]
    if quiz.rules.shuffle_questions:
        chance.shuffle(questions)
    shuffle = quiz.rules.shuffle_options
    return tuple(slot_of(each, chance, shuffle=shuffle, ids=ids) for each in questions)


def _drawn(pool: Pool, chance: Random) -> list[Question]:
    """Return the pool's drawn questions in writing order."""
    count = min(pool.drawn, len(pool.questions))
    chosen = chance.sample(range(len(pool.questions)), count)
    return [pool.questions[number] for number in sorted(chosen)]


def slot_of(
    question: Question, chance: Random, *, shuffle: bool, ids: Iterator[str] | None = None
) -> Slot:
    """Give a question and its parts their ids."""
    ids = ids or new_ids()
    options = _shown_order(question, chance, shuffle=shuffle)
    pairs = tuple((next(ids), option.id) for option in options)
    if question.kind == "matching":
        rights = right_sides(question)
        chance.shuffle(rights)
        more = tuple((next(ids), option.id) for option in rights)
        return Slot(next(ids), question.id, question.kind, pairs, more)
    return Slot(next(ids), question.id, question.kind, pairs, blanks=blanks_of(question))


def _shown_order(question: Question, chance: Random, *, shuffle: bool) -> list[Option]:
    """Return the options as they are shown: true before false, steps never in order already."""
    if question.kind == "ordering":
        return _disordered(question.options, chance)
    if question.kind == "truefalse":  # however it is written: some write the right one first
        return sorted(question.options, key=lambda option: not _says_true(option))
    options = [option for option in question.options if option.html or option.match is None]
    if shuffle:
        chance.shuffle(options)
    return options


def _says_true(option: Option) -> bool:
    """Whether an option of a true/false question is the true one."""
    return plain(option.html).rstrip(".") in TRUE


def _disordered(steps: Sequence[Option], chance: Random) -> list[Option]:
    """Shuffle steps until they are out of order; two have no other order that would not tell."""
    shown = list(steps)
    chance.shuffle(shown)
    while len(steps) > 2 and shown == list(steps):
        chance.shuffle(shown)
    return shown


def right_sides(question: Question) -> list[Option]:
    """Return the first row with each right side."""
    rows: dict[str | None, Option] = {}
    for option in question.options:
        rows.setdefault(option.match, option)
    return list(rows.values())


def blanks_of(question: Question) -> int:
    """Return how many blanks a question has."""
    return len(question.key.blanks) if isinstance(question.key, Blanks) else 0


def new_ids() -> Iterator[str]:
    """Yield ids of 48 random bits without end; asking the system for each would cost more."""
    while True:
        bits = urandom(ID_BYTES * DRAWN_TOGETHER).hex()
        yield from (bits[at : at + 2 * ID_BYTES] for at in range(0, len(bits), 2 * ID_BYTES))


@lru_cache(maxsize=PAPERS_KEPT)
def paper_in(text: str) -> Paper:
    """Read the paper that an attempt stores as JSON; it never changes, and each save asks for it."""
    return paper_of(json.loads(text))


def paper_of(stored: list[Any]) -> Paper:
    """Read the paper that an attempt stores."""
    return tuple(
        Slot(
            each["id"],
            each["question"],
            each["kind"],
            tuple((a, b) for a, b in each["options"]),
            tuple((a, b) for a, b in each.get("rights", ())),
            each.get("blanks", 0),
        )
        for each in stored
    )
