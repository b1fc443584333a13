"""Erasing a person: everything that says who somebody was goes, what proves and counts stays.

Each package says in its `personal_data` what becomes of its tables; this walks through them from the
highest package down, in one transaction. Files go a day later, when no row names them; those of
exports that may hold the person are kept no more.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import product
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, text, update

from elearning.accounts import personal_data as accounts
from elearning.accounts.holds import require_free
from elearning.accounts.merged import accounts_of
from elearning.accounts.models import Person
from elearning.accounts.queries import account_keys
from elearning.assessment import personal_data as assessment
from elearning.assignments import personal_data as assignments
from elearning.certificates import personal_data as certificates
from elearning.core import audit
from elearning.core.db import db, is_postgresql
from elearning.core.errors import Refused
from elearning.core.personal_data import OWNER, Erased
from elearning.development import personal_data as development
from elearning.development.file_sweeping import sweep_later
from elearning.learning import personal_data as learning
from elearning.notices import personal_data as notices
from elearning.quizzes import personal_data as quizzes
from elearning.records import personal_data as records
from elearning.records.operations import lock_chains
from elearning.reports import personal_data as reports
from elearning.reports.exports.erasing import let_go_of
from elearning.siasn import personal_data as siasn
from elearning.staff import personal_data as staff
from elearning.surveys import personal_data as surveys

#: From the highest package down: what refers to something goes before it.
ERASED: tuple[Erased, ...] = (
    *reports.ERASED,
    *assessment.ERASED,
    *development.ERASED,
    *siasn.ERASED,
    *learning.ERASED,
    *assignments.ERASED,
    *surveys.ERASED,
    *certificates.ERASED,
    *records.ERASED,
    *quizzes.ERASED,
    *staff.ERASED,
    *notices.ERASED,
    *accounts.ERASED,
)


def require_erasable(person: Person, on: date) -> None:
    """Refuse to erase who still works here, whose data are held, and who is erased already.

    A person is erased as the account that remains, with those that were merged into it.
    """
    if person.merged_into_id is not None:
        raise Refused(_("This account was joined into another one. Open the account that remains."))
    if person.erased_at is not None:
        raise Refused(_("The data of this account are erased already."))
    if person.active:
        raise Refused(
            _(
                "This account is still open. Only people who have left are erased: close the account"
                " first, with the roster."
            )
        )
    require_free(person.id, on)


def affected(person_id: int) -> dict[str, int]:
    """Return how many rows of each table an erasure would remove or blank."""
    counts: Counter[str] = Counter()
    for each, account_id in product(ERASED, account_keys(person_id)):
        rows = select(func.count()).select_from(each.model).where(each.whose)
        counts[each.model.__tablename__] += db.session.scalar(rows, _of(account_id)) or 0
    return {name: count for name, count in counts.items() if count}


def erase(person: Person, ground: str, on: date, at: datetime, *, actor_id: int | None) -> None:
    """Erase who a person was, in all their accounts, once and for good.

    What stays belongs to keys without a name.
    """
    held = db.session.get_one(Person, person.id, with_for_update=True, populate_existing=True)
    require_erasable(held, on)
    lock_chains(accounts_of(held.id))  # nothing is recorded meanwhile
    keys = account_keys(held.id)
    db.session.flush()  # the statements below pass by what the session still holds
    if not is_postgresql():
        db.session.execute(text("PRAGMA secure_delete = ON"))
    let_go_of(keys, at)
    sweep_later({name for key in keys for name in named_files(key)}, at)
    rows = sum(_carry_out(each, key) for each, key in product(ERASED, keys))
    db.session.execute(update(Person).where(Person.id.in_(keys)).values(erased_at=at))
    audit.record(
        "person.erased", f"person:{held.id}", at, actor_id=actor_id, ground=ground, rows=rows
    )
    db.session.expire_all()


def named_files(person_id: int) -> Iterator[str]:
    """Yield the names of the stored files that go."""
    for each in ERASED:
        for name in each.files:
            column = getattr(each.model, name)
            found = select(column).where(each.whose, column != "")
            yield from db.session.scalars(found, _of(person_id))


def _carry_out(each: Erased, person_id: int) -> int:
    """Remove or blank the rows of one table and return how many they were."""
    statement: Any = (
        update(each.model).values(**each.blanked) if each.blanked else delete(each.model)
    )
    done: Any = db.session.execute(
        statement.where(each.whose),
        _of(person_id),
        execution_options={"synchronize_session": False},
    )
    return int(done.rowcount)


def _of(person_id: int) -> dict[str, int]:
    """Return the value of `OWNER`."""
    return {OWNER.key: person_id}
