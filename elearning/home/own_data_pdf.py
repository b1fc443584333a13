"""Draws what is held about a person: A4, PDF/A-2a and PDF/UA-1; made for each download, never kept."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from elearning.certificates.pdf import STANDARDS, fonts, needs_scripts, printable

#: The template borrows the certificate's look, so both lie below this folder.
ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "home" / "template" / "data-saya.typ"
MAIN = b'#import "/home/template/data-saya.typ": own-data\n#own-data(json("/facts.json"))'
#: A cell prints the beginning of longer texts; the JSON file has the whole.
LONGEST_CELL = 600

_one_at_a_time = Lock()


def render(facts: dict[str, Any], at: datetime) -> bytes:
    """Return the PDF of some facts."""
    content = json.dumps(_printed(facts), ensure_ascii=False).encode()
    sources: Any = {"main.typ": MAIN, "facts.json": content}
    moment = int(at.timestamp())
    with _one_at_a_time:
        compiler = _compiler(needs_scripts(sources))
        made = compiler.compile(sources, pdf_standards=list(STANDARDS), timestamp=moment)
    return cast(bytes, made)


@cache
def _compiler(scripts: bool) -> typst.Compiler:
    """One compiler a process, which keeps the fonts."""
    return typst.Compiler(str(TEMPLATE), root=str(ROOT), font_paths=fonts(scripts))


def _printed(value: Any) -> Any:
    """Return a value whose texts can be printed and are not endless."""
    if isinstance(value, dict):
        return {name: _printed(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printed(part) for part in value]
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        return printable(value[:LONGEST_CELL] + " …")
    return printable(value)
