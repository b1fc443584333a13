"""Every export is logged, finished or not, and shown to those whose units it concerns."""

import hashlib

import pytest
from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.records.models import ExportLog
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.exports import ADDRESS, export
from tests.reports.offices import NOW, YEAR, make_office, signed_in


@pytest.mark.parametrize("format", ["xlsx", "csv", "siasn"])
def test_every_export_is_logged_with_its_rows_and_digest(
    each_app: Application, format: str
) -> None:
    with work(each_app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
    visitor = signed_in(each_app, office.officer)
    file = export(visitor, format)
    with work(each_app):
        log = db.session.scalars(select(ExportLog)).one()
        audit = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "records.exported")
        ).one()
    assert (log.person_id, log.unit_id, log.year) == (office.officer.id, office.own.id, YEAR)
    assert (log.format, log.rows, log.digest) == (format, 1, hashlib.sha256(file).hexdigest())
    assert (audit.actor_id, audit.subject) == (office.officer.id, f"export:{log.id}")
    assert log.digest[:12] in visitor.open(ADDRESS).text


def test_an_export_that_is_broken_off_stays_unfinished_in_the_log(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
    visitor = signed_in(app, office.officer).open(ADDRESS)
    token = visitor.form(ADDRESS).find("input", attrs={"name": "csrf_token"})
    assert token is not None
    data = {"csrf_token": token["value"], "format": "csv", "tahun": YEAR, "pemisah": ";"}
    response = visitor.client.post(ADDRESS, data=data, buffered=False)
    next(iter(response.response))
    response.close()
    with app.app_context():
        assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert db.session.scalars(select(ExportLog)).one().rows is None
        db.session.rollback()


def test_what_is_no_hash_finds_nothing(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(), NOW)
    visitor = signed_in(app, office.officer)
    for _each in range(31):
        export(visitor)
    assert visitor.open(f"{ADDRESS}/catatan?hash=zz").status == 200


def test_officers_see_the_exports_of_their_units_only(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.other, name="Orang Lain"), make_course(), NOW)
    export(signed_in(app, office.agency_officer))
    assert "Petugas Semua" in signed_in(app, office.agency_officer).open(ADDRESS).text
    assert "Petugas Semua" not in signed_in(app, office.officer).open(ADDRESS).text
