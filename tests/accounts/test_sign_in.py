"""Signing in and out, through the pages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from elearning.accounts import throttling
from elearning.accounts.models import Person, SignIn
from elearning.accounts.passwords import UNKNOWN, is_password
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from tests.conftest import with_settings
from tests.factories import NOW, PASSWORD, make_person, work
from tests.visitor import Visitor

WRONG = "Nomor yang keliru sekali"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """English pages, and three tries for an account."""
    return replace(settings, default_locale="en", sign_in_attempts=3)


def person_in(app: Application, **fields: object) -> str:
    """Add a person and return their NIP."""
    with work(app):
        return make_person(**fields).nip or ""  # type: ignore[arg-type]


def test_a_person_signs_in_with_nip_or_e_mail_and_password(app: Application) -> None:
    nip = person_in(app, email="budi@contoh.go.id")
    for identifier in (nip, "Budi@contoh.go.id", f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"):
        visitor = Visitor(app).sign_in(identifier)
        assert visitor.open("/akun").status == 200
        assert visitor.address == "/akun"


def test_signing_in_leads_to_the_page_that_was_asked_for(app: Application) -> None:
    nip = person_in(app)
    visitor = Visitor(app).open("/akun/kata-sandi")
    assert visitor.address == "/masuk"
    visitor.send("/masuk", identifier=nip, password=PASSWORD)
    assert visitor.address == "/akun/kata-sandi"


@pytest.mark.parametrize(
    "address", ["https://jahat.example/", "//jahat.example", "/\\jahat.example"]
)
def test_signing_in_never_leads_to_another_site(app: Application, address: str) -> None:
    nip = person_in(app)
    visitor = Visitor(app).open("/masuk")
    values = {"identifier": nip, "password": PASSWORD, "next": address}
    values["csrf_token"] = str(visitor.form()("input", {"name": "csrf_token"})[0]["value"])
    answer = visitor.client.post("/masuk", data=values)
    assert answer.location == "/"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"identifier": "", "password": PASSWORD}, "Enter your NIP or e-mail address."),
        ({"identifier": "198503172010011987", "password": ""}, "Enter your password."),
    ],
)
def test_an_empty_field_has_its_sentence(
    app: Application, fields: dict[str, str], sentence: str
) -> None:
    visitor = Visitor(app).open("/masuk").send("/masuk", **fields)
    assert visitor.status == 422
    assert sentence in visitor.text


@pytest.mark.parametrize(
    ("address", "field"),
    [("/masuk", "identifier"), ("/lupa-kata-sandi", "identifier"), ("/aktivasi", "nip")],
)
def test_a_form_that_lay_open_too_long_comes_back_with_what_was_typed(
    app: Application, address: str, field: str
) -> None:
    visitor = Visitor(app).open(address)
    visitor.client.delete_cookie("session")
    visitor.send(address, **{field: "198503172010011987"})
    assert visitor.status == 400
    assert "This page had been open too long." in visitor.text
    assert visitor.page.find("input", {"name": field, "value": "198503172010011987"})
    assert visitor.send(address, **{field: ""}).status == 422


def test_unknown_wrong_closed_and_without_password_are_answered_alike(app: Application) -> None:
    known, closed = person_in(app), person_in(app, active=False)
    new = person_in(app, password=None)
    answers = set()
    for identifier, password in (
        *((known, WRONG), ("199001012015011999", PASSWORD)),
        *((closed, PASSWORD), (new, PASSWORD)),
    ):
        visitor = Visitor(app).sign_in(identifier, password)
        sentence = visitor.page.select_one(".errors")
        answers.add((visitor.status, sentence and sentence.get_text()))
    assert len(answers) == 1
    assert "The NIP, e-mail address or password is wrong." in str(answers)


def test_an_unknown_account_costs_a_whole_hash() -> None:
    assert not is_password("x", None)
    assert UNKNOWN.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_too_many_wrong_passwords_must_wait(app: Application) -> None:
    nip = person_in(app)
    for _ in range(3):
        assert Visitor(app).sign_in(nip, WRONG).status == 422
    visitor = Visitor(app).sign_in(nip)
    assert visitor.status == 429
    assert "Too many tries. Wait 15 minutes" in visitor.text
    assert visitor.response is not None
    assert visitor.response.headers["Retry-After"] == "900"


def test_an_address_that_tries_many_accounts_must_wait(app: Application) -> None:
    tries = 3 * throttling.ADDRESS_FACTOR
    with work(app):
        for n in range(tries):
            throttling.count_try(throttling.throttle_keys(str(n), "127.0.0.1"), clock.now())
    assert Visitor(app).sign_in(person_in(app)).status == 429


def test_the_right_password_gives_the_tries_back(app: Application) -> None:
    nip = person_in(app)
    for _ in range(2):
        for password in (WRONG, WRONG, PASSWORD):
            visitor = Visitor(app).sign_in(nip, password)
        assert visitor.status == 200
    with work(app):
        keys = throttling.throttle_keys(f"sign-in:{nip}", "127.0.0.1")
        assert throttling.count_try(keys, clock.now()) == [1, 5]


def test_a_new_window_forgets_the_old_tries(each_app: Application) -> None:
    keys = throttling.throttle_keys("x", "192.0.2.1")
    with work(each_app):
        assert throttling.count_try(keys, NOW) == [1, 1]
        assert throttling.count_try(keys, NOW) == [2, 2]
        assert throttling.count_try(keys, NOW + throttling.WINDOW) == [1, 1]


def test_signing_in_begins_a_new_session(app: Application) -> None:
    nip = person_in(app)
    visitor = Visitor(app).open("/masuk")
    with visitor.client.session_transaction() as before:
        before["planted"] = "by somebody else"
    visitor.send("/masuk", identifier=nip, password=PASSWORD)
    with visitor.client.session_transaction() as after:
        assert "planted" not in after
        assert after["_user_id"]


def test_signing_out_ends_the_sign_in_itself(app: Application) -> None:
    visitor = Visitor(app).sign_in(person_in(app))
    stolen = visitor.client.get_cookie("session")
    assert stolen is not None
    visitor.open("/akun").send("/keluar")
    assert "You are signed out." in visitor.text
    visitor.client.set_cookie("session", stolen.value)
    assert visitor.open("/akun").address == "/masuk"


@pytest.mark.parametrize(
    "values",
    [
        {"seen_at": clock.now() - timedelta(days=3, minutes=1)},
        {"expires_at": clock.now() - timedelta(minutes=1)},
        {"revoked_at": clock.now()},
    ],
)
def test_an_unused_ended_or_revoked_sign_in_is_over(
    app: Application, values: dict[str, object]
) -> None:
    visitor = Visitor(app).sign_in(person_in(app))
    with work(app):
        db.session.execute(update(SignIn).values(**values))
    assert visitor.open("/akun").address == "/masuk"


def test_the_use_of_a_sign_in_is_noted_once_an_hour(app: Application) -> None:
    visitor = Visitor(app).sign_in(person_in(app))
    earlier = clock.now() - timedelta(hours=2)
    with work(app):
        db.session.execute(update(SignIn).values(seen_at=earlier))
    visitor.open("/akun")
    with work(app):
        assert db.session.scalars(select(SignIn.seen_at)).one() > earlier


def test_a_closed_account_is_signed_out_everywhere(app: Application) -> None:
    visitor = Visitor(app).sign_in(person_in(app))
    with work(app):
        db.session.execute(update(Person).values(active=False))
    assert visitor.open("/akun").address == "/masuk"


def test_who_is_signed_in_needs_no_sign_in_page(app: Application) -> None:
    visitor = Visitor(app).sign_in(person_in(app))
    assert visitor.open("/masuk?next=/akun").address == "/akun"


def test_a_form_left_open_in_another_tab_leads_who_is_signed_in_on(app: Application) -> None:
    visitor = Visitor(app).sign_in(person_in(app))
    with visitor.client.session_transaction() as session:
        session["csrf_token"] = "0" * 40  # that of the form is older
    answer = visitor.client.post("/masuk", data={"csrf_token": "x", "next": "/akun"})
    assert answer.status_code == 400
    assert "You are signed in already" in answer.text
    assert '<a class="btn" href="/akun">' in answer.text


def test_the_language_of_the_account_follows_to_a_new_browser(app: Application) -> None:
    app = with_settings(app, default_locale="id")
    visitor = Visitor(app).sign_in(person_in(app, locale="en")).open("/akun")
    assert "My account" in visitor.text


def test_wrong_passwords_make_no_sign_in(app: Application) -> None:
    Visitor(app).sign_in(person_in(app), WRONG)
    with work(app):
        assert db.session.scalar(select(func.count(SignIn.id))) == 0


def test_who_signed_out_in_another_tab_may_sign_out_again(app: Application) -> None:
    with work(app):
        nip = make_person().nip or ""
    visitor = Visitor(app).sign_in(nip).open("/akun")
    token = visitor.client.get("/csrf").get_json()["csrf_token"]
    for _tab in range(2):
        visitor.response = visitor.client.post(
            "/keluar", data={"csrf_token": token}, follow_redirects=True
        )
        assert visitor.page.select_one(".notice.success")
        assert not visitor.page.select(".notice.warning")
