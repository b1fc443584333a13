"""Bringing the database to the newest migration; cheap when it is there already."""

import secrets
from pathlib import Path

from flask import current_app
from sqlalchemy import inspect, text

from elearning.core.db import db, writing
from elearning.core.settings import SECRET_KEY_FILE, Settings

#: Written by hand in a migration: no model can say how each database indexes words.
BY_HAND = "search_index"

FOLDER = Path(__file__).parent.parent.parent / "migrations"


def is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    """Whether something found in the database is compared with the models."""
    return kind != "table" or not str(name).startswith(BY_HAND)


def newest() -> str:
    """Return the newest migration; files are named so that the last sorts last."""
    return sorted(path.name for path in (FOLDER / "versions").glob("[0-9]*.py"))[-1].partition("_")[
        0
    ]


def current() -> str | None:
    """Return the migration that the database is at."""
    if not inspect(db.engine).has_table("alembic_version"):
        return None
    with db.engine.connect() as connection:
        version: str | None = connection.scalar(text("select version_num from alembic_version"))
        return version


def bring_up_to_date() -> bool:
    """Migrate; say whether there was anything to do."""
    if current() == newest():
        return False
    from flask_migrate import Migrate, upgrade  # Alembic is loaded only when it has work

    Migrate(current_app, db, directory=str(FOLDER), render_as_batch=True, compare_type=True)
    with writing():
        upgrade()
    return True


def ensure_secret_key(settings: Settings) -> None:
    """Make a key in the data folder for a machine that has none, readable by its owner only."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.data_dir / SECRET_KEY_FILE
    if settings.secret_key or settings.is_production or path.exists():
        return
    path.touch(mode=0o600)
    path.write_text(secrets.token_hex(32), encoding="ascii")
