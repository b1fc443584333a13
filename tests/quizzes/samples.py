"""Quizzes for tests, with defaults, and an enrolment in a course that holds them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import uuid4

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Item, Option, Pool, Question, Quiz, QuizRules
from elearning.courses.models import Course, Enrolment
from elearning.courses.questions import BLANK, Blanks, Criterion, Rubric, Span, Spans, Wordings
from elearning.quizzes.drawing import Paper, Slot, paper_of
from elearning.quizzes.models import Attempt
from elearning.quizzes.operations import close_attempt
from elearning.quizzes.queries import attempt_to_close
from tests.factories import NOW, make_course, make_person, work


def make_question(
    name: str = "q1", kind: str = "single", key: str = "+--", **more: Any
) -> Question:
    """A question whose options are right (+) or wrong (-); every text names its place."""
    options = tuple(
        Option(
            f"{name}-o{n}", f"<p>Pilihan {n} {name}</p>", sign == "+", f"<p>BOCOR-{name}-{n}</p>"
        )
        for n, sign in enumerate(key, start=1)
    )
    texts = {"stem": f"<p>Soal {name}?</p>", "explanation": f"<p>BOCOR-bahas-{name}</p>"}
    return Question(id=f"stabil-{name}", kind=kind, options=options, **(texts | more))


def make_weighted(name: str = "q1", shares: str = "1/2 1/2 -1/2", **more: Any) -> Question:
    """A question whose options earn shares."""
    question = make_question(name, more.pop("kind", "weighted"), "-" * len(shares.split()), **more)
    pairs = zip(question.options, map(Fraction, shares.split()), strict=True)
    return replace(
        question, options=tuple(replace(o, share=share, right=share > 0) for o, share in pairs)
    )


def make_short(name: str = "q1", *patterns: str, **more: Any) -> Question:
    """A question that accepts texts; unless told, one that tells of a leak."""
    key = Wordings(patterns or (f"BOCOR-{name}*",))
    return replace(make_question(name, "short", "", **more), key=key)


def make_numeric(
    name: str = "q1", low: str = "77431", high: str = "77433", **more: Any
) -> Question:
    """A question that accepts the numbers of a stretch."""
    key = Spans((Span(Decimal(low), Decimal(high)),))
    return replace(make_question(name, "numeric", "", **more), key=key)


def make_blanks(name: str = "q1", count: int = 3, **more: Any) -> Question:
    """A text with blanks."""
    stem = f"<p>Isi {name}: {' dan '.join([BLANK] * count)}.</p>"
    key = Blanks(tuple(Wordings((f"BOCOR-{name}-{n}", f"BOCOR-lain-{n}")) for n in range(count)))
    return replace(make_question(name, "blanks", "", **({"stem": stem} | more)), key=key)


def told_in(text: str, words: Iterable[str]) -> list[str]:
    """Return which words a text tells; figures inside a random token are chance."""
    edge = {True: r"\b", False: ""}
    patterns = {
        word: edge[word[0].isdigit()] + re.escape(word) + edge[word[-1].isdigit()] for word in words
    }
    return [word for word, pattern in patterns.items() if re.search(pattern, text)]


def make_matching(
    name: str = "q1", rights: str = "a b a", extra: str = "c", **more: Any
) -> Question:
    """Left sides with a right side each, and right sides that nothing matches."""
    question = make_question(name, "matching", "+" * len(rights.split()), **more)
    pairs = zip(question.options, rights.split(), strict=True)
    options = tuple(replace(o, match=f"Pasangan {right} {name}") for o, right in pairs)
    others = (
        Option(f"{name}-x{n}", "", right=True, match=f"Pasangan {right} {name}")
        for n, right in enumerate(extra.split())
    )
    return replace(question, options=(*options, *others))


def make_ordering(name: str = "q1", steps: int = 4, **more: Any) -> Question:
    """Steps in their right order."""
    return make_question(name, "ordering", "+" * steps, **more)


def make_essay(name: str = "q1", shares: str = "2/5 3/5", **more: Any) -> Question:
    """An essay with criteria; every text that only graders read tells of a leak."""
    criteria = tuple(
        Criterion(
            f"<p>Kriteria {n} {name}</p>", Fraction(share), f"<p>BOCOR-panduan-{name}-{n}</p>"
        )
        for n, share in enumerate(shares.split(), start=1)
    )
    return replace(make_question(name, "essay", "", **more), key=Rubric(criteria))


def with_questions(quiz: Quiz, *questions: Question) -> Quiz:
    """Return a quiz that asks some questions."""
    return replace(quiz, pools=(Pool("", None, questions),))


def one_of_each_kind() -> tuple[Question, ...]:
    """A question of every kind that is graded by the platform."""
    return (
        make_question("q1"),
        make_question("q2", "multiple", "++--"),
        make_question("q3", "truefalse", "+-"),
        make_weighted("q4"),
        make_weighted("q5", "1 1/2 0", kind="weighted-one"),
        make_short("q6"),
        make_numeric("q7"),
        make_blanks("q8"),
        make_matching("q9"),
        make_ordering("q10"),
    )


def make_mixed_quiz(**rules: Any) -> Quiz:
    """A quiz with a question of every kind."""
    quiz = make_quiz(0, **rules)
    return replace(quiz, pools=(Pool("", None, one_of_each_kind()),))


def make_rules(**changes: Any) -> QuizRules:
    """The rules of a kuis, shuffled."""
    values: dict[str, Any] = {
        "preset": "kuis",
        "pass_mark": Decimal(70),
        "attempts": 3,
        "minutes_limit": None,
        "shuffle_questions": True,
        "shuffle_options": True,
        "feedback": "after-submit",
    }
    return QuizRules(**(values | changes))


def make_quiz(
    questions: int = 2, *, draw: int | None = None, key: str = "kuis", **rules: Any
) -> Quiz:
    """A required quiz with one pool of single-choice questions."""
    pool = Pool("Dasar", draw, tuple(make_question(f"q{n}") for n in range(1, questions + 1)))
    return Quiz(key, f"Judul {key}", 5, True, Decimal(1), "", make_rules(**rules), (pool,))


class Learner(NamedTuple):
    """Someone enrolled in the course of a quiz."""

    nip: str
    enrolment_id: int
    revision_id: int
    quiz: Quiz


def make_learner(app: Application, quiz: Quiz, *others: Item, **enrolment: Any) -> Learner:
    """Publish a course with a quiz after other items and enrol a person in it."""
    with work(app):
        course = make_course(*others, quiz)
        person = make_person()
        return Learner(*enrol(person, course, **enrolment), quiz)


def enrol(person: Person, course: Course, **changes: Any) -> tuple[str, int, int]:
    """Enrol a person; return their NIP, the enrolment and its revision."""
    revision_id = course.revision_id or 0
    values = {
        "person_id": person.id,
        "course_id": course.id,
        "revision_id": revision_id,
        "requirements_id": revision_id,
        "started_at": NOW,
        "seen_at": NOW,
    }
    enrolment = Enrolment(**(values | changes))
    db.session.add(enrolment)
    db.session.flush()
    return person.nip or "", enrolment.id, revision_id


def right_answers(attempt: Attempt, quiz: Quiz) -> dict[str, Any]:
    """Return the answers that earn everything, by the paper's ids."""
    return answers_with(paper_of(attempt.paper), quiz, right=True)


def wrong_answers(attempt: Attempt, quiz: Quiz) -> dict[str, Any]:
    """Return answers that earn nothing."""
    return answers_with(paper_of(attempt.paper), quiz, right=False)


def answers_with(paper: Paper, quiz: Quiz, *, right: bool) -> dict[str, Any]:
    """Return for each drawn question the answer that earns everything, or one that earns nothing."""
    questions = {question.id: question for question in quiz.questions}
    answer = key_answer if right else wrong_answer
    return {slot.id: answer(questions[slot.question], slot) for slot in paper}


def key_answer(question: Question, slot: Slot) -> Any:
    """Return the JSON of the answer that earns everything, by the paper's ids."""
    shown = {stable: opaque for opaque, stable in slot.options}
    if question.kind == "matching":
        rights = {match_of(question, stable): opaque for opaque, stable in slot.rights}
        return {opaque: rights[match_of(question, stable)] for opaque, stable in slot.options}
    if question.kind == "ordering":
        return [shown[option.id] for option in question.options]
    if isinstance(question.key, Blanks):
        return [blank.patterns[0] for blank in question.key.blanks]
    if isinstance(question.key, Wordings):
        return question.key.patterns[0].replace("*", " apa pun")
    if isinstance(question.key, Spans):
        return str(question.key.spans[0].low)
    if question.kind == "weighted-one":
        return [shown[max(question.options, key=lambda option: option.share or 0).id]]
    return [shown[option.id] for option in in_order(question, slot) if option.right]


def in_order(question: Question, slot: Slot) -> Iterable[Option]:
    """Return the options in the paper's order."""
    options = {option.id: option for option in question.options}
    return (options[stable] for _opaque, stable in slot.options)


def match_of(question: Question, stable: str) -> str | None:
    """Return the right side of a row."""
    return next(option.match for option in question.options if option.id == stable)


def wrong_answer(question: Question, slot: Slot) -> Any:
    """Return the JSON of an answer that earns nothing."""
    if question.kind == "matching":
        unmatched = {o.id for o in question.options if not o.html}
        (nothing,) = (opaque for opaque, stable in slot.rights if stable in unmatched)
        return {opaque: nothing for opaque, _ in slot.options}
    if question.kind == "ordering":
        right = key_answer(question, slot)
        return [*right[1:], right[0]]
    if question.kind == "blanks":
        return ["keliru"] * slot.blanks
    if question.key is not None:
        return "0"
    wrong = {option.id for option in question.options if not option.right}
    return [opaque for opaque, stable in slot.options if stable in wrong][:1]


def as_fields(slot: Slot, answer: Any) -> dict[str, Any]:
    """Return an answer as the plain form sends it."""
    if slot.kind == "ordering":
        return {f"{slot.id}.{step}": at for at, step in enumerate(answer, start=1)}
    if slot.kind == "matching":
        return {f"{slot.id}.{left}": right for left, right in answer.items()}
    return {slot.id: answer}


def make_batch(answers: dict[str, Any], base: int = 0) -> dict[str, Any]:
    """Return a batch as quiz.js sends it."""
    events = [
        {
            "id": str(uuid4()),
            "seq": base + n,
            "question": q,
            "answer": a,
            "at": "2026-11-22T03:00:00Z",
        }
        for n, (q, a) in enumerate(answers.items(), start=1)
    ]
    return {"client": str(uuid4()), "base": base, "events": events}


def close(attempt: Attempt, quiz: Quiz, at: datetime) -> None:
    """Close an attempt as sending it does, without what follows."""
    held = attempt_to_close(attempt.id)
    assert held is not None
    close_attempt(held, quiz, at)
