"""Durability and waiting: acknowledged means committed, and writers queue instead of failing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from elearning.accounts.models import Throttle
from elearning.core.application import Application
from elearning.core.audit import AuditEntry, chain_hash, record
from elearning.core.db import db, retrying, writing
from tests.factories import NOW, work


def test_sqlite_runs_with_the_durable_settings(app: Application) -> None:
    with app.app_context():
        found = [
            db.session.scalar(text(f"pragma {name}")) for name in ("journal_mode", "synchronous")
        ]
        assert found == ["wal", 2]
        assert db.session.scalar(text("pragma foreign_keys")) == 1


def test_no_read_then_write_is_lost_among_eight_writers(each_app: Application) -> None:
    with work(each_app):
        db.session.add(Throttle(key="counter", window_ends_at=NOW, count=0))

    def raise_by_one(_turn: int) -> None:
        with each_app.app_context(), writing():
            retrying(increment)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(raise_by_one, range(80)))
    with each_app.app_context():
        assert db.session.scalar(select(Throttle.count)) == 80


def increment() -> None:
    """Read the counter, then write it one higher."""
    counter = db.session.scalars(select(Throttle).with_for_update()).one()
    counter.count += 1
    db.session.commit()


def test_a_moment_without_a_zone_is_refused(app: Application) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with app.app_context(), writing():
        db.session.add(Throttle(key="x", window_ends_at=naive, count=0))
        with pytest.raises(StatementError):
            db.session.flush()


def test_moments_come_back_in_utc(each_app: Application) -> None:
    with work(each_app):
        db.session.add(Throttle(key="x", window_ends_at=NOW, count=0))
    with each_app.app_context():
        moment = db.session.scalars(select(Throttle.window_ends_at)).one()
        assert moment == NOW
        assert moment.tzinfo is UTC


def test_the_audit_log_is_one_chain_even_with_many_writers(each_app: Application) -> None:
    def note(turn: int) -> None:
        with each_app.app_context(), writing():
            retrying(
                lambda: (record("test", f"thing:{turn}", NOW, actor_id=None), db.session.commit())
            )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(note, range(12)))
    with each_app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [e.hash for e in entries] == [chain_hash(e) for e in entries]
        assert [e.previous_hash for e in entries[1:]] == [e.hash for e in entries[:-1]]
        assert len(entries) == 12
