"""Where a completion stands at SIASN, as SQL beside `Completion` and its record.

Use `beside` for the join; what follows from a correction or revocation is derived here, so that
correcting a history need not know of SIASN.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Case, ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from elearning.records.models import Completion
from elearning.siasn.models import SiasnRecord
from elearning.siasn.states import (
    DELETED,
    HELD,
    REJECTED,
    STATED,
    TO_DELETE,
    TO_RESEND,
    UNSENT,
    WORDS,
)

_other = aliased(Completion)
_others = aliased(SiasnRecord)
#: The versions of one completion, which corrections have made.
_SAME = and_(
    _other.person_id == Completion.person_id,
    _other.course_id == Completion.course_id,
    _other.cycle == Completion.cycle,
    _other.id != Completion.id,
)


def _held(record: Any) -> ColumnElement[bool]:
    """Whether SIASN holds a record: it was stated so, or its id is known."""
    return or_(record.state.in_(HELD), and_(record.siasn_id != "", record.state != DELETED))


_EARLIER_SENT = (
    exists()
    .where(_SAME, _other.version < Completion.version)
    .where(_others.completion_id == _other.id, or_(_held(_others), _others.state == REJECTED))
)
_CARRIED = (
    select(_others.siasn_id)
    .join(_other, _other.id == _others.completion_id)
    .where(_SAME, _other.version < Completion.version, _held(_others), _others.siasn_id != "")
    .order_by(_other.version.desc())
    .limit(1)
    .correlate(Completion)
    .scalar_subquery()
)
_COUNTING = exists().where(_SAME, _other.reversed_at.is_(None))
_LATER_SENT = exists().where(
    _SAME, _other.version > Completion.version, _others.completion_id == _other.id
)

#: Whether it stands at SIASN although it counts no more and nothing has taken its place.
IS_TO_DELETE = and_(
    Completion.reversed_at.is_not(None), _held(SiasnRecord), ~_COUNTING, ~_LATER_SENT
)


def _standing(named: Mapping[str, str]) -> Case[str]:
    """Return the state of a completion, each one under its name."""
    stated = case({key: named[key] for key in STATED}, value=SiasnRecord.state)
    return case(
        (IS_TO_DELETE, named[TO_DELETE]),
        (SiasnRecord.state.is_not(None), stated),
        (and_(Completion.version > 1, _EARLIER_SENT), named[TO_RESEND]),
        else_=named[UNSENT],
    )


#: A key of `states.WORDS`.
STATE = _standing({key: key for key in WORDS})
#: The state in the words of the sheets (column 28).
STATE_WORDS = _standing(WORDS)
#: ID Riwayat SIASN (column 27): its own, or that of the version it replaces.
SIASN_ID = func.coalesce(
    func.nullif(SiasnRecord.siasn_id, ""),
    case((Completion.version > 1, _CARRIED), else_=None),
    literal(""),
)
#: Why it was rejected or failed (column 29).
NOTE = func.coalesce(SiasnRecord.note, "")
#: What HR has to do with: what counts, and what SIASN must delete.
CONCERNS_SIASN = or_(Completion.reversed_at.is_(None), IS_TO_DELETE)


def beside(statement: Any) -> Any:
    """Join what is known at SIASN to a select of completions."""
    return statement.outerjoin(SiasnRecord, SiasnRecord.completion_id == Completion.id)
