"""Notes links to headings that another text of the course does not have."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from elearning.courses.compiled import Item, item_url
from elearning.courses.diagnostics.slips import surely
from elearning.courses.language.reading import CourseDraft, ItemDraft

_IDENTIFIER = re.compile(r' id="isi-([^"]+)"')
_ELSEWHERE = re.compile(r'href="([^"#]+)#isi-([^"]+)"')


def note_dead_headings(draft: CourseDraft, items: Iterable[Item]) -> None:
    """Note links to headings that another text of the course does not have."""
    compiled = list(zip(draft.items, items, strict=True))
    pages = {
        item_url(draft.slug, written.key): (written.file.name, headings(item))
        for written, item in compiled
    }
    for written, item in compiled:
        for html in _texts(item.to_json()):
            for address, anchor in _ELSEWHERE.findall(html):
                name, known = pages.get(address, ("", frozenset()))
                if name and unquote(anchor) not in known:
                    _note(written, name, anchor, known)


def headings(item: Item) -> frozenset[str]:
    """Return the addresses of the headings and other places in a compiled text."""
    return frozenset(
        anchor for html in _texts(item.to_json()) for anchor in _IDENTIFIER.findall(html)
    )


def _note(written: ItemDraft, name: str, anchor: str, known: frozenset[str]) -> None:
    detail = f"{name}#{anchor}"
    lines = enumerate(written.notes.lines, start=1)
    line = next((at for at, text in lines if detail in text), 0)
    near = surely(unquote(anchor), known)
    if near:
        written.notes.add("dead-heading-near", line, detail=detail, meant=f"{name}#{near}")
    else:
        written.notes.add("dead-heading", line, detail=detail)


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
