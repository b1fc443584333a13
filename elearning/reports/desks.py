"""The desks of HR: where something is decided, answered or signed, and how much waits there."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from elearning.accounts import erasures
from elearning.accounts.data_requests import waiting_for
from elearning.accounts.policy import is_hr, is_overseer
from elearning.assignments.queries import overdue_count
from elearning.certificates.signing.adapter import is_on
from elearning.core.clock import local_date
from elearning.core.settings import Settings
from elearning.development import proposal_queries, signing_desk
from elearning.reports import desk_queries
from elearning.siasn import queries as siasn


class Desk(NamedTuple):
    """A desk that somebody works at; it is shown while empty too."""

    label: str
    endpoint: str
    waiting: int
    overdue: int = 0

    @property
    def is_pressing(self) -> bool:
        """Whether something waits here."""
        return bool(self.waiting or self.overdue)


def desks_of(person: Any, settings: Settings, at: datetime) -> list[Desk]:
    """Return the desks of a person with what waits for them; nobody without a role has one."""
    return [*_deciding(person, settings, at), *_answering(person, at), *_signing(person, settings)]


def _deciding(person: Any, settings: Settings, at: datetime) -> Iterator[Desk]:
    if is_hr(person):
        waiting = proposal_queries.waiting_count(person)
        yield Desk(_("Proposed training"), "development.proposals", waiting)
        yield Desk(_("Records at SIASN"), "siasn.desk", siasn.waiting_count(person.hr_paths))
    if is_overseer(person):
        waiting = desk_queries.waiting_corrections(person)
        yield Desk(_("Corrections"), "reports.corrections", waiting)
        today = local_date(at, person.timezone or settings.timezone)
        late = overdue_count(person, today)
        yield Desk(_("Mandatory courses"), "assignments.assignments", late, late)


def _answering(person: Any, at: datetime) -> Iterator[Desk]:
    if is_overseer(person):
        waiting = waiting_for(person, at)
        yield Desk(_("Requests about personal data"), "personal_data.data_requests", *waiting)
        proposed = erasures.waiting_count(person)
        yield Desk(_("Erasure and legal holds"), "personal_data.erasures_and_holds", proposed)


def _signing(person: Any, settings: Settings) -> Iterator[Desk]:
    """A signatory need not be in HR, so whoever has something to sign sees the desk."""
    waiting = signing_desk.waiting_for(person, settings) if is_on(settings) else 0
    if waiting or (is_on(settings) and is_hr(person)):
        yield Desk(_("Documents to sign"), "development.signing", waiting)
