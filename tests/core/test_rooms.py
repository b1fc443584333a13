"""Views are loaded when they are first asked for, and the addresses are known before."""

import subprocess
import sys
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import url_for

from elearning.app import ADDRESSES, ROOMS
from elearning.core.application import Application
from elearning.core.rooms import listed
from tests.processes import environment_of

#: Modules of the platform that the first page of a visitor may load; there are more than 800.
MOST = 90
FIRST_PAGE = """
import sys
from elearning.cli import make_app
import elearning.serve
assert make_app().test_client().get("/").status_code == 200
print(*sys.modules)
"""


@pytest.fixture
def closed() -> Application:
    """Return an application of which nobody has seen anything."""
    return Application("elearning", ROOMS, ADDRESSES)


def test_every_address_is_listed_with_its_view(closed: Application) -> None:
    closed.rooms.open_all()
    declared = Application("elearning", ROOMS, None)
    declared.rooms.open_all()
    assert sorted(map(str, closed.url_map.iter_rules())) == sorted(
        map(str, declared.url_map.iter_rules())
    )
    assert {each.endpoint for each in listed(ADDRESSES)} == set(closed.view_functions)


def test_a_link_leads_to_a_room_that_is_closed(closed: Application) -> None:
    with closed.test_request_context("/"):
        assert url_for("studio.courses") == "/studio/"
    assert "studio" not in closed.blueprints


def test_only_the_room_that_is_asked_for_opens(closed: Application) -> None:
    closed.rooms.open("health")
    closed.rooms.open("health")
    closed.rooms.open("nobody")
    closed.rooms.open(None)
    assert set(closed.blueprints) == {"health"}
    assert closed.test_client().get("/healthz").status_code == 200


def test_a_room_that_many_enter_at_once_opens_once(closed: Application) -> None:
    together, answers = Barrier(8), []

    def enter() -> None:
        together.wait()
        answers.append(closed.test_client().get("/healthz").status_code)

    visitors = [Thread(target=enter) for _ in range(8)]
    for each in visitors:
        each.start()
    for each in visitors:
        each.join()
    assert answers == [200] * 8


def test_the_first_page_loads_a_small_part_of_the_platform(
    app: Application, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE],
        env=environment_of(app, tmp_path),
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = set(done.stdout.split())
    ours = {each for each in loaded if each.startswith("elearning.")}
    assert len(ours) <= MOST, sorted(ours)
    assert not loaded & {"alembic", "asyncpg", "bleach", "cryptography", "markdown", "typst"}
