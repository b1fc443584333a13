"""The pages: what HR makes, what a person and a supervisor see, what leaves as a file."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.assignments.models import AssignedPerson, Assignment, Exemption
from elearning.assignments.policy import can_see, visible
from elearning.assignments.queries import line_at
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.learning.enrolment.operations import enrol
from tests.assignments.duties_of_people import make_assignment, the_course
from tests.factories import make_completion, make_course, make_lesson, make_person, work
from tests.reports.offices import Office, make_office, signed_in
from tests.statements import statements
from tests.visitor import Visitor

HERE = "/kepegawaian/penugasan/"
NOW = clock.now()
TODAY = clock.local_date(NOW, "Asia/Jakarta")
DAY = timedelta(days=1)


def soon(days: int = 10) -> dict[str, object]:
    """Return the days of an assignment that began yesterday."""
    return {"starts_on": TODAY - DAY, "due_on": TODAY + days * DAY, "at": NOW}


def described(office: Office, **fields: object) -> dict[str, object]:
    """Return what an officer types into the form."""
    values: dict[str, object] = {
        "pelatihan": str(the_course().id),
        "unit": str(office.own.id),
        "mulai": TODAY.isoformat(),
        "tenggat": (TODAY + 30 * DAY).isoformat(),
        "dasar": "Surat Edaran Contoh Nomor 1.",
    }
    return values | fields


@pytest.fixture
def office(app: Application) -> Office:
    """The office of the tests, with the course."""
    with work(app):
        made = make_office()
        the_course()
    return made


def test_an_assignment_is_seen_before_it_is_made(app: Application, office: Office) -> None:
    with work(app):
        make_completion(make_person(office.unit), the_course())
        fields = described(office, status=["PNS", "CPNS"])
    page = signed_in(app, office.officer).open(HERE + "baru")
    page.send(press="tindakan", **fields)
    numbers = [int(each.get_text()) for each in page.page.select(".stats .big")]
    assert numbers == [2, 1, 0, 1]
    with work(app):
        assert db.session.scalars(select(Assignment)).all() == []
    page.send(press="tindakan", tindakan="tetapkan")
    with work(app):
        made = db.session.scalars(select(Assignment)).one()
        assert (made.statuses, made.agency_id, made.is_listed) == (
            ",PNS,CPNS,",
            office.agency.id,
            False,
        )
        assert db.session.scalars(select(AuditEntry.action)).all()[-1] == "assignment.made"
    assert page.address == f"{HERE}{made.id}"


def test_what_was_described_can_be_changed_after_it_was_seen(
    app: Application, office: Office
) -> None:
    with work(app):
        fields = described(office, golongan=["III/a"])
    page = signed_in(app, office.officer).open(HERE + "baru").send(press="tindakan", **fields)
    page.send(press="tindakan", tindakan="ubah")
    assert page.page.select_one("input[name=golongan][value='III/a']").has_attr("checked")  # type: ignore[union-attr]
    assert page.page.select_one("textarea[name=dasar]").get_text().strip() == fields["dasar"]  # type: ignore[union-attr]


def test_a_list_of_nips_says_what_is_wrong_line_by_line(app: Application, office: Office) -> None:
    with work(app):
        named, elsewhere = make_person(office.unit), make_person(office.other)
        listed = f"{named.nip}\n12345\n{elsewhere.nip}\n{named.nip}"
        fields = described(office, nip=listed)
    page = signed_in(app, office.officer).open(HERE + "baru").send(press="tindakan", **fields)
    problems = [each.get_text() for each in page.page.select("main .notice li")]
    assert [each.partition(":")[0] for each in problems] == ["Baris 2", "Baris 3"]
    page.send(press="tindakan", tindakan="tetapkan")
    with work(app):
        assert db.session.scalars(select(AssignedPerson.person_id)).all() == [named.id]


def test_a_list_comes_from_a_file_too(app: Application, office: Office) -> None:
    with work(app):
        named = make_person(office.unit)
        table = f"Daftar peserta\nNo,NIP,Nama\n1,'{named.nip},Uji\n".encode()
        fields = described(office, berkas=(io.BytesIO(table), "daftar.csv"), tindakan="lihat")
    page = signed_in(app, office.officer).open(HERE + "baru")
    page.send(**fields)
    assert page.page.select(".stats .big")[0].get_text() == "1"
    page.send(press="tindakan", tindakan="tetapkan")
    with work(app):
        assert db.session.scalars(select(AssignedPerson.person_id)).all() == [named.id]


def test_a_problem_of_a_file_names_the_row_that_a_spreadsheet_shows(
    app: Application, office: Office
) -> None:
    with work(app):
        named = make_person(office.unit)
        table = f"Daftar peserta\nNo,NIP,Nama\n1,'{named.nip},Uji\n2,123,Salah\n".encode()
        fields = described(office, nip="456", berkas=(io.BytesIO(table), "daftar.csv"))
    page = signed_in(app, office.officer).open(HERE + "baru")
    page.send(**fields, tindakan="lihat")
    problems = [each.get_text() for each in page.page.select("main .notice li")]
    assert [each.partition(":")[0] for each in problems] == ["Baris 1", "Baris 4, kolom NIP"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"tenggat": (TODAY - DAY).isoformat()},
        {"mulai": (TODAY + 60 * DAY).isoformat()},
        {"mulai": "0026-11-22"},
        {"dasar": " "},
        {"unit": "999"},
        {"nip": "123"},
        {"pelatihan": ""},
    ],
)
def test_a_wrong_description_is_told_and_makes_nothing(
    app: Application, office: Office, wrong: dict[str, object]
) -> None:
    with work(app):
        fields = described(office, **wrong)
    page = signed_in(app, office.officer).open(HERE + "baru").send(**fields, tindakan="tetapkan")
    assert page.status == 422
    assert page.page.select("main .error")
    with work(app):
        assert db.session.scalars(select(Assignment)).all() == []


def test_pressed_twice_it_is_made_once(app: Application, office: Office) -> None:
    with work(app):
        fields = described(office)
    page = signed_in(app, office.officer)
    page.open(HERE + "baru").send(**fields, tindakan="tetapkan")
    assert page.open(HERE + "baru").send(**fields, tindakan="tetapkan").status == 409
    other = fields | {"tenggat": (TODAY + 31 * DAY).isoformat()}
    assert page.open(HERE + "baru").send(**other, tindakan="tetapkan").status == 200
    with work(app):
        assert len(db.session.scalars(select(Assignment)).all()) == 2


def test_the_same_description_for_other_people_is_another_assignment(
    app: Application, office: Office
) -> None:
    with work(app):
        first, second = str(make_person(office.unit).nip), str(make_person(office.unit).nip)
        fields = described(office)
    page = signed_in(app, office.officer)
    for nips, status in ((first, 200), (second, 200), (f"{first}\n{second}", 200), (second, 409)):
        page.open(HERE + "baru").send(**fields, nip=nips, tindakan="tetapkan")
        assert page.status == status
    with work(app):
        assert len(db.session.scalars(select(Assignment)).all()) == 3


def test_hr_of_a_part_is_shown_no_figures_of_the_whole_in_the_list(
    app: Application, office: Office
) -> None:
    with work(app):
        made = make_assignment(office.agency, office.agency_officer, **soon())
        made.people, made.finished = 191, 57
    assert "191" not in signed_in(app, office.officer).open(HERE).text
    assert "191" in signed_in(app, office.agency_officer).open(HERE).text


def test_what_has_ended_asks_nobody_any_more(app: Application, office: Office) -> None:
    with work(app):
        made = make_assignment(office.own, office.officer, **soon())
        key, made.ended_at = made.id, NOW
    page = signed_in(app, office.officer).open(f"{HERE}{key}")
    assert not page.page.select(f'a[href="{HERE}{key}/pesan"]')
    assert page.open(f"{HERE}{key}/pesan").status == 404


def test_hr_of_a_part_sees_what_concerns_it_with_its_own_people_only(
    app: Application, office: Office
) -> None:
    with work(app):
        here, beside = make_person(office.unit, name="Di sini"), make_person(office.other)
        whole = make_assignment(office.agency, office.agency_officer, **soon())
        other = make_assignment(office.other, office.agency_officer, **soon())
        key, foreign = whole.id, other.id
        assert beside.id
    page = signed_in(app, office.officer).open(HERE)
    assert [a["href"] for a in page.page.select("table th a")] == [f"{HERE}{key}"]
    page.open(f"{HERE}{key}")
    names = [a.get_text() for a in page.page.select("table:last-of-type th a")]
    assert any("Di sini" in name for name in names)
    assert len(page.page.select("main td[data-l=Status]")) == 2
    assert not page.page.select(f'a[href="{HERE}{key}/akhiri"]')
    assert page.open(f"{HERE}{foreign}").status == 404
    assert here.id


def test_a_unit_that_is_not_ones_own_is_not_found(app: Application, office: Office) -> None:
    with work(app):
        made = make_assignment(office.agency, office.agency_officer, **soon())
        key, other = made.id, office.other.id
    page = signed_in(app, office.officer)
    assert page.open(f"{HERE}{key}?unit={office.unit.id}").status == 200
    for unknown in (other, 999_999, "x"):
        assert page.open(f"{HERE}{key}?unit={unknown}").status == 404, unknown


def test_the_rule_and_its_twin_say_the_same_about_what_is_seen(app: Application) -> None:
    with work(app):
        office = make_office()
        units = (office.agency, office.own, office.unit, office.other)
        made = [make_assignment(unit, office.agency_officer, **soon()) for unit in units]
        db.session.flush()
        keys = [each.id for each in made]
    for officer in (office.officer, office.agency_officer):
        visitor = signed_in(app, officer)
        with visitor.client:
            visitor.open(HERE)
            from flask_login import current_user

            twin = {int(a["href"].rsplit("/", 1)[1]) for a in visitor.page.select("table th a")}
            lines = [line_at(key) for key in keys]
            rule = {line.id for line in lines if line and can_see(current_user, line)}
            assert visible(current_user) is not None
        assert rule == twin


def test_units_people_and_file_show_the_same_numbers(app: Application, office: Office) -> None:
    with work(app):
        people = [make_person(office.unit, name=f"Nama {n}") for n in range(4)]
        make_completion(people[0], the_course())
        enrol(people[1], the_course(), NOW)
        past = {"starts_on": TODAY - 30 * DAY, "due_on": TODAY - DAY, "at": NOW - 30 * DAY}
        made = make_assignment(office.agency, office.agency_officer, **past)
        key = made.id
    page = signed_in(app, office.agency_officer).open(f"{HERE}{key}")
    shown = [each.get_text() for each in page.page.select(".stats .big")]
    assert shown == ["16,7%", "1", "4", "5"]  # four, and both officers
    cells = page.page.select("table:first-of-type td.end")
    assert sum(int(cell.get_text()) for cell in cells[2::3]) == 5
    page.open(f"{HERE}{key}?keadaan=overdue")
    assert len(page.page.select("main table td[data-l=Status]")) == 5
    form = page.form(f"{HERE}{key}/unduh?keadaan=overdue")
    assert form
    page.send(f"{HERE}{key}/unduh?keadaan=overdue", format="csv")
    assert page.response is not None
    rows = list(
        csv.reader(io.StringIO(page.response.get_data().decode("utf-8-sig")), delimiter=";")
    )
    assert len(rows) == 6
    assert {row[-1] for row in rows[1:]} == {"Terlambat"}
    with work(app):
        assert db.session.scalars(select(AuditEntry.action)).all()[-1] == "assignment.exported"


def test_the_number_of_statements_does_not_grow_with_people_or_assignments(
    app: Application, office: Office
) -> None:
    with work(app):
        make_person(office.unit, supervisor_id=office.officer.id)
        made = make_assignment(office.agency, office.agency_officer, **soon())
        key = made.id
    pages = (HERE, f"{HERE}{key}", f"{HERE}{key}/pengecualian", "/penugasan/", "/penugasan/tim")
    page = signed_in(app, office.officer)
    few = [counted(app, page, address) for address in pages]
    with work(app):
        for n in range(12):
            person = make_person(office.unit, supervisor_id=office.officer.id)
            db.session.add(
                Exemption(
                    assignment_id=key,
                    person_id=person.id,
                    reason="study",
                    note="",
                    given_by_id=office.officer.id,
                    given_at=NOW,
                )
            )
            course = make_course(make_lesson(), slug=f"wajib-{n}")
            make_assignment(office.own, office.officer, course, **soon())
    assert [counted(app, page, address) for address in pages] == few


def counted(app: Application, page: Visitor, address: str) -> int:
    """Count the statements of a page."""
    page.open(address)
    with statements(app) as seen:
        assert page.open(address).status == 200
    return len(seen)


def test_an_exemption_is_given_listed_and_ended(app: Application, office: Office) -> None:
    with work(app):
        person = make_person(office.unit, name="Sedang Cuti")
        made = make_assignment(office.own, office.officer, **soon())
        key, number = made.id, person.nip
    page = signed_in(app, office.officer).open(f"{HERE}{key}/pengecualian")
    page.send(f"{HERE}{key}/pengecualian", nip=number, alasan="maternity", catatan="Surat 1")
    assert "Sedang Cuti" in page.text
    page.send(f"{HERE}{key}/pengecualian", nip=number, alasan="study")
    assert (page.status, len(page.page.select("#nip-error"))) == (422, 1)
    with work(app):
        held = db.session.scalars(select(Exemption)).one()
    page.open(f"{HERE}{key}/pengecualian").send(f"{HERE}{key}/pengecualian/{held.id}/akhiri")
    with work(app):
        assert db.session.scalars(select(Exemption.ended_at)).one() is not None


def test_nobody_beyond_the_own_people_is_exempted(app: Application, office: Office) -> None:
    with work(app):
        foreign = make_person(office.other)
        made = make_assignment(office.agency, office.agency_officer, **soon())
        key, number = made.id, foreign.nip
    page = signed_in(app, office.officer).open(f"{HERE}{key}/pengecualian")
    page.send(f"{HERE}{key}/pengecualian", nip=number, alasan="study")
    assert page.status == 422
    with work(app):
        assert db.session.scalars(select(Exemption)).all() == []


def test_a_deadline_is_moved_and_an_assignment_ended(app: Application, office: Office) -> None:
    with work(app):
        key = make_assignment(office.own, office.officer, **soon()).id
    page = signed_in(app, office.officer).open(f"{HERE}{key}/tenggat")
    assert page.send(tenggat=(TODAY - DAY).isoformat()).status == 422
    later = TODAY + 40 * DAY
    page.send(tenggat=later.isoformat())
    with work(app):
        assert db.session.scalars(select(Assignment.due_on)).one() == later
    page.open(f"{HERE}{key}/akhiri").send(f"{HERE}{key}/akhiri")
    assert page.open(HERE).page.select("main .empty")
    assert page.open(HERE + "?keadaan=berakhir").page.select("table th a")


def test_the_message_for_the_chat_names_the_course_and_nobody(
    app: Application, office: Office
) -> None:
    with work(app):
        person = make_person(office.unit, name="Belum Selesai", supervisor_id=office.officer.id)
        key = make_assignment(office.own, office.officer, **soon()).id
    for address in (f"{HERE}{key}/pesan", f"/penugasan/tim/{key}/pesan"):
        page = signed_in(app, office.officer).open(address)
        text = page.page.select_one("textarea").get_text()  # type: ignore[union-attr]
        assert "Pelatihan Wajib" in text
        assert "/pelatihan/wajib/" in text
        assert "Belum Selesai" not in text
    assert person.id


def test_a_person_sees_what_is_mandatory_wherever_they_meet_the_course(
    app: Application, office: Office
) -> None:
    with work(app):
        person = make_person(office.unit)
        make_assignment(office.own, office.officer, **soon(3))
    page = signed_in(app, person)
    for address in ("/", "/penugasan/", "/pelatihan/", "/pelatihan/wajib/"):
        assert "Sisa 3 hari" in page.open(address).text, address
    page.open("/pelatihan/wajib/").send("/pelatihan/wajib/ikuti")
    with work(app):
        make_completion_now(db.session.get_one(Person, person.id))
    for address in ("/", "/pelatihan/", "/pelatihan/wajib/"):
        assert "Sisa 3 hari" not in page.open(address).text, address
    assert "Pelatihan Wajib" in page.open("/penugasan/").text


def make_completion_now(person: Person) -> None:
    """Let a person complete the course."""
    make_completion(person, the_course(), NOW)


def test_overdue_courses_come_first_on_the_dashboard(app: Application, office: Office) -> None:
    with work(app):
        for slug, days in (("jauh", 20), ("lewat", -2), ("dekat", 2)):
            course = make_course(make_lesson(), slug=slug, title=f"Judul {slug}")
            dates = {"starts_on": TODAY - 9 * DAY, "due_on": TODAY + days * DAY, "at": NOW}
            make_assignment(office.own, office.officer, course, **dates)
    page = signed_in(app, office.officer).open("/")
    titles = [str(a["href"]) for a in page.page.select(".duties a")]
    assert titles == [f"/pelatihan/{slug}/" for slug in ("lewat", "dekat", "jauh")]


def test_a_course_that_must_be_taken_again_can_be_begun_at_once(
    app: Application, office: Office
) -> None:
    with work(app):
        person = make_person(office.unit)
        make_completion(person, the_course(), NOW - 90 * DAY)
        make_assignment(office.own, office.officer, counts_earlier=False, **soon())
    page = signed_in(app, person).open("/pelatihan/wajib/")
    page.send("/pelatihan/wajib/ulangi")
    assert page.status == 200
    assert "Mulai belajar" in page.text


def test_a_supervisor_sees_how_far_the_own_people_are(app: Application, office: Office) -> None:
    with work(app):
        boss = make_person(office.own)
        db.session.flush()
        done, late = (
            make_person(office.unit, name=name, supervisor_id=boss.id) for name in ("Satu", "Dua")
        )
        make_completion(done, the_course(), NOW)
        dates = {"starts_on": TODAY - 9 * DAY, "due_on": TODAY - DAY, "at": NOW}
        make_assignment(office.agency, office.agency_officer, **dates)
        assert late.id
    page = signed_in(app, boss).open("/penugasan/tim")
    rows = [" ".join(row.get_text(" ").split()) for row in page.page.select("tbody tr")]
    assert len(rows) == 2
    assert rows[0].startswith("Dua")
    assert "Terlambat" in rows[0]
    assert "Selesai" in rows[1]
    assert page.open("/").page.select('a[href="/penugasan/tim"]')
    empty = signed_in(app, late).open("/penugasan/tim")
    assert (empty.status, len(empty.page.select(".empty"))) == (200, 1)
