"""`elearning serve --demo` and `elearning demo`, as processes of their own."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener, urlopen

import pytest

from elearning.demonstration.sources import PASSWORD, accounts
from tests.processes import ELEARNING, environment, free_port

#: What a start without work must not wait for.
HEAVY = ("alembic", "typst", "markdown", "bleach", "xlsxwriter")
HEAVY += ("rustpy_xlsxwriter", "python_calamine", "rich")


#: An account of the demonstration that has a certificate.
GRADUATE = "198111232006042991"
#: Much less than building the demonstration takes.
SOON_SECONDS = 3
#: A worker that waits for a thread it does not have waits for ever.
PATIENCE_SECONDS = 30


PROCESSES = Path("/proc/self").parent


class Start(NamedTuple):
    """A server that shows the demonstration, and what it printed."""

    port: int
    log: Path
    process: subprocess.Popen[bytes]


@contextmanager
def served(folder: Path, port: int) -> Iterator[Start]:
    """Serve the demonstration until the block ends."""
    command = [*ELEARNING, "serve", "--demo", "--port", str(port)]
    log = folder / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, env=environment(folder), stdout=out, stderr=out)
        try:
            yield Start(port, log, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """A server on a new machine: it migrates, publishes and builds before it serves."""
    with served(tmp_path_factory.mktemp("new"), free_port()) as start:
        page(start.port)
        yield start


def signed_in(port: int, nip: str) -> OpenerDirector:
    """Return a browser in which somebody has signed in."""
    browser, address = build_opener(HTTPCookieProcessor(CookieJar())), f"http://127.0.0.1:{port}"
    form = browser.open(f"{address}/masuk", timeout=PATIENCE_SECONDS).read().decode()
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', form)[0]
    typed = {"csrf_token": token, "identifier": nip, "password": PASSWORD}
    browser.open(f"{address}/masuk", urlencode(typed).encode(), PATIENCE_SECONDS)
    return browser


def wait_for_children(pid: int) -> list[int]:
    """Return the processes that a process has started, as soon as there are some."""
    found = PROCESSES / str(pid) / "task" / str(pid) / "children"
    until = monotonic() + PATIENCE_SECONDS
    while not (children := found.read_text().split()) and monotonic() < until:
        sleep(0.02)
    assert children
    return [int(child) for child in children]


def is_alive(pid: int) -> bool:
    """Whether a process works still; one that nobody has buried yet does not."""
    try:
        said = (PROCESSES / str(pid) / "stat").read_text()
    except OSError:
        return False
    return said.rpartition(")")[2].split()[0] != "Z"


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


def test_a_first_start_shows_the_demonstration_and_names_its_people(first_start: Start) -> None:
    assert "Pemerintah Kabupaten Contoh" in page(first_start.port)
    printed = first_start.log.read_text()
    assert f"http://127.0.0.1:{first_start.port}/masuk" in printed
    assert PASSWORD in printed
    assert [row["sign_in"] for row in accounts() if row["sign_in"] not in printed] == []


def test_a_first_start_prints_certificates(first_start: Start) -> None:
    browser, address = signed_in(first_start.port, GRADUATE), f"http://127.0.0.1:{first_start.port}"
    history = browser.open(f"{address}/riwayat/", timeout=PATIENCE_SECONDS).read().decode()
    path = re.findall(r'"(/sertifikat/\d+\.pdf)"', history)[0]
    document = browser.open(f"{address}{path}", timeout=PATIENCE_SECONDS).read()
    assert document.startswith(b"%PDF-")


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="the system does not say what a process holds")
def test_what_the_work_has_loaded_is_not_forked_into_the_workers(first_start: Start) -> None:
    held = (PROCESSES / str(first_start.process.pid) / "maps").read_text()
    assert "/granian/" in held
    assert [library for library in ("/typst/", "/PIL/") if library in held] == []


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="the system does not say what a process holds")
def test_a_server_that_is_killed_while_it_prepares_leaves_nobody_at_work(tmp_path: Path) -> None:
    with served(tmp_path, free_port()) as start:
        at_work = wait_for_children(start.process.pid)
        start.process.kill()
        start.process.wait(20)
        until = monotonic() + SOON_SECONDS
        while any(is_alive(pid) for pid in at_work) and monotonic() < until:
            sleep(0.05)
        assert [pid for pid in at_work if is_alive(pid)] == []


def test_what_cannot_be_prepared_is_told_in_a_sentence(tmp_path: Path) -> None:
    places = {"DATABASE_URL": f"sqlite:///{tmp_path}/tiada/elearning.db"}
    command = [*ELEARNING, "serve", "--port", str(free_port())]
    done = subprocess.run(
        command, env=environment(tmp_path) | places, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Basis data tidak dapat digunakan")
    assert done.stderr.count("\n") == 1


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
