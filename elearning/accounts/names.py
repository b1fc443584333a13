"""Names with titles before and after, as SIASN keeps them in three fields."""

import re
from typing import NamedTuple

#: Titles that stand before a name, in lower case without dots and brackets.
FRONT_TITLES = frozenset(
    {"prof", "dr", "dra", "drs", "drg", "drh", "ir", "apt", "ns", "ners", "bdn", "h", "hj"}
    | {"kh", "hc", "drhc"}
)
_INSIDE_TITLE = re.compile(r"^(?:S|M|A|D|B|Sp|Ph|Dipl)\.[A-Za-z]+(?:\.[A-Za-z()]+)*\.?$")


class Name(NamedTuple):
    """A name in SIASN's three parts (gelarDepan, nama, gelarBelakang)."""

    front: str
    name: str
    back: str


def full_name(front: str, name: str, back: str) -> str:
    """Return the name as it is printed: `Dr. Contoh Lestari, S.Kom., M.T.`."""
    before = " ".join(part for part in (front.strip(), name.strip()) if part)
    after = back.strip().strip(",").strip()
    return f"{before}, {after}" if after else before


def calling_name(name: str) -> str:
    """Return the word by which a person is greeted: not the `I` or `Ni` of Bali, no initial."""
    words = name.split()
    callable_words = (word for word in words if len(word) > 2 and not word.endswith("."))
    return next(callable_words, words[0] if words else "")


def split_name(text: str) -> Name:
    """Split a name that stands in one column; what is no known title stays in the name."""
    before, _, after = " ".join(text.split()).partition(",")
    words = before.split()
    front = _leading_titles(words)
    name = words[len(front) :]
    back = _trailing_titles(name)
    name = name[: len(name) - len(back)]
    titles = [part for part in (*back, *_titles(after)) if part]
    return Name(" ".join(front), " ".join(name), ", ".join(titles))


def _titles(text: str) -> list[str]:
    """Return the titles after a name, which commas divide."""
    return [part.strip() for part in text.split(",")]


def _leading_titles(words: list[str]) -> list[str]:
    """Return the words before the name; the last word is always the name."""
    count = 0
    while count < len(words) - 1 and _is_front_title(words[count]):
        count += 1
    return words[:count]


def _is_front_title(word: str) -> bool:
    """Whether a word is a title; `H` or `Dr` without a dot may be an initial or a name."""
    bare = re.sub(r"[.()]", "", word).casefold()
    return ("." in word or len(bare) > 2) and bare in FRONT_TITLES


def _trailing_titles(words: list[str]) -> list[str]:
    """Return the degrees written after a name without a comma, `S.Kom` or `M.Si.`."""
    count = 0
    while count < len(words) - 1 and _INSIDE_TITLE.match(words[-1 - count]):
        count += 1
    return words[len(words) - count :]
