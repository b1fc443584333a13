"""HR brings a staff list in on the pages: columns, dry run, change, undoing."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import grant
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.jobs import Job
from elearning.staff import views
from elearning.staff.models import RosterChange
from elearning.staff.work import put_away_due, rosters_due
from tests.core.spreadsheets import workbook
from tests.factories import NOW, make_person, make_unit, work
from tests.statements import statements
from tests.visitor import Visitor, form_values

IMPORT = "/kepegawaian/pegawai/impor"
ANI, BUDI, CICI = "199012052015032003", "198503172010011001", "197205101998032001"
OFFICER = "198111232006042991"
LIST = (
    "NIP;Nama;Golongan;Perangkat Daerah\n"
    f"{BUDI};Budi;III/c;Dinas Satu\n"
    f"{ANI};Ani Baru;III/a;Dinas Satu\n"
)


@pytest.fixture
def officer(app: Application) -> Visitor:
    """HR of an agency with Budi and Cici."""
    with work(app):
        root = make_unit(code="KAB", name="Kabupaten Contoh")
        first = make_unit(root, "department", code="D1", name="Dinas Satu")
        make_person(first, nip=BUDI, name="Budi")
        make_person(first, nip=CICI, name="Cici")
        grant(make_person(root, nip=OFFICER, name="Kepegawaian"), "kepegawaian", root, NOW)
    return Visitor(app).sign_in(OFFICER)


def unit_key(app: Application, name: str = "Kabupaten Contoh") -> int:
    """Return a unit's key."""
    with app.app_context():
        return db.session.scalars(select(Unit.id).where(Unit.name == name)).one()


def send(app: Application, visitor: Visitor, text: str | bytes = LIST, **fields: str) -> Visitor:
    """Upload a list for the agency."""
    data, name = (text, "pegawai.xlsx") if isinstance(text, bytes) else (text.encode(), "p.csv")
    unit = str(unit_key(app))
    return visitor.open(IMPORT).send(IMPORT, unit=unit, berkas=(BytesIO(data), name), **fields)


def latest(app: Application) -> RosterChange:
    """Return the latest list."""
    with app.app_context():
        return db.session.scalars(select(RosterChange).order_by(RosterChange.id.desc())).first()  # type: ignore[return-value]


def page_of(app: Application) -> str:
    """Return the address of the latest list."""
    return f"{IMPORT}/{latest(app).id}"


def check(app: Application, visitor: Visitor, text: str | bytes = LIST, **fields: str) -> str:
    """Upload a list, take its columns as they were found, and return its address."""
    send(app, visitor, text, **fields)
    address = page_of(app)
    visitor.send(f"{address}/kolom")
    return address


def rank_of(app: Application, nip: str) -> str:
    """Return somebody's rank."""
    with app.app_context():
        return db.session.scalars(select(Person.rank).where(Person.nip == nip)).one()


def test_a_list_is_checked_applied_and_undone(app: Application, officer: Visitor) -> None:
    address = check(app, officer, lengkap="y")
    assert officer.status == 200
    assert rank_of(app, BUDI) == "III/a"
    assert "Ani Baru" in officer.text
    officer.open(f"{address}?tampil=changed")
    assert officer.page.select_one("del").text == "III/a"  # type: ignore[union-attr]
    officer.open(f"{address}?tampil=missing")
    assert "Cici" in officer.text
    officer.open(address).send(f"{address}/terapkan")
    assert rank_of(app, BUDI) == "III/c"
    officer.open(f"{address}/urungkan").send(f"{address}/urungkan")
    assert rank_of(app, BUDI) == "III/a"
    assert latest(app).file_digest == ""


def test_whom_undoing_left_is_shown_first(app: Application, officer: Visitor) -> None:
    address = check(app, officer)
    officer.open(address).send(f"{address}/terapkan")
    with work(app):
        db.session.scalars(select(Person).where(Person.nip == BUDI)).one().rank = "IV/a"
    officer.open(f"{address}/urungkan").send(f"{address}/urungkan")
    assert [row.get_text() for row in officer.page.select("tbody th a")] == ["Budi"]
    assert "Ani Baru" in officer.open(f"{address}?tampil=new").text


def test_the_officer_puts_the_columns_right_and_they_are_remembered(
    app: Application, officer: Visitor
) -> None:
    odd = LIST.replace("Golongan", "Gol. terakhir")
    send(app, officer, odd)
    address = page_of(app)
    assert "III/c · III/a" in officer.text
    assert officer.page.select_one("#kolom-2 option[selected]") is None
    officer.send(f"{address}/kolom", **{"kolom-2": "rank"})
    assert "III/c" in officer.open(f"{address}?tampil=changed").text
    send(app, officer, odd)
    chosen = officer.page.select_one("#kolom-2 option[selected]")
    assert chosen is not None
    assert chosen["value"] == "rank"


def test_a_field_has_one_column_and_nip_and_name_have_theirs(
    app: Application, officer: Visitor
) -> None:
    send(app, officer)
    address = page_of(app)
    assert officer.send(f"{address}/kolom", **{"kolom-3": "rank"}).status == 422
    assert "Dua kolom" in officer.text
    assert officer.send(f"{address}/kolom", **{"kolom-0": ""}).status == 422
    assert officer.page.select("#kolom-3 option[value=rank][selected]")


def test_headings_below_titles_are_found_or_named_by_their_row(
    app: Application, officer: Visitor
) -> None:
    rows = (("DAFTAR PEGAWAI",), (), ("Nomor", "Sebutan"), (BUDI, "Budi"))
    send(app, officer, workbook(*rows))
    address = page_of(app)
    officer.send(f"{address}/judul", baris="3")
    assert latest(app).headings[:2] == ["Nomor", "Sebutan"]
    officer.send(f"{address}/kolom", **{"kolom-0": "nip", "kolom-1": "name"})
    assert latest(app).counts["unchanged"] == 1


def test_an_error_stops_the_change_and_the_problems_leave_as_a_sheet(
    app: Application, officer: Visitor
) -> None:
    address = check(app, officer, LIST + "1,98503E+17;Citra;;Dinas Satu\n")
    assert "Baris 4" in officer.text
    assert not officer.page.select(f'form[action="{address}/terapkan"]')
    sheet = officer.client.get(f"{address}/masalah.xlsx")
    rows = list(load_workbook(BytesIO(sheet.data)).active.values)
    assert [row[:2] for row in rows[1:]] == [(4, "NIP")]


def test_only_ticked_people_are_closed_and_only_with_a_reason(
    app: Application, officer: Visitor
) -> None:
    address = check(app, officer, lengkap="y")
    officer.open(f"{address}?tampil=missing")
    key = officer.page.find("input", attrs={"name": "pilih"})["value"]  # type: ignore[index]
    form = f"{address}/tidak-ada"
    assert officer.send(form, pilih=key, alasan="").status == 422
    assert officer.page.select(f"#alasan-error ~ input, input[value='{key}'][checked]")
    officer.send(form, pilih=key, alasan="Pensiun")
    officer.open(address).send(f"{address}/terapkan")
    with app.app_context():
        open_people = select(Person.nip).where(Person.active.is_(True)).order_by(Person.nip)
        closed = {CICI, OFFICER} - set(db.session.scalars(open_people))
    assert len(closed) == 1


def test_everybody_missing_is_closed_after_a_question(app: Application, officer: Visitor) -> None:
    address = check(app, officer, lengkap="y")
    question = f"{address}/tidak-ada/semua"
    assert officer.open(question).send(question, alasan="").status == 422
    officer.send(question, alasan="Mutasi keluar")
    officer.open(address)
    assert "1 akun akan ditutup" in officer.text


def test_a_file_that_is_no_table_is_refused_on_the_form(app: Application, officer: Visitor) -> None:
    unit = str(unit_key(app))
    officer.open(IMPORT).send(IMPORT, unit=unit, berkas=(BytesIO(b"x"), "pegawai.pdf"))
    assert officer.status == 422
    assert officer.open(IMPORT).send(IMPORT, unit=unit).status == 422


def test_a_file_without_text_that_can_be_read_says_what_to_do(
    app: Application, officer: Visitor
) -> None:
    send(app, officer, b"\xff\xfe\0\0" + "NIP;Nama\n".encode("utf-32-le"))
    assert officer.status == 422
    assert "tidak berisi teks yang dapat dibaca" in officer.text
    assert latest(app) is None


def test_an_empty_file_is_refused(app: Application, officer: Visitor) -> None:
    unit = str(unit_key(app))
    officer.open(IMPORT).send(IMPORT, unit=unit, berkas=(BytesIO(b"\n"), "pegawai.csv"))
    assert officer.status == 422
    assert officer.page.select("#berkas-error")
    assert latest(app) is None


def test_a_list_that_changes_nothing_is_not_applied(app: Application, officer: Visitor) -> None:
    address = check(app, officer, f"NIP;Nama\n{BUDI};Budi\n")
    assert "Tidak ada yang berubah" in officer.text
    assert not officer.page.select(f'form[action="{address}/terapkan"]')
    check(app, officer, "NIP;Nama\n")
    assert "tidak memuat seorang pegawai pun" in officer.text


def test_an_applied_list_is_not_read_again(app: Application, officer: Visitor) -> None:
    address = check(app, officer)
    officer.open(f"{address}?kolom=1")
    form = form_values(officer.form(f"{address}/kolom"))
    officer.open(address).send(f"{address}/terapkan")
    for page in ("kolom", "judul"):
        answer = officer.client.post(f"{address}/{page}", data=form)
        assert answer.status_code == 409
    assert officer.open(f"{address}?kolom=1").status == 200
    assert latest(app).state == "applied"


def test_a_list_put_away_is_gone(app: Application, officer: Visitor) -> None:
    address = check(app, officer)
    officer.open(address).send(f"{address}/buang")
    assert officer.open(address).status == 404
    assert latest(app).file_digest == ""


def test_a_list_that_nobody_applies_is_put_away_after_a_week(
    app: Application, officer: Visitor
) -> None:
    address = check(app, officer)
    with app.app_context(), app.test_request_context():
        assert put_away_due(clock.now() + timedelta(days=6)) == 0
        assert put_away_due(clock.now() + timedelta(days=8)) == 1
    assert officer.open(address).status == 404


def test_the_list_of_another_department_is_nobody_elses(app: Application, officer: Visitor) -> None:
    address = check(app, officer)
    with work(app):
        root = db.session.get_one(Unit, unit_key(app))
        other = make_unit(root, "department", code="D2", name="Dinas Dua")
        nip = make_person(other, name="Kepegawaian Dua").nip or ""
        holder = db.session.scalars(select(Person).where(Person.nip == nip)).one()
        grant(holder, "kepegawaian", other, NOW)
    second = Visitor(app).sign_in(nip)
    assert second.open(address).status == 404
    offered = second.open(IMPORT).page.select("#unit option")
    assert [option.text.strip() for option in offered] == ["Dinas Dua"]


def test_the_worker_carries_out_large_lists(
    app: Application, officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SMALL", 0)
    monkeypatch.setattr("elearning.staff.change_views.FEW", 0)
    address = check(app, officer)
    assert officer.address.startswith("/proses/")
    carry_out(app)
    officer.open(address).send(f"{address}/terapkan")
    assert rank_of(app, BUDI) == "III/a"
    carry_out(app)
    assert rank_of(app, BUDI) == "III/c"
    officer.open(f"{address}/urungkan").send(f"{address}/urungkan")
    carry_out(app)
    assert rank_of(app, BUDI) == "III/a"
    with app.app_context():
        assert set(db.session.scalars(select(Job.state))) == {"done"}


def carry_out(app: Application) -> None:
    """Let the worker do what waits."""
    with app.app_context(), app.test_request_context():
        rosters_due(clock.now())


def test_a_dry_run_that_broke_off_is_begun_anew(
    app: Application, officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = check(app, officer)
    with work(app):
        db.session.execute(update(RosterChange).values(state="checking"))
    officer.open(address).send(f"{address}/kolom")
    assert latest(app).counts["new"] == 1


def test_the_page_of_a_dry_run_asks_as_much_for_many_lines(
    app: Application, officer: Visitor
) -> None:
    rows = "".join(f"1990120520150320{n:02d};Pegawai {n};III/a;Dinas Satu\n" for n in range(10, 50))
    few, many = check(app, officer, LIST), check(app, officer, LIST + rows)
    found = []
    for address in (few, many):
        officer.open(f"{address}?tampil=new")
        with statements(app) as asked:
            officer.open(f"{address}?tampil=new")
        found.append(len(asked))
    assert found[0] == found[1]
    with app.app_context():
        assert db.session.scalar(select(func.count(RosterChange.id))) == 2


def test_the_list_of_rosters_asks_as_much_for_many(app: Application, officer: Visitor) -> None:
    found = []
    for _round in range(2):
        check(app, officer)
        officer.open(IMPORT)
        with statements(app) as asked:
            officer.open(IMPORT)
        found.append(len(asked))
    assert len(officer.page.select("table.data tbody tr")) == 2
    assert found[0] == found[1]
