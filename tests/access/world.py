"""An organisation in which everybody is signed in, and which forgets what was done to it."""

import shutil
from pathlib import Path
from typing import Any, NamedTuple

from flask.testing import FlaskClient
from werkzeug import Response

from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import grant
from elearning.accounts.passwords import hash_password
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from tests.access.bodies import bodies
from tests.access.table import Row
from tests.factories import (
    NOW,
    PASSWORD,
    make_person,
    make_unit,
)
from tests.visitor import Visitor


class World(NamedTuple):
    """An organisation in which everybody is signed in; what the table's braces stand for."""

    app: Application
    start: Path
    names: dict[str, Any]
    cookies: dict[str, str]

    @property
    def database(self) -> Path:
        """The database that the requests change."""
        return self.start.with_name("elearning.db")

    def forget(self) -> None:
        """Take back whatever the requests have changed."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.copy(self.start, self.database)

    def browser(self, role: str) -> FlaskClient:
        """Return a browser that holds a role's cookie."""
        client = self.app.test_client()
        if role in self.cookies:
            client.set_cookie("session", self.cookies[role])
        return client

    def ask(self, row: Row, role: str, *, token: bool = True) -> str:
        """Call a row's address in a role, an unsafe one with the browser's token; return the status."""
        browser, address = self.browser(role), row.address.format(**self.names)
        headers = {}
        if token and row.method != "GET":
            headers["X-CSRFToken"] = browser.get("/csrf").get_json()["csrf_token"]
        body = bodies(self.names)[row.body] if row.body else {}
        with browser.open(address, method=row.method, headers=headers, **body) as response:
            return outcome(response)


def make_people() -> dict[str, Person]:
    """Add a person for each role to an agency of two departments."""
    agency = make_unit()
    here = make_unit(make_unit(agency, "department"), "unit")
    elsewhere = make_unit(agency, "department")
    return {
        "owner": make_person(here),
        "other": make_person(elsewhere),
        "trainer": with_role("pengajar", elsewhere),
        "hr": with_role("kepegawaian", agency, of=agency),
        "hr_elsewhere": with_role("kepegawaian", elsewhere, of=elsewhere),
        "admin": make_admin(),
    }


def with_role(role: str, unit: Unit, *, of: Unit | None = None) -> Person:
    """Add a person with a role."""
    person = make_person(unit)
    grant(person, role, of, clock.now())
    return person


def make_admin() -> Person:
    """Add the administrator, who has no NIP and no unit."""
    password_hash = hash_password(PASSWORD)
    admin = Person(username="admin", name="Admin", password_hash=password_hash, created_at=NOW)
    db.session.add(admin)
    db.session.flush()  # the role names the new key
    grant(admin, "admin", None, clock.now())
    return admin


def signed_in(app: Application, identifier: str) -> str:
    """Sign in and return the cookie."""
    visitor = Visitor(app)
    visitor.open("/masuk").send("/masuk", identifier=identifier, password=PASSWORD)
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def outcome(response: Response) -> str:
    """Return the status as the table writes it."""
    is_login = response.status_code == 302 and (response.location or "").startswith("/masuk")
    return "login" if is_login else str(response.status_code)
