"""Who may do what with people and units."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, not_, or_, select
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person, RoleGrant, Unit

#: The character after "/": a subtree is the range from its path to its path with this at the end.
AFTER_SLASH = "0"
#: Roles that give no right over people.
UNBOUND = ("pengajar", "penerbit")


def is_learner(person: Any) -> bool:
    """An ASN learns; an account without a NIP does not."""
    return bool(person.is_authenticated and person.is_learner)


def is_hr(person: Any) -> bool:
    """Kepegawaian of any part of the organisation."""
    return bool(person.is_authenticated and person.hr_paths)


def is_trainer(person: Any) -> bool:
    """A trainer, or the administrator."""
    return bool(person.is_authenticated and person.roles & {"pengajar", "admin"})


def is_publisher(person: Any) -> bool:
    """Somebody who may publish courses, or the administrator."""
    return bool(person.is_authenticated and person.roles & {"penerbit", "admin"})


def reaches(person: Any, path: str) -> bool:
    """Whether an HR officer's subtree holds the unit at a path."""
    return any(path.startswith(own) for own in person.hr_paths)


def reached_paths(person: Any, column: Any = Unit.path) -> ColumnElement[bool]:
    """The `where` twin of `reaches`: an indexed range for each subtree."""
    return or_(false(), *(below(column, path) for path in person.hr_paths))


def below(column: Any, path: str) -> ColumnElement[bool]:
    """Return the condition that a path lies in the subtree at `path`, itself included."""
    return and_(column >= path, column < path[:-1] + AFTER_SLASH)


def can_activate(officer: Any, path: str, grants: frozenset[tuple[str, str]]) -> bool:
    """An HR officer gives codes within their subtree, never to holders of rights beyond it."""
    if not reaches(officer, path):
        return False
    return all(
        role in UNBOUND or (role == "kepegawaian" and reaches(officer, granted))
        for role, granted in grants
    )


def activatable(officer: Any) -> ColumnElement[bool]:
    """The `where` twin of `can_activate`, for a select of people with their units."""
    granted = aliased(Unit)
    within = or_(
        RoleGrant.role.in_(UNBOUND),
        and_(RoleGrant.role == "kepegawaian", reached_paths(officer, granted.path)),
    )
    beyond = (
        select(RoleGrant.id)
        .outerjoin(granted, granted.id == RoleGrant.unit_id)
        .where(RoleGrant.person_id == Person.id, not_(within))
    )
    return and_(reached_paths(officer), ~exists(beyond))
