"""`elearning records verify`: a whole history passes, every kind of tampering is named."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import delete, update

from elearning.core import audit, clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.records.chains import entry_hash
from elearning.records.external import ExternalTraining, record_external
from elearning.records.models import ChainHead, Completion, HistoryEntry, PersonYear
from elearning.records.queries import every_entry
from elearning.records.verifying import first_break
from elearning.reports.cli import records
from tests.factories import make_completion, make_course, make_person, work

NOW = clock.now()
SEMINAR = ExternalTraining("Seminar", "ANRI", "9", date(2024, 2, 3), date(2024, 2, 3), 4)


def make_history(app: Application) -> int:
    """Add two people; the second has a seminar, a course and a workshop. Return who that is."""
    with work(app):
        course = make_course()
        make_completion(make_person(), course, NOW)
        person = make_person()
        record_external(person, SEMINAR, NOW)
        make_completion(person, course, NOW)
        record_external(person, SEMINAR._replace(title="Lokakarya"), NOW)
        return person.id


def change(**values: object) -> None:
    """Change the course's entry behind the platform's back."""
    db.session.execute(update(HistoryEntry).where(HistoryEntry.seq == 2).values(**values))


def forge() -> None:
    """Change an entry and compute its hash anew, as somebody who knows the code would."""
    change(jp=99)
    entry = db.session.query(HistoryEntry).filter_by(seq=2).one()
    entry.hash = entry_hash(entry)


def cut_end() -> None:
    """Remove the last entry of a chain."""
    db.session.execute(delete(HistoryEntry).where(HistoryEntry.seq == 3))


def cut_end_and_head() -> None:
    """Remove a course from the history as if it had never been there."""
    db.session.execute(delete(HistoryEntry).where(HistoryEntry.seq >= 2))
    first = db.session.query(HistoryEntry).filter_by(seq=1).order_by(HistoryEntry.id.desc()).first()
    assert first is not None
    head = update(ChainHead).where(ChainHead.person_id == first.person_id)
    db.session.execute(head.values(seq=1, hash=first.hash))


def change_completion() -> None:
    """Change what a completion states, but not its entry."""
    db.session.execute(update(Completion).values(jp=9))


TAMPERING: list[tuple[Callable[[], None], int]] = [
    (lambda: change(jp=99), 2),
    (lambda: change(title="Lain"), 2),
    (lambda: change(hash="0" * 64), 2),
    (lambda: change(seq=9), 3),
    (forge, 2),
    (cut_end, 2),
    (cut_end_and_head, 0),
]


def test_a_whole_history_passes(each_app: Application) -> None:
    make_history(each_app)
    result = each_app.test_cli_runner().invoke(records, ["verify"])
    assert (result.exit_code, "4" in result.output) == (0, True)


@pytest.mark.parametrize(("tamper", "seq"), TAMPERING)
def test_tampering_is_found_at_the_first_entry_that_does_not_fit(
    each_app: Application, tamper: Callable[[], None], seq: int
) -> None:
    person_id = make_history(each_app)
    with work(each_app):
        tamper()
    with work(each_app):
        found = first_break(every_entry())
    assert found is not None
    assert (found.person_id, found.seq) == (person_id, seq)
    result = each_app.test_cli_runner().invoke(records, ["verify"])
    assert result.exit_code == 1
    assert str(person_id) in result.output


def test_a_completion_that_was_changed_is_found(app: Application) -> None:
    make_history(app)
    with work(app):
        change_completion()
    with work(app):
        assert first_break(every_entry()) is not None


@pytest.mark.parametrize("values", [{"jp": 99}, {"entries": 9}, {"year": 1999}])
def test_totals_that_are_not_the_sum_of_the_entries_are_found(
    each_app: Application, values: dict[str, int]
) -> None:
    person_id = make_history(each_app)
    with work(each_app):
        changed = update(PersonYear).where(PersonYear.person_id == person_id, PersonYear.jp > 4)
        db.session.execute(changed.values(**values))
    result = each_app.test_cli_runner().invoke(records, ["verify"])
    assert result.exit_code == 1
    assert str(person_id) in result.output


def test_a_total_that_is_missing_is_found(app: Application) -> None:
    make_history(app)
    with work(app):
        db.session.execute(delete(PersonYear))
    assert app.test_cli_runner().invoke(records, ["verify"]).exit_code == 1


def forget_second() -> None:
    """Remove a deed from the middle of the audit log."""
    db.session.execute(delete(AuditEntry).where(AuditEntry.subject == "b"))


def rewrite_second() -> None:
    """Change who did the second deed."""
    db.session.execute(update(AuditEntry).where(AuditEntry.subject == "b").values(actor_id=7))


@pytest.mark.parametrize(("tamper", "subject"), [(forget_second, "c"), (rewrite_second, "b")])
def test_tampering_with_the_audit_log_is_found(
    each_app: Application, tamper: Callable[[], None], subject: str
) -> None:
    with work(each_app):
        for name in "abc":
            audit.record("tested", name, NOW, actor_id=None, number=1)
    assert each_app.test_cli_runner().invoke(records, ["verify"]).exit_code == 0
    with work(each_app):
        tamper()
        broken = db.session.query(AuditEntry).filter_by(subject=subject).one().id
    result = each_app.test_cli_runner().invoke(records, ["verify"])
    assert result.exit_code == 1
    assert f" {broken}:" in result.output
