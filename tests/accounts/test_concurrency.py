"""Rules that must hold however many ask at once, and what must not hold the write lock."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from elearning.accounts import operations, organisation, passwords, throttling
from elearning.accounts.activation import printed_code
from elearning.accounts.models import Person, Unit
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.errors import Refused
from tests.factories import NOW, PASSWORD, make_person, make_unit, work
from tests.visitor import Visitor

GOOD = "sungai-gunung-lembah-angin"


def at_once(count: int, job: Callable[[], object]) -> list[object]:
    """Run a job in threads that start together and return what each gave."""
    start, results = Barrier(count), []

    def run() -> None:
        start.wait()
        results.append(job())

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_limit_of_tries_holds_when_many_try_at_once(each_app: Application) -> None:
    keys = throttling.throttle_keys("sign-in:budi", "192.0.2.1")

    def spend() -> bool:
        with each_app.app_context(), each_app.test_request_context(), writing():
            try:
                throttling.spend_try(keys, 5, NOW)
            except throttling.TooManyTries:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    assert sum(map(bool, at_once(12, spend))) == 5


def test_a_code_used_by_many_at_once_sets_one_password(each_app: Application) -> None:
    with work(each_app):
        person = make_person(password=None)
        valid = timedelta(days=14)
        operations.make_activation(person, "slip", made_by_id=None, valid=valid, at=NOW)
        db.session.flush()
        activation_id = 1

    def use() -> bool:
        with each_app.app_context(), each_app.test_request_context(), writing():
            try:
                operations.use_activation(activation_id, NOW)
            except Refused:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    assert sum(map(bool, at_once(8, use))) == 1


def write_elsewhere(app: Application) -> None:
    """Write through a second connection that does not wait for a lock."""
    with app.app_context():
        path = db.engine.url.database
    with closing(sqlite3.connect(str(path), timeout=0, isolation_level=None)) as other:
        other.execute("begin immediate")
        other.execute("update person set created_at = created_at")
        other.execute("commit")


def while_hashing(app: Application, job: Callable[[], object]) -> None:
    """Let a request come as far as its hash, write meanwhile elsewhere, then let it go on."""
    for _ in range(2):
        passwords.POOL.acquire()
    request = Thread(target=job)
    try:
        request.start()
        request.join(timeout=1.0)
        assert request.is_alive()
        write_elsewhere(app)
    finally:
        for _ in range(2):
            passwords.POOL.release()
    request.join()


@pytest.fixture
def nip(app: Application) -> str:
    """Somebody's NIP."""
    with work(app):
        return make_person().nip or ""


def test_signing_in_holds_no_lock_while_the_password_is_hashed(app: Application, nip: str) -> None:
    visitor = Visitor(app).open("/masuk")
    while_hashing(app, lambda: visitor.send("/masuk", identifier=nip, password=PASSWORD))
    assert visitor.open("/akun").address == "/akun"


def test_changing_a_password_holds_no_lock_while_it_is_hashed(app: Application, nip: str) -> None:
    visitor = Visitor(app).sign_in(nip).open("/akun/kata-sandi")
    fields = {"current": PASSWORD, "password": GOOD, "repeat": GOOD}
    while_hashing(app, lambda: visitor.send("/akun/kata-sandi", **fields))
    assert visitor.address == "/akun"


def test_activating_holds_no_lock_while_the_password_is_hashed(app: Application, nip: str) -> None:
    with work(app):
        person = db.session.get_one(Person, 1)
        code = operations.make_activation(
            person, "slip", made_by_id=None, valid=timedelta(days=1), at=clock.now()
        )
    visitor = Visitor(app).open("/aktivasi").send("/aktivasi", nip=nip, code=printed_code(code))
    fields = {"password": GOOD, "repeat": GOOD}
    while_hashing(app, lambda: visitor.send("/aktivasi/kata-sandi", **fields))
    assert visitor.open("/akun").address == "/akun"


def test_the_worker_forgets_tries_whose_window_has_ended(each_app: Application) -> None:
    ended = throttling.throttle_keys("lama", "10.0.0.1")
    present = throttling.throttle_keys("baru", "10.0.0.2")
    with work(each_app):
        throttling.count_try(ended, NOW - timedelta(minutes=16))
        throttling.count_try(present, NOW)
        db.session.commit()
        assert throttling.forget_old_tries(NOW) == 2
        assert throttling.count_try(present, NOW) == [2, 2]


def test_a_unit_added_while_its_parent_moves_lies_below_it(each_app: Application) -> None:
    with work(each_app):
        agency = make_unit()
        parent, place = make_unit(agency, "department"), make_unit(agency, "department")
        key, there, actor = parent.id, place.id, make_person(agency).id
    turns = iter(range(9))

    def change() -> None:
        turn = next(turns)
        with each_app.app_context(), each_app.test_request_context(), writing():
            unit = db.session.get_one(Unit, key)
            if turn == 4:
                target = db.session.get_one(Unit, there)
                organisation.move(unit, target, NOW, by_id=actor)
            else:
                organisation.add(unit, "unit", f"K{turn}", "Bidang", NOW, by_id=actor)
            db.session.commit()

    at_once(9, change)
    with each_app.app_context():
        parent = db.session.get_one(Unit, key)
        below = db.session.scalars(select(Unit).where(Unit.parent_id == key)).all()
        assert len(below) == 8
        assert {unit.path for unit in below} == {f"{parent.path}{unit.id}/" for unit in below}
