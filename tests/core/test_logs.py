"""What the log says of errors: where they come from, and nobody's data."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.logs import JsonLines

SECRET = "198503172010011007"
#: A broken unique rule, a value that must not be missing, and one that is no date.
FAULTS = (
    "insert into throttle values (:value, now(), 0), (:value, now(), 0)",
    "insert into throttle values (:value, null, 0)",
    "select cast(cast(:value as varchar) as date)",
)


@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_of_the_database_is_logged_without_a_row(
    postgresql_app: Application, fault: str
) -> None:
    with postgresql_app.app_context(), writing():
        with pytest.raises(DBAPIError) as raised:
            db.session.execute(text(fault), {"value": SECRET})
        db.session.rollback()
    assert SECRET in str(raised.value)
    told = (raised.type, raised.value, raised.tb)
    line = JsonLines().format(logging.LogRecord("elearning", 40, "", 0, "broken", (), told))
    assert "Traceback" in line
    assert SECRET not in line
