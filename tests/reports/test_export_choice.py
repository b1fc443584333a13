"""What an officer may export: only of one's subtree, only what was offered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearning.accounts import operations as accounts
from elearning.accounts.models import Person, Unit
from elearning.core.application import Application
from elearning.core.db import db
from elearning.records.models import Completion, ExportLog
from elearning.reports.exports import queries as export_queries
from elearning.reports.exports.queries import Wanted
from elearning.reports.policy import concerns
from elearning.siasn.records import Source, Stated, state_that
from tests.factories import make_completion, make_course, make_person, make_unit, work
from tests.reports.exports import ADDRESS, csv_rows, export
from tests.reports.offices import NOW, TODAY, YEAR, make_office, signed_in


def test_an_officer_exports_their_people_and_what_was_earned_in_their_subtree(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
        course = make_course()
        for name, unit in (
            ("Tetap", office.unit),
            ("Pergi", office.unit),
            ("Datang", office.other),
        ):
            make_completion(make_person(unit, name=name), course, NOW)
        make_completion(make_person(office.other, name="Asing"), course, NOW)
        move("Pergi", office.other)
        move("Datang", office.own)
    rows = csv_rows(export(signed_in(app, office.officer)))
    assert {row["Nama Lengkap"] for row in rows} == {"Tetap", "Pergi", "Datang"}


def move(name: str, unit: Unit) -> None:
    """Move a person to another unit."""
    person = db.session.scalars(select(Person).where(Person.name == name)).one()
    accounts.change_employment(person, TODAY, unit_id=unit.id)


def test_the_condition_of_the_statement_is_the_rule_of_the_policy(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        course = make_course()
        units = (office.own, office.unit, office.other, make_unit(office.other, "unit"))
        for then in units:
            for now in units:
                person = make_person(then)
                make_completion(person, course, NOW)
                person.unit_id = now.id
    with work(each_app):
        pairs = db.session.execute(
            select(Completion.nip, Unit.path, Completion.unit_path)
            .join(Person, Person.id == Completion.person_id)
            .join(Unit, Unit.id == Person.unit_id)
        ).all()
        for paths in ((office.own.path,), (office.unit.path, office.other.path), ()):
            allowed = {nip for nip, now, then in pairs if concerns(paths, now, then)}
            found = db.session.execute(export_queries.completions(Wanted(paths))).all()
            assert {row[0] for row in found} == allowed


@pytest.mark.parametrize("field", ["unit", "pelatihan", "tahun", "periode", "pemisah", "format"])
def test_a_choice_that_was_not_offered_is_refused(app: Application, field: str) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.other), make_course(), NOW)
    values = {"format": "csv", field: str(office.other.id) if field == "unit" else "999"}
    visitor = signed_in(app, office.officer).open(ADDRESS).send(ADDRESS, **values)
    assert visitor.status == 422
    assert "Not a valid choice" not in visitor.text
    with work(app):
        assert db.session.scalars(select(ExportLog)).all() == []


def test_a_value_that_is_no_key_at_all_is_refused_too(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(ADDRESS)
    assert visitor.send(ADDRESS, format="csv", pelatihan="semua").status == 422


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/tersimpan/baru", "/kepegawaian/rekap"])
def test_an_address_that_names_nothing_offered_is_not_found(app: Application, address: str) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    asked = ("unit=xyz", f"unit={office.other.id}", f"unit={10**30}", "status=abc")
    assert [visitor.open(f"{address}?{each}").status for each in asked] == [404] * 4
    assert visitor.open(f"{address}?unit={office.unit.id}&tahun={YEAR}").status == 200
    with work(app):
        db.session.get_one(Unit, office.unit.id).active = False
    closed = visitor.open(f"{address}?unit={office.unit.id}").page
    assert closed.select_one("#unit option[selected]")["value"] == str(office.unit.id)


def test_a_part_of_a_year_needs_the_year(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(ADDRESS)
    visitor.send(ADDRESS, format="xlsx", tahun="", periode="s1")
    assert visitor.status == 422
    assert visitor.page.select_one("#periode-error")


def test_the_choice_narrows_by_unit_year_period_and_course(app: Application) -> None:
    with work(app):
        office = make_office()
        first, second = make_course(slug="a", title="Satu"), make_course(slug="b", title="Dua")
        make_completion(make_person(office.own, name="Ani"), first, NOW.replace(month=2, day=20))
        make_completion(make_person(office.unit, name="Budi"), second, NOW.replace(month=8, day=20))
        old = NOW.replace(year=YEAR - 1, month=6, day=1)
        make_completion(make_person(office.unit, name="Cici"), first, old)
    visitor = signed_in(app, office.agency_officer)

    def found(**choice: object) -> set[str]:
        return {row["Nama Lengkap"] for row in csv_rows(export(visitor, **choice))}

    assert found() == {"Ani", "Budi"}
    assert found(tahun="") == {"Ani", "Budi", "Cici"}
    assert found(unit=office.unit.id) == {"Budi"}
    assert found(periode="t1") == {"Ani"}
    assert found(periode="s2") == {"Budi"}
    assert found(pelatihan=first.id) == {"Ani"}


def test_a_choice_without_completions_is_answered_with_a_sentence(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.other), make_course(), NOW)
    visitor = signed_in(app, office.officer).open(ADDRESS).send(ADDRESS, format="csv", tahun="")
    assert visitor.page.select_one(".flashes .notice.info") is not None
    assert visitor.form(ADDRESS)
    with work(app):
        assert db.session.scalars(select(ExportLog)).all() == []


def test_the_choice_narrows_by_days_status_and_state_at_siasn(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        course = make_course()
        ani = make_completion(make_person(office.own, name="Ani"), course, NOW)
        make_completion(
            make_person(office.own, name="Budi", status="PPPK", rank="IX"),
            course,
            NOW - timedelta(days=40),
        )
        state_that(ani.id, Stated("sent", "ID-1", "Diterima"), Source("mark", NOW))
    visitor = signed_in(each_app, office.officer)

    def found(**choice: object) -> dict[str, dict[str, str]]:
        rows = csv_rows(export(visitor, tahun="", **choice))
        return {row["Nama Lengkap"]: row for row in rows}

    day = (NOW - timedelta(days=20)).date().isoformat()
    assert set(found(dari=day)) == {"Ani"}
    assert set(found(sampai=day)) == {"Budi"}
    assert set(found(status="PPPK")) == {"Budi"}
    assert set(found(siasn="unsent")) == {"Budi"}
    sent = found(siasn="sent")
    assert set(sent) == {"Ani"}
    assert sent["Ani"]["Status Kirim SIASN"] == "Terkirim"
    assert sent["Ani"]["ID Riwayat SIASN"] == "ID-1"
    assert sent["Ani"]["Catatan"] == "Diterima"


def test_days_in_the_wrong_order_are_refused(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(ADDRESS)
    visitor.send(ADDRESS, format="xlsx", dari="2026-05-02", sampai="2026-05-01")
    assert visitor.status == 422
    assert visitor.page.select_one("#sampai-error") is not None


def test_an_export_for_siasn_first_names_who_lacks_an_id(app: Application) -> None:
    with work(app):
        office = make_office()
        course = make_course()
        make_completion(make_person(office.own, name="Ani"), course, NOW)
        make_completion(make_person(office.own, name="Budi", siasn_id="A1"), course, NOW)
    visitor = signed_in(app, office.officer).open(ADDRESS).send(ADDRESS, format="siasn")
    warning = visitor.page.select_one("main .notice.warning")
    assert warning is not None
    assert "Ani" in warning.get_text()
    assert "Budi" not in warning.get_text()
    with work(app):
        assert db.session.scalars(select(ExportLog)).all() == []
    visitor.send(ADDRESS, format="siasn-lanjut")
    assert visitor.response is not None
    assert len(visitor.response.get_data(as_text=True).splitlines()) == 2


@pytest.mark.parametrize(
    ("year", "period", "is_told"),
    [("ini", "", True), (str(YEAR - 1), "", False), (str(YEAR - 1), "s2", True), ("", "", False)],
)
def test_days_outside_of_the_year_are_told_at_the_year(
    app: Application, year: str, period: str, is_told: bool
) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(ADDRESS)
    days = {"dari": f"{YEAR - 1}-01-01", "sampai": f"{YEAR - 1}-06-30"}
    visitor.send(ADDRESS, format="csv", tahun=year, periode=period, **days)
    assert (visitor.page.select_one("#tahun-error") is not None) is is_told


def test_a_kind_of_file_that_is_not_offered_is_told(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(ADDRESS).send(ADDRESS, format="docx")
    assert visitor.status == 422
    assert "Jenis berkas ini tidak tersedia" in visitor.text
