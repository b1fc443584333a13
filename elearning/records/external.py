"""Training earned elsewhere, added to a person's history once."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core.errors import Refused
from elearning.records.models import HistoryEntry
from elearning.records.operations import Training, append_entry, lock_chain
from elearning.records.queries import known_trainings, standing_as


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


#: What a correction may change of training earned elsewhere.
CORRECTABLE = tuple(ExternalTraining._fields)
DAYS = ("started_on", "completed_on")


def corrected_training(entry: HistoryEntry, changes: Mapping[str, Any]) -> Training:
    """Return training earned elsewhere as it should have been; days in `changes` are in ISO form.

    Its identity is free: what it was recorded as stays known, so that an old table brings nothing
    back.
    """
    given = {name: value for name, value in changes.items() if name in CORRECTABLE}
    days = {name: date.fromisoformat(given[name]) for name in DAYS if name in given}
    recorded = {name: getattr(entry, name) for name in CORRECTABLE}
    training = ExternalTraining(**(recorded | given | days))
    standing = standing_as(entry.person_id, training.identity)
    if standing is not None and standing.seq != entry.seq:
        raise Refused(
            _("Corrected like this, the training would stand in the history twice. Refuse it.")
        )
    known, identity = known_trainings([entry.person_id])[entry.person_id], training.identity
    if identity in known.identities:
        identity = f"{identity}:{entry.seq}"
    return training.entry._replace(identity=identity)


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
