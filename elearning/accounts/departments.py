"""The Perangkat Daerah that units belong to."""

from collections.abc import Iterable

from sqlalchemy import select

from elearning.accounts.models import Unit
from elearning.core.db import db


def departments_of(paths: Iterable[str]) -> dict[str, str]:
    """Return the name of the lowest Perangkat Daerah that holds each unit, by the unit's path."""
    paths = set(paths)
    keys = {int(key) for path in paths for key in path.strip("/").split("/")}
    found = select(Unit.path, Unit.name).where(Unit.kind == "department", Unit.id.in_(keys))
    departments = db.session.execute(found.order_by(Unit.path)).all()
    return {path: name for path in paths for root, name in departments if path.startswith(root)}
