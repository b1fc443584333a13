"""What HR may make: slips and links for the people of its units, and for nobody else."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from elearning.accounts import account_queries, activation, operations, slips
from elearning.accounts.models import ActivationCode, Unit
from elearning.accounts.policy import can_activate
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from tests.accounts.activation.codes import GOOD, choose, enter, make_code
from tests.core.smtp_sink import Sink
from tests.factories import NOW, make_person, make_unit, work
from tests.visitor import Visitor


@pytest.fixture
def office(app: Application) -> SimpleNamespace:
    """Two units of an agency; an officer of the first, people in both."""
    with work(app):
        agency = make_unit()
        own = make_unit(agency, "department", name="Dinas Contoh")
        other = make_unit(agency, "department", name="Badan Lain")
        officer = make_person(own, name="Ani Kepegawaian")
        operations.grant(officer, "kepegawaian", own, NOW)
        new = make_person(own, name="Budi Baru", password=None, email="budi@contoh.go.id")
        second = make_person(own, name="Cici Baru", password=None)
        far = make_person(other, name="Doni Jauh", password=None)
        admin = make_person(own, name="Eka Admin", password=None)
        operations.grant(admin, "admin", None, NOW)
        return SimpleNamespace(
            officer=officer.nip,
            new=new.nip,
            ids=(new.id, second.id),
            far=far.id,
            admin=admin.id,
            nobody=10**23,
        )


def test_an_officer_prints_slips_that_work(app: Application, office: SimpleNamespace) -> None:
    page = Visitor(app).sign_in(office.officer).open("/kepegawaian/aktivasi")
    page.send("/kepegawaian/aktivasi/slip")
    assert len(page.page.select(".slip")) == 2
    assert "https://belajar.contoh.go.id/aktivasi" in page.text
    code = page.page.select(".slip b")[0].get_text()
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code)
    assert choose(enter(app, office.new, code)).open("/akun").address == "/akun"


def test_every_slip_is_in_the_audit_log(app: Application, office: SimpleNamespace) -> None:
    page = Visitor(app).sign_in(office.officer).open("/kepegawaian/aktivasi")
    page.send("/kepegawaian/aktivasi/slip")
    with work(app):
        made = select(AuditEntry).where(AuditEntry.action == "activation.made")
        subjects = {entry.subject for entry in db.session.scalars(made)}
    assert subjects == {f"person:{key}" for key in office.ids}


def test_a_code_is_stored_as_a_hash_only(app: Application, office: SimpleNamespace) -> None:
    page = Visitor(app).sign_in(office.officer).open("/kepegawaian/aktivasi")
    code = page.send("/kepegawaian/aktivasi/slip").page.select(".slip b")[0].get_text()
    with work(app):
        kept = db.session.scalars(select(ActivationCode.code_hash)).all()
    assert activation.typed_code(code) not in str(kept)


def test_the_list_holds_only_people_whom_the_officer_may_activate(
    app: Application, office: SimpleNamespace
) -> None:
    text = Visitor(app).sign_in(office.officer).open("/kepegawaian/aktivasi?semua=1").text
    assert "Budi Baru" in text
    assert "Ani Kepegawaian" in text
    assert "Doni Jauh" not in text
    assert "Eka Admin" not in text


@pytest.mark.parametrize("target", ["far", "admin", "nobody"])
def test_nobody_gets_a_slip_for_people_beyond_their_reach(
    app: Application, office: SimpleNamespace, target: str
) -> None:
    page = Visitor(app).sign_in(office.officer).open("/kepegawaian/aktivasi")
    for action in ("slip", "tautan"):
        page.open("/kepegawaian/aktivasi")
        token = page.form("/kepegawaian/aktivasi/slip").find("input", {"name": "csrf_token"})
        assert token is not None
        data = {"csrf_token": token["value"], "person": getattr(office, target)}
        assert page.client.post(f"/kepegawaian/aktivasi/{action}", data=data).status_code == 404
    with work(app):
        assert db.session.scalars(select(ActivationCode)).all() == []


def test_links_go_to_those_who_have_an_address(
    app: Application, office: SimpleNamespace, sink: Sink
) -> None:
    page = Visitor(app).sign_in(office.officer).open("/kepegawaian/aktivasi")
    form = page.form("/kepegawaian/aktivasi/slip")
    token = form.find("input", {"name": "csrf_token"})
    assert token is not None
    data = {"csrf_token": token["value"], "person": list(office.ids)}
    page.response = page.client.post(
        "/kepegawaian/aktivasi/tautan", data=data, follow_redirects=True
    )
    assert "A link will be sent to 1 person." in page.text
    assert "Those without an e-mail address need a printed slip." in page.text
    with work(app):
        activation.mail_links_due(clock.now())
    assert [message["To"] for message in sink.messages] == ["budi@contoh.go.id"]
    assert "14 days" in sink.messages[0].get_content()


def test_a_slip_names_the_last_day_on_which_it_works_until_midnight() -> None:
    assert slips.last_day(NOW, 14, "Asia/Jayapura") == date(2025, 12, 5)


def test_nothing_ticked_makes_nothing(app: Application, office: SimpleNamespace) -> None:
    page = Visitor(app).sign_in(office.officer).open("/kepegawaian/aktivasi")
    page.send("/kepegawaian/aktivasi/slip", person=[])
    assert "Tick at least one person." in page.text


def test_people_are_found_by_name_nip_and_unit(app: Application, office: SimpleNamespace) -> None:
    page = Visitor(app).sign_in(office.officer)
    assert "Cici Baru" not in page.open("/kepegawaian/aktivasi?q=budi").text
    assert "Budi Baru" in page.text
    assert "Budi Baru" in page.open(f"/kepegawaian/aktivasi?q={office.new}").text
    assert "Nobody to show" in page.open("/kepegawaian/aktivasi?q=100%25").text


def test_the_list_pages_by_key(app: Application, office: SimpleNamespace) -> None:
    with work(app):
        unit = db.session.scalars(select(Unit).where(Unit.name == "Dinas Contoh")).one()
        for n in range(60):
            make_person(unit, name=f"Pegawai {n:02}", password=None, nip=f"1985031720100{n:05}")
    page = Visitor(app).sign_in(office.officer).open("/kepegawaian/aktivasi")
    link = page.page.find("a", rel="next")
    assert link is not None
    assert "Pegawai 59" not in page.text
    text = page.open(f"/kepegawaian/aktivasi{link['href']}").text
    assert "Pegawai 59" in text
    assert "Budi Baru" not in text


def test_those_without_the_role_see_no_such_page(app: Application, nip: str) -> None:
    choose(enter(app, nip, make_code(app, nip)))
    visitor = Visitor(app).sign_in(nip, GOOD).open("/kepegawaian/aktivasi")
    assert visitor.status == 404


def test_the_rule_of_activation_and_its_where_agree(each_app: Application) -> None:
    with work(each_app):
        agency = make_unit()
        units = [agency, make_unit(agency, "department"), make_unit(agency, "department")]
        units.append(make_unit(units[1], "unit"))
        grants: dict[int, frozenset[tuple[str, str]]] = {}
        paths: dict[int, str] = {}
        for unit in units:
            for role, of in (
                *((None, None), ("pengajar", None), ("admin", None)),
                *(("kepegawaian", agency), ("kepegawaian", units[1]), ("kepegawaian", units[3])),
            ):
                person = make_person(unit)
                paths[person.id] = unit.path
                grants[person.id] = frozenset()
                if role:
                    operations.grant(person, role, of, NOW)
                    grants[person.id] = frozenset({(role, of.path if of else "")})
        db.session.flush()
        for reach in ((), (units[1].path,), (agency.path,), (units[2].path, units[3].path)):
            officer = SimpleNamespace(hr_paths=reach)
            by_rule = {key for key in paths if can_activate(officer, paths[key], grants[key])}
            found = account_queries.candidates(officer, limit=100)
            assert {person.id for person in found} == by_rule
