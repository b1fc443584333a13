"""`/healthz`: the process lives; `/readyz`: the database answers and is at the right migration."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from elearning.core.access import public
from elearning.core.db import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """Answer that the process lives."""
    return {"status": "ok"}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Answer that the database can be read, with the migration it is at."""
    version = db.session.scalar(text("select version_num from alembic_version"))
    return {"status": "ok", "migration": version}
