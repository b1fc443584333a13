"""Finds questions whose page tells the answer before it is given."""

import re
from collections.abc import Iterator

from elearning.courses.identity import plain
from elearning.courses.questions import Blanks, Question, Wordings

_EMPHASIS = re.compile(r"<(strong|b|mark|u|ins)[ >]|^(<p>)?<(em|i)>[^<]*</\3>(</p>)?$")
_TOLD = re.compile(
    r"\((?:jawaban )?(?:benar|betul|tepat|kunci|correct|right)\)|✓|✔|✅|\[x\]", re.IGNORECASE
)
_FILE = re.compile(r'src="[^"]*?(benar|betul|salah|kunci|correct|wrong)[^"/]*"', re.IGNORECASE)
#: Shorter answers turn up in a stem by chance.
SHORTEST = 12


def leaks(question: Question) -> Iterator[str]:
    """Yield the code of each way in which a question gives its answer away."""
    right = [option.html for option in question.options if option.right]
    wrong = [option.html for option in question.options if not option.right]
    shown = f"{plain(question.stem)} {plain(question.hint)}"
    if any(_stands_in(pattern, shown) for pattern in _accepted(question)):
        yield "leak-stem"
    if not right or not wrong:
        return
    if all(map(_EMPHASIS.search, right)) and not any(map(_EMPHASIS.search, wrong)):
        yield "leak-emphasis"
    if any(map(_TOLD.search, right)) and not all(map(_TOLD.search, wrong)):
        yield "leak-told"
    if any(map(_FILE.search, right + wrong)):
        yield "leak-file"
    told = any(_stands_in(text, shown) for text in right)
    if told and not any(_stands_in(text, shown) for text in wrong):
        yield "leak-stem"


def _accepted(question: Question) -> list[str]:
    """Return the texts that a typed answer may be."""
    key = question.key
    accepted = (
        key.blanks if isinstance(key, Blanks) else (key,) if isinstance(key, Wordings) else ()
    )
    return [pattern for each in accepted for pattern in each.patterns]


def _stands_in(html: str, shown: str) -> bool:
    text = plain(html).strip(" .")
    return len(text) >= SHORTEST and text in shown
