"""Other systems that call the API."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from jsonschema import Draft202012Validator
from sqlalchemy import select
from werkzeug.test import TestResponse

from elearning.accounts.models import Person, Unit
from elearning.api.models import ApiToken
from elearning.api.policy import RIGHTS
from elearning.api.schemas import SCHEMAS
from elearning.api.token_operations import make_token
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db

V1 = "/api/v1"


def give_token(
    maker: Person, unit: Unit, rights: Sequence[str] = RIGHTS, *, days: float = 30
) -> str:
    """Make a token of an officer for a unit."""
    now = clock.now()
    return make_token(maker.id, "SIMPEG", unit.id, rights, now + timedelta(days=days), now)


def call(app: Application, address: str, token: str | None = None, **options: Any) -> TestResponse:
    """Read an address with a token."""
    headers = dict(options.pop("headers", {}))
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return app.test_client().open(V1 + address, headers=headers, **options)


def read(app: Application, address: str, token: str, schema: str) -> Any:
    """Return what an address tells, which is exactly what the description says."""
    answer = call(app, address, token)
    assert answer.status_code == 200, answer.text
    assert faults(answer.get_json(), schema) == []
    return answer.get_json()


def faults(value: Any, schema: str) -> list[str]:
    """Return what is wrong with a value by one of the schemas."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": {"schemas": SCHEMAS}}
    checker = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in checker.iter_errors(value)]


def only_token() -> ApiToken:
    """Return the only token that there is."""
    return db.session.scalars(select(ApiToken)).one()


def all_items(app: Application, token: str, limit: int = 100) -> list[Any]:
    """Read the feed to its end."""
    items, after = [], "0"
    while True:
        page = read(app, f"/completions?after={after}&limit={limit}", token, "Feed")
        items, after = [*items, *page["items"]], page["next"]
        if not page["has_more"]:
            return items
