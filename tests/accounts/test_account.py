"""One's own account: data, language, sign-ins, password."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from elearning.accounts import operations
from elearning.accounts.browsers import browser_in_words
from elearning.accounts.models import Person, SignIn
from elearning.accounts.passwords import is_password
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.outbox import OutboxEvent
from elearning.core.settings import Settings
from tests.factories import NOW, PASSWORD, make_person, make_unit, work
from tests.visitor import Visitor

GOOD = "sungai-gunung-lembah-angin"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """English pages."""
    return replace(settings, default_locale="en", sign_in_attempts=3)


@pytest.fixture
def nip(app: Application) -> str:
    """Somebody with a supervisor, a unit and an address."""
    with work(app):
        agency = make_unit(name="Pemerintah Kabupaten Contoh")
        boss = make_person(agency, name="Sri Teladan")
        unit = make_unit(agency, "department", name="Dinas Contoh")
        person = make_person(unit, front_title="Dr.", back_title="M.Si.", email="budi@contoh.go.id")
        person.supervisor_id = boss.id
        operations.grant(person, "pengajar", None, NOW)
        operations.grant(person, "kepegawaian", unit, NOW)
        return person.nip or ""


def test_the_account_shows_what_hr_holds(app: Application, nip: str) -> None:
    text = Visitor(app).sign_in(nip).open("/akun").text
    for words in (
        *("Dr. Contoh Lestari, M.Si.", nip, "Penata Muda, III/a", "Dinas Contoh"),
        *("Pemerintah Kabupaten Contoh", "Sri Teladan", "budi@contoh.go.id"),
        *("Trainer", "HR officer · Dinas Contoh", "Something wrong? Ask for a correction"),
    ):
        assert words in text


def test_a_supervisor_is_told_so_and_the_staff_is_not(app: Application, nip: str) -> None:
    with work(app):
        boss = db.session.scalars(select(Person.nip).where(Person.name == "Sri Teladan")).one()
    assert "Supervisor of staff" in Visitor(app).sign_in(str(boss)).open("/akun").text
    assert "Supervisor of staff" not in Visitor(app).sign_in(nip).open("/akun").text


def test_an_account_without_nip_shows_its_user_name(app: Application) -> None:
    with work(app):
        make_person(nip=None, username="admin", status="")
    text = Visitor(app).sign_in("admin").open("/akun").text
    assert "User name admin" in text
    assert "Learner" not in text


def test_the_language_is_kept_with_the_account(app: Application, nip: str) -> None:
    visitor = Visitor(app).sign_in(nip).open("/akun")
    visitor.send("/akun/bahasa", locale="id")
    assert visitor.page.html is not None
    assert visitor.page.html["lang"] == "id"
    with work(app):
        assert db.session.scalars(select(Person.locale).where(Person.nip == nip)).one() == "id"


def test_an_unknown_language_is_refused(app: Application, nip: str) -> None:
    visitor = Visitor(app).sign_in(nip).open("/akun").send("/akun/bahasa", locale="xx")
    assert visitor.status == 400


def test_each_sign_in_is_listed_in_plain_words_and_can_be_ended(app: Application, nip: str) -> None:
    phone = Visitor(app)
    phone.client.environ_base["HTTP_USER_AGENT"] = ANDROID
    phone.sign_in(nip)
    desk = Visitor(app).sign_in(nip).open("/akun")
    assert "Chrome on Android" in desk.text
    assert "This browser" in desk.text
    desk.send("/akun/sesi/1/akhiri")
    assert "The sign-in has ended." in desk.text
    assert phone.open("/akun").address == "/masuk"
    assert desk.open("/akun").address == "/akun"


def test_all_others_are_ended_at_once(app: Application, nip: str) -> None:
    others = [Visitor(app).sign_in(nip) for _ in range(2)]
    desk = Visitor(app).sign_in(nip).open("/akun").send("/akun/sesi/akhiri-lainnya")
    assert desk.open("/akun").address == "/akun"
    assert [other.open("/akun").address for other in others] == ["/masuk", "/masuk"]


def test_nobody_ends_the_sign_in_of_another(app: Application, nip: str) -> None:
    with work(app):
        other_nip = make_person().nip or ""
    other = Visitor(app).sign_in(other_nip)
    Visitor(app).sign_in(other_nip)
    thief = Visitor(app).sign_in(nip)
    Visitor(app).sign_in(nip)
    thief.open("/akun")
    form = thief.form("/akun/sesi/4/akhiri")
    form["action"] = "/akun/sesi/1/akhiri"
    token = form.find("input", {"name": "csrf_token"})
    assert token is not None
    thief.client.post("/akun/sesi/1/akhiri", data={"csrf_token": token["value"]})
    assert other.open("/akun").address == "/akun"


def change(visitor: Visitor, current: str = PASSWORD, new: str = GOOD, repeat: str = "") -> Visitor:
    """Send the form that changes the password."""
    visitor.open("/akun/kata-sandi")
    fields = {"current": current, "password": new, "repeat": repeat or new}
    return visitor.send("/akun/kata-sandi", **fields)


def test_a_new_password_ends_all_other_sign_ins(app: Application, nip: str) -> None:
    other, visitor = Visitor(app).sign_in(nip), Visitor(app).sign_in(nip)
    before = visitor.client.get_cookie("session")
    change(visitor)
    assert "Your password was changed." in visitor.text
    assert visitor.client.get_cookie("session") != before
    assert other.open("/akun").address == "/masuk"
    assert Visitor(app).sign_in(nip).status == 422
    assert Visitor(app).sign_in(nip, GOOD).open("/akun").address == "/akun"


def test_the_owner_is_told_of_a_new_password_by_mail(app: Application, nip: str) -> None:
    change(Visitor(app).sign_in(nip))
    with work(app):
        event = db.session.scalars(select(OutboxEvent)).one()
    assert event.payload["to"] == "budi@contoh.go.id"
    assert GOOD not in str(event.payload)


@pytest.mark.parametrize(
    ("current", "new", "repeat", "sentence"),
    [
        ("bukan ini kata sandinya", GOOD, "", "The present password is wrong."),
        ("", GOOD, "", "Enter your present password."),
        (PASSWORD, GOOD, "lain", "The two passwords differ."),
        (PASSWORD, "pendek", "", "The password needs at least 15 characters."),
        (PASSWORD, "indonesiaraya1945", "", "This password is too easy to guess."),
        (PASSWORD, "x" * 300, "", "The password may have at most 256 characters."),
        (PASSWORD, "Contoh Lestari 123", "", "must not be built from your name, NIP"),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said(
    app: Application, nip: str, current: str, new: str, repeat: str, sentence: str
) -> None:
    visitor = change(Visitor(app).sign_in(nip), current, new, repeat)
    assert visitor.status == 422
    assert sentence in visitor.text


def test_the_present_password_cannot_be_guessed_from_an_open_browser(
    app: Application, nip: str
) -> None:
    visitor = Visitor(app).sign_in(nip)
    for _ in range(3):
        assert change(visitor, "bukan ini kata sandinya").status == 422
    assert change(visitor).status == 429


def test_a_suggestion_stands_on_the_page_and_another_comes_by_reload(
    app: Application, nip: str
) -> None:
    visitor = Visitor(app).sign_in(nip)
    suggestions = {
        code.get_text() for _ in range(2) for code in visitor.open("/akun/kata-sandi").page("code")
    }
    assert len(suggestions) == 2
    assert all(suggestion.count("-") == 4 for suggestion in suggestions)


def test_a_suggested_password_is_taken(app: Application, nip: str) -> None:
    visitor = Visitor(app).sign_in(nip).open("/akun/kata-sandi")
    assert visitor.page.code is not None
    assert "Your password was changed." in change(visitor, new=visitor.page.code.get_text()).text


def test_a_role_given_or_taken_asks_for_a_new_session(app: Application, nip: str) -> None:
    visitor = Visitor(app).sign_in(nip)
    with work(app):
        person = db.session.scalars(select(Person).where(Person.nip == nip)).one()
        operations.grant(person, "admin", None, NOW)
    assert visitor.open("/akun").address == "/masuk"


def test_a_role_is_given_once(app: Application, nip: str) -> None:
    visitor = Visitor(app).sign_in(nip)
    with work(app):
        person = db.session.scalars(select(Person).where(Person.nip == nip)).one()
        operations.grant(person, "pengajar", None, NOW)
    assert visitor.open("/akun").address == "/akun"


def test_a_closed_account_loses_its_sign_ins_and_keeps_its_password(
    app: Application, nip: str
) -> None:
    with work(app):
        person = db.session.scalars(select(Person).where(Person.nip == nip)).one()
        operations.start_sign_in(person.id, browser="", address="", days=1, at=NOW)
        db.session.flush()
        operations.deactivate(person, NOW, actor_id=None)
        assert db.session.scalars(select(SignIn.revoked_at)).all() == [NOW]
        operations.reactivate(person, NOW + timedelta(days=1), actor_id=None)
        assert person.active
        assert is_password(PASSWORD, person.password_hash)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (ANDROID, "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
            "Firefox on Linux",
        ),
        ("curl/8.0", "Unknown browser"),
    ],
)
def test_browsers_are_named_as_people_know_them(
    app: Application, user_agent: str, words: str
) -> None:
    with app.test_request_context():
        assert browser_in_words(user_agent) == words


def test_every_role_has_its_name_on_the_account(app: Application, nip: str) -> None:
    with work(app):
        person = db.session.scalars(select(Person).where(Person.nip == nip)).one()
        operations.grant(person, "penerbit", None, NOW)
    page = Visitor(app).sign_in(nip).open("/akun").page
    roles = [each.get_text() for each in page.select("li")]
    assert {"Trainer", "Publisher", "HR officer · Dinas Contoh"} <= set(roles)
