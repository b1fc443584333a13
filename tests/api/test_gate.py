"""The door of the API: who comes in, how often, and how a refusal is told."""

from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from sqlalchemy import text

from elearning.accounts.models import Person
from elearning.accounts.operations import deactivate
from elearning.api.models import ApiToken
from elearning.api.token_operations import revoke_token
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.problems import MEDIA_TYPE, TYPE
from tests.api.callers import V1, call, faults, give_token, only_token
from tests.factories import work
from tests.reports.offices import NOW, Office, make_office, signed_in


class Stage(NamedTuple):
    """An office and a token of its officer."""

    office: Office
    token: str


@pytest.fixture
def stage(each_app: Application) -> Stage:
    """A token for Dinas Satu."""
    with work(each_app):
        office = make_office()
        return Stage(office, give_token(office.officer, office.own))


def limited(app: Application, limit: int) -> None:
    """Let each token have few requests a minute."""
    settings = replace(app.extensions["settings"], api_requests_per_minute=limit)
    app.extensions["settings"] = settings


def refused(answer: Any, status: int, name: str) -> dict[str, Any]:
    """Return the problem document that an answer must be."""
    assert answer.status_code == status
    assert answer.mimetype == MEDIA_TYPE
    told: dict[str, Any] = answer.get_json()
    assert faults(told, "Problem") == []
    assert (told["type"], told["status"]) == (TYPE + name, status)
    return told


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Basic YTpi", "Token x", "Bearer \x80"]
)
def test_without_a_valid_token_nothing_is_read(
    each_app: Application, stage: Stage, header: str
) -> None:
    answer = call(each_app, "/courses", headers={"Authorization": header})
    refused(answer, 401, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_is_nobody_here(each_app: Application, stage: Stage) -> None:
    visitor = signed_in(each_app, stage.office.officer)
    refused(visitor.client.get(f"{V1}/courses"), 401, "unauthorized")


def test_an_ended_token_opens_nothing(each_app: Application, stage: Stage) -> None:
    with work(each_app):
        ended = give_token(stage.office.officer, stage.office.own, days=-1)
    refused(call(each_app, "/courses", ended), 401, "unauthorized")


def test_a_revoked_token_opens_nothing(each_app: Application, stage: Stage) -> None:
    assert call(each_app, "/courses", stage.token).status_code == 200
    with work(each_app):
        revoke_token(only_token().id, stage.office.officer.id, NOW)
    refused(call(each_app, "/courses", stage.token), 401, "unauthorized")


def test_a_token_ends_with_its_makers_account(each_app: Application, stage: Stage) -> None:
    with work(each_app):
        maker = db.session.get_one(Person, stage.office.officer.id)
        deactivate(maker, NOW, actor_id=None)
    refused(call(each_app, "/courses", stage.token), 401, "unauthorized")


def test_a_token_reaches_no_further_than_its_maker(each_app: Application, stage: Stage) -> None:
    with work(each_app):
        beyond = give_token(stage.office.officer, stage.office.other)
        below = give_token(stage.office.officer, stage.office.unit)
    refused(call(each_app, "/courses", beyond), 401, "unauthorized")
    assert call(each_app, "/courses", below).status_code == 200


def test_a_right_that_was_not_given_is_named(each_app: Application, stage: Stage) -> None:
    with work(each_app):
        narrow = give_token(stage.office.officer, stage.office.own, ["courses:read"])
    assert call(each_app, "/courses", narrow).status_code == 200
    told = refused(call(each_app, "/completions", narrow), 403, "forbidden")
    assert told["right"] == "completions:read"


@pytest.mark.parametrize(
    ("method", "address", "status", "name"),
    [
        ("GET", "/none", 404, "not-found"),
        ("GET", "/completions/0", 404, "not-found"),
        ("GET", "/courses?page=2", 422, "invalid-parameter"),
        ("GET", "/courses?limit=1&limit=2", 422, "invalid-parameter"),
        ("GET", "/courses?limit=%00", 400, "bad-request"),
        ("DELETE", "/courses", 405, "method-not-allowed"),
        ("POST", "/courses", 405, "method-not-allowed"),
    ],
)
def test_refusals_are_problem_documents(
    each_app: Application, stage: Stage, method: str, address: str, status: int, name: str
) -> None:
    answer = call(each_app, address, stage.token, method=method)
    refused(answer, status, name)
    assert status != 405 or "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("accept", "status"), [("*/*", 200), ("application/*", 200), ("text/csv", 406)]
)
def test_there_is_only_json(each_app: Application, stage: Stage, accept: str, status: int) -> None:
    answer = call(each_app, "/courses", stage.token, headers={"Accept": accept})
    assert answer.status_code == status
    if status == 406:
        refused(answer, 406, "not-acceptable")


def test_a_browser_of_another_site_is_told_nothing(each_app: Application, stage: Stage) -> None:
    headers = {"Origin": "https://example.com", "Access-Control-Request-Method": "GET"}
    for method in ("GET", "OPTIONS"):
        answer = call(each_app, "/courses", stage.token, method=method, headers=headers)
        assert not [name for name, _value in answer.headers if name.startswith("Access-Control")]


def test_a_token_has_its_share_of_a_minute(each_app: Application, stage: Stage) -> None:
    limited(each_app, 2)
    with work(each_app):
        other = give_token(stage.office.officer, stage.office.own)
    left = [call(each_app, "/courses", stage.token).headers["RateLimit"] for _time in range(2)]
    assert [each.partition(";t=")[0] for each in left] == ['"token";r=1', '"token";r=0']
    answer = call(each_app, "/courses", stage.token)
    refused(answer, 429, "too-many-requests")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit-Policy"] == '"token";q=2;w=60'
    assert call(each_app, "/courses", other).status_code == 200


def test_the_last_use_is_known_to_the_hour(each_app: Application, stage: Stage) -> None:
    call(each_app, "/courses", stage.token)
    with work(each_app):
        first = only_token().used_at
        assert first is not None
        assert clock.now() >= first
    call(each_app, "/courses", stage.token)
    with work(each_app):
        assert only_token().used_at == first


def test_the_token_is_kept_as_a_hash(each_app: Application, stage: Stage) -> None:
    with work(each_app):
        kept = only_token()
        values = [str(getattr(kept, column.name)) for column in ApiToken.__table__.columns]
    assert not [value for value in values if stage.token in value]


def test_the_log_names_the_token_and_no_person(
    each_app: Application, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    nip = stage.office.officer.nip
    with caplog.at_level("INFO", logger="elearning"):
        call(each_app, f"/people/{nip}/history", stage.token)
    (line,) = [record for record in caplog.records if record.message == "request"]
    facts = line.__dict__["facts"]
    assert (facts["endpoint"], facts["token"]) == ("api.history", 1)
    assert str(nip) not in caplog.text + str(facts)
    assert stage.token not in caplog.text + str(facts)


def test_the_log_of_a_failure_names_no_person(
    each_app: Application, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    nip = str(stage.office.officer.nip)
    with work(each_app):
        db.session.execute(text("drop table person_year"))
    answer = call(each_app, f"/people/{nip}/history", stage.token)
    refused(answer, 500, "internal")
    assert "Exception in api.history" in caplog.text
    assert nip not in caplog.text
