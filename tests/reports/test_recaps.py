"""Recaps of JP: what each person has by kind, what each Perangkat Daerah has, ready to sign."""

from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import current_settings
from elearning.records.external import ExternalTraining, record_external
from elearning.records.models import ExportLog
from elearning.reports.dashboards.queries import people_of
from elearning.reports.dashboards.tallies import tally
from elearning.reports.recaps import views as recap_views
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.exports import csv_rows
from tests.reports.offices import NOW, TODAY, YEAR, Office, make_office, signed_in
from tests.reports.test_certificate_archive import worker
from tests.visitor import Visitor

ADDRESS = "/kepegawaian/rekap"


def recap(visitor: Visitor, button: str, **fields: object) -> list[dict[str, str]]:
    """Choose on the page and return the rows of the CSV."""
    visitor.open(ADDRESS).send(ADDRESS, rekap=button, **fields)
    assert visitor.response is not None
    return csv_rows(visitor.response.get_data())


def train(person: Person, jp: int, day: date) -> None:
    """Give a person training earned elsewhere."""
    seminar = ExternalTraining("Seminar", "ANRI", "9", day, day, jp, f"S/{person.id}/{jp}")
    record_external(person, seminar, NOW)


def make_learners() -> Office:
    """Add people of both departments: above, near and below the target, and one who does not count."""
    office = make_office()
    course = make_course()
    today = TODAY
    able = make_person(office.unit, name="Ani")
    make_completion(able, course, NOW)
    train(able, 20, today)
    train(make_person(office.unit, name="Budi"), 12, today)
    train(make_person(office.other, name="Cici", status="PPPK", rank="IX"), 30, today)
    away = make_person(office.other, name="Dodi", legal_standing="02")
    train(away, 5, today)
    return office


def test_a_recap_states_jp_by_kind_with_the_target_and_what_is_missing(
    each_app: Application,
) -> None:
    with work(each_app):
        office = make_learners()
    rows = {
        row["Nama Lengkap"]: row
        for row in recap(signed_in(each_app, office.agency_officer), "pegawai-csv")
    }
    ani, budi, cici, dodi = (rows[name] for name in ("Ani", "Budi", "Cici", "Dodi"))
    kinds = [name for name in ani if name.startswith("JP ")]
    assert all(
        sum(int(row[kind]) for kind in kinds) == int(row["Jumlah JP"]) for row in rows.values()
    )
    assert (budi["Jumlah JP"], budi["Target JP"], budi["Kekurangan JP"]) == ("12", "20", "8")
    assert (int(ani["Jumlah JP"]) > 20, ani["Kekurangan JP"]) == (True, "0")
    assert (cici["Target JP"], cici["Kekurangan JP"]) == ("", "")
    assert "24 JP" in cici["Keterangan"]
    assert (dodi["Target JP"], dodi["Kekurangan JP"]) == ("", "")
    assert ani["Perangkat Daerah"] == "Dinas Satu"


def test_a_recap_states_what_was_completed_by_the_day(app: Application) -> None:
    first = TODAY.replace(month=1, day=1)
    with work(app):
        office = make_office()
        person = make_person(office.own, name="Ani")
        train(person, 3, first)
        train(person, 4, TODAY)
        train(person, 8, first - timedelta(days=1))
    visitor = signed_in(app, office.officer)

    def jp_by(day: date) -> str:
        rows = recap(visitor, "pegawai-csv", sampai=day.isoformat())
        return next(row["Jumlah JP"] for row in rows if row["Nama Lengkap"] == "Ani")

    assert (jp_by(TODAY), jp_by(first), jp_by(first - timedelta(days=1))) == ("7", "3", "8")


def test_a_recap_does_not_speak_of_days_to_come(app: Application) -> None:
    with work(app):
        office = make_learners()
    visitor = signed_in(app, office.officer).open(ADDRESS)
    later = TODAY + timedelta(days=2)
    assert visitor.send(ADDRESS, rekap="pegawai-csv", sampai=later.isoformat()).status == 422


def test_who_has_not_reached_the_target_are_those_who_count_only(app: Application) -> None:
    with work(app):
        office = make_learners()
    rows = recap(signed_in(app, office.agency_officer), "pegawai-csv", belum="y")
    names = {row["Nama Lengkap"] for row in rows}
    assert names == {"Budi", "Petugas Satu", "Petugas Semua"}


def test_the_recap_of_departments_has_the_numbers_of_the_dashboard(each_app: Application) -> None:
    with work(each_app):
        office = make_learners()
    rows = {
        row["Perangkat Daerah"]: row
        for row in recap(signed_in(each_app, office.agency_officer), "pd-csv")
    }
    with work(each_app):
        settings = current_settings()
        standings = settings.counted_standings
        for name, paths in (
            ("Dinas Satu", (office.own.path,)),
            ("Dinas Dua", (office.other.path,)),
            ("Jumlah", (office.agency.path,)),
        ):
            shown = tally(people_of(paths, YEAR, settings.jp_target), standings)
            row = rows[name]
            assert int(row["Pegawai Dihitung"]) == shown.counted
            assert int(row["Pegawai Aktif"]) == shown.counted + shown.left_out
            assert int(row["Jumlah JP"]) == shown.jp
            assert row["Rata-rata JP"] == f"{shown.mean:.2f}".replace(".", ",")
            assert int(row["Mencapai Target"]) == shown.reached
            assert row["Persentase Mencapai Target"] == f"{shown.share:.1f}".replace(".", ",")
            assert int(row["Belum Ada JP"]) == shown.none


def test_departments_of_the_same_name_are_stated_apart(app: Application) -> None:
    with work(app):
        office = make_learners()
        office.other.name = office.own.name
    rows = recap(signed_in(app, office.agency_officer), "pd-csv")
    assert [row["Perangkat Daerah"] for row in rows].count("Dinas Satu") == 2
    visitor = signed_in(app, office.agency_officer).open(ADDRESS)
    visitor.send(ADDRESS, rekap="pdf")
    assert worker(app) == 1
    assert len(visitor.open(visitor.address).page.select("a[download]")) == 3


def test_a_recap_of_many_people_is_made_in_the_background(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recap_views, "AT_ONCE", 3)
    with work(app):
        office = make_learners()
    visitor = signed_in(app, office.agency_officer).open(ADDRESS)
    visitor.send(ADDRESS, rekap="pegawai-csv", status="PNS")
    assert "/ekspor/catatan/" in visitor.address
    assert worker(app) == 1
    link = visitor.open(visitor.address).page.select_one("a[download]")
    assert link is not None
    assert link.get_text() == f"rekap-jp-pegawai-{TODAY.isoformat()}.csv"
    again = visitor.page.find("a", string="Pilih hal yang sama lagi")
    assert again is not None
    assert str(again["href"]).startswith(f"{ADDRESS}?")
    visitor.open(str(link["href"]))
    assert visitor.response is not None
    names = {row["Nama Lengkap"] for row in csv_rows(visitor.response.get_data())}
    assert names >= {"Ani", "Budi", "Dodi"}
    assert "Cici" not in names


def test_a_year_that_cannot_be_right_is_refused(app: Application) -> None:
    with work(app):
        office = make_learners()
    visitor = signed_in(app, office.agency_officer).open(ADDRESS)
    assert visitor.send(ADDRESS, rekap="pegawai-csv", sampai="0001-01-01").status == 422


def test_a_day_far_ahead_is_told_once(app: Application) -> None:
    with work(app):
        office = make_learners()
    visitor = signed_in(app, office.agency_officer).open(ADDRESS)
    visitor.send(ADDRESS, rekap="pegawai-csv", sampai="2099-01-01")
    assert len(visitor.page.select("#sampai-error p")) == 1


def test_a_recap_that_is_not_offered_is_told(app: Application) -> None:
    with work(app):
        office = make_learners()
    visitor = signed_in(app, office.agency_officer).open(ADDRESS).send(ADDRESS, rekap="docx")
    assert visitor.status == 422
    assert "Jenis berkas ini tidak tersedia" in visitor.text


def test_departments_are_stated_by_name(app: Application) -> None:
    with work(app):
        office = make_learners()
    rows = recap(signed_in(app, office.agency_officer), "pd-csv")
    stated = [row["Perangkat Daerah"] for row in rows]
    assert stated == ["–", "Dinas Dua", "Dinas Satu", "Jumlah"]


def test_an_officer_recaps_their_people_only_and_it_is_logged(app: Application) -> None:
    with work(app):
        office = make_learners()
    visitor = signed_in(app, office.officer)
    names = {row["Nama Lengkap"] for row in recap(visitor, "pegawai-csv")}
    assert names == {"Ani", "Budi", "Petugas Satu"}
    with work(app):
        log = db.session.scalars(select(ExportLog)).one()
        assert (log.format, log.rows, log.paths) == ("csv", 3, [office.own.path])
        assert log.choice["content"] == "people"
    visitor.open(ADDRESS).send(ADDRESS, rekap="pegawai-csv", unit=office.other.id)
    assert visitor.status == 422


def test_a_paper_to_sign_is_made_for_each_department_with_the_numbers_of_the_sheet(
    app: Application,
) -> None:
    with work(app):
        office = make_learners()
    visitor = signed_in(app, office.agency_officer)
    visitor.open(ADDRESS).send(ADDRESS, rekap="pdf")
    assert worker(app) == 1
    visitor.open(visitor.address)
    links = visitor.page.select("a[download]")
    assert [link.get_text() for link in links] == [
        f"rekap-jp-dinas-dua-{TODAY.isoformat()}.pdf",
        f"rekap-jp-dinas-satu-{TODAY.isoformat()}.pdf",
        f"rekap-jp-pemerintah-contoh-{TODAY.isoformat()}.pdf",
    ]
    visitor.open(str(links[1]["href"]))
    assert visitor.response is not None
    with pikepdf.open(BytesIO(visitor.response.get_data())) as paper:
        metadata = paper.Root.Metadata.read_bytes()
    assert b"<pdfaid:part>2<" in metadata
    assert b"<pdfaid:conformance>A<" in metadata
    assert b"<pdfuaid:part>1<" in metadata


@pytest.mark.parametrize("day", ["2026-13-45", "besok", ""])
def test_what_is_no_day_is_told_at_its_field(app: Application, day: str) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(ADDRESS)
    visitor.send(ADDRESS, sampai=day, rekap="pegawai-csv")
    assert visitor.status == 422
    assert visitor.page.select_one("[name=sampai][aria-invalid]") is not None


@pytest.mark.parametrize(
    ("button", "place"),
    [("pegawai-csv", "per-pegawai"), ("pd-xlsx", "per-pd"), ("pdf", "siap")],
)
def test_choosing_the_same_again_keeps_the_kind_of_recap(
    app: Application, button: str, place: str
) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    assert chosen(visitor.open(ADDRESS)) == ["pegawai-xlsx"]
    visitor.send(ADDRESS, rekap=button)
    with app.app_context():
        key = db.session.scalars(select(ExportLog.id)).one()
    again = visitor.open(f"/kepegawaian/ekspor/catatan/{key}").page.find(
        "a", string="Pilih hal yang sama lagi"
    )
    assert again is not None
    assert str(again["href"]).endswith(f"#{place}")
    assert chosen(visitor.open(str(again["href"]))) == [button]


def chosen(visitor: Visitor) -> list[str]:
    """Return the button of the form of recaps that stands out."""
    return [str(each["value"]) for each in visitor.page.select("button[name=rekap][class=btn]")]
