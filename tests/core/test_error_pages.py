"""Errors are pages that say what to do; a database in trouble is 503, a bug is 500 with a trace."""

from pathlib import Path

import pytest
from sqlalchemy import text

from elearning.app import create_app
from elearning.core.access import public
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from tests.conftest import make_settings, with_settings
from tests.visitor import Visitor


@pytest.fixture
def app(app: Application) -> Application:
    """An application of one's own on the same database: it gets further addresses."""
    return with_settings(app)


def answering(app: Application, failure: Exception) -> Application:
    """Return the application with an address that fails."""

    @public
    def fail() -> str:
        raise failure

    app.add_url_rule("/gagal", view_func=fail)
    return app


def test_an_unknown_address_says_where_to_look(app: Application) -> None:
    page = Visitor(app).open("/tidak-ada")
    assert page.status == 404
    assert "Halaman tidak ditemukan" in page.text


def test_a_broken_rule_is_told_in_its_own_sentence(app: Application) -> None:
    page = Visitor(answering(app, Refused("Tunggu sebentar."))).open("/gagal")
    assert (page.status, "Tunggu sebentar." in page.text) == (409, True)


def test_a_script_that_sends_a_form_is_told_the_rule_as_json(app: Application) -> None:
    client = answering(app, Refused("Tunggu sebentar.")).test_client()
    answer = client.get("/gagal", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["remedy"]) == (409, "Tunggu sebentar.")


def test_a_bug_is_logged_and_shows_no_detail(
    app: Application, caplog: pytest.LogCaptureFixture
) -> None:
    page = Visitor(answering(app, ValueError("rahasia"))).open("/gagal")
    assert page.status == 500
    assert "rahasia" not in page.text
    assert "Terjadi gangguan" in page.text
    assert "rahasia" in caplog.text


def test_an_absent_database_is_503_with_a_time_to_come_back(tmp_path: Path) -> None:
    app = create_app(make_settings(tmp_path, database_url=f"sqlite:///{tmp_path}/tidak/ada.db"))
    page = Visitor(app).open("/pelatihan/")
    assert page.response is not None
    assert (page.status, page.response.headers["Retry-After"]) == (503, "5")
    assert "Server sedang sibuk" in page.text


def test_a_wrong_statement_is_a_bug_not_a_busy_server(app: Application) -> None:
    @public
    def ask_nonsense() -> str:
        return str(db.session.scalar(text("select nothing from nowhere")))

    app.add_url_rule("/gagal", view_func=ask_nonsense)
    assert Visitor(app).open("/gagal").status == 500


def test_a_form_without_its_token_is_refused_with_a_remedy(app: Application) -> None:
    response = app.test_client().post("/verifikasi/", data={"number": "x", "check_code": "y"})
    assert response.status_code == 400
    assert "kedaluwarsa" in response.get_data(as_text=True)
    assert "Tidak ada yang terkirim atau tersimpan" in response.get_data(as_text=True)


def test_a_page_of_an_error_leads_back_to_where_one_came_from(app: Application) -> None:
    client, form = app.test_client(), {"number": "x", "check_code": "y"}
    there = client.post(
        "/verifikasi/", data=form, headers={"Referer": "http://localhost/verifikasi/?a=1"}
    )
    assert 'href="/verifikasi/?a=1"' in there.get_data(as_text=True)
    away = client.post(
        "/verifikasi/", data=form, headers={"Referer": "http://example.org/verifikasi/"}
    )
    assert "example.org" not in away.get_data(as_text=True)


@pytest.mark.parametrize(
    "address", ["/\r\nX-Evil:1", "//example.org", "/\\example.org", "https://example.org"]
)
def test_an_address_to_go_on_to_stays_on_this_site(app: Application, address: str) -> None:
    answer = app.test_client().get("/bahasa/en", query_string={"next": address})
    assert (answer.status_code, answer.location) == (302, "/")


def test_every_answer_carries_the_security_headers(app: Application) -> None:
    client = app.test_client()
    for address in ("/", "/tidak-ada", "/static/css/app.css", "/healthz"):
        with client.get(address, buffered=True) as response:
            headers = response.headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert "unsafe-inline" not in headers["Content-Security-Policy"], address
        assert headers["X-Content-Type-Options"] == "nosniff", address


def test_personal_pages_are_not_kept_by_caches(app: Application) -> None:
    headers = app.test_client().get("/masuk").headers
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]


def test_a_nul_in_an_address_or_a_form_is_refused(app: Application) -> None:
    assert app.test_client().get("/pelatihan/?tingkat=%00").status_code == 400
    assert app.test_client().get("/pelatihan/a%00b/").status_code == 400


def test_what_is_too_large_to_be_sent_is_told_with_the_limit(app: Application) -> None:
    visitor = Visitor(app).open("/masuk")
    large = {"identifier": "x" * (9 * 1024 * 1024)}
    page = visitor.client.post("/masuk", data=large)
    assert page.status_code == 413
    assert "Paling banyak 8 MB dapat dikirim sekaligus" in page.text


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [
        *(("gzip, br", True), ("GZIP", True), ("br;q=1, gzip;q=0.5", True)),
        *(("gzip;q=0", False), ("br", False), ("x-gzip", False), ("", False)),
    ],
)
def test_a_page_is_compressed_for_whom_takes_it(
    app: Application, accepted: str, is_compressed: bool
) -> None:
    headers = app.test_client().get("/masuk", headers={"Accept-Encoding": accepted}).headers
    assert (headers.get("Content-Encoding") == "gzip") is is_compressed
    assert "Accept-Encoding" in headers.getlist("Vary")
