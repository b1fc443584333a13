"""Who signs which certificates, and who sees what waits for a signature."""

from typing import Any

from sqlalchemy import ColumnElement, false, or_

from elearning.accounts.models import Unit
from elearning.accounts.policy import is_hr, reached_paths
from elearning.certificates.models import Certificate
from elearning.certificates.signing.adapter import PADES
from elearning.core.settings import Settings


def may_open_desk(person: Any, signs: bool) -> bool:
    """HR, and everybody whose NIP a signatory has."""
    return is_hr(person) or (bool(person.is_authenticated) and signs)


def signable(person: Any, settings: Settings) -> ColumnElement[bool]:
    """A signatory's own; with the agency's own key also HR's of the organiser.

    For a select of certificates with the unit of their organiser.
    """
    own = Certificate.signatory_nip == person.nip if person.nip else false()
    if settings.signing != PADES:
        return own
    return or_(own, reached_paths(person))


def seen_waiting(person: Any) -> ColumnElement[bool]:
    """What a person may see waiting: their own, and HR's of the organiser."""
    own = Certificate.signatory_nip == person.nip if person.nip else false()
    return or_(own, reached_paths(person, Unit.path))
