"""The pages on which HR changes the organisation, and what a change leaves as it was."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearning.accounts import operations as accounts
from elearning.accounts import organisation, unit_names
from elearning.accounts.former_paths import widened
from elearning.accounts.models import Person, Unit
from elearning.accounts.organisation_models import UnitChange
from elearning.accounts.unit_merging import merge
from elearning.assignments.duty_queries import duties_of
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.records.models import Completion
from elearning.records.policy import within
from elearning.records.rollup_models import UnitMonth
from elearning.reports.exports import queries as export_queries
from elearning.reports.exports.queries import Wanted
from tests.assignments.duties_of_people import TODAY as THAT_DAY
from tests.assignments.duties_of_people import make_assignment
from tests.factories import make_completion, make_course, make_person, make_unit, work
from tests.reports.offices import NOW, TODAY, Office, make_office, signed_in
from tests.statements import statements

TREE = "/kepegawaian/organisasi/"


def names_on(page: object) -> list[str]:
    """Return the names of the units of a tree."""
    return [each.get_text() for each in page.select(".tree a")]  # type: ignore[attr-defined]


def unit_named(name: str) -> Unit:
    """Return a unit by its name."""
    return db.session.scalars(select(Unit).where(Unit.name == name)).one()


def completed(paths: tuple[str, ...]) -> int:
    """Return the completions that totals count in some subtrees."""
    found = select(UnitMonth.completions).where(within(UnitMonth.unit_path, widened(paths)))
    return sum(db.session.scalars(found))


def exported(paths: tuple[str, ...]) -> set[str]:
    """Return the NIP in an export of some subtrees."""
    return {row[0] for row in db.session.execute(export_queries.completions(Wanted(paths)))}


# What a change leaves as it was


def test_what_was_earned_counts_where_its_unit_is_now(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        own, other, whole = (office.own.path,), (office.other.path,), (office.agency.path,)
        learner = make_person(office.unit)
        make_completion(learner, make_course(), NOW)
        learner.unit_id = make_unit(make_unit(), "unit").id
        db.session.flush()
        assert (completed(own), completed(other), completed(whole)) == (1, 0, 1)
        organisation.move(office.unit, office.other, NOW, by_id=office.officer.id)
        assert (completed(own), completed(other), completed(whole)) == (0, 1, 1)
        assert (exported(own), exported(other)) == (set(), {learner.nip})
        organisation.move(office.own, office.other, NOW, by_id=office.officer.id)
        assert completed((office.other.path,)) == 1


def test_totals_and_exports_of_a_department_are_the_same_after_it_moved(
    each_app: Application,
) -> None:
    with work(each_app):
        office, third = make_office(), make_unit(name="Instansi Lain")
        for unit in (office.own, office.unit, office.other):
            make_completion(make_person(unit), make_course(), NOW)
        before = completed((office.own.path,)), exported((office.own.path,))
        organisation.move(office.own, third, NOW, by_id=office.officer.id)
        db.session.flush()
        assert (completed((office.own.path,)), exported((office.own.path,))) == before
        assert completed((third.path,)) == 2
        assert completed((office.agency.path,)) == 1


def test_the_old_agency_keeps_what_a_person_earned_in_it(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        learner = make_person(office.unit)
        make_completion(learner, make_course(), NOW)
        accounts.change_employment(learner, TODAY, unit_id=make_unit().id)
        db.session.flush()
        assert exported((office.agency.path,)) == {learner.nip}
        key = db.session.scalars(select(Certificate.id)).one()
        person, officer = learner.id, office.agency_officer
    visitor = signed_in(each_app, officer)
    assert visitor.open(f"/sertifikat/{key}.pdf").status == 200
    assert visitor.open(f"/kepegawaian/pegawai/{person}").status == 404


def test_hr_has_the_certificates_of_a_unit_that_came_to_it(app: Application) -> None:
    with work(app):
        office = make_office()
        learner = make_person(office.unit)
        make_completion(learner, make_course(), NOW)
        learner.unit_id = make_unit().id
        officer = make_person(office.other)
        accounts.grant(officer, "kepegawaian", office.other, NOW)
        key = db.session.scalars(select(Certificate.id)).one()
    address = f"/sertifikat/{key}.pdf"
    assert signed_in(app, officer).open(address).status == 404
    with work(app):
        places = (unit_named("Bidang Layanan"), unit_named("Dinas Dua"))
        organisation.move(*places, NOW, by_id=officer.id)
    assert signed_in(app, officer).open(address).status == 200
    assert signed_in(app, office.officer).open(address).status == 404


def test_past_records_keep_the_name_and_path_of_their_day(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
        path, day = office.unit.path, TODAY
        by = office.officer.id
        unit_names.rename(office.unit, "Bidang Baru", day, day, NOW, by_id=by)
        unit_names.rename(office.own, "Dinas Baru", day, day, NOW, by_id=by)
        organisation.move(office.unit, office.other, NOW, by_id=by)
        merge(office.unit, office.other, day, NOW, by_id=by)
    with app.app_context():
        kept = db.session.scalars(select(Completion)).one()
        assert (kept.unit, kept.department) == ("Bidang Layanan", "Dinas Satu")
        assert kept.unit_path == path


def test_the_employment_history_shows_each_name_with_its_time(app: Application) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
        day = TODAY - timedelta(days=10)
        unit_names.rename(office.unit, "Bidang Baru", day, TODAY, NOW, by_id=person.id)
        key = person.id
    page = signed_in(app, office.officer).open(f"/kepegawaian/pegawai/{key}").page
    cell = page.select_one("#jabatan ~ * td").get_text(" ", strip=True)
    assert cell.startswith("Bidang Baru")
    assert "Bidang Layanan" in cell


# The pages


def test_an_officer_sees_the_own_subtree(app: Application) -> None:
    with work(app):
        office = make_office()
    page = signed_in(app, office.officer).open(TREE).page
    assert names_on(page) == ["Dinas Satu", "Bidang Layanan"]
    page = signed_in(app, office.agency_officer).open(TREE).page
    assert names_on(page) == ["Pemerintah Contoh", "Dinas Dua", "Dinas Satu", "Bidang Layanan"]


def test_the_tree_asks_no_more_with_more_units(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.agency_officer)
    address = f"{TREE}{office.own.id}"
    for each in (TREE, address):
        visitor.open(each)
        with statements(app) as few:
            visitor.open(each)
        with work(app):
            for _each in range(5):
                unit = make_unit(unit_named("Dinas Satu"), "unit")
                make_person(unit)
                unit_names.rename(unit, "Nama", TODAY, TODAY, NOW, by_id=1)
        with statements(app) as many:
            visitor.open(each)
        assert len(many) <= len(few)


def test_a_unit_is_added_below_another(app: Application) -> None:
    with work(app):
        office = make_office()
    address = f"{TREE}{office.own.id}/tambah"
    visitor = signed_in(app, office.officer).open(address)
    visitor.send(address, nama="Sekretariat", kode="SEK", jenis="unit")
    assert "Sekretariat" in visitor.text
    visitor.open(address).send(address, nama="Lain", kode="sek", jenis="unit")
    assert visitor.status == 422
    assert [each["href"] for each in visitor.page.select(".errors a")] == ["#kode"]
    assert visitor.page.select_one("#nama")["value"] == "Lain"  # type: ignore[index]
    with app.app_context():
        assert unit_named("Sekretariat").parent_id == office.own.id


def test_the_own_unit_and_foreign_ones_are_not_changed(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    for page in ("nama", "ubah", "pindah", "gabung", "tutup"):
        assert visitor.open(f"{TREE}{office.unit.id}/{page}").status == 200
        assert visitor.open(f"{TREE}{office.own.id}/{page}").status == 404
        assert visitor.open(f"{TREE}{office.other.id}/{page}").status == 404


def test_a_unit_moves_only_to_where_the_officer_oversees(app: Application) -> None:
    with work(app):
        office = make_office()
    address = f"{TREE}{office.unit.id}/pindah"
    visitor = signed_in(app, office.officer).open(address)
    assert not visitor.page.select("select option")
    token = {"X-CSRFToken": visitor.client.get("/csrf").get_json()["csrf_token"]}
    sent = visitor.client.post(address, data={"ke": office.other.id}, headers=token)
    assert sent.status_code == 404
    whole = signed_in(app, office.agency_officer)
    shown = whole.open(f"{address}?ke={office.other.id}")
    assert "Dinas Dua" in shown.page.select_one("#akibat").parent.get_text()
    shown.send(address, ke=str(office.other.id))
    with app.app_context():
        assert unit_named("Bidang Layanan").parent_id == office.other.id


@pytest.mark.parametrize("deed", ["pindah", "gabung"])
def test_a_change_is_shown_first_and_taken_back(app: Application, deed: str) -> None:
    with work(app):
        office = make_office()
        key = make_person(office.unit).id
    visitor = signed_in(app, office.agency_officer)
    address = f"{TREE}{office.unit.id}/{deed}"
    visitor.open(f"{address}?ke={office.other.id}")
    with app.app_context():
        assert unit_named("Bidang Layanan").parent_id == office.own.id
    visitor.send(address, ke=str(office.other.id))
    with app.app_context():
        change = db.session.scalars(select(UnitChange.id)).one()
    undo = f"{TREE}perubahan/{change}/batalkan"
    visitor.open(undo).send(undo)
    assert visitor.open(undo).status == 404
    with app.app_context():
        unit = unit_named("Bidang Layanan")
        assert (unit.parent_id, unit.active) == (office.own.id, True)
        assert db.session.get_one(Person, key).unit_id == unit.id


@pytest.mark.parametrize("deed", ["pindah", "gabung"])
def test_assignments_follow_their_unit_to_another_agency(app: Application, deed: str) -> None:
    with work(app):
        office = make_office()
        above = make_unit(office.unit, "unit", name="Seksi Arsip", code="S1")
        learner, whole = make_person(above).id, office.agency_officer
        third = make_unit(name="Instansi Lain", code="IL")
        accounts.grant(whole, "kepegawaian", third, NOW)
        make_assignment(above, by=whole)
    with app.app_context():
        assert len(duties_of(learner, THAT_DAY)) == 1
    visitor, address = signed_in(app, whole), f"{TREE}{office.unit.id}/{deed}"
    visitor.open(f"{address}?ke={third.id}").send(address, ke=str(third.id))
    with app.app_context():
        assert db.session.get_one(Unit, above.id).agency_id == third.id
        assert len(duties_of(learner, THAT_DAY)) == 1
        change = db.session.scalars(select(UnitChange.id)).one()
    undo = f"{TREE}perubahan/{change}/batalkan"
    visitor.open(undo).send(undo)
    with app.app_context():
        assert db.session.get_one(Unit, above.id).agency_id == office.agency.id
        assert len(duties_of(learner, THAT_DAY)) == 1


def test_a_change_beyond_the_own_reach_is_not_taken_back(app: Application) -> None:
    with work(app):
        office = make_office()
        organisation.move(office.unit, office.other, NOW, by_id=office.agency_officer.id)
        receiver = make_person(office.other)
        accounts.grant(receiver, "kepegawaian", office.other, NOW)
        change = db.session.scalars(select(UnitChange.id)).one()
    undo = f"{TREE}perubahan/{change}/batalkan"
    assert signed_in(app, receiver).open(undo).status == 404
    assert signed_in(app, office.officer).open(undo).status == 404
    assert signed_in(app, office.agency_officer).open(undo).status == 200


def test_a_unit_is_renamed_from_a_day_on(app: Application) -> None:
    with work(app):
        office: Office = make_office()
    address = f"{TREE}{office.unit.id}/nama"
    visitor = signed_in(app, office.officer).open(address)
    later = TODAY + timedelta(days=30)
    visitor.send(address, nama="Bidang Baru", sejak=later.isoformat())
    assert visitor.page.select_one("h1").get_text() == "Bidang Layanan"
    assert "Bidang Baru" in visitor.text
    visitor.open(address).send(address, nama="Bidang Layanan", sejak=later.isoformat())
    assert visitor.status == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_slip_of_the_year_renames_nothing(app: Application, day: str) -> None:
    with work(app):
        office = make_office()
    visitor, address = signed_in(app, office.officer), f"{TREE}{office.unit.id}/nama"
    visitor.open(address).send(address, nama="Bidang Baru", sejak=day)
    assert visitor.status == 422
    assert "tahun" in visitor.page.select_one(".errors").get_text()


def test_an_empty_unit_is_closed_and_opened_again(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor, unit = signed_in(app, office.officer), f"{TREE}{office.unit.id}"
    visitor.open(f"{unit}/tutup").send(f"{unit}/tutup")
    assert names_on(visitor.open(TREE).page) == ["Dinas Satu"]
    assert names_on(visitor.open(f"{TREE}?semua=1").page) == ["Dinas Satu", "Bidang Layanan"]
    visitor.open(unit).send(f"{unit}/buka")
    assert names_on(visitor.open(TREE).page) == ["Dinas Satu", "Bidang Layanan"]


def test_a_code_that_another_unit_has_is_said_to_need_its_perangkat_daerah(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
    address, hint = f"{TREE}{office.other.id}/tambah", "sebutkan juga Perangkat Daerah"
    visitor = signed_in(app, office.agency_officer).open(address)
    assert hint in visitor.send(address, nama="Layanan", kode="b1", jenis="unit").text
    visitor.open(address).send(address, nama="Umum", kode="U9", jenis="unit")
    assert visitor.status == 200
    assert hint not in visitor.text
    change = f"{visitor.address}/ubah"
    assert hint in visitor.open(change).send(change, kode="D1").text
