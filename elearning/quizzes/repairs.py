"""Repairs of bad questions: what each does to a question, and which versions it is for; no database.

A version is what decides a mark: wording, options and key. Reordering options leaves it as it is;
whoever corrects the key or the wording makes another version, to which the repair does not apply.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from elearning.courses.compiled import Option, Question, Quiz
from elearning.courses.frozen import canonical
from elearning.quizzes.drawing import right_sides

VOID, FULL, KEY = "void", "full", "key"
NO_WEIGHT = Decimal(0)
EVERYTHING = Fraction(1)


class Repair(NamedTuple):
    """What is done about some versions of a question, in every attempt that drew one of them."""

    id: int
    #: The author's id: the same in every revision.
    question: str
    remedy: str
    versions: frozenset[str]
    #: With `key`: the question as it should have been.
    key: Question | None = None


Repairs = Sequence[Repair]


@lru_cache(maxsize=1024)
def version_of(question: Question) -> str:
    """Return the digest of what decides a mark; the order of steps does, that of choices does not."""
    options = [_decisive(option) for option in question.options]
    facts = {
        "kind": question.kind,
        "stem": question.stem,
        "options": options if question.kind == "ordering" else sorted(options, key=str),
        "key": question.key.to_json() if question.key else None,
    }
    return hashlib.sha256(canonical(facts)).hexdigest()[:16]


def _decisive(option: Option) -> list[object]:
    share = None if option.share is None else str(option.share)
    return [option.id, option.html, option.right, share, option.match]


def repair_of(question: Question, repairs: Repairs) -> Repair | None:
    """Return the last repair that is for this version of a question: later ones lie on top."""
    named = [each for each in repairs if each.question == question.id]
    version = version_of(question) if named else ""
    return next((each for each in reversed(named) if version in each.versions), None)


def weight_of(question: Question, repair: Repair | None) -> Decimal:
    """Return what a question weighs: a void one nothing."""
    return NO_WEIGHT if repair and repair.remedy == VOID else question.weight


def corrected(question: Question, repair: Repair | None) -> Question:
    """Return a question with its repaired key; how much and how it counts stays the revision's."""
    if repair is None or repair.key is None:
        return question
    options = repair.key.options
    return replace(
        repair.key,
        options=_paired_anew(question, options) if question.kind == "matching" else options,
        weight=question.weight,
        whole=question.whole,
        explanation=question.explanation,
        hint=question.hint,
    )


def _paired_anew(question: Question, pairs: Sequence[Option]) -> tuple[Option, ...]:
    """Return the corrected pairs behind the right sides as they were shown.

    Answers name a right side by the first row that had its text: such rows come first, without a
    left side, so that each id still means that text whatever the corrected pairs are.
    """
    shown = (replace(row, html="") for row in right_sides(question))
    match = {option.id: option.match for option in pairs if option.html}
    asked = (replace(o, match=match[o.id]) for o in question.options if o.html)
    return (*shown, *asked)


def corrected_quiz(quiz: Quiz, repairs: Repairs) -> Quiz:
    """Return a quiz with its repaired keys, for pages that show what was right."""
    if not repairs:
        return quiz
    pools = tuple(
        replace(
            pool,
            questions=tuple(corrected(each, repair_of(each, repairs)) for each in pool.questions),
        )
        for pool in quiz.pools
    )
    return replace(quiz, pools=pools)


def questions_by_id(questions: Iterable[Question]) -> dict[str, Question]:
    """Return questions by the author's id."""
    return {question.id: question for question in questions}
