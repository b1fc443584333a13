"""A backup restores everything and proves it; nothing is ever overwritten or unpacked elsewhere."""

import io
import shutil
import sqlite3
import tarfile
from pathlib import Path

import pytest

from tests.conftest import KEY
from tests.test_cli import REFUSED, run

TABLES = (
    *("person", "completion", "history_entry", "certificate", "audit_entry"),
    *("ledger_line", "ledger_node", "checkpoint", "signing_key"),
)
BADGE_KEYS = ("badge_proof_key", "badge_token_key")


@pytest.fixture(scope="module")
def prepared(built_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's data with a stored certificate and a generated key, made once."""
    place = tmp_path_factory.mktemp("backup")
    folder, pdf = place / "data", place / "certificate.pdf"
    shutil.copytree(built_folder, folder)
    (folder / "secret_key").write_text(KEY)
    for name in BADGE_KEYS:
        (folder / name).write_text(f"{name} of the test")
    assert run("certificates", "render", number(folder), "-o", pdf, folder=folder).returncode == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert run("records", "checkpoint", folder=folder).returncode == 0
    return folder


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """A copy for each test."""
    folder = tmp_path / "data"
    shutil.copytree(prepared, folder)
    return folder


def number(folder: Path) -> str:
    """Return the number of the first certificate."""
    return str(rows(folder, "select number from certificate order by id limit 1")[0][0])


def rows(folder: Path, statement: str) -> list[tuple[object, ...]]:
    """Read a database as SQLite sees it."""
    with sqlite3.connect(folder / "elearning.db") as connection:
        return connection.execute(statement).fetchall()


def tar(path: Path, **members: bytes) -> Path:
    """Write a tar file; `__` stands for a slash."""
    with tarfile.open(path, "w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name.replace("__", "/"))
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def test_what_is_restored_is_what_was_backed_up(data: Path, tmp_path: Path) -> None:
    backup, new = tmp_path / "backup.tar", tmp_path / "new"
    assert run("backup", backup, folder=data).returncode == 0
    assert backup.stat().st_mode & 0o077 == 0
    done = run("restore", backup, folder=new)
    assert done.returncode == 0, done.stderr
    assert "utuh" in done.stdout
    for table in TABLES:
        assert rows(new, f"select * from {table}") == rows(data, f"select * from {table}")
    stored = sorted(p.relative_to(data) for p in data.glob("files/*/*"))
    assert stored
    assert [(new / name).read_bytes() for name in stored] == [
        (data / n).read_bytes() for n in stored
    ]
    assert (new / "secret_key").read_text() == KEY
    for name in BADGE_KEYS:
        assert (new / name).read_text() == f"{name} of the test"
    assert (new / "signing_key").read_bytes() == (data / "signing_key").read_bytes()
    assert (new / "signing_key").stat().st_mode & 0o077 == 0


def test_a_backup_has_what_was_written_a_moment_ago(data: Path, tmp_path: Path) -> None:
    with sqlite3.connect(data / "elearning.db") as connection:
        connection.execute("update person set email = 'baru@contoh.go.id' where id = 1")
        connection.commit()
        assert run("backup", tmp_path / "b.tar", folder=data).returncode == 0
    run("restore", tmp_path / "b.tar", folder=tmp_path / "new")
    assert rows(tmp_path / "new", "select email from person where id = 1") == [
        ("baru@contoh.go.id",)
    ]


def test_a_folder_with_data_and_a_file_that_is_there_are_refused(
    data: Path, tmp_path: Path
) -> None:
    assert run("backup", tmp_path / "b.tar", folder=data).returncode == 0
    before = (tmp_path / "b.tar").read_bytes()
    assert run("backup", tmp_path / "b.tar", folder=data).returncode == REFUSED
    assert (tmp_path / "b.tar").read_bytes() == before
    refused = run("restore", tmp_path / "b.tar", folder=data)
    assert refused.returncode == REFUSED
    assert "tidak kosong" in refused.stderr


def test_a_restored_history_that_was_tampered_with_is_named(data: Path, tmp_path: Path) -> None:
    with sqlite3.connect(data / "elearning.db") as connection:
        connection.execute("update history_entry set jp = 99 where id = 5")
    run("backup", tmp_path / "b.tar", folder=data)
    done = run("restore", tmp_path / "b.tar", folder=tmp_path / "new")
    assert done.returncode == REFUSED
    assert "diubah" in done.stderr


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"secret_key": b"x"},
        {"..__evil": b"x", "elearning.db": b"x"},
        {f"files__aa__{'a' * 64}": b"another content", "elearning.db": b"x"},
    ],
)
def test_a_file_that_is_no_whole_backup_is_refused(
    members: dict[str, bytes], tmp_path: Path
) -> None:
    new = tmp_path / "deep" / "new"
    done = run("restore", tar(tmp_path / "b.tar", **members), folder=new)
    assert done.returncode == REFUSED
    assert "bukan cadangan" in done.stderr
    assert not (new / "elearning.db").exists()
    assert not (new.parent / "evil").exists()


def test_a_text_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("hello")
    assert run("restore", tmp_path / "b.tar", folder=tmp_path / "new").returncode == REFUSED


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_database_of_its_own_is_left_to_its_own_tools(command: str, tmp_path: Path) -> None:
    path = tar(tmp_path / "b.tar", **{"elearning.db": b"x"})
    done = run(command, path, folder=tmp_path / "data", DATABASE_URL="postgresql:///nothing")
    assert done.returncode == REFUSED
    assert "pg_dump" in done.stderr


def test_a_number_that_no_certificate_has_is_refused(data: Path, tmp_path: Path) -> None:
    done = run("certificates", "render", "1/2", "-o", tmp_path / "y.pdf", folder=data)
    assert done.returncode == REFUSED
    assert not (tmp_path / "y.pdf").exists()
