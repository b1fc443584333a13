"""Proposing to erase somebody who has left, and a second person's decision."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from elearning.accounts.erasures import DONE, PROPOSED, REFUSED, held_proposal, open_proposal
from elearning.accounts.models import Person
from elearning.accounts.privacy_models import Erasure
from elearning.core import audit
from elearning.core.db import db, insert_into
from elearning.core.errors import Refused
from elearning.home.erasing import erase, require_erasable
from elearning.notices.kinds import WORK
from elearning.notices.operations import tell, tell_all


def page_of(person_id: int) -> str:
    """Return the address where one decides about somebody."""
    return f"/kepegawaian/penghapusan-data/{person_id}"


def propose(
    person: Person,
    ground: str,
    basis: str,
    deciders: Sequence[Person],
    *,
    by_id: int,
    on: date,
    at: datetime,
) -> int:
    """Propose to erase somebody; one proposal at a time waits, and others decide on it."""
    if by_id == person.id:
        raise Refused(_("These are your own data. Ask for it in My data; another officer decides."))
    require_erasable(person, on)
    values = {"ground": ground, "basis": basis, "state": PROPOSED, "answer": ""}
    fresh = insert_into(Erasure).values(
        person_id=person.id, proposed_by_id=by_id, proposed_at=at, **values
    )
    made = db.session.scalar(fresh.on_conflict_do_nothing().returning(Erasure.id))
    if made is None:
        raise Refused(_("It is proposed already to erase these data. A second person decides."))
    subject = f"person:{person.id}"
    audit.record("erasure.proposed", subject, at, actor_id=by_id, erasure=made, ground=ground)
    tell_all(deciders, WORK, _waits, at, link=page_of(person.id))
    return int(made)


def _waits() -> tuple[str, ...]:
    """Return what the second person is told."""
    return (
        _("An erasure of personal data waits for a decision"),
        _("Somebody has proposed to erase the data of a person who has left."),
    )


def require_same(erasure_id: int, seen_id: int | None) -> None:
    """Refuse to decide on another proposal than the one that was read."""
    if erasure_id != seen_id:
        raise Refused(
            _(
                "There is a newer proposal than the one that you saw. Open the page again to read it."
            )
        )


def approve(erasure_id: int, *, by_id: int, on: date, at: datetime) -> None:
    """Erase on a second person's word, exactly once."""
    held = _hold(erasure_id, by_id)
    _settle(held, DONE, by_id, at)
    person = db.session.get_one(Person, held.person_id)
    erase(person, held.ground, on, at, actor_id=by_id)


def refuse(erasure_id: int, answer: str, *, by_id: int, at: datetime) -> None:
    """Leave everything as it is, with the reason; the proposer is told."""
    held = _hold(erasure_id, by_id)
    _settle(held, REFUSED, by_id, at, answer)
    subject = f"person:{held.person_id}"
    audit.record("erasure.refused", subject, at, actor_id=by_id, erasure=held.id)
    proposer = db.session.get(Person, held.proposed_by_id or 0)
    tell(proposer, WORK, lambda: _refused(answer), at, link=page_of(held.person_id))


def _refused(answer: str) -> tuple[str, ...]:
    """Return what the proposer is told."""
    return (_("Your proposal to erase personal data was refused"), answer)


def erase_now(person: Person, ground: str, basis: str, on: date, at: datetime) -> None:
    """Erase on the operator's own word, from the command line; what was proposed is settled with it."""
    require_erasable(person, on)
    open_one = open_proposal(person.id)
    if open_one is not None:
        open_one.state, open_one.decided_at = DONE, at
    else:
        facts = {"person_id": person.id, "ground": ground, "basis": basis, "proposed_at": at}
        db.session.add(Erasure(**facts, state=DONE, decided_at=at))
    erase(person, ground, on, at, actor_id=None)


def _hold(erasure_id: int, by_id: int) -> Erasure:
    """Return a waiting proposal that somebody may decide."""
    held = held_proposal(erasure_id)
    if held.state != PROPOSED:
        raise Refused(_("Somebody has decided on this proposal already. Nothing was changed."))
    if by_id == held.proposed_by_id:
        raise Refused(
            _("You proposed this, so another officer or the administrator decides on it.")
        )
    if by_id == held.person_id:
        raise Refused(_("These are your own data, so somebody else decides."))
    return held


def _settle(held: Erasure, state: str, by_id: int, at: datetime, answer: str = "") -> None:
    """Note what was decided and by whom."""
    held.state, held.decided_by_id, held.decided_at, held.answer = state, by_id, at, answer
