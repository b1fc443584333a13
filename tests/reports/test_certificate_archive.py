"""Certificates leave as ZIP: HR's choice named as column 25 names them, and a person's own."""

import csv
import hashlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from elearning.accounts.models import RoleGrant
from elearning.certificates.models import Certificate
from elearning.core import clock, job_work
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.job_work import Running
from elearning.core.jobs import DONE, FAILED, Job
from elearning.notices.models import Notice
from elearning.records.models import Completion, ExportLog
from elearning.reports.exports import archive_work, archiving
from elearning.reports.exports import files as export_files
from elearning.reports.exports.models import ExportFile
from elearning.reports.work import exports_due
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.exports import ADDRESS, csv_rows, export
from tests.reports.offices import NOW, make_office, signed_in
from tests.visitor import Visitor

OWN = "/sertifikat/semua.zip"


def worker(app: Application, later: timedelta = timedelta()) -> int:
    """Let the worker make what waits."""
    with app.app_context():
        return exports_due(clock.now() + later)


def made(visitor: Visitor, app: Application, **choice: object) -> list[str]:
    """Choose certificates on the page, let the worker make them; return the files' addresses."""
    visitor.open(ADDRESS).send(ADDRESS, format="zip", **choice)
    assert visitor.page.select_one("[data-job]") is not None
    assert worker(app) == 1
    visitor.open(visitor.page.select_one("main form")["action"].replace("/batalkan", ""))
    visitor.open(visitor.page.select_one("main .btn")["href"])
    return [str(link["href"]) for link in visitor.page.select("a[download]")]


def fetched(visitor: Visitor, address: str) -> ZipFile:
    """Fetch a ZIP."""
    visitor.open(address)
    assert visitor.response is not None
    return ZipFile(BytesIO(visitor.response.get_data()))


def pdfs(file: ZipFile) -> set[str]:
    """Return the names of the certificates in a ZIP."""
    return {name for name in file.namelist() if name.endswith(".pdf")}


def sheet(file: ZipFile) -> list[dict[str, object]]:
    """Return the rows of a ZIP's own sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(file.read(archiving.SHEET)))
    head, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def listed(file: ZipFile) -> list[dict[str, str]]:
    """Return the list of what is not in a ZIP."""
    text = file.read(archiving.LIST).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def test_each_department_has_a_zip_with_the_certificates_that_its_sheet_names(
    each_app: Application,
) -> None:
    with work(each_app):
        office = make_office()
        course = make_course()
        for unit in (office.unit, office.own, office.other):
            make_completion(make_person(unit), course, NOW)
        revoked = make_completion(make_person(office.unit), course, NOW)
        db.session.scalars(
            select(Certificate).where(Certificate.completion_id == revoked.id)
        ).one().status = "revoked"
    visitor = signed_in(each_app, office.agency_officer)
    addresses = made(visitor, each_app)
    assert len(addresses) == 2
    two, one = (fetched(visitor, address) for address in addresses)
    assert one.testzip() is None
    assert all(one.read(name).startswith(b"%PDF-") for name in pdfs(one))
    assert (len(pdfs(one)), len(pdfs(two))) == (2, 1)
    assert {row["Perangkat Daerah"] for row in sheet(one)} == {"Dinas Satu"}
    assert {row["Perangkat Daerah"] for row in sheet(two)} == {"Dinas Dua"}
    named = {row["Nama Berkas Sertifikat"] for row in sheet(one)}
    assert pdfs(one) < named
    (missing,) = listed(one)
    assert {missing["Nama Berkas Sertifikat"]} == named - pdfs(one)
    assert archiving.LIST not in two.namelist()
    every = {row["Nama Berkas Sertifikat"] for row in csv_rows(export(visitor))}
    assert named | pdfs(two) == every


def test_the_record_of_an_archive_says_who_what_and_the_hash_of_each_file(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
    visitor = signed_in(app, office.officer)
    (address,) = made(visitor, app, unit=office.unit.id)
    visitor.open(address)
    assert visitor.response is not None
    digest = hashlib.sha256(visitor.response.get_data()).hexdigest()
    with work(app):
        log = db.session.scalars(select(ExportLog)).one()
        told = db.session.scalars(select(Notice).where(Notice.person_id == office.officer.id)).all()
    assert (log.person_id, log.format, log.rows, log.digest) == (
        office.officer.id,
        "zip",
        1,
        digest,
    )
    assert (log.choice["unit"], log.paths) == ("Bidang Layanan", [office.unit.path])
    assert [notice.link for notice in told] == [f"{ADDRESS}/catatan/{log.id}"]
    found = visitor.open(f"{ADDRESS}/catatan?hash={digest[:12]}")
    assert found.page.find("a", href=f"{ADDRESS}/catatan/{log.id}") is not None
    visitor.open(f"{ADDRESS}/catatan?hash={'0' * 12}")
    assert visitor.page.find("a", href=f"{ADDRESS}/catatan/{log.id}") is None


def test_an_archive_holds_the_bytes_that_were_downloaded_before(app: Application) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
        make_completion(person, make_course(), NOW)
        key = db.session.scalars(select(Certificate.id)).one()
    learner = signed_in(app, person)
    before = learner.open(f"/sertifikat/{key}.pdf").response
    assert before is not None
    officer = signed_in(app, office.officer)
    found = fetched(officer, made(officer, app)[0])
    assert [found.read(name) for name in pdfs(found)] == [before.data]
    own = learner.open("/riwayat/").page.find("a", href=OWN)
    assert own is not None
    mine = learner.open(OWN).response
    assert mine is not None
    assert set(ZipFile(BytesIO(mine.data)).namelist()) == pdfs(found)


def test_a_part_weighs_no_more_than_the_setting(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with work(app):
        office = make_office()
        course = make_course()
        for _number in range(3):
            make_completion(make_person(office.unit), course, NOW)
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, export_part_mb=1)
    monkeypatch.setattr(archiving, "ROW", 400 << 10)  # so that two rows fill a part
    visitor = signed_in(app, office.officer)
    found = [fetched(visitor, address) for address in made(visitor, app)]
    assert [len(pdfs(file)) for file in found] == [2, 1]
    assert [len(sheet(file)) for file in found] == [2, 1]


def test_a_small_part_still_holds_what_fits_into_it(app: Application) -> None:
    with work(app):
        office = make_office()
        course = make_course()
        for _number in range(3):
            make_completion(make_person(office.unit), course, NOW)
    app.extensions["settings"] = replace(app.extensions["settings"], export_part_mb=1)
    visitor = signed_in(app, office.officer)
    (address,) = made(visitor, app)
    assert len(pdfs(fetched(visitor, address))) == 3


def test_a_certificate_that_is_too_heavy_stands_on_the_list(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
    app.extensions["settings"] = replace(app.extensions["settings"], export_pdf_kb=1)
    visitor = signed_in(app, office.officer)
    found = fetched(visitor, made(visitor, app)[0])
    assert pdfs(found) == set()
    (row,) = listed(found)
    assert "1 KB" in row["Alasan"]
    assert row["Nama Berkas Sertifikat"] == sheet(found)[0]["Nama Berkas Sertifikat"]


def test_a_killed_worker_is_followed_by_one_that_goes_on_behind_the_last_whole_file(
    each_app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with work(each_app):
        office = make_office()
        course = make_course()
        for unit in (office.unit, office.other):
            make_completion(make_person(unit), course, NOW)
    visitor = signed_in(each_app, office.agency_officer)
    visitor.open(ADDRESS).send(ADDRESS, format="zip")
    usual = archive_work.keep

    def killed(job: Running, past: object, number: int, *rest: object, **more: object) -> None:
        if number == 2:
            raise KeyboardInterrupt
        usual(job, past, number, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(archive_work, "keep", killed)
    with pytest.raises(KeyboardInterrupt):
        worker(each_app)
    monkeypatch.setattr(archive_work, "keep", usual)
    assert worker(each_app) == 0
    assert worker(each_app, later=job_work.LEASE * 2) == 1
    with work(each_app):
        files = db.session.scalars(select(ExportFile).order_by(ExportFile.number)).all()
        assert [(file.number, file.rows, file.department) for file in files] == [
            (1, 1, "Dinas Satu"),
            (2, 1, "Dinas Dua"),
        ]
        assert db.session.scalars(select(Job)).one().state == DONE
        assert all(export_files.path_of(file.digest).is_file() for file in files)


def test_who_has_lost_the_right_neither_gets_the_files_made_nor_fetches_them(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
    visitor = signed_in(app, office.officer)
    (address,) = made(visitor, app)
    assert visitor.open(address).status == 200
    assert signed_in(app, office.agency_officer).open(address).status == 200
    visitor.open(ADDRESS).send(ADDRESS, format="zip")
    with work(app):
        grant = db.session.scalars(
            select(RoleGrant).where(RoleGrant.person_id == office.officer.id)
        ).one()
        grant.unit_id = office.other.id
    assert visitor.open(address).status == 404
    assert worker(app) == 1
    with work(app):
        last = db.session.scalars(select(Job).order_by(Job.id.desc())).first()
        assert last is not None
        assert last.state == FAILED
        assert len(db.session.scalars(select(ExportFile)).all()) == 1


def test_files_go_after_their_days_and_the_record_stays(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
    visitor = signed_in(app, office.officer)
    (address,) = made(visitor, app)
    with app.app_context():
        assert export_files.sweep_exports(clock.now() + timedelta(days=6)) == 0
        assert export_files.sweep_exports(clock.now() + timedelta(days=8)) == 1
        assert list(export_files.folder().iterdir()) == []
    visitor.open(address)
    assert "tidak disimpan lagi" in visitor.text
    assert visitor.page.select("a[download]") == []


def test_a_choice_without_certificates_is_answered_with_a_sentence(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    visitor.open(ADDRESS).send(ADDRESS, format="zip")
    assert "Tidak ada sertifikat untuk pilihan ini" in visitor.text
    assert visitor.open("/riwayat/").page.find("a", href=OWN) is None
    assert visitor.open(OWN).status == 404
    with work(app):
        assert db.session.scalars(select(Completion)).all() == []
        assert db.session.scalars(select(ExportLog)).all() == []
