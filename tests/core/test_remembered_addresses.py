"""`url_for` remembers addresses: two that differ never share one."""

import pytest
from flask import url_for

from elearning.core.application import Application


@pytest.mark.parametrize("_again", [1, 2])
@pytest.mark.parametrize(
    ("value", "query"),
    [(1, "?a=1"), (True, "?a=True"), ("1", "?a=1"), ([1, 2], "?a=1&a=2"), (None, "")],
    ids=["number", "truth", "text", "list", "nothing"],
)
def test_an_address_says_what_it_was_told(
    app: Application, value: object, query: str, _again: int
) -> None:
    with app.test_request_context("/"):
        assert url_for("health.alive", a=1) == "/healthz?a=1"
        assert url_for("health.alive", a=value) == f"/healthz{query}"
        assert url_for("health.alive", a=1) == "/healthz?a=1"


def test_an_address_lies_where_the_application_lies(app: Application) -> None:
    for root in ("", "/belajar", ""):
        with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            assert url_for("accounts.sign_in", next="/akun") == f"{root}/masuk?next=/akun"


def test_an_address_of_the_same_part_is_that_of_the_page_it_stands_on(app: Application) -> None:
    found = []
    for page in ("/pemberitahuan/", "/masuk"):
        with app.test_request_context(page):
            found.append(url_for(".sign_in" if page == "/masuk" else ".notices"))
    assert found == ["/pemberitahuan/", "/masuk"]


def test_a_whole_address_names_the_host_that_was_asked(app: Application) -> None:
    for host in ("satu.contoh.go.id", "dua.contoh.go.id"):
        with app.test_request_context("/", base_url=f"https://{host}"):
            assert url_for("health.alive", _external=True) == f"https://{host}/healthz"
            assert url_for("health.alive", _anchor="isi") == "/healthz#isi"
