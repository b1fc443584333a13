"""Who looked at whose data: noted when others look, once an hour, never for oneself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from elearning.accounts import access_log
from elearning.accounts.models import Person
from elearning.accounts.operations import grant
from elearning.accounts.privacy_models import AccessEvent
from elearning.certificates.models import Certificate
from elearning.core import clock, files
from elearning.core.application import Application
from elearning.core.db import db
from elearning.development.proposal_operations import StoredFile, propose
from elearning.development.share_operations import make_link
from elearning.home import access_queries
from elearning.records.models import HistoryEntry
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.operations import begin_export, finish_export
from tests.assignments.duties_of_people import make_assignment
from tests.development.papers import make_picture, make_training
from tests.factories import NOW, make_completion, make_course, make_person, make_unit, work
from tests.visitor import Visitor


def noted(person_id: int) -> list[tuple[str, str]]:
    """Return who looked at what of a person, oldest first."""
    own = select(AccessEvent.viewer, AccessEvent.page).where(AccessEvent.person_id == person_id)
    return [tuple(row) for row in db.session.execute(own.order_by(AccessEvent.id))]  # type: ignore[misc]


def test_a_view_is_noted_once_an_hour_for_each_viewer_and_page(each_app: Application) -> None:
    with work(each_app):
        person, officer, other = (make_person().id for _each in range(3))
        for minutes in (0, 10, 59, 60):
            at = NOW + timedelta(minutes=minutes)
            access_log.note_view(person, officer, access_log.RECORD, at)
        access_log.note_view(person, officer, access_log.ESSAY, NOW)
        access_log.note_view(person, other, access_log.RECORD, NOW)
        mine = [(f"person:{officer}", "record")] * 2
        assert noted(person) == [
            *mine,
            (f"person:{officer}", "essay"),
            (f"person:{other}", "record"),
        ]


def test_ones_own_views_are_not_noted(app: Application) -> None:
    with work(app):
        person = make_person().id
        access_log.note_view(person, person, access_log.RECORD, NOW)
        assert noted(person) == []


def test_an_opened_link_is_noted_without_a_name(each_app: Application) -> None:
    with work(each_app):
        person = make_person().id
        access_log.note_shared_view(person, 7, NOW)
        access_log.note_shared_view(person, 7, NOW)
        assert [each.viewer for each in access_queries.views_of(person)] == [""]


def make_office(app: Application) -> tuple[Person, Person]:
    """Add somebody with a certificate and their HR officer."""
    agency = make_unit()
    person, officer = make_person(agency), make_person(agency, name="Sri Contoh")
    grant(officer, "kepegawaian", agency, NOW)
    make_completion(person, make_course())
    return person, officer


def test_record_certificate_and_shared_history_are_noted(app: Application) -> None:
    with work(app):
        person, officer = make_office(app)
        key, nips = person.id, (str(person.nip), str(officer.nip))
        number = db.session.scalars(select(Certificate.id)).one()
        now = clock.now()
        token = make_link(key, "Panitia", [], now + timedelta(days=1), now, shows_nip=False)
    own, hr = (Visitor(app).sign_in(nip) for nip in nips)
    for visitor in (own, hr):
        assert visitor.open(f"/sertifikat/{number}.pdf").status == 200
    assert hr.open(f"/kepegawaian/pegawai/{key}").status == 200
    assert Visitor(app).open(f"/berbagi/{token}").status == 200
    with app.app_context():
        assert [page for _viewer, page in noted(key)] == ["certificate", "record", "shared"]
    own.open("/data-saya/akses")
    assert own.text.count("Sri Contoh") == 2
    assert "Pemegang tautan yang Anda bagikan" in own.text


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/sertifikat/{certificate}/bukti.json", "certificate"),
        ("/sertifikat/{certificate}/lencana", "certificate"),
        ("/kepegawaian/koreksi/ganti/{entry}", "record"),
        ("/kepegawaian/koreksi/cabut/{entry}", "record"),
        ("/kepegawaian/penghapusan-data/{person}", "record"),
    ],
)
def test_other_doors_to_the_same_data_are_noted_too(
    app: Application, address: str, page: str
) -> None:
    with work(app):
        person, officer = make_office(app)
        key, nip = person.id, str(officer.nip)
        keys = {"person": key, "certificate": db.session.scalars(select(Certificate.id)).one()}
        keys["entry"] = db.session.scalars(select(HistoryEntry.id)).one()
    Visitor(app).sign_in(nip).open(address.format(**keys))
    with app.app_context():
        assert [each for _viewer, each in noted(key)] == [page]


def test_the_file_of_a_proposal_is_noted(app: Application) -> None:
    with work(app):
        person, officer = make_office(app)
        key, nip = person.id, str(officer.nip)
        picture = StoredFile(files.store(make_picture("JPEG")), "image/jpeg", "")
        made = propose(key, make_training(), 4, picture, NOW).id
    visitor = Visitor(app).sign_in(nip)
    assert visitor.open(f"/riwayat/usulan/{made}/berkas").status == 200
    with app.app_context():
        assert [each for _viewer, each in noted(key)] == ["proposal"]


def test_exports_of_the_units_above_are_shown_and_no_others(each_app: Application) -> None:
    with work(each_app):
        agency = make_unit()
        here, elsewhere = make_unit(agency, "department"), make_unit(agency, "department")
        for unit, rows in ((agency, 3), (here, 2), (elsewhere, 9)):
            log = begin_export(
                make_person().id, unit.id, 2025, Choice(format="csv"), [unit.path], NOW
            )
            finish_export(log.id, rows, "")
        assert [each.rows for each in access_queries.exports_of(here.path)] == [2, 3]


def test_a_list_of_an_assignment_that_left_the_house_is_shown_to_those_in_it(
    app: Application,
) -> None:
    with work(app):
        agency = make_unit()
        here, elsewhere = make_unit(agency, "department"), make_unit(agency, "department")
        person, colleague = make_person(here), make_person(elsewhere)
        officer = make_person(here)
        grant(officer, "kepegawaian", here, NOW)
        made = make_assignment(agency, officer).id
        nips = [str(each.nip) for each in (officer, person, colleague)]
    hr, own, other = (Visitor(app).sign_in(nip) for nip in nips)
    hr.open(f"/kepegawaian/penugasan/{made}")
    hr.send(f"/kepegawaian/penugasan/{made}/unduh", format="csv")
    assert "Pelatihan wajib: Pelatihan Wajib" in own.open("/data-saya/akses").text
    assert "Pelatihan wajib:" not in other.open("/data-saya/akses").text


def test_views_are_paged_by_key(app: Application) -> None:
    with work(app):
        person, officer = make_person(), make_person()
        for hours in range(access_queries.PAGE + 3):
            at = NOW + timedelta(hours=hours)
            access_log.note_view(person.id, officer.id, access_log.RECORD, at)
        nip = str(person.nip)
    visitor = Visitor(app).sign_in(nip).open("/data-saya/akses")
    assert len(visitor.page.select("tbody tr")) == access_queries.PAGE
    following = visitor.page.select_one("a[rel=next]")
    assert following is not None
    visitor.open(str(following["href"]))
    assert len(visitor.page.select("tbody tr")) == 3
