"""The desks of HR: where something is decided, answered or signed, and how much waits there."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from elearning.accounts.data_requests import answers_requests, waiting_for
from elearning.accounts.policy import is_hr
from elearning.certificates.signature_policy import signable
from elearning.certificates.signature_queries import count_waiting
from elearning.certificates.signing.adapter import is_on
from elearning.core.settings import Settings
from elearning.development import proposal_queries
from elearning.reports import correction_queries
from elearning.reports.correction_policy import corrects


class Desk(NamedTuple):
    """A desk that somebody works at; it is shown while empty too."""

    label: str
    endpoint: str
    waiting: int
    overdue: int = 0


def desks_of(person: Any, settings: Settings, at: datetime) -> list[Desk]:
    """Return the desks of a person with what waits for them; nobody without a role has one."""
    return [*_deciding(person), *_answering(person, at), *_signing(person, settings)]


def _deciding(person: Any) -> Iterator[Desk]:
    if is_hr(person):
        waiting = proposal_queries.waiting_count(person)
        yield Desk(_("Proposed training"), "development.proposals", waiting)
    if corrects(person):
        waiting = correction_queries.waiting_count(person)
        yield Desk(_("Corrections"), "reports.corrections", waiting)


def _answering(person: Any, at: datetime) -> Iterator[Desk]:
    if answers_requests(person):
        waiting = waiting_for(person, at)
        yield Desk(_("Requests about personal data"), "home.data_requests", *waiting)


def _signing(person: Any, settings: Settings) -> Iterator[Desk]:
    """A signatory need not be in HR, so whoever has something to sign sees the desk."""
    waiting = count_waiting(signable(person, settings)) if is_on(settings) else 0
    if waiting or (is_on(settings) and is_hr(person)):
        yield Desk(_("Certificates to sign"), "certificates.signing", waiting)
