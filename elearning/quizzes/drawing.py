"""Drawing a paper: which questions, in which order, under ids that mean nothing elsewhere."""

import secrets
from random import Random
from typing import Any, NamedTuple

from elearning.courses.compiled import Option, Pool, Question, Quiz

SEED_BYTES = 16


class Slot(NamedTuple):
    """A drawn question; `options` pairs the paper's id of each option with the author's."""

    id: str
    question: str
    kind: str
    options: tuple[tuple[str, str], ...]

    @property
    def is_multiple(self) -> bool:
        """Whether more than one option may be chosen."""
        return self.kind == "multiple"

    def to_json(self) -> dict[str, Any]:
        """Return the slot as an attempt stores it."""
        return self._asdict() | {"options": [list(pair) for pair in self.options]}


Paper = tuple[Slot, ...]


def new_seed() -> str:
    """Return the 128 secret bits that decide a paper."""
    return secrets.token_hex(SEED_BYTES)


def draw_paper(quiz: Quiz, seed: str) -> Paper:
    """Draw from every pool; the seed alone decides choice and order, the ids are new each time."""
    chance = Random(seed)  # noqa: S311  (the seed is the secret)
    questions = [question for pool in quiz.pools for question in _drawn(pool, chance)]
    if quiz.rules.shuffle_questions:
        chance.shuffle(questions)
    return tuple(_slot(each, chance, shuffle=quiz.rules.shuffle_options) for each in questions)


def _drawn(pool: Pool, chance: Random) -> list[Question]:
    """Return the pool's drawn questions in writing order."""
    count = min(pool.drawn, len(pool.questions))
    chosen = chance.sample(range(len(pool.questions)), count)
    return [pool.questions[number] for number in sorted(chosen)]


def _slot(question: Question, chance: Random, *, shuffle: bool) -> Slot:
    """Give a question and its options their ids; true stays before false."""
    options = list[Option](question.options)
    if shuffle and question.kind != "truefalse":
        chance.shuffle(options)
    pairs = tuple((_new_id(), option.id) for option in options)
    return Slot(_new_id(), question.id, question.kind, pairs)


def _new_id() -> str:
    """Return 48 random bits."""
    return secrets.token_hex(6)


def paper_of(stored: list[Any]) -> Paper:
    """Read the paper that an attempt stores."""
    return tuple(
        Slot(each["id"], each["question"], each["kind"], tuple((a, b) for a, b in each["options"]))
        for each in stored
    )
