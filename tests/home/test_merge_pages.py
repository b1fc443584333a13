"""HR joins two accounts of one person in three steps without scripting, and parts them again."""

from datetime import timedelta

from sqlalchemy import select

from elearning.accounts.models import Person, SignIn
from elearning.accounts.operations import grant, make_activation
from elearning.accounts.privacy_models import AccessEvent
from elearning.certificates.models import Certificate
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.records.models import Completion
from tests.accounts.activation.codes import choose, enter
from tests.factories import PASSWORD, make_completion, make_course, make_person, make_unit, work
from tests.visitor import Visitor

NOW = clock.now()
OLD, NEW, ELSEWHERE = "199012052022212993", "199012052025032996", "199101012020121001"
BORN_LATER = "199112052022212994"
OFFICER = "198503172010011987"
PEOPLE = "/kepegawaian/pegawai/"


def make_agency(app: Application) -> dict[str, int]:
    """Add an officer of one department, a person with two accounts there, somebody elsewhere."""
    with work(app):
        agency = make_unit()
        unit, other = make_unit(agency, "department"), make_unit(agency, "department")
        grant(make_person(unit, nip=OFFICER), "kepegawaian", unit, NOW)
        grant(make_person(None, nip=None, username="admin"), "admin", None, NOW)
        former = make_person(unit, nip=OLD, name="Rini Wulandari", status="PPPK")
        into = make_person(unit, nip=NEW, name="Rini Wulandari", password=None)
        make_person(other, nip=ELSEWHERE)
        make_person(unit, nip=BORN_LATER, name="Rina Wulandari", status="PPPK")
        for person in (former, into):
            make_completion(person, make_course(slug="sama"), NOW)
        return {"former": former.id, "into": into.id}


def at_step_two(app: Application, keys: dict[str, int], number: str = OLD) -> Visitor:
    """Let the officer type the other NIP."""
    officer = Visitor(app).sign_in(OFFICER).open(f"{PEOPLE}{keys['into']}")
    link = officer.page.find("a", string="Gabungkan dengan akun lain")
    assert link is not None
    return officer.open(str(link["href"])).send(nip=number)


def test_an_officer_joins_and_parts_two_accounts(app: Application) -> None:
    keys = make_agency(app)
    officer = at_step_two(app, keys)
    assert officer.address == f"{PEOPLE}{keys['into']}/gabung/{keys['former']}"
    assert "terhitung dua kali" in officer.text
    chosen = officer.page.select("input[name=tetap]")
    assert [(each["value"], each.has_attr("checked")) for each in chosen] == [
        (str(keys["into"]), True),
        (str(keys["former"]), False),
    ]
    assert officer.page.select_one("input[name=yakin]") is None
    officer.send(officer.address, alasan="")
    assert officer.status == 422
    officer.send(officer.address, alasan="SK 821/15/2026")
    assert officer.address == f"{PEOPLE}{keys['into']}"
    assert "digabungkan ke akun ini" in officer.text
    officer.open(f"{PEOPLE}{keys['former']}")
    assert officer.address == f"{PEOPLE}{keys['into']}"
    officer.open(f"{PEOPLE}{keys['former']}/ubah")
    assert officer.address == f"{PEOPLE}{keys['into']}/ubah"
    assert "Rini Wulandari" in officer.open(f"/kepegawaian/?cari={OLD}").text
    person = Visitor(app).sign_in(OLD).open("/riwayat/")
    assert person.status == 200
    assert len(person.page.select("ol.timeline > li")) == 2
    assert "Dua akun Anda digabungkan" in person.open("/pemberitahuan/").text
    with app.app_context():
        looked = set(db.session.scalars(select(AccessEvent.person_id)))
        assert looked == set(keys.values())
    parting = officer.open(f"{PEOPLE}{keys['into']}").page.find("a", string="Batalkan penggabungan")
    assert parting is not None
    officer.open(str(parting["href"])).send()
    assert "Penggabungan akun sudah dibatalkan" in officer.text
    assert len(Visitor(app).sign_in(OLD).open("/riwayat/").page.select("ol.timeline > li")) == 1


def test_a_second_click_says_that_it_is_done(app: Application) -> None:
    keys = make_agency(app)
    officer = at_step_two(app, keys)
    address = officer.address
    stale = Visitor(app).sign_in(OFFICER).open(address)
    officer.send(address, alasan="SK 821/15/2026")
    stale.send(address, alasan="SK 821/15/2026")
    assert (stale.status, stale.address) == (200, f"{PEOPLE}{keys['into']}")
    assert "Kedua akun ini sudah digabungkan" in stale.text
    assert at_step_two(app, keys).address == f"{PEOPLE}{keys['into']}"
    parting = officer.page.find("a", string="Batalkan penggabungan")
    assert parting is not None
    undo = str(parting["href"])
    stale.open(undo)
    officer.open(undo).send()
    stale.send()
    assert (stale.status, "Kedua akun ini sudah dipisahkan" in stale.text) == (409, True)
    stale.open(undo)
    assert (stale.status, "Kedua akun ini sudah dipisahkan" in stale.text) == (409, True)


def test_a_nip_out_of_reach_looks_like_an_unknown_one(app: Application) -> None:
    keys = make_agency(app)
    sentence = "Tidak ada akun dengan NIP ini dalam lingkup kewenangan Anda."
    for number in (ELSEWHERE, OFFICER, "199912312024019876"):
        officer = at_step_two(app, keys, number)
        assert (officer.status, sentence in officer.text) == (422, True)
    assert "akun yang sama" in at_step_two(app, keys, NEW).text


def test_other_dates_of_birth_ask_for_a_second_look(app: Application) -> None:
    keys = make_agency(app)
    officer = at_step_two(app, keys, BORN_LATER)
    assert "tanggal lahir yang berbeda" in officer.text
    assert "Namanya berbeda" in officer.text
    officer.send(officer.address, alasan="SK")
    assert officer.status == 422
    assert "Centang ini" in officer.text
    officer.send(officer.address, alasan="SK", yakin="y")
    assert officer.status == 200
    assert officer.address == f"{PEOPLE}{keys['into']}"


def test_the_administrator_joins_from_the_form_of_a_person(app: Application) -> None:
    keys = make_agency(app)
    admin = Visitor(app).sign_in("admin").open(f"{PEOPLE}{keys['into']}/ubah")
    link = admin.page.find("a", string="Gabungkan dengan akun lain …")
    assert link is not None
    admin.open(str(link["href"])).send(nip=OLD).send(alasan="SK")
    assert admin.address == f"{PEOPLE}{keys['into']}/ubah"
    assert "digabungkan ke akun ini" in admin.text


def test_a_slip_of_the_former_nip_sets_the_remaining_password(app: Application) -> None:
    keys = make_agency(app)
    at_step_two(app, keys).send(f"{PEOPLE}{keys['into']}/gabung/{keys['former']}", alasan="SK")
    with work(app):
        into = db.session.get_one(Person, keys["into"])
        valid = timedelta(days=1)
        code = make_activation(into, "slip", made_by_id=None, valid=valid, at=clock.now())
        before = into.password_hash
    choose(enter(app, OLD, code))
    with app.app_context():
        assert db.session.get_one(Person, keys["into"]).password_hash != before


def test_joining_ends_the_sign_ins_of_the_former_account(app: Application) -> None:
    keys = make_agency(app)
    former = Visitor(app).sign_in(OLD, PASSWORD)
    at_step_two(app, keys).send(f"{PEOPLE}{keys['into']}/gabung/{keys['former']}", alasan="SK")
    assert former.open("/akun").address == "/masuk"
    with app.app_context():
        own = select(SignIn).where(SignIn.person_id == keys["former"])
        assert all(each.revoked_at for each in db.session.scalars(own))


def test_a_former_accounts_certificate_is_the_persons_own(app: Application) -> None:
    keys = make_agency(app)
    at_step_two(app, keys).send(f"{PEOPLE}{keys['into']}/gabung/{keys['former']}", alasan="SK")
    with app.app_context():
        own = select(Certificate.id).join(Completion, Completion.id == Certificate.completion_id)
        key = db.session.scalars(own.where(Completion.person_id == keys["former"])).one()
    person = Visitor(app).sign_in(NEW).open(f"/sertifikat/{key}/lencana")
    assert person.status == 200
    assert person.page.select_one("main form") is not None
    with app.app_context():
        viewers = set(db.session.scalars(select(AccessEvent.viewer_id)))
    assert not viewers & set(keys.values())


def test_a_comparison_is_one_line_of_who_looked(app: Application) -> None:
    keys = make_agency(app)
    at_step_two(app, keys).send(f"{PEOPLE}{keys['into']}/gabung/{keys['former']}", alasan="SK")
    person = Visitor(app).sign_in(OLD).open("/data-saya/akses")
    seen = [each.get_text() for each in person.page.select("tbody td[data-l='Yang dilihat']")]
    assert len(seen) == len(set(seen))
    assert "Akun Anda, untuk digabungkan atau dipisahkan" in seen


def test_what_differs_comes_first_and_roles_bear_their_names(app: Application) -> None:
    keys = make_agency(app)
    with work(app):
        former = db.session.get_one(Person, keys["former"])
        grant(former, "penerbit", None, NOW)
    page = at_step_two(app, keys).page
    differs, same = page.select("table")
    assert same.find_parent("details") is not None
    assert "Penerbit" in differs.get_text()
    assert "penerbit" not in differs.get_text()
    labels = [each.get_text() for each in differs.select("tbody th")]
    assert labels == ["Status ASN", "Peran"]
    assert "Nama" in same.get_text()


def test_one_account_is_not_taken_twice(app: Application) -> None:
    into = make_agency(app)["into"]
    officer = Visitor(app).sign_in(OFFICER).open(f"{PEOPLE}{into}/gabung/{into}")
    assert officer.address == f"{PEOPLE}{into}/gabung"
    assert "Ini akun yang sama" in officer.text
