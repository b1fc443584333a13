"""What the worker looks after, of every package."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import event

from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from elearning.works import WORKS

EVERYTHING = (*WORKS.short, *WORKS.sweeps, *WORKS.long)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings with which every work has something to look at."""
    return replace(settings, smtp_url="smtp://127.0.0.1:1", mail_from="pesan@contoh.go.id")


@pytest.fixture
def somebody_writes(settings: Settings, app: Application) -> Iterator[None]:
    """Let somebody hold the write lock, and nobody wait for it."""
    with app.app_context():
        event.listen(db.engine, "connect", lambda made, _: made.execute("PRAGMA busy_timeout=0"))
    other = sqlite3.connect(settings.data_dir / "elearning.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@pytest.mark.usefixtures("somebody_writes")
def test_a_worker_without_work_takes_no_lock_from_those_who_learn(app: Application) -> None:
    with app.app_context():
        assert [work(clock.now()) for work in EVERYTHING] == [0] * len(EVERYTHING)
