"""An agency with two Perangkat Daerah, their people and officers, for the HR office's tests."""

from typing import NamedTuple

from elearning.accounts import operations as accounts
from elearning.accounts.models import Person, Unit
from elearning.core import clock
from elearning.core.application import Application
from tests.factories import make_person, make_unit
from tests.visitor import Visitor

NOW = clock.now()
#: The day of the agency: late in the evening UTC is behind it.
TODAY = clock.local_date(NOW, "Asia/Jakarta")
YEAR = TODAY.year


class Office(NamedTuple):
    """Units and officers; the numbers are kept because objects end with their transaction."""

    agency: Unit
    own: Unit
    unit: Unit
    other: Unit
    officer: Person
    agency_officer: Person


def make_office() -> Office:
    """Add an agency with Dinas Satu, its unit and Dinas Dua; an officer of Dinas Satu, one of all."""
    agency = make_unit(name="Pemerintah Contoh", code="PC")
    own = make_unit(agency, "department", name="Dinas Satu", code="D1")
    unit = make_unit(own, "unit", name="Bidang Layanan", code="B1")
    other = make_unit(agency, "department", name="Dinas Dua", code="D2")
    officer, whole = (
        make_person(own, name="Petugas Satu"),
        make_person(agency, name="Petugas Semua"),
    )
    accounts.grant(officer, "kepegawaian", own, NOW)
    accounts.grant(whole, "kepegawaian", agency, NOW)
    return Office(agency, own, unit, other, officer, whole)


def signed_in(app: Application, person: Person) -> Visitor:
    """Return the browser of a person who has signed in."""
    assert person.nip is not None
    return Visitor(app).sign_in(person.nip)
