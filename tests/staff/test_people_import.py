"""The roster import: all or nothing, history kept, units made."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import Result
from sqlalchemy import func, select

from elearning.accounts.models import ActivationCode, Employment, Person, RoleGrant, Unit
from elearning.accounts.passwords import is_password
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.errors import Refused
from elearning.staff.cli import people
from tests.factories import make_person, make_unit, work
from tests.staff.rosters import TODAY, applied, counts, person, planned, problems

BUDI, SRI, ANI = "198503172010011001", "197205101998032001", "199012052015032003"
HEAD = "NIP;Nama;Status ASN;Golongan;Jabatan;Perangkat Daerah;Unit Kerja;Email;NIP Atasan;TMT Jabatan\n"
ROSTER = (
    f"{HEAD}"
    f"{BUDI};Budi Santoso, S.Kom.;PNS;III/a;Analis;Dinas Contoh;Bidang Satu;b@c.id;{SRI};01-02-2024\n"
    f"{SRI};Dr. Sri Teladan;PNS;IV/b;Kepala Dinas;Dinas Contoh;;;;\n"
)


@pytest.fixture
def agency(each_app: Application) -> Application:
    """An application with one agency."""
    with work(each_app):
        make_unit(code="KAB", name="Kabupaten Contoh")
    return each_app


def test_a_roster_makes_people_units_and_supervisors(agency: Application) -> None:
    with work(agency):
        assert counts(applied(ROSTER)) == (2, 0, 0)
        budi, sri = person(BUDI), person(SRI)
        assert (budi.name, budi.back_title, budi.rank) == ("Budi Santoso", "S.Kom.", "III/a")
        assert (budi.supervisor_id, budi.password_hash, budi.email) == (sri.id, None, "b@c.id")
        units = db.session.scalars(select(Unit).order_by(Unit.id)).all()
        assert [(unit.kind, unit.name) for unit in units][1:] == [
            ("department", "Dinas Contoh"),
            ("unit", "Bidang Satu"),
        ]
        assert budi.unit_id == units[2].id
        assert sri.unit_id == units[1].id
        assert units[2].path.startswith(units[1].path)
        periods = db.session.scalars(select(Employment).order_by(Employment.id)).all()
        assert [period.valid_from for period in periods] == [date(2024, 2, 1), TODAY]


def test_the_same_roster_again_changes_nothing(agency: Application) -> None:
    with work(agency):
        applied(ROSTER)
        assert counts(applied(ROSTER)) == (0, 0, 2)
        assert db.session.scalar(select(func.count(Employment.id))) == 2


def test_a_promotion_keeps_what_was_before(agency: Application) -> None:
    with work(agency):
        applied(ROSTER)
        promoted = ROSTER.replace("III/a;Analis", "III/b;Analis").replace("01-02-2024", "")
        assert counts(applied(promoted)) == (0, 1, 1)
        of_budi = select(Employment).where(Employment.person_id == person(BUDI).id)
        before, present = db.session.scalars(of_budi.order_by(Employment.valid_from))
        assert (before.rank, before.valid_until) == ("III/a", TODAY)
        assert (present.rank, present.valid_from, present.valid_until) == ("III/b", TODAY, None)


def test_a_correction_with_an_old_date_never_rewrites_the_past(agency: Application) -> None:
    with work(agency):
        applied(ROSTER)
        applied(ROSTER.replace("III/a;Analis", "III/b;Analis").replace("01-02-2024", "01-01-2020"))
        of_budi = select(Employment).where(Employment.person_id == person(BUDI).id)
        period = db.session.scalars(of_budi).one()
        assert (period.rank, period.valid_from) == ("III/b", date(2024, 2, 1))


def test_a_new_address_begins_no_new_employment(agency: Application) -> None:
    with work(agency):
        applied(ROSTER)
        assert counts(applied(ROSTER.replace("b@c.id", "budi@c.id"))) == (0, 1, 1)
        assert db.session.scalar(select(func.count(Employment.id))) == 2


def test_an_empty_cell_changes_nothing(agency: Application) -> None:
    with work(agency):
        applied(ROSTER)
        assert counts(applied(f"NIP;Nama\n{BUDI};Budi Santoso\n")) == (0, 0, 1)
        assert person(BUDI).back_title == "S.Kom."


def test_a_status_that_a_file_leaves_out_is_not_guessed_anew(agency: Application) -> None:
    with work(agency):
        applied(ROSTER.replace(";PNS;III/a", ";CPNS;III/a"))
        applied(f"NIP;Nama;Jabatan\n{BUDI};Budi Santoso;Arsiparis\n")
        assert (person(BUDI).status, person(BUDI).position) == ("CPNS", "Arsiparis")


def test_a_new_nip_of_the_other_status_brings_it(agency: Application) -> None:
    with work(agency):
        pppk, pns = "199507042022212003", "199507042026042007"
        head = "NIP;Nama;pnsOrangId;Perangkat Daerah\n"
        applied(f"{head}{pppk};Maria;a-1;Dinas Contoh\n")
        assert person(pppk).status == "PPPK"
        applied(f"{head}{pns};Maria;a-1;\n")
        assert person(pns).status == "PNS"


def test_a_changed_supervisor_counts_as_a_change(agency: Application) -> None:
    with work(agency):
        applied(ROSTER.replace(f"b@c.id;{SRI}", "b@c.id;"))
        assert counts(applied(ROSTER)) == (0, 1, 1)


def test_an_unknown_supervisor_is_only_a_warning(agency: Application) -> None:
    with work(agency):
        found = problems(applied(ROSTER.replace(f";{SRI};", f";{ANI};")))
    assert [(each.column, each.level) for each in found] == [("NIP Atasan", "warning")]


def test_a_new_nip_with_the_same_siasn_id_moves_the_account(agency: Application) -> None:
    table = "NIP;Nama;Perangkat Daerah;ID SIASN\n{};Budi;Dinas;A-1\n"
    with work(agency):
        applied(table.format(BUDI))
        key = person(BUDI).id
        assert counts(applied(table.format(ANI))) == (0, 1, 0)
        assert person(ANI).id == key
        nips = db.session.scalars(select(Employment.nip).order_by(Employment.id))
        assert set(nips) == {ANI}


def test_the_address_of_another_account_is_left_empty(agency: Application) -> None:
    with work(agency):
        make_person(db.session.scalars(select(Unit)).one(), email="b@c.id")
        found = problems(applied(ROSTER))
        assert person(BUDI).email is None
    assert ["akun lain" in str(problem) for problem in found] == [True]


def test_a_new_person_needs_a_unit(agency: Application) -> None:
    with work(agency):
        found = problems(planned(f"NIP;Nama\n{BUDI};Budi\n"))
    assert [(each.column, each.level) for each in found] == [("Unit Kerja", "error")]


def test_units_are_found_by_code_and_by_name(agency: Application) -> None:
    table = "NIP;Nama;Kode Unit;Unit Kerja\n{};Budi;{};{}\n"
    with work(agency):
        root = db.session.scalars(select(Unit)).one()
        unit = make_unit(root, "department", code="D1", name="Dinas Satu")
        applied(table.format(BUDI, "d1", ""))
        applied(table.format(SRI, "", "dinas  SATU"))
        assert {person(BUDI).unit_id, person(SRI).unit_id} == {unit.id}
        assert planned(table.format(ANI, "D9", "")).counts["error"] == 1
        applied(table.format(ANI, "D2", "Dinas Dua"))
        made = db.session.get_one(Unit, person(ANI).unit_id)
        assert (made.code, made.name, made.kind) == ("D2", "Dinas Dua", "department")


CODED = "NIP;Nama;Perangkat Daerah;Kode Unit;Unit Kerja\n{};Budi;{};{};{}\n"


@pytest.fixture
def namesakes(agency: Application) -> Application:
    """Two Perangkat Daerah with a TU each; in the first one, a unit bears the code of its own."""
    with work(agency):
        root = db.session.scalars(select(Unit)).one()
        for code, name in (("D1", "Dinas Satu"), ("D2", "Dinas Dua")):
            dinas = make_unit(root, "department", code=code, name=name)
            make_unit(dinas, "unit", code="TU", name="Tata Usaha")
            make_unit(dinas, "unit", code=code, name=f"Bidang {code}")
    return agency


@pytest.mark.parametrize(
    ("department", "code", "name", "words"),
    [
        ("", "TU", "", ("Kode Unit", "Dinas Satu / Tata Usaha", "Dinas Dua / Tata Usaha")),
        (
            "",
            "TU",
            "Tata Usaha",
            ("Kode Unit", "Dinas Satu / Tata Usaha", "Dinas Dua / Tata Usaha"),
        ),
        ("Dinas Satu", "D1", "", ("Kode Unit", "/ Dinas Satu", "Dinas Satu / Bidang D1")),
        ("Dinas Satu", "TU", "Bidang D1", ("Kode Unit", "/ Tata Usaha", "Dinas Satu / Bidang D1")),
        ("", "", "Tata Usaha", ("Unit Kerja", "Dinas Satu / Tata Usaha", "Dinas Dua / Tata Usaha")),
    ],
)
def test_a_code_that_may_mean_another_unit_is_refused_with_both(
    namesakes: Application, department: str, code: str, name: str, words: tuple[str, ...]
) -> None:
    with work(namesakes):
        (found,) = problems(planned(CODED.format(BUDI, department, code, name)))
    assert (found.line, found.level) == (2, "error")
    assert [word in f"{found.column}: {found.message}" for word in words] == [True] * 3


@pytest.mark.parametrize(
    ("department", "code", "name", "unit"),
    [
        ("Dinas Satu", "TU", "", "Tata Usaha"),
        ("Dinas Satu", "D1", "Bidang D1", "Bidang D1"),
        ("Dinas Satu", "D1", "Dinas Satu", "Dinas Satu"),
        ("", "D1", "Bidang D1", "Bidang D1"),
        ("Dinas Satu", "TU", "Tata Usaha dan Rumah Tangga", "Tata Usaha"),
    ],
)
def test_code_and_name_together_find_the_unit(
    namesakes: Application, department: str, code: str, name: str, unit: str
) -> None:
    with work(namesakes):
        applied(CODED.format(BUDI, department, code, name))
        assert db.session.get_one(Unit, person(BUDI).unit_id).name == unit


def test_two_units_of_one_name_need_more_than_the_name(agency: Application) -> None:
    with work(agency):
        root = db.session.scalars(select(Unit)).one()
        for code in ("D1", "D2"):
            make_unit(make_unit(root, "department", code=code), "unit", name="Sekretariat")
        found = problems(planned(f"NIP;Nama;Unit Kerja\n{BUDI};Budi;Sekretariat\n"))
    assert "Ada beberapa unit kerja" in str(found[0])


def test_code_and_name_of_two_units_need_the_perangkat_daerah(namesakes: Application) -> None:
    with work(namesakes):
        (both,) = problems(planned(CODED.format(BUDI, "", "TU", "Tata Usaha")))
        (coded,) = problems(planned(CODED.format(BUDI, "", "TU", "")))
    assert both.message.endswith("Sebutkan Perangkat Daerahnya.")
    assert coded.message.endswith("Sebutkan kode dan namanya, atau Perangkat Daerahnya.")


@pytest.mark.parametrize(
    ("code", "name", "column"), [("TU", "", "Kode Unit"), ("TU", "Tata Usaha", "Unit Kerja")]
)
def test_a_closed_unit_is_told_at_the_column_that_names_it(
    namesakes: Application, code: str, name: str, column: str
) -> None:
    with work(namesakes):
        for unit in db.session.scalars(select(Unit).where(Unit.code == "TU")):
            unit.active = False
        db.session.flush()
        (problem,) = problems(planned(CODED.format(BUDI, "Dinas Satu", code, name)))
    assert problem.column == column


def test_two_perangkat_daerah_of_one_name_are_refused(agency: Application) -> None:
    with work(agency):
        root = db.session.scalars(select(Unit)).one()
        for code in ("D1", "D2"):
            make_unit(root, "department", code=code, name="Dinas Kembar")
        found = problems(planned(f"NIP;Nama;Perangkat Daerah\n{BUDI};Budi;Dinas Kembar\n"))
    assert [(each.line, each.column, each.level) for each in found] == [
        (2, "Perangkat Daerah", "error")
    ]
    assert "D1 dan D2" in found[0].message


def test_a_unit_called_like_its_perangkat_daerah_is_not_meant(agency: Application) -> None:
    with work(agency):
        root = db.session.scalars(select(Unit)).one()
        department = make_unit(root, "department", code="SETDA", name="Sekretariat Daerah")
        make_unit(department, "unit", code="TU", name="Sekretariat Daerah")
        applied(f"NIP;Nama;Perangkat Daerah\n{BUDI};Budi;Sekretariat Daerah\n")
        assert person(BUDI).unit_id == department.id


def test_units_of_one_name_below_one_unit_get_codes_of_their_own(agency: Application) -> None:
    with work(agency):
        root = db.session.scalars(select(Unit)).one()
        make_unit(root, "department", code="DINAS-A", name="Lain")
        applied(f"NIP;Nama;Perangkat Daerah\n{BUDI};Budi;Dinas A\n")
        assert db.session.get_one(Unit, person(BUDI).unit_id).code == "DINAS-A-2"


# The command


Run = Callable[..., Result]


@pytest.fixture
def run(app: Application) -> Run:
    """Run `elearning people …` as the command line does."""
    with work(app):
        make_unit(code="KAB", name="Kabupaten Contoh")

    def invoke(*arguments: str, typed: str = "") -> Result:
        with writing():
            return app.test_cli_runner().invoke(people, arguments, input=typed)

    return invoke


def roster_file(folder: Path, text: str) -> str:
    """Write a roster and return its path."""
    path = folder / "pegawai.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def how_many(app: Application) -> int:
    """Count people."""
    with app.app_context():
        return db.session.scalar(select(func.count(Person.id))) or 0


def test_the_command_imports_a_roster(app: Application, run: Run, tmp_path: Path) -> None:
    result = run("import", roster_file(tmp_path, ROSTER))
    assert result.exit_code == 0, result.output
    assert how_many(app) == 2
    assert "2" in result.output
    assert "Bidang Satu (BIDANG-SATU)" in result.output


def test_a_dry_run_counts_and_saves_nothing(app: Application, run: Run, tmp_path: Path) -> None:
    result = run("import", roster_file(tmp_path, ROSTER), "--dry-run")
    assert result.exit_code == 0
    assert "Bidang Satu" in result.output
    assert how_many(app) == 0
    with app.app_context():
        assert db.session.scalar(select(func.count(Unit.id))) == 1


def test_one_bad_row_saves_nothing_and_names_its_cell(
    app: Application, run: Run, tmp_path: Path
) -> None:
    result = run("import", roster_file(tmp_path, ROSTER + "1,98503E+17;Citra;PNS;;;Dinas;;;;\n"))
    assert isinstance(result.exception, Refused)
    assert "4" in result.output
    assert "NIP" in result.output
    assert how_many(app) == 0


def test_a_file_that_is_no_roster_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("import", roster_file(tmp_path, "a;b\n1;2\n"))
    assert isinstance(result.exception, Refused)


def test_a_missing_file_is_a_usage_error(run: Run) -> None:
    assert run("import", "tidak-ada.csv").exit_code == 2


def test_people_can_be_imported_below_one_unit(app: Application, run: Run, tmp_path: Path) -> None:
    with work(app):
        make_unit(db.session.scalars(select(Unit)).one(), "department", code="D1")
    path = roster_file(tmp_path, f"NIP;Nama\n{BUDI};Budi\n")
    assert run("import", path, "--unit", "d1").exit_code == 0
    with app.app_context():
        assert person(BUDI).unit_id == 2


def test_of_several_agencies_one_must_be_chosen(app: Application, run: Run, tmp_path: Path) -> None:
    assert run("agency", "KOTA", "Kota Contoh").exit_code == 0
    assert isinstance(run("agency", "kota", "Kota Lagi").exception, Refused)
    path = roster_file(tmp_path, ROSTER)
    assert "KAB, KOTA" in str(run("import", path).exception)
    assert isinstance(run("import", path, "--agency", "X").exception, Refused)
    assert run("import", path, "--agency", "kota").exit_code == 0
    with app.app_context():
        unit = db.session.get_one(Unit, person(SRI).unit_id)
        assert unit.path.startswith("/2/")
    with work(app):
        db.session.get_one(Unit, 2).active = False
    assert run("import", path, "--dry-run").exit_code == 0


def test_roles_slips_and_passwords_are_given_at_the_command_line(
    app: Application, run: Run, tmp_path: Path
) -> None:
    run("import", roster_file(tmp_path, ROSTER))
    assert run("grant", SRI, "kepegawaian", "--unit", "KAB").exit_code == 0
    assert isinstance(run("grant", SRI, "kepegawaian").exception, Refused)
    assert isinstance(run("grant", SRI, "kepegawaian", "--unit", "X").exception, Refused)
    assert run("grant", SRI, "raja").exit_code == 2
    assert isinstance(run("slip", ANI).exception, Refused)
    assert "/aktivasi  " in run("slip", BUDI).output
    good = "sungai-gunung-lembah-angin\n"
    assert run("password", BUDI, typed=good * 2).exit_code == 0
    assert isinstance(run("password", BUDI, typed="pendek\n" * 2).exception, Refused)
    with app.app_context():
        assert db.session.scalars(select(RoleGrant.role)).all() == ["kepegawaian"]
        assert is_password(good.strip(), person(BUDI).password_hash)
        assert db.session.scalars(select(ActivationCode.used_at)).one() is not None
    assert run("deactivate", BUDI).exit_code == 0
    assert isinstance(run("slip", BUDI).exception, Refused)


def test_a_code_that_two_units_have_is_refused(app: Application, run: Run) -> None:
    with work(app):
        root = db.session.scalars(select(Unit)).one()
        for parent in ("D1", "D2"):
            make_unit(make_unit(root, "department", code=parent), "unit", code="S")
        nip = make_person(root).nip or ""
    assert isinstance(run("grant", nip, "kepegawaian", "--unit", "S").exception, Refused)


def test_no_command_takes_a_password_as_an_argument() -> None:
    for command in people.commands.values():
        names = {parameter.name for parameter in command.params}
        assert "password" not in names
        assert isinstance(command, click.Command)
