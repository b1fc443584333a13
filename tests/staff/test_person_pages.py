"""HR adds, changes, closes, opens and releases one person."""

import pytest
from sqlalchemy import select

from elearning.accounts.models import Employment, Person, SignIn, Unit
from elearning.accounts.operations import grant
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from tests.factories import NOW, make_person, make_unit, work
from tests.visitor import Visitor

ADD = "/kepegawaian/pegawai/tambah"
BUDI, CICI, NEW = "198503172010011001", "197205101998032001", "199012052015032003"
OFFICER, SECOND = "198111232006042991", "198806152011012994"


@pytest.fixture
def officer(app: Application) -> Visitor:
    """HR of the first Perangkat Daerah; Cici works in the second."""
    with work(app):
        root = make_unit(code="KAB", name="Kabupaten Contoh")
        for code, number, nip in (("D1", OFFICER, BUDI), ("D2", SECOND, CICI)):
            unit = make_unit(root, "department", code=code, name=f"Dinas {code}")
            make_person(unit, nip=nip, name=f"Pegawai {code}")
            grant(make_person(unit, nip=number, name="HR"), "kepegawaian", unit, NOW)
    return Visitor(app).sign_in(OFFICER)


def person(app: Application, nip: str) -> Person:
    """Return somebody."""
    with app.app_context():
        return db.session.scalars(select(Person).where(Person.nip == nip)).one()


def address(app: Application, nip: str, page: str = "ubah") -> str:
    """Return a page of somebody."""
    return f"/kepegawaian/pegawai/{person(app, nip).id}/{page}"


def test_a_person_is_added_with_the_start_of_their_history(
    app: Application, officer: Visitor
) -> None:
    officer.open(ADD).send(ADD, nip="19901205 201503 2 003", nama="Ani", sejak="2026-01-02")
    assert officer.status == 200
    with app.app_context():
        periods = select(Employment).where(Employment.person_id == person(app, NEW).id)
        assert str(db.session.scalars(periods).one().valid_from) == "2026-01-02"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nip", "123"),
        ("nama", ""),
        ("golongan", "IX"),
        ("nip_atasan", NEW),
        ("surel", "x"),
        ("sejak", "0202-01-02"),
    ],
)
def test_a_wrong_field_is_named(app: Application, officer: Visitor, field: str, value: str) -> None:
    good = {"nip": NEW, "nama": "Ani"}
    assert officer.open(ADD).send(ADD, **{**good, field: value}).status == 422
    assert officer.page.select_one(f'.errors a[href="#{field}"]')


def test_a_promotion_by_hand_keeps_what_was(app: Application, officer: Visitor) -> None:
    page = address(app, BUDI)
    officer.open(page).send(page, golongan="III/b", nip_atasan=OFFICER, sejak="2026-10-01")
    found = person(app, BUDI)
    assert (found.rank, found.supervisor_id) == ("III/b", person(app, OFFICER).id)
    with app.app_context():
        own = select(Employment.rank).where(Employment.person_id == found.id)
        assert db.session.scalars(own.order_by(Employment.id)).all() == ["III/a", "III/b"]
        last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert last is not None
        assert "III/b" not in str(last.details)


def test_an_account_is_closed_with_a_reason_and_opened_again(
    app: Application, officer: Visitor
) -> None:
    Visitor(app).sign_in(BUDI)
    page = address(app, BUDI, "tutup")
    assert officer.open(page).send(page, alasan="").status == 422
    officer.send(page, alasan="Pensiun")
    assert not person(app, BUDI).active
    with app.app_context():
        own = select(SignIn.revoked_at).where(SignIn.person_id == person(app, BUDI).id)
        assert None not in set(db.session.scalars(own))
        reasons = select(AuditEntry.details).where(AuditEntry.action == "person.deactivated")
        assert db.session.scalars(reasons).one() == {"reason": "Pensiun"}
    officer.open(address(app, BUDI)).send(address(app, BUDI, "buka"))
    assert person(app, BUDI).active


def test_somebody_of_another_office_is_taken_over_only_when_released(
    app: Application, officer: Visitor
) -> None:
    assert officer.open(ADD).send(ADD, nip=CICI, nama="Cici").status == 422
    second = Visitor(app).sign_in(SECOND)
    second.open(address(app, CICI)).send(address(app, CICI, "lepas"))
    before = person(app, CICI).unit_id
    officer.open(ADD).send(ADD, nip=CICI, nama="Cici")
    after = person(app, CICI)
    assert (after.unit_id != before, after.released_at) == (True, None)


def test_who_is_taken_over_keeps_what_the_form_leaves_empty(
    app: Application, officer: Visitor
) -> None:
    with work(app):
        found = db.session.scalars(select(Person).where(Person.nip == CICI)).one()
        found.email, found.siasn_id, found.released_at = "c@c.id", "id-cici", NOW
    officer.open(ADD).send(ADD, nip=CICI, nama="Cici Lestari")
    after = person(app, CICI)
    assert (after.name, after.email, after.siasn_id) == ("Cici Lestari", "c@c.id", "id-cici")


def test_a_release_is_taken_back(app: Application, officer: Visitor) -> None:
    officer.open(address(app, BUDI)).send(address(app, BUDI, "lepas"))
    officer.open(address(app, BUDI)).send(address(app, BUDI, "tahan"))
    assert person(app, BUDI).released_at is None


def test_a_nip_or_address_in_use_is_refused(app: Application, officer: Visitor) -> None:
    assert officer.open(ADD).send(ADD, nip=BUDI, nama="Budi Lagi").status == 422
    assert [each["href"] for each in officer.page.select(".errors a")] == ["#nip"]
    assert officer.page.select_one("#nama")["value"] == "Budi Lagi"  # type: ignore[index]
    with work(app):
        found = db.session.scalars(select(Person).where(Person.nip == CICI)).one()
        found.email = "c@c.id"
    assert officer.open(ADD).send(ADD, nip=NEW, nama="Ani", surel="C@c.id").status == 422
    assert [each["href"] for each in officer.page.select(".errors a")] == ["#surel"]


def test_nobody_changes_their_own_data_or_those_of_other_offices(
    app: Application, officer: Visitor
) -> None:
    assert officer.open(address(app, OFFICER)).status == 404
    assert officer.open(address(app, CICI)).status == 404


def test_the_door_of_somebody_with_more_rights_stays_shut(
    app: Application, officer: Visitor
) -> None:
    with work(app):
        holder = db.session.scalars(select(Person).where(Person.nip == BUDI)).one()
        root = db.session.scalars(select(Unit).where(Unit.kind == "agency")).one()
        grant(holder, "kepegawaian", root, NOW)
    page = address(app, BUDI)
    assert officer.open(page).send(page, surel="jahat@c.id").status == 409
    assert officer.open(page).send(page, golongan="III/b").status == 200
    close = address(app, BUDI, "tutup")
    assert officer.open(close).send(close, alasan="Iseng").status == 409


def test_the_administrator_finds_anybody_by_name_or_nip(app: Application, officer: Visitor) -> None:
    with work(app):
        make_person(None, nip=None, username="admin", unit_id=None)
        admin = db.session.scalars(select(Person).where(Person.username == "admin")).one()
        grant(admin, "admin", None, NOW)
        db.session.scalars(select(Person).where(Person.nip == CICI)).one().active = False
    page = Visitor(app).sign_in("admin")
    for nothing in ("", "?cari=%20%20"):
        assert not page.open(f"/kepegawaian/pegawai/cari{nothing}").page.select("tbody tr")
    for words in ("pegawai d2", CICI[:8]):
        page.open("/kepegawaian/pegawai/cari").send(cari=words)
        assert [each["href"] for each in page.page.select("tbody a")] == [address(app, CICI)]
        assert "Akun ditutup" in page.text
    assert page.open(address(app, CICI)).status == 200
    assert "Tidak ada" in page.open("/kepegawaian/pegawai/cari").send(cari="tak ada").text


def test_an_officer_finds_their_own_people_only(app: Application, officer: Visitor) -> None:
    officer.open("/kepegawaian/pegawai/cari").send(cari="pegawai")
    names = [each.get_text() for each in officer.page.select("tbody a")]
    assert names == ["Pegawai D1"]


def test_units_of_the_same_name_are_told_apart_by_their_perangkat_daerah(
    app: Application, officer: Visitor
) -> None:
    with work(app):
        root = db.session.scalars(select(Unit).where(Unit.kind == "agency")).one()
        for name in ("Dinas Kesehatan", "Dinas Pendidikan"):
            dinas = make_unit(root, "department", name=name)
            make_person(make_unit(dinas, "unit", name="Subbagian Umum"), name="Nama Sama")
        whole = make_person(root, nip=None, username="admin", unit_id=None)
        grant(whole, "admin", None, NOW)
    page = Visitor(app).sign_in("admin").open("/kepegawaian/pegawai/cari")
    assert page.page.select_one(".filters button").get_text() == "Cari"  # type: ignore[union-attr]
    page.send(cari="nama sama")
    units = [list(each.stripped_strings)[:2] for each in page.page.select("tbody td")]
    named = [["Subbagian Umum", name] for name in ("Dinas Kesehatan", "Dinas Pendidikan")]
    assert units == named


def test_a_nip_of_another_account_leads_to_joining_the_two(
    app: Application, officer: Visitor
) -> None:
    with work(app):
        own = db.session.scalars(select(Person).where(Person.nip == BUDI)).one()
        other = make_person(db.session.get_one(Unit, own.unit_id), nip=NEW, name="Budi Baru").id
    page = address(app, BUDI)
    officer.open(page).send(page, nip=NEW)
    assert officer.status == 422
    link = officer.page.find("a", string="Bandingkan kedua akun")
    assert link is not None
    assert officer.open(str(link["href"])).address == f"{address(app, BUDI, 'gabung')}/{other}"
    officer.open(page).send(page, nip=CICI)
    assert officer.status == 422
    assert officer.page.find("a", string="Bandingkan kedua akun") is None


@pytest.mark.parametrize("number", ["199013052015032003", "199012052015132003"])
def test_a_nip_that_looks_wrong_is_compared_once(
    app: Application, officer: Visitor, number: str
) -> None:
    assert officer.open(ADD).page.select_one("#nip_dicocokkan") is None
    officer.send(ADD, nip=number, nama="Ani")
    assert officer.status == 422
    assert officer.page.select_one('.errors a[href="#nip"]')
    assert officer.page.select_one('#nip[aria-invalid="true"]')
    box = officer.page.select_one("#nip_dicocokkan:not([checked])")
    assert box is not None
    assert box["value"] == number
    officer.send(ADD, nip_dicocokkan=number)
    assert officer.status == 200
    page = address(app, number)
    officer.open(page).send(page, jabatan="Arsiparis")
    assert (officer.status, person(app, number).position) == (200, "Arsiparis")


def test_a_nip_is_not_compared_by_the_tick_of_another(app: Application, officer: Visitor) -> None:
    odd, other = "199013052015032003", "199014052015032003"
    officer.open(ADD).send(ADD, nip=odd, nama="Ani")
    officer.send(ADD, nip=other, nip_dicocokkan=odd)
    assert officer.status == 422
    box = officer.page.select_one("#nip_dicocokkan:not([checked])")
    assert box is not None
    assert box["value"] == other
    officer.send(ADD, nip_dicocokkan=other, golongan="Z/z")
    assert officer.page.select_one("#nip_dicocokkan[checked]")
    assert not officer.page.select('.errors a[href="#nip"]')
    officer.send(ADD, golongan="")
    assert (officer.status, person(app, other).name) == (200, "Ani")
