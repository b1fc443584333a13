"""Inviting, and counting answers so that nothing says whose they are."""

from collections.abc import Mapping
from datetime import datetime
from secrets import randbits
from typing import NamedTuple

from elearning.accounts.models import Person
from elearning.core.db import db, insert_into
from elearning.records.models import Completion
from elearning.records.operations import leaf_of
from elearning.surveys import notices
from elearning.surveys.instrument import VALUES
from elearning.surveys.models import SurveyMark, SurveyText
from elearning.surveys.sums import WAITING, Cell, add, month_of

KEY_BITS = 62


class Answers(NamedTuple):
    """What somebody answered: a value for every item, and texts where they wrote any."""

    values: Mapping[str, int]
    texts: Mapping[str, str]


def invite(person: Person, completion: Completion, at: datetime) -> None:
    """Ask a person once what they say of a course that they have completed."""
    notices.course_can_be_evaluated(person, completion, at)


def answer(completion: Completion, answers: Answers, at: datetime) -> bool:
    """Count somebody's answers, once; False when they have answered before.

    They wait in the cell of their unit until they are released with others.
    """
    if not _mark(completion.enrolment_id):
        return False
    unit_id = leaf_of(completion.unit_path)
    cell = Cell(unit_id, completion.year, completion.course_id, completion.revision_id)
    counts = {item: _once(value) for item, value in answers.values.items()}
    add(WAITING, cell._asdict(), counts, month=month_of(at))
    for question, text in answers.texts.items():
        if text:
            about = {"course_id": completion.course_id, "year": completion.year}
            db.session.add(SurveyText(id=randbits(KEY_BITS), question=question, text=text, **about))
    return True


def _mark(enrolment_id: int) -> bool:
    """Note that an enrolment is answered for; of two at once the later one is told."""
    marked = insert_into(SurveyMark).values(enrolment_id=enrolment_id, fresh=True)
    once = marked.on_conflict_do_nothing().returning(SurveyMark.enrolment_id)
    return db.session.scalar(once) is not None


def _once(value: int) -> tuple[int, ...]:
    """Return one answer as numbers by value."""
    return tuple(int(value == each) for each in VALUES)
