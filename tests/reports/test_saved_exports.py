"""Exports that are kept under a name, and made by themselves when their time has come."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from elearning.accounts.models import RoleGrant
from elearning.accounts.queries import hr_reach_of
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.jobs import Job
from elearning.notices.models import Notice
from elearning.records.models import ExportLog
from elearning.reports.exports.choices import Choice
from elearning.reports.exports.log_queries import export_at, past_exports
from elearning.reports.exports.models import ExportFile
from elearning.reports.exports.operations import begin_export
from elearning.reports.exports.policy import can_see_export
from elearning.reports.saved.models import SavedExport
from elearning.reports.saved.operations import Schedule, save
from elearning.reports.saved.queries import can_use, saved_at, saved_exports
from elearning.reports.saved.scheduling import next_time
from elearning.reports.saved.work import schedules_due
from tests.factories import work
from tests.reports.exports import ADDRESS
from tests.reports.offices import NOW, Office, make_office, signed_in
from tests.reports.test_certificate_archive import worker
from tests.statements import statements
from tests.visitor import Visitor

SAVED = f"{ADDRESS}/tersimpan"
DAILY = Schedule("daily", 0, 6, "Asia/Jakarta")


@pytest.mark.parametrize(
    ("rhythm", "day", "after", "due"),
    [
        ("daily", 0, "2026-05-01T22:59", "2026-05-01T23:00"),  # 06.00 WIB
        ("daily", 0, "2026-05-01T23:00", "2026-05-02T23:00"),
        ("weekly", 0, "2026-05-01T00:00", "2026-05-03T23:00"),  # Monday the 4th in WIB
        ("monthly", 1, "2026-05-01T00:00", "2026-05-31T23:00"),
        ("monthly", 28, "2026-02-01T00:00", "2026-02-27T23:00"),
        ("", 0, "2026-05-01T00:00", None),
    ],
)
def test_a_schedule_is_due_by_the_clock_of_its_zone(
    rhythm: str, day: int, after: str, due: str | None
) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    expected = due and datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert next_time(rhythm, day, 6, "Asia/Jakarta", moment) == expected


def keep(office: Office, *, shared: bool = False) -> int:
    """Let the officer of Dinas Satu keep a daily export of a unit."""
    choice = Choice(unit_id=office.unit.id, unit=office.unit.name)
    unit_id = office.unit.id if shared else None
    number = db.session.scalar(select(func.count(SavedExport.id))) or 0
    return save(f"Harian {number}", choice, DAILY, unit_id, office.officer.id, NOW).id


def test_missed_times_start_one_job_whose_year_is_that_of_the_day(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        keep(office)
    later = NOW + timedelta(days=400)
    with each_app.app_context():
        assert schedules_due(NOW) == 0
        assert schedules_due(later) == 1
        assert schedules_due(later) == 0
    with work(each_app):
        log = db.session.scalars(select(ExportLog)).one()
        assert (log.person_id, log.unit_id, log.paths) == (
            office.officer.id,
            office.unit.id,
            [office.unit.path],
        )
        assert log.year == later.astimezone(UTC).year
        assert log.job_id == db.session.scalars(select(Job.id)).one()
        saved = db.session.scalars(select(SavedExport)).one()
        assert saved.next_at is not None
        assert saved.next_at > later


def test_a_schedule_ends_with_a_notice_when_its_maker_lost_the_right(app: Application) -> None:
    with work(app):
        office = make_office()
        keep(office)
        grant = db.session.scalars(
            select(RoleGrant).where(RoleGrant.person_id == office.officer.id)
        ).one()
        grant.unit_id = office.other.id
    with app.app_context():
        assert schedules_due(NOW + timedelta(days=2)) == 1
        assert schedules_due(NOW + timedelta(days=4)) == 0
    with work(app):
        assert db.session.scalars(select(ExportLog)).all() == []
        assert db.session.scalars(select(SavedExport)).one().ended_at is not None
        told = db.session.scalars(select(Notice.title)).one()
        assert "Harian" in told


def test_an_officer_keeps_a_choice_and_uses_it_again(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(ADDRESS)
    visitor.send(ADDRESS, format="simpan", unit=office.unit.id, status="PNS")
    visitor.send(f"{SAVED}/baru", nama="PNS Bidang", irama="weekly", hari="4", jam="17")
    assert visitor.address == SAVED
    assert "Jumat, 17.00" in visitor.text
    again = visitor.page.find("a", string="Gunakan pilihan ini")
    assert again is not None
    visitor.open(str(again["href"]))
    chosen = visitor.page.select("select option[selected]")
    assert {option["value"] for option in chosen} >= {str(office.unit.id), "PNS", "ini"}


def test_two_kept_exports_of_an_officer_have_two_names(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    visitor.open(f"{SAVED}/baru").send(f"{SAVED}/baru", nama="PNS Bidang")
    visitor.open(f"{SAVED}/baru").send(f"{SAVED}/baru", nama="pns  bidang")
    assert visitor.status == 422
    assert visitor.page.select_one('.errors a[href="#nama"]')
    other = signed_in(app, office.agency_officer).open(f"{SAVED}/baru")
    assert other.send(f"{SAVED}/baru", nama="PNS Bidang").status == 200
    visitor.open(SAVED).send(visitor.page.select("article form")[0]["action"])
    assert visitor.open(f"{SAVED}/baru").send(f"{SAVED}/baru", nama="PNS Bidang").status == 200


def test_a_recap_is_kept_and_is_of_the_year_so_far_when_it_is_made(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(f"{SAVED}/baru")
    fields = {"nama": "Rekap", "berkas": "pd-xlsx", "irama": "daily", "unit": office.unit.id}
    assert visitor.send(f"{SAVED}/baru", **fields, tahun="").status == 422
    assert visitor.page.select("#berkas-error")
    visitor.send(f"{SAVED}/baru", **fields, tahun="ini")
    again = visitor.page.find("a", string="Gunakan pilihan ini")
    assert again is not None
    assert visitor.open(str(again["href"])).address == "/kepegawaian/rekap"
    later = NOW + timedelta(days=400)
    with app.app_context():
        assert schedules_due(later) == 1
    with work(app):
        log = db.session.scalars(select(ExportLog)).one()
        assert (log.choice["content"], log.choice["until"]) == (
            "departments",
            later.astimezone(clock.zone("Asia/Jakarta")).date().isoformat(),
        )
    assert worker(app) == 1
    with work(app):
        assert db.session.scalars(select(ExportFile.name)).one().startswith("rekap-perangkat")


def test_a_kept_export_is_used_by_officers_of_its_unit_and_removed_by_its_maker_only(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
        own, shared = keep(office), keep(office, shared=True)
    above = signed_in(app, office.agency_officer).open(SAVED)
    assert len(above.page.select("main article")) == 1
    assert above.page.select(f"form[action='{SAVED}/{shared}/hapus']") == []
    visitor = signed_in(app, office.officer).open(SAVED)
    assert len(visitor.page.select("main article")) == 2
    visitor.send(f"{SAVED}/{own}/hapus")
    assert len(visitor.page.select("main article")) == 1
    with app.app_context():
        assert schedules_due(NOW + timedelta(days=2)) == 1
        assert schedules_due(NOW + timedelta(days=2)) == 0


def test_the_lists_of_exports_ask_as_often_for_many_as_for_one_and_show_what_the_rule_allows(
    app: Application,
) -> None:
    with work(app):
        office = make_office()
        keep(office)
        keep(office, shared=True)
        for officer, unit in ((office.officer, office.own), (office.agency_officer, office.other)):
            begin_export(officer.id, unit.id, 2025, Choice(), [unit.path], NOW)
    visitors = {
        officer: signed_in(app, officer) for officer in (office.officer, office.agency_officer)
    }
    asked = [count_of(app, visitor) for visitor in visitors.values()]
    with work(app):
        for _number in range(5):
            keep(office, shared=True)
            begin_export(office.officer.id, office.own.id, 2025, Choice(), [office.own.path], NOW)
    assert [count_of(app, visitor) for visitor in visitors.values()] == asked
    with app.app_context():
        for officer in visitors:
            reads = member(officer.id)
            kept = [saved_at(key) for key in db.session.scalars(select(SavedExport.id))]
            allowed = {line.saved.id for line in kept if line and can_use(reads, line)}
            assert {line.saved.id for line in saved_exports(reads)} == allowed
            made = [export_at(key) for key in db.session.scalars(select(ExportLog.id))]
            seen = {each.id for each in made if each and can_see_export(reads, each)}
            assert {each.id for each in past_exports(reads)} == seen


class Reader(NamedTuple):
    """An officer as the rules see one."""

    id: int
    hr_paths: tuple[str, ...]
    is_authenticated: bool = True


def member(person_id: int) -> Reader:
    """Return an officer with their reach."""
    return Reader(person_id, hr_reach_of(person_id))


def count_of(app: Application, visitor: Visitor) -> list[int]:
    """Return how many statements each list of exports takes."""
    counts = []
    for address in (SAVED, f"{ADDRESS}/catatan", ADDRESS):
        with statements(app) as found:
            visitor.open(address)
        counts.append(len(found))
    return counts
