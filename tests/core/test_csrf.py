"""The token that every form carries: its session's own text, or one that Flask-WTF knows."""

import pytest
from flask import session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer

from elearning.core.application import Application
from elearning.core.csrf import SALT, form_token

#: An address that anybody may send something to; without its fields it answers with the form.
FORM = "/masuk"
SITE = "https://belajar.contoh.go.id"


@pytest.fixture
def client(app: Application) -> FlaskClient:
    """A browser with a session."""
    return app.test_client()


def token_of(client: FlaskClient, site: str = "http://localhost") -> str:
    """Return the token of a browser's session."""
    return str(client.get("/csrf", base_url=site).get_json()["csrf_token"])


def sent(client: FlaskClient, token: str) -> int:
    """Send a form and return the status; 400 refuses the token."""
    return client.post(FORM, data={"csrf_token": token}).status_code


def test_the_token_of_a_session_stays_the_same_and_is_taken(client: FlaskClient) -> None:
    token = token_of(client)
    assert token_of(client) == token
    assert sent(client, token) == 422
    assert client.post(FORM, headers={"X-CSRFToken": token}).status_code == 422


def test_the_token_of_another_session_is_refused(app: Application, client: FlaskClient) -> None:
    token_of(client)
    assert sent(client, token_of(app.test_client())) == 400


@pytest.mark.parametrize("token", ["", "x", "é", "ImFiYyI.AAAAAA.AAAA"])
def test_what_is_no_token_is_refused(client: FlaskClient, token: str) -> None:
    token_of(client)
    assert sent(client, token) == 400


def test_without_a_session_no_token_is_right(app: Application, client: FlaskClient) -> None:
    assert sent(client, "") == 400
    assert sent(client, token_of(app.test_client())) == 400


def test_a_changed_token_is_refused(client: FlaskClient) -> None:
    token = token_of(client)
    other = "B" if token.endswith("A") else "A"
    assert sent(client, token[:-1] + other) == 400


def test_a_token_that_flask_wtf_signs_is_taken(app: Application) -> None:
    with app.test_request_context("/"):
        own, secret = form_token(), session["csrf_token"]
        assert secret == URLSafeTimedSerializer(app.secret_key, salt=SALT).loads(own)
    other = URLSafeTimedSerializer(app.secret_key, salt=SALT).dumps(secret)
    client = app.test_client()
    with client.session_transaction() as held:
        held["csrf_token"] = secret
    assert token_of(client) == own != other
    assert sent(client, other) == 422


def test_a_form_of_flask_wtf_and_ours_carry_tokens_of_one_session(app: Application) -> None:
    with app.test_request_context("/"):
        generate_csrf()
        secret = session["csrf_token"]
        assert form_token() == form_token()
        assert session["csrf_token"] == secret


@pytest.mark.parametrize(
    ("referrer", "status"),
    [
        (f"{SITE}/masuk", 422),
        ("https://lain.contoh.go.id/", 400),
        ("http://belajar.contoh.go.id/", 400),
        ("https://[", 400),
        ("", 400),
    ],
)
def test_over_https_a_request_comes_from_our_pages(
    client: FlaskClient, referrer: str, status: int
) -> None:
    data = {"csrf_token": token_of(client, SITE)}
    headers = {"Referer": referrer} if referrer else {}
    answer = client.post(FORM, data=data, headers=headers, base_url=SITE)
    assert answer.status_code == status
