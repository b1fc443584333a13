"""Every address × every role → status. An address missing from the table fails."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person, SignIn, Unit
from elearning.accounts.operations import deactivate
from elearning.app import create_app
from elearning.core import clock
from elearning.core.db import db
from elearning.records.ledger import make_checkpoint
from tests.access.table import ROLES, ROWS, UNSAFE, Row
from tests.access.things import (
    make_api_token,
    make_exports,
    make_mandatory,
    make_riwayat,
    make_studio,
    make_things,
    make_twins,
    make_unit_change,
)
from tests.access.world import World, make_people, signed_in
from tests.conftest import make_settings
from tests.factories import (
    work,
)
from tests.siasn.sheets import make_sheets
from tests.staff.rosters import make_rosters


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path, kept_templates: Path
) -> Iterator[World]:
    """The organisation, made once; `forget` brings it back."""
    folder = tmp_path_factory.mktemp("access")
    shutil.copy(empty_database, folder / "elearning.db")
    app = create_app(make_settings(folder))
    app.keep_templates(kept_templates)
    with work(app):
        people = make_people()
        names = make_things(people["owner"])
        names |= make_studio(people["trainer"], people["owner"])
        names |= make_riwayat(people["owner"], people["hr"])
        names |= make_api_token(people["hr"])
        names |= make_unit_change(people["owner"], people["other"])
        names |= make_exports(people["hr"])
        names |= make_sheets(people["hr"].id, names["completion"])
        agency = db.session.get_one(Unit, people["hr"].unit_id)
        names |= make_rosters(agency, people["hr"].id, people["owner"].nip or "")
        names |= make_mandatory(people)
        names |= make_twins(people["owner"])
        identifiers = {role: person.nip or person.username for role, person in people.items()}
    cookies = {role: signed_in(app, str(name)) for role, name in identifiers.items()}
    with work(app):
        own = select(SignIn.id).where(SignIn.person_id == names["person"])
        names["sign_in"] = db.session.scalars(own).one()
    made = World(app, folder / "start.db", names, cookies)
    with app.app_context():
        make_checkpoint(clock.now())
        db.engine.dispose()
    shutil.copy(made.database, made.start)
    yield made
    made.forget()


def test_every_address_stands_in_the_table(world: World) -> None:
    addresses = world.app.url_map.bind("localhost")
    listed = {(row.method, addresses.match(path_of(row, world), row.method)[0]) for row in ROWS}
    declared = {
        (method, rule.endpoint)
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert listed == declared


def path_of(row: Row, world: World) -> str:
    """Return the path of a row's address, with the keys of the world."""
    return row.address.format(**world.names).partition("?")[0]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_an_address_answers_each_role_as_the_table_says(world: World, row: Row) -> None:
    given = {}
    for role in ROLES:
        given[role] = world.ask(row, role)
        if row.method != "GET":
            world.forget()
    assert given == row.statuses


@pytest.mark.parametrize("row", UNSAFE, ids=str)
def test_nothing_is_changed_without_the_token_of_the_form(world: World, row: Row) -> None:
    given = {role: world.ask(row, role, token=False) for role in ROLES}
    assert given == dict.fromkeys(ROLES, "400")


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_closed_account_is_a_visitor(world: World, row: Row) -> None:
    with work(world.app):
        deactivate(db.session.get_one(Person, world.names["person"]), clock.now(), actor_id=None)
    given = world.ask(row, "owner")
    world.forget()
    assert given == closed(row)


def closed(row: Row) -> str:
    """Return what a closed account gets: like a visitor, and neither password nor link is taken."""
    if (row.method, row.address, row.body) == ("POST", "/masuk", "sign-in"):
        return "422"
    return "404" if row.address == "/aktivasi/{token}" else row.statuses["visitor"]
