"""What the invented people say of the course, by the ordinary operations."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.db import db, writing
from elearning.core.setting_rules import LEAST_ANSWERS
from elearning.core.settings import current_settings
from elearning.demonstration.sources import accounts, rows
from elearning.records.models import Completion
from elearning.surveys.instrument import VALUES, instrument
from elearning.surveys.mixing import mix
from elearning.surveys.operations import Answers, answer
from elearning.surveys.queries import courses_to_mix
from elearning.surveys.releasing import release_due

#: How often each value is given, the lowest first; some items please less.
USUAL = (1, 3, 14, 50, 32)
LESS = {"sistem_3": (4, 12, 30, 38, 16), "layanan_1": (2, 8, 28, 44, 18)}
#: Share of those who answer, and of those who write something to a question.
ANSWERING, WRITING = 0.8, 0.35
#: Answers wait in their unit, then with its Perangkat Daerah, then with the agency, for two months
#: at most each.
LEVELS, LONGEST_WAIT = 3, timedelta(days=62)


def evaluate_some(chance: Random, now: datetime) -> None:
    """Let most of the invented people answer, and the worker show or move up what they say.

    Where several of a unit completed, all answer. The accounts can still try it themselves.
    """
    unsaid = {each.code: sayings(each.code) for each in instrument().texts}
    asked, *later = (now - LONGEST_WAIT * back for back in range(LEVELS - 1, -1, -1))
    with writing():
        completed = invented_completions()
        together = Counter(each.unit_path for each in completed)
        for each in completed:
            if together[each.unit_path] >= LEAST_ANSWERS or chance.random() < ANSWERING:
                answer(each, answers(chance, unsaid), asked)
        db.session.commit()
    for at in (asked, *later):
        release_all(at)
    mix_all()


def release_all(at: datetime) -> None:
    """Let answers be shown or go up, as the worker does."""
    while release_due(at):
        pass


def mix_all() -> None:
    """Let what was written be read at once, as the worker does."""
    least = current_settings().survey_least
    for course_id in courses_to_mix(least):
        with writing():
            mix(course_id, least)


def invented_completions() -> list[Completion]:
    """Return what invented people have completed."""
    named = [row["sign_in"] for row in accounts()]
    found = (
        select(Completion)
        .join(Person, Person.id == Completion.person_id)
        .where(Person.nip.not_in(named), Completion.reversed_at.is_(None))
        .order_by(Completion.id)
    )
    return list(db.session.scalars(found))


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
