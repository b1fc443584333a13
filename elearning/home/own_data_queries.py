"""Gathering what every package holds about a person."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, literal, select, union_all

from elearning.accounts import personal_data as accounts
from elearning.accounts.merged import accounts_of
from elearning.accounts.queries import account_keys
from elearning.assessment import personal_data as assessment
from elearning.assignments import personal_data as assignments
from elearning.certificates import personal_data as certificates
from elearning.core.db import db
from elearning.core.personal_data import OWNER, Held
from elearning.courses import personal_data as courses
from elearning.development import personal_data as development
from elearning.learning import personal_data as learning
from elearning.notices import personal_data as notices
from elearning.quizzes import personal_data as quizzes
from elearning.records import personal_data as records
from elearning.siasn import personal_data as siasn
from elearning.studio import personal_data as studio
from elearning.surveys import personal_data as surveys

OFFERED: tuple[Held, ...] = (
    *accounts.PERSONAL_DATA,
    *courses.PERSONAL_DATA,
    *quizzes.PERSONAL_DATA,
    *records.PERSONAL_DATA,
    *certificates.PERSONAL_DATA,
    *surveys.PERSONAL_DATA,
    *siasn.PERSONAL_DATA,
    *development.PERSONAL_DATA,
    *learning.PERSONAL_DATA,
    *notices.PERSONAL_DATA,
    *studio.PERSONAL_DATA,
    *assessment.PERSONAL_DATA,
    *assignments.PERSONAL_DATA,
)
#: Rows of each kind on a page and on paper; the download has them all.
SHOWN = 50
AT_ONCE = 500

_COUNTS = union_all(
    *(
        select(literal(held.name), func.count()).select_from(held.statement.subquery())
        for held in OFFERED
    )
)


class Found(NamedTuple):
    """Rows of one kind: the newest of them, and how many there are."""

    held: Held
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    total: int


def counts_of(person_id: int) -> dict[str, int]:
    """Return how many rows of each kind are held about a person, one statement an account."""
    counts: Counter[str] = Counter()
    for account_id in account_keys(person_id):
        for name, count in db.session.execute(_COUNTS, _of(account_id)):
            counts[name] += count
    return counts


def found_for(person_id: int, purpose: str) -> list[Found]:
    """Return the newest rows of each kind that serves a purpose, the newest first."""
    counts = counts_of(person_id)
    wanted = (held for held in OFFERED if held.group == purpose and counts[held.name])
    return [newest(held, person_id, counts[held.name]) for held in wanted]


def newest(held: Held, person_id: int, total: int) -> Found:
    """Return the newest rows of a kind; those of a former account stand behind the others."""
    statement = held.statement.order_by(held.order.desc()).limit(SHOWN)
    results = [db.session.execute(statement, _of(key)) for key in account_keys(person_id)]
    found = [row for result in results for row in result.all()]
    return Found(held, tuple(results[0].keys()), found[:SHOWN], total)


def json_of(engine: Engine, person_id: int, made_at: datetime) -> Iterator[str]:
    """Yield everything as one JSON object, read at one moment in constant memory.

    `complete` comes last: a file without it was broken off.
    """
    head = {"format": "elearning-data-saya/1", "made_at": made_at.isoformat()}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "data": {'
    options = {"isolation_level": "REPEATABLE READ"} if engine.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection:
        keys = connection.scalars(accounts_of(person_id).order_by("id")).all()
        for place, held in enumerate(OFFERED):
            yield f"{',' if place else ''}\n{json.dumps(held.name)}: ["
            statement = held.statement.order_by(held.order).execution_options(yield_per=AT_ONCE)
            results = (connection.execute(statement, _of(key)) for key in keys)
            for number, row in enumerate(row for each in results for row in each.mappings()):
                yield f"{',' if number else ''}\n {json.dumps(dict(row), ensure_ascii=False, default=_plain)}"
            yield "]"
    yield '},\n"complete": true}\n'


def _of(person_id: int) -> dict[str, int]:
    """Return the value of `OWNER`."""
    return {OWNER.key: person_id}


def _plain(value: object) -> str:
    """Return what JSON has no type for: moments and days in ISO 8601, scores as exact text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
