"""Who may do what with people and units."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import aliased

from elearning.accounts.models import Person, RoleGrant, Unit

#: The character after "/": a subtree is the range from its path to its path with this at the end.
AFTER_SLASH = "0"
#: Roles that give no right over people.
UNBOUND = ("pengajar", "penerbit")


class Span(NamedTuple):
    """Paths from the first up to, not including, the end."""

    first: str
    end: str


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


def enters_studio(person: Any) -> bool:
    """Trainers write and publishers publish; both work in the studio."""
    return is_trainer(person) or is_publisher(person)


def is_admin(person: Any) -> bool:
    """The administrator."""
    return bool(person.is_authenticated and "admin" in person.roles)


def is_overseer(person: Any) -> bool:
    """Kepegawaian of any part of the organisation, or the administrator."""
    return is_hr(person) or is_admin(person)


def oversees(person: Any, path: str) -> bool:
    """Kepegawaian of the subtree that holds the unit at a path, or the administrator."""
    return is_admin(person) or (is_hr(person) and reaches(person, path))


def overseen(person: Any, column: Any = Unit.path) -> ColumnElement[bool]:
    """The `where` twin of `oversees`."""
    return true() if is_admin(person) else reached_paths(person, column)


def reaches(person: Any, path: str) -> bool:
    """Whether an HR officer's subtree holds the unit at a path."""
    return any(path.startswith(own) for own in person.hr_paths)


def reached_paths(person: Any, column: Any = Unit.path) -> ColumnElement[bool]:
    """The `where` twin of `reaches`: an indexed range for each subtree."""
    return or_(false(), *(below(column, path) for path in person.hr_paths))


def below(column: Any, path: str | Span) -> ColumnElement[bool]:
    """Return the condition that a path lies in the subtree at `path`, itself included."""
    first, end = path if isinstance(path, Span) else Span(path, end_of(path))
    return and_(column >= first, column < end)


def end_of(path: str) -> str:
    """Return what comes after everything in the subtree at a path."""
    return path[:-1] + AFTER_SLASH


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


def still_overseeing() -> ColumnElement[bool]:
    """Whether the person of a select has an open account and a role that reaches the select's unit.

    What somebody set up for a unit, a token or a webhook, holds as long.
    """
    granted = select(Unit.path).where(Unit.id == RoleGrant.unit_id).correlate(RoleGrant)
    path = granted.scalar_subquery()
    reaches_it = func.substr(Unit.path, 1, func.length(path)) == path
    role = or_(RoleGrant.role == "admin", and_(RoleGrant.role == "kepegawaian", reaches_it))
    return Person.active.is_(True) & exists().where(RoleGrant.person_id == Person.id, role)
