"""SIASN's person ids by sheet: for people of the officer's units, each id once."""

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from tests.factories import make_person, work
from tests.reports.offices import Office, make_office, signed_in
from tests.siasn.sheets import PEOPLE_TITLES, apply, table, upload
from tests.visitor import Visitor


@pytest.fixture
def office(app: Application) -> Office:
    """An office with somebody in the unit and somebody of Dinas Dua."""
    with work(app):
        office = make_office()
        make_person(office.unit, name="Ayu")
        make_person(office.unit, name="Bayu", siasn_id="lama")
        make_person(office.other, name="Citra")
        return office


def nip_of(app: Application, name: str) -> str:
    """Return somebody's NIP."""
    with work(app):
        return db.session.scalars(select(Person.nip).where(Person.name == name)).one() or ""


def id_of(app: Application, name: str) -> str:
    """Return somebody's id at SIASN."""
    with work(app):
        return db.session.scalars(select(Person.siasn_id).where(Person.name == name)).one()


def take(app: Application, office: Office, *rows: tuple[object, ...]) -> Visitor:
    """Let the officer of Dinas Satu upload a sheet of ids."""
    visitor = signed_in(app, office.officer)
    return upload(visitor, "people", table(PEOPLE_TITLES, *rows))


def test_ids_are_given_when_the_sheet_is_applied(app: Application, office: Office) -> None:
    rows = (nip_of(app, "Ayu"), "A8-1"), (nip_of(app, "Bayu"), "A8-2")
    visitor = take(app, office, *rows)
    assert id_of(app, "Ayu") == ""
    apply(visitor)
    assert (id_of(app, "Ayu"), id_of(app, "Bayu")) == ("A8-1", "A8-2")


def test_people_of_other_units_are_unknown(app: Application, office: Office) -> None:
    visitor = take(app, office, (nip_of(app, "Citra"), "A8-3"))
    assert "Baris 2, kolom NIP" in visitor.text
    assert id_of(app, "Citra") == ""


def test_two_rows_never_give_one_id(app: Application, office: Office) -> None:
    rows = (nip_of(app, "Ayu"), "A8-1"), (nip_of(app, "Bayu"), "A8-1")
    visitor = take(app, office, *rows)
    assert "Baris 3, kolom pnsOrangId" in visitor.open(f"{visitor.address}?hasil=problem").text


def test_an_id_that_somebody_has_is_given_to_nobody_else(app: Application, office: Office) -> None:
    visitor = take(app, office, (nip_of(app, "Ayu"), "lama"))
    assert "Baris 2, kolom pnsOrangId" in visitor.text
    assert id_of(app, "Ayu") == ""


def test_an_empty_id_takes_none_away(app: Application, office: Office) -> None:
    visitor = take(app, office, (nip_of(app, "Bayu"), ""))
    assert "Dilewati" in visitor.text
    assert id_of(app, "Bayu") == "lama"
