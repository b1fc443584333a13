"""Completions whose fate at SIASN the tests follow."""

from datetime import datetime

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.learning.completion.correcting import approve
from elearning.records.corrections import propose_replacement, propose_revocation
from elearning.records.models import Completion, HistoryEntry
from elearning.siasn.records import Source, Stated, state_that
from elearning.siasn.standings import NOTE, SIASN_ID, STATE, beside
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.offices import NOW, Office


def complete(person: Person, slug: str = "uji", **facts: object) -> Completion:
    """Let somebody complete a course."""
    return make_completion(person, make_course(slug=slug, **facts), NOW)


def correct(completion: Completion, office: Office, at: datetime = NOW) -> Completion:
    """Replace a completion by one with another name, on two officers' word; return the new one."""
    entry = entry_of(completion)
    officer = office.officer
    correction = propose_replacement(entry, {"full_name": "Nama Benar"}, "SK.", officer, at)
    approve(correction.id, "", office.agency_officer, at)
    newer = (Completion.person_id == completion.person_id, Completion.reversed_at.is_(None))
    same = (*newer, Completion.course_id == completion.course_id)
    return db.session.scalars(select(Completion).where(*same)).one()


def revoke(completion: Completion, office: Office, at: datetime = NOW) -> None:
    """Revoke a completion on two officers' word."""
    entry = entry_of(completion)
    correction = propose_revocation(entry, "twice", "Ganda.", office.officer, at)
    approve(correction.id, "", office.agency_officer, at)


def entry_of(completion: Completion) -> HistoryEntry:
    """Return the line of the history that a completion is."""
    found = select(HistoryEntry).where(HistoryEntry.completion_id == completion.id)
    return db.session.scalars(found).one()


def say(completion: Completion, state: str, siasn_id: str = "", note: str = "") -> bool:
    """State what a record is at SIASN."""
    stated = Stated(state, siasn_id, note)
    return state_that(completion.id, stated, Source("sheet", NOW))


def standing(completion_id: int) -> tuple[str, str, str]:
    """Return state, id and note of a completion as pages and exports read it."""
    db.session.flush()
    found = beside(select(STATE, SIASN_ID, NOTE).select_from(Completion))
    row = db.session.execute(found.where(Completion.id == completion_id)).one()
    return row[0], row[1], row[2]


def fresh(office: Office) -> Office:
    """Return an office whose officers are read anew in this transaction."""
    officers = [
        db.session.get_one(Person, each.id) for each in (office.officer, office.agency_officer)
    ]
    return office._replace(officer=officers[0], agency_officer=officers[1])


def number_of(completion_id: int) -> str:
    """Return the number of a completion's certificate."""
    found = select(Certificate.number).where(Certificate.completion_id == completion_id)
    return db.session.scalars(found).one()


def make_done(app: Application, office: Office, count: int = 1) -> list[int]:
    """Add people of the officer's unit who completed a course; return the completions' keys."""
    with work(app):
        course = make_course(slug="uji", title="Pelatihan Uji")
        people = [make_person(office.unit, name=f"Pegawai {n}") for n in range(count)]
        return [make_completion(person, course, NOW).id for person in people]
