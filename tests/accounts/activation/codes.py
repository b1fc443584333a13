"""Codes for tests: given, entered, and exchanged for a password."""

from datetime import timedelta

from sqlalchemy import select

from elearning.accounts import operations
from elearning.accounts.models import Person
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from tests.factories import work
from tests.visitor import Visitor

GOOD = "sungai-gunung-lembah-angin"
OVER = "The link or code was used already, has expired, or was not copied whole."
MISFIT = "NIP and code do not fit, or the code was used or has expired."


def make_code(app: Application, nip: str, kind: str = "slip", days: int = 14) -> str:
    """Give somebody a code, valid from now."""
    with work(app):
        person = db.session.scalars(select(Person).where(Person.nip == nip)).one()
        return operations.make_activation(
            person, kind, made_by_id=None, valid=timedelta(days=days), at=clock.now()
        )


def enter(app: Application, nip: str, code: str) -> Visitor:
    """Enter NIP and code of a slip."""
    return Visitor(app).open("/aktivasi").send("/aktivasi", nip=nip, code=code)


def choose(visitor: Visitor, password: str = GOOD) -> Visitor:
    """Choose a password."""
    return visitor.send("/aktivasi/kata-sandi", password=password, repeat=password)
