"""A roster that still names a former NIP changes nobody and misses nobody."""

import pytest

from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import grant
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.home import merge_operations
from elearning.staff.applying import apply
from elearning.staff.models import CHANGED, MISSING, NEW
from elearning.staff.officers import OPERATOR, officer_at
from elearning.staff.person_operations import add_person
from elearning.staff.undoing import undo
from tests.factories import NOW, make_person, make_unit, work
from tests.staff.rosters import TODAY, applied, lines, planned, problems

OLD, NEWER = "199012052022212993", "199012052025032996"


def joined(**former: object) -> tuple[int, int]:
    """Join an account into another one; return both keys."""
    agency = make_unit(name="Pemerintah Contoh")
    old = make_person(agency, nip=OLD, status="PPPK", rank="IX", **former)
    into = make_person(agency, nip=NEWER, name="Rini Wulandari")
    merge(old.id, into.id, agency.id)
    return old.id, into.id


def merge(former_id: int, into_id: int, unit_id: int) -> None:
    """Let an officer join them."""
    unit = db.session.get_one(Unit, unit_id)
    officer = make_person(unit)
    grant(officer, "kepegawaian", unit, NOW)
    db.session.flush()
    merge_operations.merge(former_id, into_id, "SK", officer_at(officer.id), NOW)
    db.session.commit()


def test_a_row_with_a_former_nip_is_noted_and_changes_nothing(each_app: Application) -> None:
    with work(each_app):
        _old, into = joined()
        text = f"NIP;Nama;Jabatan\n{OLD};Rini W;Arsiparis\n"
        change = planned(text, is_complete=True)
        assert [lines(change, outcome) for outcome in (NEW, CHANGED)] == [[], []]
        assert into not in {line.person_id for line in lines(change, MISSING)}
        (problem,) = problems(change)
        assert (problem.level, "NIP lama dari Rini Wulandari" in problem.message) == (
            "warning",
            True,
        )
        apply(change, OPERATOR, NOW, TODAY)
        assert db.session.get_one(Person, into).position == "Analis Kebijakan Ahli Pertama"


def test_a_supervisor_named_by_a_former_nip_is_the_person(app: Application) -> None:
    with work(app):
        _old, into = joined()
        unit = db.session.get_one(Unit, db.session.get_one(Person, into).unit_id)
        staff = make_person(unit, nip="198503172010011987")
        db.session.commit()
        applied(f"NIP;Nama;NIP Atasan\n198503172010011987;Contoh Lestari;{OLD}\n")
        assert db.session.get_one(Person, staff.id).supervisor_id == into


def test_a_person_is_not_added_anew_under_a_former_nip(app: Application) -> None:
    with work(app):
        joined()
        values = {"nip": OLD, "name": "Rini", "email": None, "siasn_id": ""}
        with pytest.raises(Refused, match="NIP lama dari Rini Wulandari"):
            add_person(values, TODAY, OPERATOR, NOW)


def test_a_roster_from_before_is_undone_without_opening_the_former_account(
    each_app: Application,
) -> None:
    with work(each_app):
        agency = make_unit(name="Pemerintah Contoh")
        old = make_person(agency, nip=OLD, status="PPPK", rank="IX")
        into = make_person(agency, nip=NEWER)
        db.session.commit()
        change = applied(f"NIP;Nama;Jabatan\n{OLD};Contoh Lestari;Arsiparis\n")
        merge(old.id, into.id, agency.id)
        undo(change, OPERATOR, NOW)
        db.session.commit()
        assert change.counts["kept"] == 1
        former = db.session.get_one(Person, old.id, populate_existing=True)
        assert (former.active, former.position) == (False, "Arsiparis")
