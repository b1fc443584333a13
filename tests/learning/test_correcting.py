"""Corrections: nothing earned is lost, doubled or altered; two people stand behind each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from elearning.accounts.models import Person
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db, retrying, writing
from elearning.core.errors import Refused
from elearning.courses.models import Course
from elearning.learning.completion.correcting import approve
from elearning.learning.enrolment.queries import earned_by, enrolment_of, prerequisites
from elearning.notices.models import Notice
from elearning.records.chains import entry_hash
from elearning.records.corrections import propose_replacement, propose_revocation, refuse
from elearning.records.external import ExternalTraining, record_external
from elearning.records.models import (
    ChainHead,
    Completion,
    Correction,
    HistoryEntry,
    PersonYear,
)
from elearning.records.rollup_models import UnitMonth
from elearning.reports.cli import records
from tests.factories import NOW, make_completion, make_course, make_person, work

LATER = NOW + timedelta(days=40)
SEMINAR = ExternalTraining("Seminar", "ANRI", "9", date(2024, 2, 3), date(2024, 2, 4), 6, "S/1")
NAME = {"full_name": "Contoh Lestari, S.Sos."}


def entries() -> list[HistoryEntry]:
    """Return all entries in the order of their chain."""
    return list(db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq)))


def learnt() -> HistoryEntry:
    """Let somebody complete a course and return the entry."""
    make_completion(make_person(), make_course())
    return entries()[-1]


def heard() -> HistoryEntry:
    """Record training earned elsewhere and return the entry."""
    entry = record_external(make_person(), SEMINAR, NOW)
    assert entry is not None
    return entry


def replace(entry: HistoryEntry, **changes: Any) -> Correction:
    """Propose other data and let a second person approve."""
    correction = propose_replacement(entry, changes or NAME, "Salah ketik.", make_person(), NOW)
    return approve(correction.id, "", make_person(), LATER).correction


def revoke(entry: HistoryEntry) -> Correction:
    """Propose a revocation and let a second person approve."""
    proposed = propose_revocation(entry, "twice", "Tercatat dua kali.", make_person(), NOW)
    return approve(proposed.id, "", make_person(), LATER).correction


def verified(app: Application) -> str:
    """Return what `records verify` says."""
    return app.test_cli_runner().invoke(records, ["verify"]).output


def totals() -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return JP and number of trainings by year, and of units by month."""
    years = db.session.execute(
        select(PersonYear.jp, PersonYear.entries).order_by(PersonYear.year)
    ).all()
    units = db.session.execute(select(UnitMonth.jp, UnitMonth.completions)).all()
    return [(jp, count) for jp, count in years], [(jp, count) for jp, count in units]


def test_a_replacement_is_a_new_version_beside_the_untouched_old_one(each_app: Application) -> None:
    with work(each_app):
        entry = learnt()
        before = {c.name: getattr(entry, c.name) for c in HistoryEntry.__table__.columns}
        replace(entry)
    with work(each_app):
        old, back, new = entries()
        first, second = db.session.scalars(select(Completion).order_by(Completion.version))
        assert {name: getattr(old, name) for name in before} == before
        assert (back.kind, back.jp, back.reverses, back.reason) == ("reversal", -4, 1, "data")
        assert (new.kind, new.jp, new.replaces, new.completion_id) == ("course", 4, 1, second.id)
        assert (first.full_name, first.reversed_at) == ("Contoh Lestari", LATER)
        assert (second.full_name, second.reversed_at) == ("Contoh Lestari, S.Sos.", None)
        same = ("course_id", "cycle", "enrolment_id", "completed_at", "completed_on", "jp", "score")
        assert all(getattr(first, name) == getattr(second, name) for name in same)
        assert totals() == ([(4, 1)], [(4, 1)])
    assert "3 entri" in verified(each_app)


def test_the_replacement_certificate_has_the_next_number_and_the_day_of_its_issue(
    each_app: Application,
) -> None:
    with work(each_app):
        replace(learnt())
        old, new = db.session.scalars(select(Certificate).order_by(Certificate.id))
        assert (old.status, old.status_at, old.replaced_by_id) == ("replaced", LATER, new.id)
        assert (new.status, new.issued_on) == ("valid", date(2026, 1, 1))
        assert [(c.year, c.serial) for c in (old, new)] == [(2025, 1), (2026, 1)]
        assert len({old.number, new.number}) == len({old.code, new.code}) == 2
        assert entries()[-1].certificate_number == new.number


def test_a_revoked_course_counts_nowhere_and_stays_readable(each_app: Application) -> None:
    with work(each_app):
        entry = learnt()
        revoke(entry)
    with work(each_app):
        old, back = entries()
        certificate = db.session.scalars(select(Certificate)).one()
        assert (old.jp, back.jp, back.reason) == (4, -4, "twice")
        assert (certificate.status, certificate.status_reason) == ("revoked", "twice")
        assert certificate.status_at == LATER
        assert totals() == ([(0, 0)], [(0, 0)])
        course = db.session.scalars(select(Course)).one()
        enrolment = enrolment_of(old.person_id, course.id)
        assert enrolment is not None
        assert earned_by(enrolment.id) is None
        assert [p.completed for p in prerequisites([course.slug], old.person_id)] == [False]
    assert "2 entri" in verified(each_app)


def test_training_elsewhere_is_corrected_or_revoked_likewise(each_app: Application) -> None:
    with work(each_app):
        entry = heard()
        replace(entry, jp=8, completed_on="2025-02-04")
        assert totals() == ([(0, 0), (8, 1)], [])
        corrected = entries()[-1]
        assert (corrected.kind, corrected.jp, corrected.year) == ("external", 8, 2025)
        assert (corrected.replaces, corrected.title) == (1, "Seminar")
        revoke(corrected)
        assert totals() == ([(0, 0), (0, 0)], [])
    assert "4 entri" in verified(each_app)


def test_an_old_table_brings_nothing_corrected_back(each_app: Application) -> None:
    with work(each_app):
        entry = heard()
        person = db.session.get_one(Person, entry.person_id)
        replace(entry, organiser="Arsip Nasional")
        replace(entries()[-1], title="Seminar Kearsipan")
        for same in (SEMINAR, SEMINAR._replace(title="Seminar Kearsipan")):
            assert record_external(person, same, LATER) is None
        revoke(entries()[-1])
        assert record_external(person, SEMINAR, LATER) is None


def test_a_correction_never_makes_two_of_one_training(each_app: Application) -> None:
    with work(each_app):
        entry = heard()
        person = db.session.get_one(Person, entry.person_id)
        other = record_external(person, SEMINAR._replace(title="Seminer"), NOW)
        assert other is not None
        with pytest.raises(Refused):
            replace(other, title="Seminar")
        db.session.rollback()


def test_a_correction_can_be_corrected_and_every_old_number_names_the_last(
    each_app: Application,
) -> None:
    with work(each_app):
        replace(learnt())
        replace(entries()[-1], nip="198503172010011988")
        first, second, third = db.session.scalars(select(Certificate).order_by(Certificate.id))
        assert [first.replaced_by_id, second.replaced_by_id] == [third.id, third.id]
        versions = db.session.execute(
            select(Completion.version, Completion.reversed_at.is_(None)).order_by(Completion.id)
        ).all()
        assert [tuple(each) for each in versions] == [(1, False), (2, False), (3, True)]
        assert totals() == ([(4, 1)], [(4, 1)])
    assert "5 entri" in verified(each_app)


def test_a_corrected_unit_moves_the_totals_along(app: Application) -> None:
    with work(app):
        replace(learnt(), unit="Dinas Kesehatan", unit_path="/77/")
        found = select(UnitMonth.jp).where(UnitMonth.unit_path == "/77/")
        assert db.session.scalars(found).all() == [4]
        assert sorted(totals()[1]) == [(0, 0), (4, 1)]


def test_nothing_that_was_measured_can_be_corrected(app: Application) -> None:
    with work(app):
        replace(learnt(), full_name="Lain", jp=99, score=100, completed_on="2030-01-01", version=9)
        new = db.session.scalars(select(Completion).order_by(Completion.version.desc())).first()
        assert new is not None
        assert (new.full_name, new.jp, new.version, new.year) == ("Lain", 4, 2, 2025)


def test_nobody_decides_alone_or_about_themselves(each_app: Application) -> None:
    with work(each_app):
        entry, by = learnt(), make_person()
        owner = db.session.get_one(Person, entry.person_id)
        with pytest.raises(Refused, match="riwayat Anda sendiri"):
            propose_revocation(entry, "twice", "", owner, NOW)
        correction = propose_revocation(entry, "twice", "", by, NOW)
        for decide in (approve, refuse):
            for person in (by, owner):
                with pytest.raises(Refused):
                    decide(correction.id, "", person, LATER)
        assert correction.state == "proposed"
        assert len(entries()) == 1


def test_what_was_refused_changes_nothing_and_may_be_proposed_again(each_app: Application) -> None:
    with work(each_app):
        entry = learnt()
        first = propose_revocation(entry, "twice", "", make_person(), NOW)
        refuse(first.id, "Tidak terbukti.", make_person(), LATER)
        assert (first.state, first.answer) == ("refused", "Tidak terbukti.")
        assert (len(entries()), totals()) == (1, ([(4, 1)], [(4, 1)]))
        with pytest.raises(Refused, match="sudah diputuskan"):
            approve(first.id, "", make_person(), LATER)
        revoke(entry)


def test_one_correction_at_a_time_waits_for_an_entry(each_app: Application) -> None:
    with work(each_app):
        entry = learnt()
        propose_revocation(entry, "twice", "", make_person(), NOW)
        with pytest.raises(Refused, match="menunggu keputusan"):
            propose_replacement(entry, NAME, "", make_person(), NOW)


def test_what_counts_no_more_cannot_be_corrected(each_app: Application) -> None:
    with work(each_app):
        replace(learnt())
        for gone in entries()[:2]:
            with pytest.raises(Refused, match="tidak berlaku lagi"):
                propose_revocation(gone, "twice", "", make_person(), NOW)


def test_a_replacement_that_changes_nothing_is_refused(app: Application) -> None:
    with work(app), pytest.raises(Refused, match="Tidak ada yang berbeda"):
        propose_replacement(learnt(), {}, "", make_person(), NOW)


def test_the_person_and_the_audit_log_hear_of_it(each_app: Application) -> None:
    with work(each_app):
        correction = replace(learnt())
        db.session.flush()
        notice = db.session.scalars(select(Notice).where(Notice.kind == "correction")).one()
        own = select(AuditEntry).where(AuditEntry.subject == f"correction:{correction.id}")
        deeds = db.session.scalars(own.order_by(AuditEntry.id)).all()
        assert notice.person_id == entries()[0].person_id
        assert entries()[-1].certificate_number in notice.text
        assert [each.action for each in deeds] == ["correction.proposed", "correction.approved"]
        assert deeds[1].actor_id == correction.decided_by_id
        assert deeds[1].details["replacement"] == 3


def decide_at_once(app: Application, deeds: list[Callable[[], object]]) -> list[str]:
    """Let every deed run in a transaction of its own, all at one moment."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        start.wait()
        try:
            with app.app_context(), writing():
                retrying(lambda: (deed(), db.session.commit()))
        except Refused:
            return "refused"
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def test_of_many_approvals_at_once_one_is_carried_out(each_app: Application) -> None:
    with work(each_app):
        entry = learnt()
        key = propose_replacement(entry, NAME, "", make_person(), NOW).id
        officers = [make_person().id for _n in range(8)]

    def approving(officer: int) -> Callable[[], object]:
        return lambda: approve(key, "", db.session.get_one(Person, officer), LATER)

    results = decide_at_once(each_app, [approving(officer) for officer in officers])
    assert results == ["done", *["refused"] * 7]
    with work(each_app):
        assert [each.kind for each in entries()] == ["course", "reversal", "course"]
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == 2
        assert totals() == ([(4, 1)], [(4, 1)])
    assert "3 entri" in verified(each_app)


def test_an_approval_and_further_proposals_at_once_leave_one_correction(
    each_app: Application,
) -> None:
    with work(each_app):
        entry = learnt()
        key, entry_id = propose_revocation(entry, "twice", "", make_person(), NOW).id, entry.id
        officers = [make_person().id for _n in range(4)]

    def proposing(officer: int) -> Callable[[], object]:
        def deed() -> None:
            held = db.session.get_one(HistoryEntry, entry_id)
            propose_replacement(held, NAME, "", db.session.get_one(Person, officer), NOW)

        return deed

    def approving() -> None:
        approve(key, "", db.session.get_one(Person, officers[0]), LATER)

    results = decide_at_once(each_app, [approving, *map(proposing, officers)])
    assert results == ["done", *["refused"] * 4]
    with work(each_app):
        assert db.session.scalars(select(Correction.state)).all() == ["approved"]


def tampered(**values: object) -> Callable[[], object]:
    """Return the deed that changes the reversal behind the platform's back."""
    reversal = update(HistoryEntry).where(HistoryEntry.kind == "reversal")
    return lambda: db.session.execute(reversal.values(**values))


def recount() -> None:
    """Let a reversed completion count again."""
    db.session.execute(update(Completion).values(reversed_at=None))


def unmark() -> None:
    """Let a revoked certificate look valid."""
    db.session.execute(update(Certificate).values(status="valid"))


def cut() -> None:
    """Remove the reversal."""
    db.session.execute(delete(HistoryEntry).where(HistoryEntry.kind == "reversal"))


TAMPERING = [
    tampered(jp=-1),
    tampered(reverses=None),
    tampered(reason="document"),
    tampered(kind="external"),
    recount,
    unmark,
    cut,
]


@pytest.mark.parametrize("tamper", TAMPERING)
def test_a_tampered_revocation_is_noticed(
    each_app: Application, tamper: Callable[[], object]
) -> None:
    with work(each_app):
        revoke(learnt())
    assert "2 entri" in verified(each_app)
    with work(each_app):
        tamper()
    assert "semua rantai utuh" not in verified(each_app)


def test_a_version_cannot_be_renumbered_unseen(app: Application) -> None:
    with work(app):
        replace(learnt())
        last = Completion.reversed_at.is_(None)
        db.session.execute(update(Completion).where(last).values(version=7))
    assert "semua rantai utuh" not in verified(app)


def test_a_completion_revoked_by_hand_is_noticed(app: Application) -> None:
    with work(app):
        learnt()
        db.session.execute(update(Completion).values(reversed_at=datetime.now(UTC)))
        db.session.execute(update(Certificate).values(status="revoked"))
    assert "semua rantai utuh" not in verified(app)


def test_a_reversal_that_takes_back_something_else_is_noticed(app: Application) -> None:
    with work(app):
        revoke(learnt())
        back = entries()[-1]
        back.jp = -1
        back.hash = entry_hash(back)  # as somebody who knows the code would
        db.session.flush()
        db.session.execute(update(ChainHead).values(hash=back.hash))
        db.session.execute(update(PersonYear).values(jp=3))
    assert "semua rantai utuh" not in verified(app)


def test_training_from_elsewhere_that_was_revoked_wrongly_is_recorded_again(
    each_app: Application,
) -> None:
    with work(each_app):
        entry = heard()
        revoke(entry)
        again = propose_replacement(entry, {}, "Dicabut keliru.", make_person(), NOW)
        approve(again.id, "", make_person(), LATER)
        assert [(e.kind, e.jp, e.replaces) for e in entries()] == [
            ("external", 6, None),
            ("reversal", -6, None),
            ("external", 6, 1),
        ]
        with pytest.raises(Refused):
            propose_replacement(entry, {}, "Sekali lagi.", make_person(), NOW)
        person = db.session.get_one(Person, entry.person_id)
        assert record_external(person, SEMINAR, NOW) is None
    assert each_app.test_cli_runner().invoke(records, ["verify"]).exit_code == 0


def test_a_course_that_was_revoked_is_taken_anew_not_recorded_again(app: Application) -> None:
    with work(app):
        entry = learnt()
        revoke(entry)
        with pytest.raises(Refused):
            propose_replacement(entry, NAME, "Dicabut keliru.", make_person(), NOW)
