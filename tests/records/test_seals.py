"""Whatever is printed or exported of a completion cannot be changed unseen; erasure keeps the chain."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, update

from elearning.certificates.models import Certificate
from elearning.certificates.seals import SEALED
from elearning.core.application import Application
from elearning.core.db import db, reading
from elearning.records.chains import entry_hash
from elearning.records.models import ChainHead, Completion, HistoryEntry
from elearning.records.queries import every_entry
from elearning.records.seals import FROZEN, PERSONAL
from elearning.records.verifying import first_break
from elearning.reports.cli import records
from tests.factories import make_completion, make_course, make_person, work


def test_nothing_of_a_completion_is_left_unsealed() -> None:
    columns = {column.name for column in Completion.__table__.columns}
    assert {*FROZEN, *PERSONAL} == columns - {"id", "reversed_at"}


def test_only_what_changes_after_issuing_is_left_unsealed_of_a_certificate() -> None:
    columns = {column.name for column in Certificate.__table__.columns}
    later = {"status", "status_at", "status_reason", "replaced_by_id", "pdf_digest"}
    assert columns - set(SEALED) == {"id", "completion_id", *later}


def verified(app: Application) -> str:
    """Return what `records verify` says."""
    return app.test_cli_runner().invoke(records, ["verify"]).output


def other(column: "Column[Any]", value: Any) -> Any:
    """Return another value that a column takes."""
    if value is None and column.type.python_type is date:
        return date(2030, 1, 1)
    if isinstance(value, datetime | date):
        return value - timedelta(days=1)
    if isinstance(value, int):
        return value + 1
    if isinstance(value, Decimal):
        return value - 1
    if isinstance(value, list):
        return [["Lain", "1 menit"]]
    return f"{value[:-1]}{'A' if value[-1:] != 'A' else 'B'}" if value else "lain"


#: What other rows point to or are pointed to by: databases refuse to change these.
KEYS = {"person_id", "course_id", "enrolment_id", "revision_id", "organiser_id"}


@pytest.mark.parametrize("name", [each for each in (*FROZEN, *PERSONAL) if each not in KEYS])
def test_no_column_of_a_completion_changes_unseen(app: Application, name: str) -> None:
    with work(app):
        completion = make_completion(make_person(), make_course())
        changed = other(Completion.__table__.c[name], getattr(completion, name))
        db.session.execute(update(Completion).values({name: changed}))
    assert "1: " in verified(app)


@pytest.mark.parametrize("name", [each for each in SEALED if each not in KEYS])
def test_no_column_of_a_certificate_changes_unseen(app: Application, name: str) -> None:
    with work(app):
        make_completion(make_person(), make_course())
        certificate = db.session.query(Certificate).one()
        number = certificate.number
        changed = other(Certificate.__table__.c[name], getattr(certificate, name))
        db.session.execute(update(Certificate).values({name: changed}))
    assert number in verified(app)


def test_what_happens_to_a_certificate_later_breaks_no_seal(each_app: Application) -> None:
    with work(each_app):
        make_completion(make_person(), make_course())
        later = {"status_at": datetime.now(UTC), "pdf_digest": "a" * 64}
        db.session.execute(update(Certificate).values(later))
    assert "1 entri" in verified(each_app)


def test_a_lawful_erasure_leaves_the_chain_whole(each_app: Application) -> None:
    with work(each_app):
        course = make_course()
        make_completion(make_person(), course)
        make_completion(make_person(), course)
        erased = dict.fromkeys(("full_name", "nip", "position", "siasn_id"), "")
        db.session.execute(update(Completion).values(erased))
        db.session.execute(update(HistoryEntry).values(salt=""))
    assert "2 entri" in verified(each_app)


def test_a_seal_cannot_be_taken_off(app: Application) -> None:
    with work(app):
        make_completion(make_person(), make_course())
        db.session.execute(update(HistoryEntry).values(salt="", frozen="", personal=""))
    with app.app_context(), reading():
        found = first_break(every_entry())
    assert found is not None


def test_equal_people_have_unequal_commitments(app: Application) -> None:
    with work(app):
        person = make_person()
        first = make_completion(person, make_course(slug="satu"))
        second = make_completion(person, make_course(slug="dua"))
        entries = db.session.query(HistoryEntry).order_by(HistoryEntry.seq).all()
        assert [getattr(first, each) for each in PERSONAL] == [
            getattr(second, each) for each in PERSONAL
        ]
    assert entries[0].personal != entries[1].personal


def test_entries_of_before_the_seals_stay_whole(app: Application) -> None:
    with work(app):
        make_completion(make_person(), make_course())
        entry = db.session.query(HistoryEntry).one()
        entry.salt = entry.frozen = entry.personal = entry.certified = ""
        entry.hash = entry_hash(entry)
        db.session.flush()
        db.session.execute(update(ChainHead).values(hash=entry.hash))
    assert "1 entri" in verified(app)
