"""Comparing with SIASN's list: every difference is named, and it comes down to none."""

import pytest

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from elearning.records.external import ExternalTraining, record_external
from elearning.records.models import Completion
from elearning.siasn.states import FAILED, SENT, VERIFIED
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.offices import NOW, TODAY, YEAR, Office, make_office, signed_in
from tests.siasn.offices import fresh, number_of, revoke, say, standing
from tests.siasn.sheets import LIST_TITLES, apply, table, upload
from tests.visitor import Visitor


@pytest.fixture
def office(app: Application) -> Office:
    """An office with two completions."""
    with work(app):
        office = make_office()
        course = make_course(title="Pelatihan Uji")
        for name in ("Ayu", "Bayu"):
            make_completion(make_person(office.unit, name=name), course, NOW)
        return office


def keys(app: Application) -> list[int]:
    """Return the completions in order."""
    with work(app):
        return list(db.session.scalars(db.select(Completion.id).order_by(Completion.id)))


def listed(app: Application, key: int, siasn_id: str, **other: object) -> tuple[object, ...]:
    """Return a completion as SIASN would list it, but for some fields."""
    with work(app):
        done = db.session.get_one(Completion, key)
        row: dict[str, object] = {
            "nip": done.nip,
            "number": number_of(key),
            "title": done.course_title,
            "started": f"{done.started_on:%d-%m-%Y}",
            "completed": f"{done.completed_on:%d-%m-%Y}",
            "jp": done.jp,
        }
        return (*(row | other).values(), siasn_id)


def compare(app: Application, office: Office, *rows: tuple[object, ...]) -> Visitor:
    """Let the officer compare a list of this year."""
    visitor = signed_in(app, office.officer)
    return upload(visitor, "list", table(LIST_TITLES, *rows), tahun=YEAR)


def state(app: Application, key: int) -> tuple[str, str, str]:
    """Return where a completion stands."""
    with work(app):
        return standing(key)


def test_a_comparison_comes_down_to_no_difference(app: Application, office: Office) -> None:
    first, second = keys(app)
    rows = listed(app, first, "rw-1"), listed(app, second, "rw-2")
    visitor = compare(app, office, *rows)
    assert "Tidak ada selisih" in visitor.text
    apply(visitor)
    assert state(app, first)[:2] == (VERIFIED, "rw-1")
    assert "Sama: 2" in compare(app, office, *rows).text


def test_what_siasn_lacks_is_sent_again(app: Application, office: Office) -> None:
    first, second = keys(app)
    with work(app):
        say(db.session.get_one(Completion, second), SENT, "rw-2")
    visitor = compare(app, office, listed(app, first, "rw-1"))
    assert "Tidak ada di SIASN 1" in visitor.text
    apply(visitor)
    assert state(app, second)[:2] == (FAILED, "")
    assert state(app, first)[0] == VERIFIED


def test_differing_fields_are_named_and_keep_the_id(app: Application, office: Office) -> None:
    first, second = keys(app)
    rows = listed(app, first, "rw-1", jp=99), listed(app, second, "rw-2")
    visitor = compare(app, office, *rows)
    assert "Data berbeda 1" in visitor.text
    assert "di SIASN “99”" in visitor.text
    apply(visitor)
    assert state(app, first)[:2] == (FAILED, "rw-1")


def test_a_record_is_found_by_title_and_day_when_its_number_is_spelt_otherwise(
    app: Application, office: Office
) -> None:
    first, second = keys(app)
    rows = listed(app, first, "rw-1", number="800 / 1"), listed(app, second, "rw-2")
    assert "Nomor sertifikat: di sini" in compare(app, office, *rows).text


def test_what_is_missing_here_is_named_unless_it_stands_in_the_history(
    app: Application, office: Office
) -> None:
    first, second = keys(app)
    training = ExternalTraining(*("Seminar Luar", "LAN", "9", TODAY, TODAY, 4, "LAN/1", "Teknis"))
    with work(app):
        done = db.session.get_one(Completion, first)
        record_external(db.session.get_one(Person, done.person_id), training, NOW)
    ours = listed(app, first, "rw-1"), listed(app, second, "rw-2")
    known = listed(app, first, "rw-3", number="LAN/1", title="Seminar Luar")
    unknown = listed(app, first, "rw-4", number="LAN/2", title="Lokakarya")
    text = compare(app, office, *ours, known, unknown).text
    assert "Tidak ada di sini 1" in text
    assert "Pelatihan dari luar, ada di riwayat: 1" in text


def test_what_was_revoked_here_and_stands_there_is_named(app: Application, office: Office) -> None:
    first, second = keys(app)
    rows = listed(app, first, "rw-1"), listed(app, second, "rw-2")
    with work(app):
        revoke(db.session.get_one(Completion, first), fresh(office))
    assert "Dicabut di sini, masih ada di SIASN 1" in compare(app, office, *rows).text


def test_records_of_other_years_are_left_out(app: Application, office: Office) -> None:
    first, second = keys(app)
    old = listed(app, first, "rw-9", completed="01-02-2020", started="01-02-2020")
    rows = listed(app, first, "rw-1"), listed(app, second, "rw-2"), old
    assert "Dari tahun lain: 1" in compare(app, office, *rows).text
