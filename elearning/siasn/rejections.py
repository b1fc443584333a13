"""Telling of what SIASN has rejected: each person once, each officer once a run with a number."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from elearning.accounts.merged import whose
from elearning.accounts.models import Person, RoleGrant, Unit
from elearning.core.db import db
from elearning.notices.broadcasts import Announcement, Audience, Listener
from elearning.notices.kinds import CORRECTION, WORK
from elearning.notices.operations import broadcast, tell
from elearning.records.models import Completion
from elearning.siasn.models import SiasnStep
from elearning.siasn.records import Source
from elearning.siasn.states import REJECTED

#: The name under which the worker tells the people.
AUDIENCE = "siasn.rejected"
#: Completions asked for at once.
SOME = 500


def tell_of(completion_ids: Sequence[int], source: Source) -> None:
    """Tell of what one run stated as rejected; whoever stated it knows."""
    if not completion_ids:
        return
    db.session.flush()  # the steps have their keys
    first = select(func.min(SiasnStep.id)).where(
        SiasnStep.completion_id.in_(completion_ids[:SOME]),
        SiasnStep.at == source.at,
        SiasnStep.state == REJECTED,
    )
    broadcast(AUDIENCE, db.session.scalars(first).one(), source.at)
    for officer, count in _officers(_places(completion_ids), source.actor_id):
        link = f"/kepegawaian/siasn/?status={REJECTED}"
        tell(officer, WORK, partial(_to_officer, count), source.at, link=link)


def _to_officer(count: int) -> tuple[str, ...]:
    """Return what an officer is told, however many records it were."""
    head = ngettext(
        "SIASN rejected %(num)s record of your units",
        "SIASN rejected %(num)s records of your units",
        count,
    )
    return (head, _("The SIASN desk shows the reason of each. Mend the data and send them again."))


def _places(completion_ids: Sequence[int]) -> Counter[str]:
    """Return how many of some records belong to people of each unit, by its path."""
    places: Counter[str] = Counter()
    for start in range(0, len(completion_ids), SOME):
        found = (
            select(Unit.path, func.count())
            .join(Person, Person.unit_id == Unit.id)
            .join(Completion, Completion.person_id == Person.id)
            .where(Completion.id.in_(completion_ids[start : start + SOME]))
            .group_by(Unit.path)
        )
        places.update(dict(db.session.execute(found).all()))
    return places


def _officers(places: Counter[str], but: int | None) -> list[tuple[Person, int]]:
    """Return the officers who look after some places, each with the number of their records."""
    above = {int(key) for path in places for key in path.strip("/").split("/")}
    found = (
        select(Person, Unit.path)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .where(RoleGrant.role == "kepegawaian", Unit.id.in_(above), Person.id != (but or 0))
    )
    reach: dict[Person, set[str]] = {}
    for person, own in db.session.execute(found.order_by(Person.id)):
        reach.setdefault(person, set()).update(path for path in places if path.startswith(own))
    return [(person, sum(places[path] for path in paths)) for person, paths in reach.items()]


# What the worker tells the people


def announcement(_step_id: int) -> Announcement | None:
    """Return what a person is told; not again before they have read it."""

    def message() -> tuple[str, ...]:
        return (
            _("SIASN did not accept data of your training"),
            _("Your history shows which training it is and what SIASN says of it."),
            _("Your HR office was told, too. If your data are not right, ask it to correct them."),
        )

    return Announcement(CORRECTION, message, "/riwayat/", is_repeated=False)


def listeners(step_id: int, after: int, limit: int) -> Sequence[Listener]:
    """Return the people whose records the run of a step rejected, each once."""
    first = db.session.get_one(SiasnStep, step_id)
    last = func.max(SiasnStep.id)
    found = (
        select(last, whose())
        .select_from(SiasnStep)
        .join(Completion, Completion.id == SiasnStep.completion_id)
        .join(Person, Person.id == Completion.person_id)
        .where(
            SiasnStep.id >= first.id,
            SiasnStep.at == first.at,
            SiasnStep.how == first.how,
            SiasnStep.state == REJECTED,
        )
        .group_by(whose())
        .having(last > after)
        .order_by(last)
        .limit(limit)
    )
    places = {key: place for place, key in db.session.execute(found)}
    people = db.session.scalars(select(Person).where(Person.id.in_(places)))
    return sorted((Listener(places[each.id], each) for each in people), key=lambda one: one.place)


PEOPLE = Audience(announcement, listeners)
