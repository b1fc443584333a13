"""On whose behalf people are changed, as the worker and the command line know them."""

from typing import NamedTuple

from sqlalchemy import select

from elearning.accounts.models import Person, RoleGrant, Unit
from elearning.accounts.policy import UNBOUND, is_admin, oversees
from elearning.core.db import db


class Officer(NamedTuple):
    """Somebody's rights over people, read apart from a request."""

    id: int | None
    roles: frozenset[str]
    hr_paths: tuple[str, ...]

    @property
    def is_authenticated(self) -> bool:
        """Whoever starts work is known."""
        return True


#: Whoever can type commands on the server.
OPERATOR = Officer(None, frozenset({"admin"}), ())


def officer_at(person_id: int | None) -> Officer:
    """Return the present rights of an open account; nobody's are the operator's."""
    if person_id is None:
        return OPERATOR
    granted = (
        select(RoleGrant.role, Unit.path)
        .join(Person, Person.id == RoleGrant.person_id)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == person_id, Person.active.is_(True))
    )
    rows = db.session.execute(granted).all()
    paths = tuple(path for role, path in rows if role == "kepegawaian" and path)
    return Officer(person_id, frozenset(role for role, _path in rows), paths)


def holders_beyond(officer: Officer, ids: set[int]) -> set[int]:
    """Return who of some people holds rights beyond an officer's: their access is not the officer's.

    Whoever may change an address or close an account could otherwise take over, or shut out,
    somebody who reaches further.
    """
    if is_admin(officer) or not ids:
        return set()
    granted = (
        select(RoleGrant.person_id, RoleGrant.role, Unit.path)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.person_id.in_(ids), RoleGrant.role.not_in(UNBOUND))
    )
    return {
        person_id
        for person_id, role, path in db.session.execute(granted)
        if role == "admin" or not oversees(officer, path or "")
    }
