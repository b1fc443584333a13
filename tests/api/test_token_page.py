"""The page of tokens: who makes them for which units, what is shown once, who revokes."""

from sqlalchemy import select

from elearning.accounts import operations as accounts
from elearning.accounts.models import Person
from elearning.accounts.operations import deactivate, set_password
from elearning.api.models import ApiToken
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from tests.api.callers import call, give_token, only_token
from tests.factories import make_person, work
from tests.reports.offices import NOW, make_office, signed_in
from tests.statements import statements

TOKENS = "/kepegawaian/token/"
RIGHTS = ["completions:read", "courses:read"]


def test_a_token_is_shown_once_and_works(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(TOKENS)
    visitor.send(nama="SIMPEG", unit=office.own.id, hak=RIGHTS, berlaku="90")
    shown = visitor.page.select_one("#token-baru")
    assert shown is not None
    secret = str(shown["value"])
    assert call(app, "/completions", secret).status_code == 200
    assert call(app, "/certificates/none", secret).status_code == 403
    assert secret not in visitor.open(TOKENS).text
    assert not visitor.page.select("#token-baru")
    assert "SIMPEG" in visitor.text
    with work(app):
        assert (only_token().expires_at - only_token().made_at).days == 90
        deeds = set(db.session.scalars(select(AuditEntry.action)))
    assert "token.made" in deeds


def test_no_unit_beyond_ones_own_is_taken(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(TOKENS)
    visitor.send(nama="SIMPEG", unit=office.other.id, hak=RIGHTS, berlaku="90")
    assert visitor.status == 422
    visitor.open(TOKENS).send(nama="SIMPEG", unit=office.own.id, berlaku="90")
    assert visitor.status == 422
    visitor.open(TOKENS).send(nama="SIMPEG", unit=office.own.id, hak=RIGHTS, berlaku="9999")
    assert visitor.status == 422
    with work(app):
        assert db.session.scalars(select(ApiToken)).all() == []


def test_a_colleague_revokes_and_others_do_not_see(app: Application) -> None:
    with work(app):
        office = make_office()
        secret = give_token(office.officer, office.own)
        stranger = make_person(office.other)
        accounts.grant(stranger, "kepegawaian", office.other, NOW)
        key = only_token().id
    foreign = signed_in(app, stranger).open(TOKENS)
    assert not foreign.page.select("table")
    address = f"{TOKENS}{key}/cabut"
    csrf = str(foreign.page.select("input[name=csrf_token]")[0]["value"])
    assert foreign.client.post(address, data={"csrf_token": csrf}).status_code == 404
    assert call(app, "/courses", secret).status_code == 200
    colleague = signed_in(app, office.agency_officer).open(TOKENS).send(address)
    assert "Dicabut" in colleague.text
    assert call(app, "/courses", secret).status_code == 401


def test_a_token_without_its_maker_says_so(app: Application) -> None:
    with work(app):
        office = make_office()
        give_token(office.officer, office.own)
        deactivate(db.session.get_one(Person, office.officer.id), NOW, actor_id=None)
    assert "Tidak berlaku" in signed_in(app, office.agency_officer).open(TOKENS).text


def test_a_token_ends_when_its_makers_password_changes(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        secret = give_token(office.officer, office.own)
    assert call(each_app, "/courses", secret).status_code == 200
    with work(each_app):
        maker = db.session.get_one(Person, office.officer.id)
        set_password(maker, "x", clock.now())
    assert call(each_app, "/courses", secret).status_code == 401
    with work(each_app):
        fresh = give_token(db.session.get_one(Person, office.officer.id), office.own)
    assert call(each_app, "/courses", fresh).status_code == 200


def test_the_list_asks_no_more_for_more_tokens(app: Application) -> None:
    with work(app):
        office = make_office()
        give_token(office.officer, office.own)
    visitor = signed_in(app, office.officer).open(TOKENS)
    with statements(app) as few:
        visitor.open(TOKENS)
    with work(app):
        for _number in range(9):
            give_token(office.officer, office.own)
    with statements(app) as many:
        visitor.open(TOKENS)
    assert len(many) == len(few)
