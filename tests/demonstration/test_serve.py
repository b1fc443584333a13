"""`elearning serve --demo` and `elearning demo`, as processes of their own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

import pytest

from elearning.demonstration.sources import PASSWORD, accounts
from tests.conftest import KEY

ELEARNING = (sys.executable, "-c", "from elearning.cli import main; main()")
#: What a start without work must not wait for.
HEAVY = ("alembic", "typst", "markdown", "bleach", "xlsxwriter")
HEAVY += ("rustpy_xlsxwriter", "python_calamine", "rich")


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a process on a data folder."""
    return os.environ | {"DATA_DIR": str(folder), "SECRET_KEY": KEY, "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Serve the demonstration until the block ends."""
    command = [*ELEARNING, "serve", "--demo", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def page(port: int) -> str:
    """Return the first page, as soon as it is served."""
    until = monotonic() + 60
    while monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/") as answer:
                return str(answer.read().decode())
        except OSError:
            sleep(0.05)
    raise AssertionError("nothing was served")


def test_a_first_start_shows_the_demonstration_and_names_its_people(tmp_path: Path) -> None:
    port = free_port()
    with served(tmp_path, port) as process:
        assert "Pemerintah Kabupaten Contoh" in page(port)
    printed, _errors = process.communicate()
    assert f"http://127.0.0.1:{port}/masuk" in printed
    assert PASSWORD in printed
    assert [row["sign_in"] for row in accounts() if row["sign_in"] not in printed] == []


def test_demo_on_a_demonstration_says_so_and_succeeds(built_folder: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [*ELEARNING, "demo"], env=environment(built_folder), capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_start_without_work_loads_no_heavy_library() -> None:
    probe = f"import sys, elearning.serve; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_a_mistake_of_usage(port: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [*ELEARNING, "serve", "--port", port], env=environment(tmp_path), capture_output=True
    )
    assert done.returncode == 2
