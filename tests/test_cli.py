"""`elearning` as an operator meets it: mistakes get a sentence and the agreed exit status."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import ELEARNING, environment, free_port

DONE, REFUSED, USAGE = 0, 1, 2


def run(*words: object, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a data folder; a stack trace is never an answer."""
    done = subprocess.run(
        [*ELEARNING, *map(str, words)],
        env=environment(folder) | settings,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty database."""
    folder = tmp_path_factory.mktemp("operator")
    assert "dimutakhirkan" in run("db", "upgrade", folder=folder).stdout
    return folder


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody else listens at."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield int(other.getsockname()[1])


@pytest.mark.parametrize("words", [("courses", "publish", "."), ("records", "verify")])
def test_a_database_that_is_not_migrated_names_the_command(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = run(*words, folder=tmp_path)
    assert done.returncode == REFUSED
    assert "elearning db upgrade" in done.stderr


def test_a_database_that_does_not_answer_is_said_to_be_away(tmp_path: Path) -> None:
    away = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    done = run("records", "verify", folder=tmp_path, DATABASE_URL=away)
    assert done.returncode == REFUSED
    assert "tidak dapat digunakan" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("db", "upgrade", folder=tmp_path / "file" / "data")
    assert done.returncode == REFUSED
    assert str(tmp_path / "file") in done.stderr


def test_an_export_into_a_folder_that_is_not_there_names_the_path(data: Path) -> None:
    path = data / "nowhere" / "x.xlsx"
    done = run("records", "export", "-o", path, folder=data)
    assert done.returncode == REFUSED
    assert str(path) in done.stderr


def test_a_port_in_use_is_refused_before_the_address_is_announced(
    data: Path, taken_port: int
) -> None:
    done = run("serve", "--port", taken_port, folder=data, CONTENT_DIR=str(data))
    assert (done.returncode, done.stdout) == (REFUSED, "")
    assert f"127.0.0.1:{taken_port}" in done.stderr
    assert "PORT" in done.stderr


def test_a_course_folder_that_is_not_there_is_a_mistake_of_usage(data: Path) -> None:
    assert run("courses", "check", data / "nowhere", folder=data).returncode == USAGE


def test_a_folder_without_a_course_is_named(data: Path, tmp_path: Path) -> None:
    done = run("courses", "check", tmp_path, folder=data)
    assert done.returncode == REFUSED
    assert "course.md" in done.stdout


@pytest.mark.parametrize("pair", ["abc", "=abc", "abc="])
def test_same_needs_a_new_and_an_old_question(data: Path, tmp_path: Path, pair: str) -> None:
    done = run("courses", "publish", "--same", pair, tmp_path, folder=data)
    assert done.returncode == USAGE
    assert "NEW=OLD" in done.stderr


def test_production_without_a_key_is_refused(tmp_path: Path) -> None:
    done = run("records", "verify", folder=tmp_path, ENVIRONMENT="production", SECRET_KEY="")
    assert done.returncode == REFUSED
    assert "SECRET_KEY" in done.stderr


def test_help_names_no_option_that_does_not_work_here(tmp_path: Path) -> None:
    words = run("--help", folder=tmp_path).stdout
    assert "--app" not in words
    assert "courses" in words


def test_a_bug_shows_its_stack_trace(tmp_path: Path) -> None:
    probe = (
        "from elearning import cli; cli.COMMANDS['worker'] = 'elearning.cli:nothing'; cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, "worker"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert "Traceback" in done.stderr
