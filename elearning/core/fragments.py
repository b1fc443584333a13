"""What passes between the application and the render process."""

from collections.abc import Mapping
from typing import NamedTuple


class Asset(NamedTuple):
    """A file that a text may show, under its name in `media/`."""

    url: str
    mime: str
    width: int | None = None
    height: int | None = None
    #: Address and language of each caption file of a video or recording.
    captions: tuple[tuple[str, str], ...] = ()


class Fragment(NamedTuple):
    """A text to render; a page has anchors, footnotes and glossary, a question has not."""

    source: str
    page: bool = False


class Context(NamedTuple):
    """What texts may refer to: files by name, pages by file name, terms with their meaning."""

    media: Mapping[str, Asset] = {}
    links: Mapping[str, str] = {}
    glossary: Mapping[str, str] = {}
    language: str = "id"


class Fault(NamedTuple):
    """Something amiss in a text: a code, and the word it is about."""

    code: str
    detail: str


class Rendered(NamedTuple):
    """Sanitised HTML, its words, the files it shows and what was amiss."""

    html: str
    words: int
    media: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
