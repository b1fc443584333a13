"""Asking for a correction of one's data, and answering; each side is told."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from elearning.accounts import data_requests
from elearning.accounts.data_requests import ABOUT
from elearning.accounts.models import Person
from elearning.accounts.privacy_models import DONE, SUBMITTED, DataRequest
from elearning.accounts.queries import overseers_of
from elearning.core import audit
from elearning.core.db import db, insert_into
from elearning.core.errors import Refused
from elearning.notices.kinds import CORRECTION, WORK
from elearning.notices.operations import tell, tell_all

OWN_REQUESTS = "/data-saya/koreksi"
QUEUE = "/kepegawaian/permintaan-data"


def ask(
    person: Person, path: str, about: str, wanted: str, reason: str, hours: int, at: datetime
) -> None:
    """Ask HR to correct a datum; one request about the same datum waits at a time."""
    values = {"about": about, "wanted": wanted, "reason": reason, "state": SUBMITTED, "answer": ""}
    times = {"made_at": at, "due_at": at + timedelta(hours=hours)}
    fresh = insert_into(DataRequest).values(person_id=person.id, **values, **times)
    made = db.session.scalar(fresh.on_conflict_do_nothing().returning(DataRequest.id))
    if made is None:
        raise Refused(
            _("You have asked for this already, and it is not answered yet. Wait for the answer.")
        )
    subject = f"person:{person.id}"
    audit.record("data.asked", subject, at, actor_id=person.id, request=made, about=about)
    officers = overseers_of(path, person.id)
    tell_all(officers, WORK, lambda: _waits(hours), at, link=f"{QUEUE}/{made}")


def _waits(hours: int) -> tuple[str, ...]:
    """Return what officers are told."""
    said = _(
        "Somebody of your units asks to correct their personal data. Answer within %(hours)s hours.",
        hours=hours,
    )
    return (_("A request about personal data waits"), said)


def answer(request_id: int, officer_id: int, state: str, text: str, at: datetime) -> None:
    """Answer a request once: the datum was corrected, or why not."""
    held = data_requests.held_request(request_id)
    if held.state != SUBMITTED:
        raise Refused(_("Another officer has answered this request meanwhile."))
    held.state, held.answer = state, text
    held.answered_at, held.answered_by_id = at, officer_id
    subject = f"person:{held.person_id}"
    facts = {"request": held.id, "state": state, "in_time": at <= held.due_at}
    audit.record("data.answered", subject, at, actor_id=officer_id, **facts)
    person = db.session.get(Person, held.person_id)
    tell(person, CORRECTION, lambda: _answered(held), at, link=OWN_REQUESTS)


def _answered(held: DataRequest) -> tuple[str, ...]:
    """Return what the person is told."""
    head = (
        _("Your data were corrected")
        if held.state == DONE
        else _("Your request for correction was rejected")
    )
    return (head, _("About: %(datum)s", datum=ABOUT[held.about]), held.answer)
