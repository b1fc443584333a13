"""What the invented people say of the course, by the ordinary operations."""

from collections.abc import Iterator, Mapping
from random import Random

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.db import db, writing
from elearning.core.settings import current_settings
from elearning.demonstration.sources import accounts, rows
from elearning.records.models import Completion
from elearning.surveys.instrument import VALUES, instrument
from elearning.surveys.mixing import mix
from elearning.surveys.operations import Answers, answer
from elearning.surveys.queries import courses_to_mix

#: How often each value is given, the lowest first; some items please less.
USUAL = (1, 3, 14, 50, 32)
LESS = {"sistem_3": (4, 12, 30, 38, 16), "layanan_1": (2, 8, 28, 44, 18)}
#: Share of those who answer, and of those who write something to a question.
ANSWERING, WRITING = 0.8, 0.35


def evaluate_some(chance: Random) -> None:
    """Let most of the invented people answer; the accounts can still try it themselves."""
    unsaid = {each.code: sayings(each.code) for each in instrument().texts}
    for completion in invented_completions():
        if chance.random() < ANSWERING:
            answer(completion, answers(chance, unsaid))


def mix_all() -> None:
    """Let what was written be read at once, as the worker does."""
    least = current_settings().survey_least
    for course_id in courses_to_mix(least):
        with writing():
            mix(course_id, least)


def invented_completions() -> Iterator[Completion]:
    """Yield what invented people have completed."""
    named = [row["sign_in"] for row in accounts()]
    found = (
        select(Completion)
        .join(Person, Person.id == Completion.person_id)
        .where(Person.nip.not_in(named), Completion.reversed_at.is_(None))
    )
    yield from db.session.scalars(found.order_by(Completion.id))


def answers(chance: Random, unsaid: Mapping[str, list[str]]) -> Answers:
    """Return what somebody says; nobody writes what another has written."""
    values = {
        item.code: chance.choices(VALUES, weights=LESS.get(item.code, USUAL))[0]
        for item in instrument().items
    }
    texts = {
        question: left.pop()
        for question, left in unsaid.items()
        if left and chance.random() < WRITING
    }
    return Answers(values, texts)


def sayings(question: str) -> list[str]:
    """Return what people may write to a question."""
    return [row["text"] for row in rows("evaluations") if row["question"] == question]
