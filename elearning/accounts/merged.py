"""Several accounts of one person: what is read of a person is read over all of them.

What was earned stays with the account that earned it, for it is sealed (decision 0024). An account
that was merged names the one that remains; what was merged into that one follows it.
"""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person

#: The account by which somebody is named, for `remaining_of`.
named = aliased(Person)
_account = aliased(Person)
#: The account that remains of a merged one, where it is joined beside `Person` by `merged_into_id`.
Remaining = aliased(Person)
#: What the person has now, whichever account a row names, where `Remaining` is joined; SIASN's id
#: is null where none is known.
NIP_NOW = func.coalesce(Remaining.nip, Person.nip)
SIASN_PERSON = func.coalesce(func.nullif(Remaining.siasn_id, ""), func.nullif(Person.siasn_id, ""))


def whose(account: Any = Person) -> ColumnElement[int]:
    """The account that remains of one: its own key, or that of the one it was merged into."""
    return func.coalesce(account.merged_into_id, account.id)


def remaining_of(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """Select the account that remains of the one (`named`) that a condition finds."""
    found = select(whose(named)).where(condition)
    return found.correlate_except(named).scalar_subquery()  # a column may stand far outside


def remaining(account_id: Any) -> ScalarSelect[int]:
    """Select the account that remains of one, by its key or a column that holds it."""
    return remaining_of(named.id == account_id)


def accounts_of(account_id: Any) -> Select[int]:
    """Select all accounts of the person who has one, by its key or a column that holds it."""
    remains = remaining(account_id)
    found = or_(_account.id == remains, _account.merged_into_id == remains)
    return select(_account.id).where(found)
