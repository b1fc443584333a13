"""The demonstration, built once for the tests that only look at it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.demonstration.building import build
from tests.conftest import make_settings
from tests.factories import NOW


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """A data folder with the demonstration."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copy(empty_database, folder / "elearning.db")
    app = create_app(make_settings(folder))
    with app.app_context(), writing():
        assert build(NOW)
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def demonstrated(built_folder: Path, kept_templates: Path, tmp_path: Path) -> Iterator[Application]:
    """The application on a copy of the demonstration."""
    shutil.copytree(built_folder, tmp_path / "var")
    app = create_app(make_settings(tmp_path / "var"))
    app.keep_templates(kept_templates)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
