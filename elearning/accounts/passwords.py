"""Passwords: argon2id with OWASP's smaller parameters, a few at a time; rules of NIST 800-63B rev 4."""

import re
import secrets
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask_babel import gettext as _

from elearning.core.errors import Refused

SHORTEST = 15
LONGEST = 256
#: 91 ms and 19 MiB each here; two at once a process bound what a flood of sign-ins can cost.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
POOL = BoundedSemaphore(2)
#: Checked when the account is unknown, so that the answer takes as long.
UNKNOWN = (
    "$argon2id$v=19$m=19456,t=2,p=1$8ZKEcuFrU63TNkNWUOQwWQ"
    "$bTJIsV6rYrmRydt3C82yp1uwR2hF+WFtDI2gDQ2FC74"
)
#: Words of a suggested passphrase: five of 1,500 or more are at least 52 bits.
SUGGESTED_WORDS = 5
#: So much of a password must not come from a name, NIP or address.
OWN_LETTERS = 8
LONGEST_PERIOD = 7

_MARKS = re.compile(r"[\W_]+")
_LISTS = Path(__file__).parent


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    with POOL:
        return HASHER.hash(normalize("NFC", password))


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether a password fits a hash; takes equally long for an account without one."""
    with POOL:
        try:
            HASHER.verify(password_hash or UNKNOWN, normalize("NFC", password))
        except (VerifyMismatchError, InvalidHashError):
            return False
    return password_hash is not None


def require_good(password: str, personal: tuple[str, ...]) -> None:
    """Refuse a password that is short, common, or built from the person's own data."""
    if len(password) < SHORTEST:
        raise Refused(
            _(
                "The password needs at least %(least)s characters."
                " A sentence of four words works well.",
                least=SHORTEST,
            )
        )
    if len(password) > LONGEST:
        raise Refused(_("The password may have at most %(most)s characters.", most=LONGEST))
    if is_common(password):
        raise Refused(_("This password is too easy to guess. Choose other words."))
    if is_personal(password, personal):
        raise Refused(_("The password must not be built from your name, NIP or e-mail address."))


def is_common(password: str) -> bool:
    """Whether many people choose it, with or without marks and digits around, or it repeats."""
    plain = _plain(password)
    kinds = {password.lower(), plain, plain.strip("0123456789")}
    is_listed = bool(kinds & common_passwords()) or _begins_common(plain)
    return is_listed or len(set(plain)) < 5 or _repeats(plain)


def _begins_common(plain: str) -> bool:
    """Whether a text is the beginning of a common password, as of a row of keys."""
    return any(each.startswith(plain) for each in common_passwords())


def _repeats(plain: str) -> bool:
    """Whether a text is one short piece again and again, `abcabcabcabcabc`."""
    return any(
        plain == (plain[:period] * len(plain))[: len(plain)]
        for period in range(1, LONGEST_PERIOD + 1)
    )


def is_personal(password: str, personal: tuple[str, ...]) -> bool:
    """Whether little of a password is left without the person's own words and numbers."""
    words = {_plain(word) for text in personal for word in (text, *_MARKS.split(text))}
    plain = _plain(password)
    rest = plain
    for word in sorted((word for word in words if len(word) > 3), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != plain and len(rest) < OWN_LETTERS


def _plain(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return _MARKS.sub("", text.lower())


def suggest_password() -> str:
    """Return a passphrase of five random Indonesian words."""
    return "-".join(secrets.choice(words()) for _ in range(SUGGESTED_WORDS))


@cache
def common_passwords() -> frozenset[str]:
    """Return the block-list: long passwords that many people choose, in lower case."""
    return frozenset(_lines("common_passwords.txt"))


@cache
def words() -> tuple[str, ...]:
    """Return the words of suggested passphrases: common, short and harmless."""
    return tuple(_lines("words.txt"))


def _lines(name: str) -> list[str]:
    """Return the lines of a list beside this module."""
    return (_LISTS / name).read_text(encoding="utf-8").split()
