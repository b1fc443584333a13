"""Moodle's embedded answers, `{1:SHORTANSWER:=Jakarta~%50%Betawi}`, as our blanks."""

import html
import re
from collections.abc import Callable

from elearning.courses.importing.found import Found
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.marking import accepted, number_of, span_of
from elearning.courses.importing.quiz_text import spelled

_GAP = re.compile(
    r"\{\d{0,3}:(?P<kind>[A-Z]{2,16}(?:_[A-Z]{1,3})?):(?P<answers>(?:[^{}\\]|\\.)*)\}", re.DOTALL
)
_ANSWER = re.compile(
    r"(?P<right>=|%(?P<share>-?\d{1,3}(?:\.\d*)?)%)?(?P<text>(?:[^#\\]|\\.)*)", re.DOTALL
)
_PARTED = re.compile(r"(?<!\\)~")
_TAGS = re.compile(r"<[^<>]*>")
_TYPED = ("SHORTANSWER", "SA", "MW")
_NUMBERS = ("NUMERICAL", "NM")


def cloze(raw: str, read: Callable[[str], str], losses: Losses, place: Place) -> Found | None:
    """Return a text with blanks; `read` makes Markdown of the text around them."""
    blanks: list[str] = []

    def blank(found: "re.Match[str]") -> str:
        blanks.append(_blank(found["kind"], found["answers"], losses, place))
        return f"\ue020{len(blanks) - 1}\ue021"

    marked = _GAP.sub(blank, re.sub("[\ue020\ue021]", "", raw))
    stem = re.sub("\ue020(\\d+)\ue021", lambda found: blanks[int(found[1])], read(marked))
    return Found("blanks", stem) if any("[[" in blank for blank in blanks) else None


def _blank(kind: str, answers: str, losses: Losses, place: Place) -> str:
    """Return one blank with every text that earns everything."""
    if kind.startswith(("MULTICHOICE", "MC", "MULTIRESPONSE", "MR")):
        losses.add("gap-options", place)
    if kind.endswith("_C") or kind in {"SAC", "MWC"}:
        losses.add("case", place)
    texts = [
        text for answer in _PARTED.split(answers) for text in _right(answer, kind, losses, place)
    ]
    kept = list(dict.fromkeys(text for text in texts if text.strip("* ")))
    if not kept:
        losses.add("gap-none", place, _TAGS.sub("", answers))
        return "\\_\\_\\_\\_\\_"
    return f"[[{';'.join(kept)}]]"


def _right(answer: str, kind: str, losses: Losses, place: Place) -> list[str]:
    """Return what an answer accepts; nothing when it earns less than everything."""
    found = _ANSWER.match(answer)
    if found is None or not found["right"] or (found["share"] or "100") != "100":
        return []
    text = html.unescape(_TAGS.sub("", re.sub(r"\\(.)", r"\1", found["text"]))).strip()
    if kind not in _NUMBERS:
        return [accepted(text, losses, place)]
    span = span_of(text) or text
    middle = re.split(r" ± |\.\.", span)[0]
    if middle != span:
        losses.add("gap-numeric", place, answer=middle)
    number = number_of(middle)
    return [middle] if number is None else list(dict.fromkeys([spelled(number), f"{number:f}"]))
