"""Draws a course's badge: a seal in deep red and gold with the kawung motif, code and title."""

import json
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal, cast

import typst

from elearning.certificates.badges.models import Achieved
from elearning.certificates.pdf import fonts, needs_scripts
from elearning.core.printable import printable_line

TEMPLATE = Path(__file__).parent / "template" / "lencana.typ"
MAIN = b'#import "lencana.typ": badge\n#badge(json("facts.json"))'
#: 300 points wide: 600 pixels.
PPI = 144.0
KEPT = 64

_one_at_a_time = Lock()


@lru_cache(maxsize=KEPT)
def png(achieved: Achieved) -> bytes:
    """Return the picture as PNG of 600 × 600 pixels."""
    return drawn(achieved, "png")


@lru_cache(maxsize=KEPT)
def svg(achieved: Achieved) -> str:
    """Return the picture as SVG whose letters are outlines: no font is needed to see it."""
    return drawn(achieved, "svg").decode()


def drawn(achieved: Achieved, form: Literal["png", "svg"]) -> bytes:
    """Return the picture in one of typst's forms."""
    texts = {"code": achieved.code, "title": achieved.title, "organiser": achieved.organiser}
    facts: dict[str, object] = {name: printable_line(text) for name, text in texts.items()}
    printed = json.dumps(facts | {"jp": achieved.jp}, ensure_ascii=False).encode()
    files: Any = {"main.typ": MAIN, "facts.json": printed}
    with _one_at_a_time:
        compiler = _compiler(needs_scripts(files))
        return cast(bytes, compiler.compile(files, format=form, ppi=PPI))


@cache
def _compiler(scripts: bool) -> typst.Compiler:
    """One compiler a process, which keeps the fonts."""
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts(scripts))
