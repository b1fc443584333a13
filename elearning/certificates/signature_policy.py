"""Who signs which documents, and who sees what waits for a signature."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, false, or_

from elearning.accounts.models import Unit
from elearning.accounts.policy import is_hr, reached_paths
from elearning.certificates.signables import Queue, Signable
from elearning.certificates.signing.adapter import PADES
from elearning.core.settings import Settings


def may_open_desk(person: Any, signs: bool) -> bool:
    """HR, and everybody whose NIP a signatory has."""
    return is_hr(person) or (bool(person.is_authenticated) and signs)


def signable(person: Any, settings: Settings, kind: Signable) -> ColumnElement[bool]:
    """A signatory's own; with the agency's own key also HR's of the unit that answers for it.

    For the kind's own select, which has that unit.
    """
    return seen_waiting(person, kind) if settings.signing == PADES else _own(person, kind)


def seen_waiting(person: Any, kind: Signable) -> ColumnElement[bool]:
    """What a person may see waiting: their own, and HR's of the unit that answers for it."""
    return or_(_own(person, kind), reached_paths(person, Unit.path))


def _own(person: Any, kind: Signable) -> ColumnElement[bool]:
    """What waits for the person as the official whose NIP is printed."""
    return kind.nip == person.nip if person.nip else false()


def queues_for(person: Any, settings: Settings, kinds: Iterable[Signable]) -> list[Queue]:
    """Return what a person may sign, of each kind."""
    return [Queue(kind, signable(person, settings, kind)) for kind in kinds]
