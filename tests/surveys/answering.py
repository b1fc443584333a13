"""People who complete courses and say what they think of them."""

from datetime import datetime, timedelta

from elearning.accounts.models import Person, Unit
from elearning.core import clock
from elearning.core.application import Application
from elearning.courses.models import Course
from elearning.records.models import Completion
from elearning.surveys.instrument import instrument
from elearning.surveys.operations import Answers, answer
from elearning.surveys.releasing import release_due
from tests.factories import make_completion, make_person

NOW = clock.now()
YEAR = NOW.year
#: After it whatever waited at a level has gone up.
LONG = timedelta(days=62)


def said(value: int, overall: int | None = None, **texts: str) -> Answers:
    """Return the same value for every item, another for the overall one if wanted."""
    values = dict.fromkeys((item.code for item in instrument().items), value)
    values[instrument().overall] = overall or value
    return Answers(values, texts)


def complete(unit: Unit, course: Course, at: datetime = NOW) -> tuple[Person, Completion]:
    """Let somebody of a unit complete a course."""
    person = make_person(unit)
    return person, make_completion(person, course, at)


def make_answers(
    unit: Unit, course: Course, *values: int, at: datetime = NOW, **texts: str
) -> list[Completion]:
    """Let as many people of a unit complete a course and answer, each with a value."""
    made = [complete(unit, course, at)[1] for _value in values]
    for completion, value in zip(made, values, strict=True):
        assert answer(completion, said(value, **texts), NOW)
    return made


def release(app: Application, at: datetime = NOW) -> int:
    """Let the worker release what is due and return how many cells that were."""
    with app.app_context():
        return sum(iter(lambda: release_due(at), 0))


def form_of(value: int, **others: object) -> dict[str, object]:
    """Return what a form sends that gives every item a value."""
    return {item.code: str(value) for item in instrument().items} | others
