"""Histories, courses and certificates, and the description of it all."""

from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.accounts.privacy_models import AccessEvent
from elearning.api.openapi import document
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.problems import KINDS
from tests.api.callers import V1, call, faults, give_token, read
from tests.factories import make_completion, make_course, make_lesson, make_person, work
from tests.reports.offices import NOW, YEAR, Office, make_office


class Stage(NamedTuple):
    """An office, somebody with a certificate, and tokens for two departments."""

    office: Office
    person: Person
    code: str
    token: str
    elsewhere: str


@pytest.fixture
def stage(each_app: Application) -> Stage:
    """Somebody of Dinas Satu who has completed one of three courses."""
    with work(each_app):
        office = make_office()
        person = make_person(office.unit, name="Ayu Lestari", back_title="S.Sos.")
        make_completion(person, make_course(slug="a"), NOW)
        for slug in ("b", "c"):
            make_course(make_lesson(), slug=slug)
        code = db.session.scalars(select(Certificate.code)).one()
        own = give_token(office.officer, office.own)
        return Stage(office, person, code, own, give_token(office.agency_officer, office.other))


def test_a_history_tells_years_and_entries(each_app: Application, stage: Stage) -> None:
    told = read(each_app, f"/people/{stage.person.nip}/history", stage.token, "History")
    assert (told["full_name"], told["unit"]) == ("Ayu Lestari, S.Sos.", "Bidang Layanan")
    (entry,) = told["entries"]
    assert told["years"] == [{"year": YEAR, "jp": entry["jp"]}]


def test_the_person_learns_who_made_their_history_readable(
    each_app: Application, stage: Stage
) -> None:
    for _time in range(2):
        read(each_app, f"/people/{stage.person.nip}/history", stage.token, "History")
    with work(each_app):
        (event,) = db.session.scalars(select(AccessEvent)).all()
        assert (event.person_id, event.viewer_id) == (stage.person.id, stage.office.officer.id)


@pytest.mark.parametrize("address", ["/people/{nip}/history", "/certificates/{code}"])
def test_a_foreign_thing_and_a_missing_one_look_alike(
    each_app: Application, stage: Stage, address: str
) -> None:
    own = address.format(nip=stage.person.nip, code=stage.code)
    assert call(each_app, own, stage.token).status_code == 200
    missing = address.format(nip="1" * 18, code="A" * 26)
    answers = [call(each_app, each, stage.elsewhere) for each in (own, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [answer.get_json() | {"request_id": ""} for answer in answers]
    assert bodies[0] == bodies[1]
    with work(each_app):
        viewers = set(db.session.scalars(select(AccessEvent.viewer_id)))
        assert viewers == {stage.office.officer.id}


@pytest.mark.parametrize("nip", ["1985", "x" * 18, "١" * 18])
def test_what_is_no_nip_is_not_found(each_app: Application, stage: Stage, nip: str) -> None:
    assert call(each_app, f"/people/{nip}/history", stage.token).status_code == 404


def test_a_certificate_tells_what_it_proves(each_app: Application, stage: Stage) -> None:
    told = read(each_app, f"/certificates/{stage.code}", stage.token, "Certificate")
    assert (told["full_name"], told["status"]) == ("Ayu Lestari, S.Sos.", "valid")
    entry = read(each_app, f"/completions/{told['completion']}", stage.token, "Entry")
    assert entry["certificate"]["code"] == stage.code


def test_courses_come_in_pages(each_app: Application, stage: Stage) -> None:
    first = read(each_app, "/courses?limit=2", stage.token, "Courses")
    rest = read(each_app, f"/courses?after={first['next']}", stage.token, "Courses")
    assert [each["slug"] for each in first["items"] + rest["items"]] == ["a", "b", "c"]
    assert (first["has_more"], rest["has_more"]) == (True, False)


def test_the_description_names_every_address_and_problem(each_app: Application) -> None:
    told = call(each_app, "/openapi.json").get_json()
    served = {
        rule.rule.removeprefix(V1)
        for rule in each_app.url_map.iter_rules()
        if rule.rule.startswith(V1)
    }
    assert len(told["paths"]) == len(served)
    adapter = each_app.url_map.bind("localhost")
    values = {"{id}": "1", "{nip}": "1" * 18, "{code}": "A" * 26}
    for path in told["paths"]:
        for name, value in values.items():
            path = path.replace(name, value)
        assert adapter.match(V1 + path)[0].startswith("api.")
    assert set(told["components"]["responses"]) == {f"Problem{status}" for status in KINDS}
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_a_field_that_is_not_described_is_a_fault() -> None:
    assert faults({"year": 2026, "jp": 20, "score": 1}, "Year") != []
    assert document("https://example.go.id/api/v1")["openapi"] == "3.1.0"
