"""The first password: a printed code or a link opens the account, once."""

import pytest
from sqlalchemy import update

from elearning.accounts import activation
from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from tests.accounts.activation.codes import GOOD, MISFIT, OVER, choose, enter, make_code
from tests.factories import PASSWORD, make_person, work
from tests.visitor import Visitor


@pytest.mark.parametrize("form", ["{}", "{:.4}-{:.0}", "lower"])
def test_a_slip_opens_the_account_however_it_is_typed(
    app: Application, nip: str, form: str
) -> None:
    code = make_code(app, nip)
    typed = {"{}": code, "lower": f" {code.lower()} "}.get(form, activation.printed_code(code))
    visitor = choose(enter(app, f"{nip[:8]} {nip[8:]}", typed))
    assert "Your password is set and you are signed in." in visitor.text
    assert visitor.open("/akun").address == "/akun"


def test_a_link_opens_the_account_and_leaves_the_address(app: Application, nip: str) -> None:
    visitor = Visitor(app).open(f"/aktivasi/{make_code(app, nip, 'link')}")
    assert visitor.address == "/aktivasi/kata-sandi"
    assert "Contoh Lestari" in visitor.text
    assert nip in visitor.text
    assert choose(visitor).open("/akun").address == "/akun"


def test_looking_at_a_link_does_not_use_it_up(app: Application, nip: str) -> None:
    token = make_code(app, nip, "link")
    Visitor(app).open(f"/aktivasi/{token}")
    assert choose(Visitor(app).open(f"/aktivasi/{token}")).status == 200


def test_a_code_is_used_once(app: Application, nip: str) -> None:
    code = make_code(app, nip)
    late = enter(app, nip, code)
    choose(enter(app, nip, code))
    assert OVER in choose(late, "rumput-pantai-cermin-lilin").text
    assert MISFIT in enter(app, nip, code).text
    assert Visitor(app).sign_in(nip, GOOD).open("/akun").address == "/akun"


def test_used_expired_unknown_and_replaced_links_look_alike(app: Application, nip: str) -> None:
    replaced, expired = make_code(app, nip, "link"), make_code(app, nip, "link", days=-1)
    pages = {
        Visitor(app).open(f"/aktivasi/{token}").text for token in (replaced, expired, "x", "y" * 99)
    }
    assert len(pages) == 1
    assert OVER in pages.pop()


def test_wrong_expired_and_foreign_codes_look_alike(app: Application, nip: str) -> None:
    with work(app):
        other = make_person(password=None).nip or ""
    code, expired = make_code(app, nip), make_code(app, other, days=-1)
    for number, typed in ((nip, "ABCD-EFGH-JKLM"), (other, code), (other, expired)):
        visitor = enter(app, number, typed)
        assert visitor.status == 422
        assert MISFIT in visitor.text


def test_a_link_is_no_slip_and_a_slip_no_link(app: Application, nip: str) -> None:
    slip = make_code(app, nip)
    assert OVER in Visitor(app).open(f"/aktivasi/{slip}").text
    assert MISFIT in enter(app, nip, make_code(app, nip, "link")).text


def test_too_many_codes_must_wait(app: Application, nip: str) -> None:
    code = make_code(app, nip)
    for _ in range(3):
        enter(app, nip, "ABCD-EFGH-JKLM")
    assert enter(app, nip, code).status == 429


@pytest.mark.parametrize(
    ("nip", "code", "sentence"),
    [
        ("", "ABCD", "Enter your NIP."),
        ("1985", "", "Enter the code of 12 letters and digits."),
    ],
)
def test_empty_fields_have_their_sentences(
    app: Application, nip: str, code: str, sentence: str
) -> None:
    visitor = enter(app, nip, code)
    assert visitor.status == 422
    assert sentence in visitor.text


def test_without_a_code_there_is_no_password_page(app: Application) -> None:
    visitor = Visitor(app).open("/aktivasi/kata-sandi")
    assert (visitor.status, OVER in visitor.text) == (404, True)


def test_a_closed_account_is_not_activated(app: Application, nip: str) -> None:
    code = make_code(app, nip)
    visitor = enter(app, nip, code)
    with work(app):
        db.session.execute(update(Person).values(active=False))
    assert OVER in choose(visitor).text


def test_a_bad_password_keeps_the_code(app: Application, nip: str) -> None:
    visitor = choose(enter(app, nip, make_code(app, nip)), "pendek")
    assert visitor.status == 422
    assert "at least 15 characters" in visitor.text
    assert choose(visitor).status == 200


def test_a_new_password_ends_the_sign_ins_of_before(app: Application) -> None:
    with work(app):
        nip = make_person().nip or ""
    before = Visitor(app).sign_in(nip)
    choose(enter(app, nip, make_code(app, nip)))
    assert before.open("/akun").address == "/masuk"
    assert Visitor(app).sign_in(nip, PASSWORD).status == 422
