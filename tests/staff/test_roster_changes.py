"""A roster as one change: who may be touched, who is missing, and how it is taken back."""

from datetime import date

import pytest
from sqlalchemy import func, select

from elearning.accounts.models import Employment, Person, SignIn, Unit
from elearning.accounts.operations import change_employment, grant, start_sign_in
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.staff.applying import apply
from elearning.staff.models import RosterChange, RosterLine
from elearning.staff.officers import Officer, officer_at
from elearning.staff.operations import choose_all_missing, choose_missing
from elearning.staff.undoing import undo
from tests.factories import NOW, make_person, make_unit, work
from tests.staff.rosters import TODAY, applied, lines, person, planned, problems

ANI, BUDI, CICI = "199012052015032003", "198503172010011001", "197205101998032001"
HEAD = "NIP;Nama;Golongan;Jabatan;Unit Kerja;Email;NIP Atasan\n"


class House:
    """An agency with two Perangkat Daerah, Budi in the first and Cici in the second."""

    def __init__(self) -> None:
        self.root = make_unit(code="KAB", name="Kabupaten Contoh")
        self.first = make_unit(self.root, "department", code="D1", name="Dinas Satu")
        self.second = make_unit(self.root, "department", code="D2", name="Dinas Dua")
        self.budi = make_person(self.first, nip=BUDI, name="Budi")
        self.cici = make_person(self.second, nip=CICI, name="Cici")
        db.session.commit()

    def officer(self, unit: Unit) -> Officer:
        """Return HR of a unit."""
        holder = make_person(unit, name="Kepegawaian")
        grant(holder, "kepegawaian", unit, NOW)
        db.session.flush()
        return officer_at(holder.id)


@pytest.fixture
def application(each_app: Application) -> Application:
    """The application, on both databases."""
    return each_app


def row(nip: str, name: str, unit: str = "", **more: str) -> str:
    """Return a row of a roster."""
    cells = (more.get(key, "") for key in ("rank", "position"))
    return ";".join((nip, name, *cells, unit, more.get("email", ""), more.get("boss", ""))) + "\n"


def test_a_dry_run_changes_nobody(application: Application) -> None:
    with work(application):
        house = House()
        change = planned(HEAD + row(BUDI, "Budi Baru", "Dinas Tiga") + row(ANI, "Ani", "Dinas Dua"))
        assert (change.counts["moved"], change.counts["new"], change.counts["units"]) == (1, 1, 1)
        assert person(BUDI).name == "Budi"
        assert db.session.scalar(select(func.count(Unit.id))) == 3
        assert house.budi.unit_id == house.first.id


def test_a_plan_says_each_field_as_it_was_and_becomes(application: Application) -> None:
    with work(application):
        House()
        change = planned(HEAD + row(BUDI, "Budi Baru", rank="III/b"))
        [line] = lines(change, "changed")
        assert line.before == {"name": "Budi", "rank": "III/a"}
        assert line.after == {"name": "Budi Baru", "rank": "III/b"}


def test_an_officer_moves_people_within_their_subtree(application: Application) -> None:
    with work(application):
        house = House()
        officer = house.officer(house.root)
        applied(HEAD + row(CICI, "Cici"), root=house.first, officer=officer)
        assert db.session.get_one(Person, house.cici.id).unit_id == house.first.id
        periods = select(func.count(Employment.id)).where(Employment.person_id == house.cici.id)
        assert db.session.scalar(periods) == 2


def test_nobody_is_taken_out_of_another_offices_hands(application: Application) -> None:
    with work(application):
        house = House()
        officer = house.officer(house.first)
        change = planned(HEAD + row(CICI, "Cici"), house.first, officer)
        [problem] = problems(change)
        assert (problem.line, problem.column, problem.level) == (2, "NIP", "error")
        assert "Kabupaten Contoh" in problem.message
        with pytest.raises(Refused):
            apply(change, officer, NOW, TODAY)


def test_a_dry_run_shows_nothing_of_another_offices_people(application: Application) -> None:
    with work(application):
        house = House()
        officer = house.officer(house.first)
        table = HEAD + row(CICI, "Cici", position="Arsiparis") + row(BUDI, "Budi", rank="III/b")
        change = planned(table, house.first, officer)
        assert (change.counts["error"], change.counts["changed"]) == (1, 1)
        assert db.session.scalars(select(RosterLine.nip)).all() == [BUDI]


def test_who_was_released_is_taken_over_once(application: Application) -> None:
    with work(application):
        house = House()
        officer = house.officer(house.first)
        house.cici.released_at = NOW
        db.session.commit()
        applied(HEAD + row(CICI, "Cici"), root=house.first, officer=officer)
        moved = db.session.get_one(Person, house.cici.id, populate_existing=True)
        assert (moved.unit_id, moved.released_at) == (house.first.id, None)


def test_a_roster_never_opens_the_door_of_somebody_with_more_rights(
    application: Application,
) -> None:
    with work(application):
        house = House()
        officer = house.officer(house.first)
        grant(house.budi, "kepegawaian", house.root, NOW)
        db.session.commit()
        table = HEAD + row(BUDI, "Budi", position="Sekretaris", email="jahat@c.id")
        change = applied(table, root=house.first, officer=officer)
        assert [problem.level for problem in problems(change)] == ["warning"]
        found = db.session.get_one(Person, house.budi.id, populate_existing=True)
        assert (found.position, found.email) == ("Sekretaris", None)


def test_absence_alone_closes_nobody(application: Application) -> None:
    with work(application):
        house = House()
        change = planned(HEAD + row(BUDI, "Budi"), house.root, is_complete=True)
        assert [line.nip for line in lines(change, "missing")] == [CICI]
        apply(change, officer_at(None), NOW, TODAY)
        db.session.commit()
        assert person(CICI).active


def test_only_a_complete_file_shows_who_is_missing(application: Application) -> None:
    with work(application):
        House()
        assert planned(HEAD + row(BUDI, "Budi")).counts["missing"] == 0


def test_a_file_of_one_department_misses_nobody_of_another(application: Application) -> None:
    with work(application):
        house = House()
        change = planned(HEAD + row(ANI, "Ani"), house.first, is_complete=True)
        assert [line.nip for line in lines(change, "missing")] == [BUDI]


def test_an_officer_closes_neither_themselves_nor_who_holds_more_rights(
    application: Application,
) -> None:
    with work(application):
        house = House()
        officer = house.officer(house.first)
        grant(house.budi, "kepegawaian", house.root, NOW)
        db.session.commit()
        change = planned(HEAD + row(ANI, "Ani"), house.first, officer, is_complete=True)
        assert lines(change, "missing") == []


def test_who_was_given_more_rights_since_the_dry_run_is_not_closed(
    application: Application,
) -> None:
    with work(application):
        house = House()
        officer = house.officer(house.first)
        change = planned(HEAD + row(ANI, "Ani"), house.first, officer, is_complete=True)
        choose_all_missing(change, "Pensiun")
        grant(house.budi, "kepegawaian", house.root, NOW)
        db.session.commit()
        with pytest.raises(Refused):
            apply(change, officer, NOW, TODAY)


def test_chosen_missing_people_are_closed_and_signed_out(application: Application) -> None:
    with work(application):
        house = House()
        start_sign_in(house.cici.id, browser="", address="", days=1, at=NOW)
        change = planned(HEAD + row(BUDI, "Budi"), house.root, is_complete=True)
        [missing] = lines(change, "missing")
        with pytest.raises(Refused):
            choose_missing(change, [missing.id], [missing.id], "")
        choose_missing(change, [missing.id], [missing.id], "Pensiun")
        apply(change, officer_at(None), NOW, TODAY)
        db.session.commit()
        assert not person(CICI).active
        assert person(BUDI).active
        assert db.session.scalars(select(SignIn.revoked_at)).one() == NOW


def test_a_closed_account_that_stands_in_the_roster_is_opened(application: Application) -> None:
    with work(application):
        house = House()
        house.budi.active = False
        db.session.commit()
        change = applied(HEAD + row(BUDI, "Budi"))
        assert change.counts["changed"] == 1
        assert person(BUDI).active


def test_who_changed_since_the_dry_run_stops_the_whole_change(application: Application) -> None:
    with work(application):
        house = House()
        change = planned(HEAD + row(ANI, "Ani", "Dinas Satu") + row(BUDI, "Budi", rank="III/c"))
        house.budi.rank = "III/b"
        db.session.commit()
        with pytest.raises(Refused, match="Budi"):
            apply(change, officer_at(None), NOW, TODAY)
        db.session.rollback()
        assert db.session.scalar(select(func.count()).where(Person.nip == ANI)) == 0


def test_a_roster_is_applied_once(application: Application) -> None:
    with work(application):
        House()
        change = applied(HEAD + row(BUDI, "Budi", rank="III/c"))
        with pytest.raises(Refused):
            apply(change, officer_at(None), NOW, TODAY)


def test_undoing_restores_everybody_as_they_were(application: Application) -> None:
    with work(application):
        house = House()
        before = everything()
        table = (
            HEAD
            + row(BUDI, "Budi B", "Dinas Dua", rank="III/d", boss=ANI)
            + row(CICI, "Cici", position="Kepala", email="c@c.id")
        )
        change = planned(table + row(ANI, "Ani", "Dinas Satu"), house.root, is_complete=True)
        apply(change, officer_at(None), NOW, TODAY)
        db.session.commit()
        assert person(BUDI).supervisor_id == person(ANI).id
        assert everything() != before
        undo(change, officer_at(None), NOW)
        db.session.commit()
        new = person(ANI)
        assert not new.active
        assert {key: value for key, value in everything().items() if key != ANI} == before
        assert (change.counts["restored"], change.counts["kept"]) == (3, 0)


def everything() -> dict[str | None, object]:
    """Return all people and their employment, as they are."""
    db.session.expire_all()
    columns = ("name", "rank", "position", "unit_id", "supervisor_id", "email", "active")
    found = {p.nip: [getattr(p, c) for c in columns] for p in db.session.scalars(select(Person))}
    for period in db.session.scalars(select(Employment).order_by(Employment.id)):
        holder = db.session.get_one(Person, period.person_id).nip
        found[holder].append((period.rank, period.unit_id, period.valid_from, period.valid_until))
    return dict(found)


def test_undoing_leaves_who_was_changed_since(application: Application) -> None:
    with work(application):
        house = House()
        change = applied(HEAD + row(BUDI, "Budi", rank="III/c") + row(CICI, "Cici", rank="III/d"))
        db.session.get_one(Person, house.budi.id).rank = "IV/a"
        db.session.commit()
        undo(change, officer_at(None), NOW)
        db.session.commit()
        assert (person(BUDI).rank, person(CICI).rank) == ("IV/a", "III/a")
        results = {line.nip: line.result for line in lines(change, "changed")}
        assert results == {BUDI: "kept", CICI: "restored"}


def test_undoing_leaves_a_period_that_a_later_list_changed(application: Application) -> None:
    with work(application):
        house = House()
        change = applied(HEAD + row(BUDI, "Budi", rank="III/c"))
        applied(HEAD + row(BUDI, "Budi", position="Arsiparis"))
        undo(change, officer_at(None), NOW)
        db.session.commit()
        found = person(BUDI)
        own = (Employment.person_id == house.budi.id, Employment.valid_until.is_(None))
        period = db.session.scalars(select(Employment).where(*own)).one()
        assert (found.rank, found.position) == (period.rank, period.position)
        assert (found.rank, found.position) == ("III/c", "Arsiparis")
        assert [line.result for line in lines(change, "changed")] == ["kept"]


def test_undoing_leaves_a_newcomer_who_signs_in_already(application: Application) -> None:
    with work(application):
        House()
        change = applied(HEAD + row(ANI, "Ani", "Dinas Satu"))
        person(ANI).password_hash = "set"
        db.session.commit()
        undo(change, officer_at(None), NOW)
        assert person(ANI).active
        assert change.counts["kept"] == 1


def test_undoing_takes_no_nip_that_somebody_else_has_by_now(application: Application) -> None:
    with work(application):
        house = House()
        house.budi.siasn_id = "A-1"
        db.session.commit()
        table = "NIP;Nama;ID SIASN\n"
        change = applied(table + f"{ANI};Budi;A-1\n")
        make_person(house.first, nip=BUDI)
        db.session.commit()
        undo(change, officer_at(None), NOW)
        assert person(ANI).id == house.budi.id
        assert change.counts["kept"] == 1


def test_what_is_undone_is_not_undone_again(application: Application) -> None:
    with work(application):
        House()
        change = applied(HEAD + row(BUDI, "Budi", rank="III/c"))
        undo(change, officer_at(None), NOW)
        with pytest.raises(Refused):
            undo(change, officer_at(None), NOW)


def test_a_person_named_twice_by_siasns_id_is_an_error(application: Application) -> None:
    with work(application):
        house = House()
        house.budi.siasn_id = "A-1"
        db.session.commit()
        change = planned(f"NIP;Nama;ID SIASN\n{BUDI};Budi;\n{ANI};Budi;A-1\n")
        assert [(p.line, p.level) for p in problems(change)] == [(3, "error")]


def test_a_closed_unit_takes_nobody(application: Application) -> None:
    with work(application):
        house = House()
        house.second.active = False
        db.session.commit()
        change = planned(HEAD + row(BUDI, "Budi", "Dinas Dua"))
        assert [(p.column, p.level) for p in problems(change)] == [("Unit Kerja", "error")]


def test_a_change_and_its_undoing_stand_in_the_audit_log(application: Application) -> None:
    with work(application):
        House()
        change = applied(HEAD + row(BUDI, "Budi", rank="III/c"))
        undo(change, officer_at(None), NOW)
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert actions[-2:] == ["people.imported", "people.import_undone"]


def test_all_missing_people_can_be_chosen(application: Application) -> None:
    with work(application):
        house = House()
        change = planned(HEAD + row(ANI, "Ani", "Dinas Satu"), house.root, is_complete=True)
        choose_all_missing(change, "Mutasi")
        apply(change, officer_at(None), NOW, TODAY)
        db.session.commit()
        assert (person(BUDI).active, person(CICI).active) == (False, False)
        undo(change, officer_at(None), NOW)
        db.session.commit()
        assert (person(BUDI).active, person(CICI).active) == (True, True)


def test_lines_that_say_nothing_are_forgotten_with_the_change(application: Application) -> None:
    with work(application):
        House()
        change = applied(HEAD + row(BUDI, "Budi") + row(CICI, "Cici", rank="III/c"))
        kept = select(RosterLine.nip).where(RosterLine.change_id == change.id)
        assert db.session.scalars(kept).all() == [CICI]
        assert db.session.get_one(RosterChange, change.id).counts["unchanged"] == 1


def test_undoing_leaves_a_history_that_went_on(application: Application) -> None:
    with work(application):
        House()
        change = applied(HEAD + row(BUDI, "Budi", rank="III/c"))
        for rank, day in (("IV/a", 25), ("III/c", 26)):
            change_employment(person(BUDI), date(2026, 11, day), rank=rank)
            db.session.flush()
        undo(change, officer_at(None), NOW)
        assert person(BUDI).rank == "III/c"
        assert change.counts["kept"] == 1
