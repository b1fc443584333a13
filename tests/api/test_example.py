"""The example of a client in docs/ reads a real server."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server

from elearning.core.application import Application
from tests.api.callers import V1, give_token
from tests.factories import make_completion, make_course, make_lesson, make_person, work
from tests.reports.offices import NOW, Office, make_office

EXAMPLE = Path(__file__).parent.parent.parent / "docs" / "contoh_api.py"


@pytest.fixture
def server(app: Application) -> Iterator[str]:
    """The address of the API on a port of its own."""
    running = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}{V1}"
    running.shutdown()
    thread.join()
    running.server_close()


def run(address: str, token: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the example as its text says."""
    command = [sys.executable, str(EXAMPLE), address]
    environment = os.environ | {"ELEARNING_TOKEN": token, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


def complete(office: Office, *slugs: str) -> None:
    """Let somebody of the office complete courses."""
    person = make_person(office.unit)
    for slug in slugs:
        make_completion(person, make_course(make_lesson(), slug=slug), NOW)


def titles(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the titles of the printed entries."""
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["title"] for line in done.stdout.splitlines()]


def test_the_example_reads_everything_and_then_only_what_is_new(
    app: Application, server: str, tmp_path: Path
) -> None:
    with work(app):
        office = make_office()
        token = give_token(office.officer, office.own)
        complete(office, "a", "b")
    assert titles(run(server, token, tmp_path)) == ["Pelatihan a", "Pelatihan b"]
    assert titles(run(server, token, tmp_path)) == []
    with work(app):
        complete(office, "c")
    assert titles(run(server, token, tmp_path)) == ["Pelatihan c"]


def test_the_example_tells_the_problem(app: Application, server: str, tmp_path: Path) -> None:
    refused = run(server, "elr_wrong", tmp_path)
    assert refused.returncode == 1
    assert "Tidak ada token yang berlaku" in refused.stderr
