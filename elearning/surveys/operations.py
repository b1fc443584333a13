"""Inviting, and counting answers so that nothing says whose they are."""

from collections.abc import Mapping
from datetime import datetime
from secrets import randbits
from typing import NamedTuple

from sqlalchemy import Table

from elearning.accounts.models import Person
from elearning.core.db import db, insert_into
from elearning.records.models import Completion
from elearning.records.operations import leaf_of
from elearning.surveys import notices
from elearning.surveys.instrument import VALUES, instrument
from elearning.surveys.models import SurveyMark, SurveySum, SurveyText

KEY_BITS = 62
SUMS: Table = SurveySum.__table__  # type: ignore[assignment]


class Answers(NamedTuple):
    """What somebody answered: a value for every item, and texts where they wrote any."""

    values: Mapping[str, int]
    texts: Mapping[str, str]


def invite(person: Person, completion: Completion, at: datetime) -> None:
    """Ask a person once what they say of a course that they have completed."""
    notices.course_can_be_evaluated(person, completion, at)


def answer(completion: Completion, answers: Answers) -> bool:
    """Count somebody's answers, once; False when they have answered before."""
    if not _mark(completion.enrolment_id):
        return False
    keys = {
        "unit_id": leaf_of(completion.unit_path),
        "year": completion.year,
        "course_id": completion.course_id,
        "revision_id": completion.revision_id,
    }
    _count(keys, answers.values)
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


def _count(keys: dict[str, int], values: Mapping[str, int]) -> None:
    """Add one answer to every item, always in the same order, so that nobody waits in a circle."""
    rows = [
        keys
        | {"item": item.code}
        | {f"n{value}": int(values[item.code] == value) for value in VALUES}
        for item in instrument().items
    ]
    added = insert_into(SUMS).values(rows)
    grown = {f"n{value}": SUMS.c[f"n{value}"] + added.excluded[f"n{value}"] for value in VALUES}
    db.session.execute(
        added.on_conflict_do_update(index_elements=SUMS.primary_key.columns, set_=grown)
    )
