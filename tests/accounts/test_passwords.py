"""The rules of passwords (NIST 800-63B rev 4) and the suggestions."""

import math
from unicodedata import normalize

import pytest

from elearning.accounts import passwords
from elearning.accounts.account_queries import Holder
from elearning.core.application import Application
from elearning.core.errors import Refused

PERSONAL = Holder(
    *(1, "198503172010011987", "admin", "budi.santoso@contoh.go.id"),
    *("Dr.", "Budi Santoso Wijaya", "M.Si.", None),
).personal


@pytest.mark.parametrize(
    "password",
    [
        "kuda benar baterai staples",
        "sungai-gunung-lembah-angin",
        "semuanya huruf kecil saja",
        "密码是一个很长的句子没有人会猜到",
        "budi makan rendang di warung padang",
    ],
)
def test_length_is_enough_and_no_mixture_is_asked_for(app: Application, password: str) -> None:
    with app.test_request_context():
        passwords.require_good(password, PERSONAL)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("empatbelashuru", "at least 15"),
        ("x" * 257, "at most 256"),
        ("passwordpassword", "too easy"),
        ("Bismillahirrahmanirrahim", "too easy"),
        ("Indonesia-Raya-1945", "too easy"),
        ("qwertyuiopasdfghjkl", "too easy"),
        ("Qwertyuiop-asdfgh", "too easy"),
        ("123456789012345678", "too easy"),
        ("abcdabcdabcdabcdabcd", "too easy"),
        ("aaaaaaaaaaaaaaaaaaaa", "too easy"),
        ("198503172010011987", "must not be built"),
        ("Budi Santoso Wijaya", "must not be built"),
        ("budisantoso19850317", "must not be built"),
        ("budi.santoso@contoh.go.id", "must not be built"),
    ],
)
def test_short_common_and_personal_passwords_are_refused(
    app: Application, password: str, reason: str
) -> None:
    with app.test_request_context(headers={"Cookie": "lang=en"}), pytest.raises(Refused) as refusal:
        passwords.require_good(password, PERSONAL)
    assert reason in str(refusal.value)


def test_the_block_list_is_long_and_in_lower_case() -> None:
    common = passwords.common_passwords()
    assert len(common) >= 500
    assert all(line == line.lower() for line in common)


def test_a_suggestion_carries_at_least_52_bits() -> None:
    words = passwords.words()
    assert len(words) == len(set(words)) >= 1500
    assert math.log2(len(words)) * passwords.SUGGESTED_WORDS >= 52


def test_suggestions_obey_the_rules(app: Application) -> None:
    with app.test_request_context():
        for _ in range(200):
            passwords.require_good(passwords.suggest_password(), PERSONAL)


def test_one_password_typed_on_two_keyboards_is_the_same() -> None:
    composed = "kafé yang terbuka malam"
    password_hash = passwords.hash_password(composed)
    assert passwords.is_password(normalize("NFD", composed), password_hash)


def test_a_damaged_hash_fits_no_password() -> None:
    assert not passwords.is_password("x", "damaged")
