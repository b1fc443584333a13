"""Sentences of a template that nobody has replaced yet: no reader should meet them."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from elearning.courses.writing.scaffold import TEMPLATES
from elearning.courses.writing.scaffold import files_of as template_files
from elearning.studio.models import DraftFile

#: Three words at least that end as a sentence does, after the marks of the format.
_SENTENCE = re.compile(r"(\w+\W+){2,}\w+\W*[.?]\W*\Z")


class Leftover(NamedTuple):
    """A line of a text, counted from 1, that still says what its template said."""

    file: DraftFile
    line: int
    quote: str


def leftovers_in(files: Iterable[DraftFile]) -> list[Leftover]:
    """Return the sentences of any template that stand in some texts, in their order."""
    return [
        Leftover(file, number, line.strip())
        for file in files
        for number, line in enumerate(file.text.split("\n"), 1)
        if line.strip() in _sentences()
    ]


@cache
def _sentences() -> frozenset[str]:
    """Return what the templates say in whole sentences."""
    texts = (text for name in TEMPLATES for text in template_files(name, "a", "-").values())
    lines = {line.strip() for text in texts for line in text.split("\n")}
    return frozenset(line for line in lines if _SENTENCE.search(line))
