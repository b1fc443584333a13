"""A person at the browser, without scripting: opens pages and sends their real forms."""

from typing import Self
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearning.core.application import Application
from tests.factories import PASSWORD


class Visitor:
    """One browser with its cookies; `page` is what it shows now."""

    def __init__(self, app: Application) -> None:
        self.client: FlaskClient = app.test_client()
        self.response: TestResponse | None = None
        self.address = "/"

    @property
    def status(self) -> int:
        """The status of the last answer."""
        assert self.response is not None
        return self.response.status_code

    @property
    def page(self) -> BeautifulSoup:
        """The last answer as HTML."""
        assert self.response is not None
        return BeautifulSoup(self.response.get_data(as_text=True), "html.parser")

    @property
    def text(self) -> str:
        """The words of the last page, with single blanks."""
        return " ".join(self.page.get_text(" ").split())

    def open(self, address: str) -> Self:
        """Open an address and follow its redirects."""
        self.response = self.client.get(address, follow_redirects=True)
        self.address = self.response.request.path
        return self

    def form(self, action: str | None = None) -> Tag:
        """Return the form of the page that is sent to an address, or the only one in `main`."""
        forms = self.page.find_all("form") if action else self.page.select("main form")
        fitting = [
            f
            for f in forms
            if action is None or urljoin(self.address, f.get("action") or "") == action
        ]
        assert fitting, f"no form for {action} on {self.address}"
        return fitting[0]

    def send(
        self, action: str | None = None, *, press: str | None = None, **fields: object
    ) -> Self:
        """Fill in a form of the page, press its button and follow the redirects."""
        form = self.form(action)
        values = form_values(form) | fields
        button = (
            form.find("button", attrs={"name": press})
            if press
            else form.find("button", attrs={"name": True})
        )
        if isinstance(button, Tag) and (press or len(form.find_all("button")) == 1):
            values.setdefault(str(button["name"]), str(button.get("value", "")))
        address = urljoin(self.address, form.get("action") or "")
        if (form.get("method") or "get").lower() == "post":
            self.response = self.client.post(address, data=values, follow_redirects=True)
        else:
            self.response = self.client.get(address, query_string=values, follow_redirects=True)
        self.address = self.response.request.path
        return self

    def sign_in(self, identifier: str, password: str = PASSWORD) -> Self:
        """Sign in with the form of the sign-in page."""
        return self.open("/masuk").send("/masuk", identifier=identifier, password=password)


def form_values(form: Tag) -> dict[str, object]:
    """Return what a browser would send of an untouched form."""
    values: dict[str, object] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or field.has_attr("disabled") or kind in {"submit", "button", "file"}:
            continue
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        value = field_value(field)
        values[name] = [*_many(values[name]), value] if name in values else value
    return values


def field_value(field: Tag) -> str:
    """Return the value of one field."""
    if field.name == "textarea":
        return field.get_text()
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        return str(chosen.get("value", chosen.get_text())) if isinstance(chosen, Tag) else ""
    return str(field.get("value", "on" if field.get("type") == "checkbox" else ""))


def _many(value: object) -> list[object]:
    """Return a value as a list."""
    return value if isinstance(value, list) else [value]
