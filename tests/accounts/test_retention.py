"""The retention settings are carried out: old sign-ins and views go, everything else stays."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from elearning.accounts import access_log, retention
from elearning.accounts.models import SignIn
from elearning.accounts.privacy_models import AccessEvent
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from tests.factories import NOW, make_person, work

YEAR = timedelta(days=365)


def make_old_rows(at: datetime, count: int = 1) -> None:
    """Add sign-ins and views of a moment."""
    person, officer = make_person(), make_person()
    for number in range(count):
        times = {"started_at": at, "seen_at": at, "expires_at": at}
        sign_in = SignIn(person_id=person.id, token_hash=f"{at}{number}", browser="", address="")
        for name, value in times.items():
            setattr(sign_in, name, value)
        db.session.add(sign_in)
        access_log.note_view(person.id, officer.id, access_log.RECORD, at + timedelta(hours=number))
    db.session.flush()


def counts(app: Application) -> tuple[int, int]:
    """Return how many sign-ins and views are kept."""
    with app.app_context():
        kept = [
            db.session.scalar(select(func.count()).select_from(table))
            for table in (SignIn, AccessEvent)
        ]
    return kept[0] or 0, kept[1] or 0


def removed(app: Application, at: datetime) -> tuple[int, int]:
    """Do the work once."""
    with app.app_context():
        return retention.forget_old_sign_ins(at), retention.forget_old_views(at)


def test_what_is_older_than_its_setting_goes_and_the_log_says_how_much(
    each_app: Application,
) -> None:
    with work(each_app):
        make_old_rows(NOW - 3 * YEAR, 2)
        make_old_rows(NOW - YEAR - timedelta(days=9))
        make_old_rows(NOW)
    assert removed(each_app, NOW) == (3, 2)
    assert counts(each_app) == (1, 2)
    assert removed(each_app, NOW) == (0, 0)
    with each_app.app_context():
        said = select(AuditEntry.details).where(AuditEntry.action == "retention.removed")
        assert list(db.session.scalars(said)) == [{"rows": 3}, {"rows": 2}]


def test_it_goes_on_in_pieces(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    with work(app):
        make_old_rows(NOW - 3 * YEAR, 3)
    assert [removed(app, NOW) for _time in range(3)] == [(2, 2), (1, 1), (0, 0)]


def test_nought_keeps_for_ever(app: Application) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, sign_in_months=0, access_log_months=0)
    with work(app):
        make_old_rows(NOW - 9 * YEAR)
    assert removed(app, NOW) == (0, 0)
    assert counts(app) == (1, 1)
