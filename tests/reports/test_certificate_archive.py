"""Certificates leave as ZIP: HR's choice named as column 25 names them, and a person's own."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.records.models import ExportLog
from elearning.reports import archive_views
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.exports import ADDRESS, csv_rows, export
from tests.reports.offices import NOW, YEAR, make_office, signed_in
from tests.visitor import Visitor

ZIP = f"{ADDRESS}/sertifikat.zip"
OWN = "/sertifikat/semua.zip"


def archive(visitor: Visitor, **choice: object) -> ZipFile:
    """Choose on the page and return the archive."""
    return ZipFile(BytesIO(downloaded(visitor, **choice)))


def downloaded(visitor: Visitor, **choice: object) -> bytes:
    """Press the button of the archive, which sends the same form to another address."""
    page = visitor.open(ADDRESS)
    assert page.page.find("button", attrs={"formaction": ZIP}) is not None
    token = page.form(ADDRESS).find("input", attrs={"name": "csrf_token"})
    assert token is not None
    data = {"csrf_token": token["value"], "tahun": YEAR, "pemisah": ";"} | choice
    visitor.response = visitor.client.post(ZIP, data=data, follow_redirects=True)
    return visitor.response.get_data()


def test_the_archive_holds_the_certificates_that_the_table_names(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        course = make_course()
        for unit in (office.unit, office.own, office.other):
            make_completion(make_person(unit), course, NOW)
        revoked = make_completion(make_person(office.unit), course, NOW)
        db.session.scalars(
            select(Certificate).where(Certificate.completion_id == revoked.id)
        ).one().status = "revoked"
    visitor = signed_in(each_app, office.officer)
    file = downloaded(visitor)
    found = ZipFile(BytesIO(file))
    assert found.testzip() is None
    assert all(found.read(name).startswith(b"%PDF-") for name in found.namelist())
    named = {row["Nama Berkas Sertifikat"] for row in csv_rows(export(visitor))}
    assert set(found.namelist()) < named
    assert len(found.namelist()) == 2
    assert len(archive(visitor, unit=office.unit.id).namelist()) == 1
    with work(each_app):
        log = db.session.scalars(select(ExportLog).order_by(ExportLog.id)).first()
        assert log is not None
        assert (log.person_id, log.format, log.rows) == (office.officer.id, "zip", 2)
        assert log.digest == hashlib.sha256(file).hexdigest()


def test_an_archive_holds_the_bytes_that_were_downloaded_before(app: Application) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
        make_completion(person, make_course(), NOW)
        key = db.session.scalars(select(Certificate.id)).one()
    learner = signed_in(app, person)
    before = learner.open(f"/sertifikat/{key}.pdf").response
    assert before is not None
    found = archive(signed_in(app, office.officer))
    assert [found.read(name) for name in found.namelist()] == [before.data]
    own = learner.open("/riwayat/").page.find("a", href=OWN)
    assert own is not None
    mine = learner.open(OWN).response
    assert mine is not None
    assert ZipFile(BytesIO(mine.data)).namelist() == found.namelist()


def test_a_choice_without_certificates_is_answered_with_a_sentence(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    downloaded(visitor)
    assert "Tidak ada sertifikat untuk pilihan ini" in visitor.text
    assert visitor.open("/riwayat/").page.find("a", href=OWN) is None
    assert visitor.open(OWN).status == 404


def test_too_many_certificates_are_refused_before_anything_leaves(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    with work(app):
        office = make_office()
        for _number in range(2):
            make_completion(make_person(office.unit), make_course(), NOW)
    monkeypatch.setattr(archive_views, "MOST", 1)
    visitor = signed_in(app, office.officer)
    downloaded(visitor)
    assert visitor.status == 409
    assert "lebih dari 1 sertifikat" in visitor.text
    with app.app_context():
        assert db.session.scalars(select(ExportLog)).all() == []
