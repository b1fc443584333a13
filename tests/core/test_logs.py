"""What the log says of errors: where they come from, and nobody's data."""

import json
import logging
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from elearning.core.access import public
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.logs import JsonLines
from tests.conftest import with_settings
from tests.visitor import Visitor

SECRET = "198503172010011007"
#: A broken unique rule, a value that must not be missing, and one that is no date.
FAULTS = (
    "insert into throttle values (:value, now(), 0), (:value, now(), 0)",
    "insert into throttle values (:value, null, 0)",
    "select cast(cast(:value as varchar) as date)",
)


def test_every_line_of_a_request_carries_the_id_that_its_error_page_names(
    app: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    app = with_settings(app)
    app.add_url_rule("/gagal", view_func=failing)
    app.logger.addHandler(handler)
    page = Visitor(app).open("/gagal")
    app.logger.removeHandler(handler)
    failure, answer = map(json.loads, capsys.readouterr().out.splitlines())
    assert "ZeroDivisionError" in failure["trace"]
    assert failure["id"] == answer["id"] == page.response.headers["X-Request-ID"]
    assert failure["id"] in page.text


@public
def failing() -> str:
    """Answer an address with a bug."""
    return str(1 // 0)


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
