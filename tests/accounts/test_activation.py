"""First and lost passwords: links, slips, and what HR may make."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from elearning.accounts import account_queries, activation, operations, slips
from elearning.accounts.models import ActivationCode, Person, Unit
from elearning.accounts.policy import can_activate
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.core.outbox import OutboxEvent
from elearning.core.settings import Settings
from tests.core.smtp_sink import Sink, mail_server
from tests.factories import NOW, PASSWORD, make_person, make_unit, work
from tests.visitor import Visitor

GOOD = "sungai-gunung-lembah-angin"
OVER = "The link or code was used already, has expired, or was not copied whole."
MISFIT = "NIP and code do not fit, or the code was used or has expired."


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def settings(settings: Settings, sink: Sink) -> Settings:
    """English pages, few tries, and mail."""
    return replace(
        settings,
        default_locale="en",
        sign_in_attempts=3,
        smtp_url=sink.url,
        public_url="https://belajar.contoh.go.id",
    )


@pytest.fixture
def nip(app: Application) -> str:
    """Somebody without a password."""
    with work(app):
        return make_person(password=None, email="budi@contoh.go.id").nip or ""


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


# Lost passwords


def forget(app: Application, identifier: str) -> Visitor:
    """Say that a password is lost."""
    return Visitor(app).open("/lupa-kata-sandi").send("/lupa-kata-sandi", identifier=identifier)


def test_a_lost_password_is_found_by_a_nip_typed_with_dots(
    app: Application, nip: str, sink: Sink
) -> None:
    forget(app, f"{nip[:8]}.{nip[8:14]}.{nip[14]}.{nip[15:]}")
    with work(app):
        assert activation.mail_links_due(clock.now()) == 1
    assert len(sink.messages) == 1


def test_a_lost_password_is_replaced_through_a_mailed_link(
    app: Application, nip: str, sink: Sink
) -> None:
    forget(app, nip)
    with work(app):
        assert activation.mail_links_due(clock.now()) == 1
    (message,) = sink.messages
    assert message["To"] == "budi@contoh.go.id"
    found = re.search(r"https://belajar.contoh.go.id(/aktivasi/\S+)", message.get_content())
    assert found is not None
    assert choose(Visitor(app).open(found[1])).open("/akun").address == "/akun"


def test_the_link_of_a_lost_password_works_for_one_hour(
    app: Application, nip: str, sink: Sink
) -> None:
    forget(app, nip)
    with work(app):
        activation.mail_links_due(clock.now())
        code = db.session.scalars(select(ActivationCode)).one()
        assert code.expires_at - code.made_at == timedelta(hours=1)


def test_the_token_of_a_link_is_never_stored(app: Application, nip: str, sink: Sink) -> None:
    forget(app, nip)
    with work(app):
        event = db.session.scalars(select(OutboxEvent)).one()
        assert set(event.payload) == {"person_id", "hours", "made_by_id"}


def test_everybody_gets_the_same_answer(app: Application, nip: str, sink: Sink) -> None:
    with work(app):
        without = make_person(email=None).nip or ""
    answers = [forget(app, identifier) for identifier in (nip, without, "199001012015011999")]
    assert len({(answer.status, answer.address, answer.text) for answer in answers}) == 1
    assert "ask your HR office for a printed activation slip" in answers[0].text
    with work(app):
        assert len(db.session.scalars(select(OutboxEvent)).all()) == 3
        assert activation.mail_links_due(clock.now()) == 3
    assert len(sink.messages) == 1


def test_links_cannot_be_asked_for_without_end(app: Application, nip: str) -> None:
    assert [forget(app, nip).status for _ in range(4)] == [200, 200, 200, 429]


def test_a_busy_mail_server_gets_a_fresh_link_later(app: Application, nip: str, sink: Sink) -> None:
    forget(app, nip)
    sink.refusing, now = True, clock.now()
    with work(app):
        assert activation.mail_links_due(now) == 0
        sink.refusing = False
        assert activation.mail_links_due(now + timedelta(hours=1)) == 1
        unused = select(ActivationCode).where(ActivationCode.used_at.is_(None))
        assert len(db.session.scalars(unused).all()) == 1


def test_an_empty_identifier_has_its_sentence(app: Application) -> None:
    assert "Enter your NIP or e-mail address." in forget(app, "").text


# Slips of HR


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
            officer=officer.nip, new=new.nip, ids=(new.id, second.id), far=far.id, admin=admin.id
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


@pytest.mark.parametrize("target", ["far", "admin"])
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
