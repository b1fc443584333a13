"""One person's record: who may open it, what it shows, and that every opening is noted."""

from datetime import date

from sqlalchemy import select

from elearning.accounts import operations as accounts
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.learning.enrolment.operations import enrol
from elearning.records.external import ExternalTraining, record_external
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.offices import NOW, YEAR, make_office, signed_in
from tests.statements import statements


def test_a_record_shows_the_data_the_history_and_the_courses_in_progress(app: Application) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit, name="Ayu Lestari", nip="199012052015032996")
        make_completion(person, make_course(slug="selesai", title="Pelatihan Selesai"), NOW)
        enrol(person, make_course(slug="jalan", title="Pelatihan Berjalan"), NOW)
        day = date(YEAR - 1, 5, 4)
        seminar = ExternalTraining("Seminar Arsip", "Lembaga Contoh", "9", day, day, 3, "S/1")
        record_external(person, seminar, NOW)
        accounts.change_employment(person, date(2024, 3, 1), position="Analis Muda")
    page = signed_in(app, office.officer).open(f"/kepegawaian/pegawai/{person.id}")
    assert page.status == 200
    for words in (
        *("19901205 201503 2 996", "Penata Muda, III/a", "Bidang Layanan, Dinas Satu"),
        *("Pelatihan Selesai", "Pelatihan Berjalan", "Seminar Arsip", "S/1"),
        *("Analis Muda", "Analis Kebijakan Ahli Pertama", "01-03-2024"),
    ):
        assert words in page.text
    links = [str(a["href"]) for a in page.page.select("main a")]
    assert any(link.startswith("/sertifikat/") for link in links)
    assert any(link.startswith("/kepegawaian/aktivasi") for link in links)


def test_a_person_of_another_subtree_and_one_who_does_not_exist_look_alike(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
        stranger = make_person(office.other)
        without_nip = make_person(office.own, nip=None, username="sistem")
    visitor = signed_in(app, office.officer)
    for key in (stranger.id, without_nip.id, 10_000, 10**30):
        assert visitor.open(f"/kepegawaian/pegawai/{key}").status == 404
    assert (
        signed_in(app, office.agency_officer).open(f"/kepegawaian/pegawai/{stranger.id}").status
        == 200
    )


def test_a_person_who_moved_away_is_not_found_and_one_who_came_has_the_whole_history(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
        course = make_course(title="Sebelum Pindah")
        leaving, coming = make_person(office.unit), make_person(office.other)
        for person in (leaving, coming):
            make_completion(person, course, NOW)
        accounts.change_employment(leaving, date(2026, 1, 1), unit_id=office.other.id)
        accounts.change_employment(coming, date(2026, 1, 1), unit_id=office.unit.id)
    visitor = signed_in(app, office.officer)
    assert visitor.open(f"/kepegawaian/pegawai/{leaving.id}").status == 404
    assert "Sebelum Pindah" in visitor.open(f"/kepegawaian/pegawai/{coming.id}").text


def test_every_opening_is_noted_and_a_refused_one_is_not(app: Application) -> None:
    with work(app):
        office = make_office()
        person, stranger = make_person(office.unit), make_person(office.other)
    visitor = signed_in(app, office.officer)
    for key in (person.id, person.id, stranger.id):
        visitor.open(f"/kepegawaian/pegawai/{key}")
    with work(app):
        noted = db.session.execute(
            select(AuditEntry.actor_id, AuditEntry.subject).where(
                AuditEntry.action == "person.opened"
            )
        ).all()
    assert noted == [(office.officer.id, f"person:{person.id}")] * 2


def test_the_number_of_statements_does_not_grow_with_the_history(app: Application) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
    visitor = signed_in(app, office.officer)
    counts = []
    for more in (1, 6):
        with work(app):
            for n in range(more):
                make_completion(person, make_course(slug=f"k{more}-{n}"), NOW)
        with statements(app) as seen:
            assert visitor.open(f"/kepegawaian/pegawai/{person.id}").status == 200
        counts.append(len([sql for sql in seen if not sql.startswith(("BEGIN", "PRAGMA"))]))
    assert counts[0] == counts[1] <= 12


def test_a_person_without_any_training_gets_a_sentence(app: Application) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
    page = signed_in(app, office.officer).open(f"/kepegawaian/pegawai/{person.id}").page
    assert page.select_one(".empty h3") is not None
