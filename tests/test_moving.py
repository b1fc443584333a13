"""Moving everything to another database."""

from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.app import create_app
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.errors import Refused
from elearning.core.schema import schema
from elearning.moving import COUNTED, count, move_to
from elearning.records.ledger import make_checkpoint
from elearning.records.rollup_queries import differences
from tests.conftest import make_settings
from tests.factories import NOW, make_completion, make_course, make_person, make_unit, work
from tests.postgresql import named


@pytest.fixture
def address(postgresql_server: str) -> str:
    """The address of a database without a single table."""
    name = f"moved_{uuid4().hex}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return named(postgresql_server, name)


def fill(app: Application) -> None:
    """A tree, a person whose superior came later, and something earned."""
    with work(app):
        make_unit()
        person = make_person()
        superior = make_person(nip="197205101998031993", name="Atasan")
        person.supervisor_id = superior.id
        make_completion(person, make_course())
    with app.app_context():
        make_checkpoint(NOW)


def sizes() -> dict[str, int]:
    """Return how many rows each table has that is copied; the others are counted on arrival."""
    tables = [each for each in schema().sorted_tables if each.name not in COUNTED]
    with db.engine.connect() as connection:
        return {table.name: count(connection, table) for table in tables}


@pytest.mark.postgresql
def test_every_row_arrives_and_every_chain_is_whole(
    app: Application, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(app)
    with app.app_context():
        before = sizes()
        move_to(address)
    assert "utuh" in capsys.readouterr().out
    target = create_app(make_settings(tmp_path / "moved", database_url=address))
    with target.app_context():
        assert sizes() == before
        assert list(differences()) == []
        assert sum(before.values()) > 5
        assert before["ledger_line"] == before["checkpoint"] == before["signing_key"] == 1
        with writing():
            names = dict(db.session.execute(select(Person.id, Person.supervisor_id)).all())
            assert any(names.values())
            new = make_person(nip="199001012015031001", name="Sesudah pindah")
            db.session.commit()
            assert new.id == max(names) + 1
        db.session.remove()
        db.engine.dispose()


@pytest.mark.postgresql
def test_a_database_with_people_is_refused(app: Application, address: str) -> None:
    fill(app)
    with app.app_context():
        move_to(address)
        with pytest.raises(Refused, match="sudah berisi data orang"):
            move_to(address)


def test_a_database_that_does_not_answer_is_named(app: Application) -> None:
    with app.app_context(), pytest.raises(Refused, match="tidak dapat digunakan"):
        move_to("postgresql://nobody@127.0.0.1:1/nothing")
