"""A test finds nothing of the one before in PostgreSQL, whatever that one did."""

import psycopg
import pytest

from tests.postgresql import UsedDatabase

pytestmark = pytest.mark.postgresql
ADD = """
insert into unit (kind, code, name, path, timezone, place, organiser_name, active)
values ('agency', 'A', 'A', '/1/', 'Asia/Jakarta', '', '', true) returning id
"""


def added(address: str) -> int:
    """Add a unit and return its key."""
    with psycopg.connect(address) as connection:
        row = connection.execute(ADD).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("change", ["select 1", "alter table unit alter name set default ''"])
def test_rows_numbers_and_changes_of_the_schema_are_gone(
    used_database: UsedDatabase, change: str
) -> None:
    assert [added(used_database.make_new()) for _test in range(2)] == [1, 1]
    with psycopg.connect(used_database.address) as connection:
        connection.execute(change)
    assert added(used_database.make_new()) == 1


def test_what_a_connection_left_open_holds_makes_nobody_wait(used_database: UsedDatabase) -> None:
    left = psycopg.connect(used_database.make_new())
    left.execute("lock table unit")
    assert added(used_database.make_new()) == 1
    left.close()
