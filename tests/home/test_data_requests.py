"""Requests to correct personal data: asked once, answered by HR of the subtree in time."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from elearning.accounts import data_requests as queries
from elearning.accounts.data_requests import can_answer, waiting_for
from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import grant
from elearning.accounts.privacy_models import DECLINED, DONE, DataRequest
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.home.data_request_operations import answer, ask
from tests.factories import NOW, make_person, make_unit, work
from tests.notices.inbox import told
from tests.statements import statements
from tests.visitor import Visitor


class Officer(NamedTuple):
    """Somebody who may answer, as a request sees them."""

    id: int
    hr_paths: tuple[str, ...]
    roles: frozenset[str] = frozenset()
    is_authenticated: bool = True


def make_officer(unit: Unit) -> Person:
    """Add an HR officer of a unit."""
    officer = make_person(unit)
    grant(officer, "kepegawaian", unit, NOW)
    return officer


def make_request(person: Person, about: str = "unit", hours: int = 72) -> DataRequest:
    """Let a person ask for a correction."""
    path = db.session.get_one(Unit, person.unit_id).path
    ask(person, path, about, "Dinas Arsip", "SK 12/2026", hours, NOW)
    newest = select(DataRequest).order_by(DataRequest.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def test_one_request_about_a_datum_waits_at_a_time(each_app: Application) -> None:
    with work(each_app):
        person = make_person()
        first = make_request(person)
        with pytest.raises(Refused):
            make_request(person)
        make_request(person, "name")
        answer(first.id, make_person().id, DONE, "Sudah.", NOW)
        make_request(person)
        assert db.session.scalar(select(func.count()).select_from(DataRequest)) == 3


def test_it_is_due_three_days_after_receipt_and_answered_once(each_app: Application) -> None:
    with work(each_app):
        made = make_request(make_person())
        officer = make_person()
        assert made.due_at == NOW + timedelta(hours=72)
        answer(made.id, officer.id, DECLINED, "SK belum terbit.", NOW)
        with pytest.raises(Refused):
            answer(made.id, officer.id, DONE, "Sudah.", NOW)
        assert (made.state, made.answer, made.answered_at) == (DECLINED, "SK belum terbit.", NOW)


def test_officers_of_the_subtree_are_told_and_then_the_person(app: Application) -> None:
    with work(app):
        agency = make_unit()
        here, elsewhere = make_unit(agency, "department"), make_unit(agency, "department")
        person, above = make_person(here), make_officer(agency)
        own, other = make_officer(here), make_officer(elsewhere)
        made = make_request(person)
        db.session.flush()
        assert [len(told(each)) for each in (above, own, other, person)] == [1, 1, 0, 0]
        assert told(own)[0].link == f"/kepegawaian/permintaan-data/{made.id}"
        answer(made.id, own.id, DONE, "Unit sudah diperbarui.", NOW)
        db.session.flush()
        assert "Unit sudah diperbarui." in told(person)[0].text


@pytest.mark.parametrize("who", ["above", "own", "elsewhere", "asker", "admin", "nobody"])
def test_the_list_holds_what_may_be_answered(each_app: Application, who: str) -> None:
    with work(each_app):
        agency = make_unit()
        here, elsewhere = make_unit(agency, "department"), make_unit(agency, "department")
        person, admin = make_person(here), make_person(elsewhere)
        made = make_request(person)
        officer = {
            "above": Officer(admin.id, (agency.path,)),
            "own": Officer(admin.id, (here.path,)),
            "elsewhere": Officer(admin.id, (elsewhere.path,)),
            "asker": Officer(person.id, (here.path,)),
            "admin": Officer(admin.id, (), frozenset({"admin"})),
            "nobody": Officer(admin.id, ()),
        }[who]
        row = queries.request_at(made.id)
        assert row is not None
        may = can_answer(officer, row)
        assert may is (who in {"above", "own", "admin"})
        assert [each.id for each in queries.waiting_requests(officer)] == [made.id] * may
        assert waiting_for(officer, NOW).total == int(may)


def test_what_is_overdue_is_counted(app: Application) -> None:
    with work(app):
        agency = make_unit()
        for hours in (1, 72):
            make_request(make_person(agency), hours=hours)
        officer = Officer(999, (agency.path,))
        assert waiting_for(officer, NOW + timedelta(hours=2)) == (2, 1)
        assert [
            each.is_overdue(NOW + timedelta(hours=2)) for each in queries.waiting_requests(officer)
        ] == [True, False]


def test_the_queue_goes_on_after_a_page(each_app: Application) -> None:
    with work(each_app):
        agency = make_unit()
        keys = [make_request(make_person(agency)).id for _each in range(queries.PAGE + 2)]
        officer = Officer(999, (agency.path,))
        first = queries.waiting_requests(officer)
        assert [each.id for each in first] == keys[: queries.PAGE + 1]
        rest = queries.waiting_requests(officer, first[queries.PAGE - 1].id)
        assert [each.id for each in rest] == keys[queries.PAGE :]


def test_the_whole_story_through_the_pages(app: Application) -> None:
    with work(app):
        agency = make_unit()
        person, officer = make_person(agency, name="Rini Wulandari"), make_officer(agency)
        nips = (str(person.nip), str(officer.nip))
    asker, hr = (Visitor(app).sign_in(nip) for nip in nips)
    page = asker.open("/data-saya/koreksi?data=unit")
    assert page.page.select_one("option[selected][value=unit]")
    assert page.send("/data-saya/koreksi", benar="").status == 422
    asker.open("/data-saya/koreksi?data=unit").send("/data-saya/koreksi", benar="Dinas Arsip")
    assert "Diajukan" in asker.text
    assert "Sisa 71 jam" in asker.text
    assert "Menunggu: 1" in hr.open("/").text
    hr.open("/kepegawaian/permintaan-data/")
    link = hr.page.select_one("tbody a")
    assert link is not None
    address = str(link["href"])
    assert hr.open(address).send(address).status == 422
    hr.open(address).send(address, hasil=DONE, jawaban="Sudah diperbarui.")
    assert not hr.page.select("tbody tr")
    assert "Sudah diperbarui." in asker.open("/data-saya/koreksi").text
    assert "Permintaan perbaikan Anda" in asker.open("/data-saya/akses").text
    assert "Rini" in hr.open("/kepegawaian/permintaan-data/?keadaan=dijawab").text


def test_the_queue_asks_no_more_with_more_requests(app: Application) -> None:
    with work(app):
        agency = make_unit()
        nip = str(make_officer(agency).nip)
        make_request(make_person(agency))
    visitor = Visitor(app).sign_in(nip).open("/kepegawaian/permintaan-data/")
    with statements(app) as few:
        visitor.open("/kepegawaian/permintaan-data/")
    with work(app):
        for _each in range(9):
            make_request(make_person(agency))
    with statements(app) as many:
        visitor.open("/kepegawaian/permintaan-data/")
    assert len(visitor.page.select("tbody tr")) == 10
    assert len(many) == len(few)
