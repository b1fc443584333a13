"""Signed cookies, which are verified once and then known."""

import pytest
from itsdangerous import BadSignature, SignatureExpired

from elearning.core.application import Application, KeptSerializer


def serializer(app: Application) -> KeptSerializer:
    made = app.session_interface.get_signing_serializer(app)
    assert isinstance(made, KeptSerializer)
    return made


def test_a_known_cookie_says_the_same_but_gives_nobody_the_same_object(app: Application) -> None:
    kept = serializer(app)
    cookie = kept.dumps({"_flashes": []})
    first, second = kept.loads(cookie), kept.loads(cookie)
    first["_flashes"].append("for the first request only")
    assert second == {"_flashes": []}


def test_a_known_cookie_expires(app: Application) -> None:
    kept = serializer(app)
    cookie = kept.dumps({"csrf_token": "x"})
    assert kept.loads(cookie, max_age=60) == {"csrf_token": "x"}
    with pytest.raises(SignatureExpired):
        kept.loads(cookie, max_age=-1)


def test_a_changed_cookie_is_refused_beside_the_known_one(app: Application) -> None:
    kept = serializer(app)
    cookie = kept.dumps({"_user_id": "a"})
    kept.loads(cookie)
    signed, _dot, signature = cookie.rpartition(".")
    other = "B" if signature.startswith("A") else "A"
    with pytest.raises(BadSignature):
        kept.loads(f"{signed}.{other}{signature[1:]}")
