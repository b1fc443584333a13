"""Training earned elsewhere, added to a person's history once."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from elearning.accounts.models import Person
from elearning.records.models import HistoryEntry
from elearning.records.operations import Training, append_entry, lock_chain
from elearning.records.queries import known_trainings


class ExternalTraining(NamedTuple):
    """A training as its certificate states it; whole JP, local days."""

    title: str
    organiser: str
    activity_type: str
    started_on: date
    completed_on: date
    jp: int
    certificate_number: str = ""
    #: Teknis, Manajerial, Sosial Kultural, Fungsional, Pemerintahan; empty when not known.
    competency_kind: str = ""

    @property
    def identity(self) -> str:
        """What makes it the same training: title, first day and number, however they are spelt."""
        parts = (plain(self.title), self.started_on.isoformat(), plain(self.certificate_number))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @property
    def entry(self) -> Training:
        """The training as an entry of the history."""
        return Training(kind="external", identity=self.identity, **self._asdict())


def plain(text: str) -> str:
    """Return the letters and digits of a text in lower case."""
    return re.sub(r"[\W_]+", "", text.casefold())


def record_external(
    person: Person, training: ExternalTraining, at: datetime
) -> HistoryEntry | None:
    """Add a training to a person's history; None when it is there already."""
    return next(iter(record_all(person.id, [training], at)), None)


def record_all(
    person_id: int, trainings: Iterable[ExternalTraining], at: datetime
) -> list[HistoryEntry]:
    """Add the trainings that a person's history does not hold yet, the earliest first.

    A course of this platform counts as held by its certificate's number.
    """
    head = lock_chain(person_id)
    known = known_trainings([person_id])[person_id]
    added = []
    for training in sorted(trainings, key=lambda training: training.completed_on):
        if not known.holds(training.identity, training.certificate_number):
            known.identities.add(training.identity)
            added.append(append_entry(head, training.entry, at))
    return added
