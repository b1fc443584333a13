"""The signed checkpoints of the log of all histories, for everybody who wants to keep them."""

from typing import Any

from flask import Blueprint, jsonify, url_for
from flask.typing import ResponseReturnValue

from elearning.core.access import public
from elearning.core.addresses import key_asked
from elearning.core.db import reading
from elearning.records import ledger_queries as queries
from elearning.records.ledger_queries import Published

bp = Blueprint("records", __name__)

PAGE = 50
SECONDS_KEPT = 300


@bp.get("/.well-known/elearning/checkpoints")
@public
def checkpoints() -> ResponseReturnValue:
    """Publish the checkpoints, the newest first, and every key that has signed one."""
    with reading():
        found, keys = (
            queries.checkpoints(PAGE + 1, key_asked("before") or None),
            queries.published_keys(),
        )
    answer = jsonify(
        keys=[{"key": str(key), "first_used_at": at.isoformat()} for key, at in keys],
        checkpoints=[told(each) for each in found[:PAGE]],
        next=following(found),
    )
    answer.headers["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    return answer


def told(checkpoint: Published) -> dict[str, Any]:
    """Return a checkpoint as JSON says it."""
    return checkpoint._asdict() | {"made_at": checkpoint.made_at.isoformat()}


def following(found: list[Published]) -> str | None:
    """Return the address of the checkpoints before a full page."""
    if len(found) <= PAGE:
        return None
    return url_for("records.checkpoints", before=found[PAGE - 1].size)
