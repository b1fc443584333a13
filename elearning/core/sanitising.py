"""What HTML may reach a reader: one policy, checked by two sanitisers (security.md, rule 16).

`first_pass` runs on what Markdown made, `last_pass` on what `finishing` made of that.
"""

import re
from collections.abc import Iterable
from functools import cache

import bleach
import nh3
from bleach.sanitizer import Cleaner
from pygments.token import STANDARD_TYPES

#: What authors may write. Never svg, math, style, form controls, frames.
AUTHOR_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
#: What `finishing` adds by itself.
OWN_TAGS = frozenset({"video", "audio", "track"})
KINDS = ("catatan", "penting", "contoh", "dasar-hukum", "tips")
CLASSES = frozenset(
    [
        "admonition",
        "admonition-title",
        "footnote",
        "footnote-ref",
        "footnote-backref",
        "highlight",
        "task",
        "task-list",
        "task-list-item",
        "tablewrap",
        "end",
        "center",
    ]
).union(KINDS)
CODE_CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
ROLES = frozenset({"region", "img", "doc-noteref", "doc-backlink"})
REL = "noopener noreferrer"
ID_PREFIX = "isi-"

_IDENTIFIER = re.compile(r"[\w:.-]{1,120}")
_NUMBER = re.compile(r"\d{1,5}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff]")
_SCHEME = re.compile(r"([^/?#:]*):")

_GLOBAL = frozenset({"class", "id", "title", "lang", "dir"})
_AUTHORED: dict[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt"}),
    "ol": frozenset({"start"}),
    "details": frozenset({"open"}),
    "th": frozenset({"colspan", "rowspan", "scope", "align"}),
    "td": frozenset({"colspan", "rowspan", "align"}),
}
_OWN: dict[str, frozenset[str]] = {
    "a": frozenset({"rel", "role"}),
    "img": frozenset({"width", "height", "loading", "decoding"}),
    "video": frozenset({"src", "controls", "preload", "aria-label"}),
    "audio": frozenset({"src", "controls", "preload", "aria-label"}),
    "track": frozenset({"src", "kind", "srclang", "label", "default"}),
    "div": frozenset({"role", "tabindex", "aria-label"}),
    "pre": frozenset({"role", "tabindex", "aria-label"}),
    "span": frozenset({"role", "aria-label"}),
}
_FREE = frozenset({"title", "alt", "aria-label", "label"})
_VALUES: dict[str, frozenset[str]] = {
    "dir": frozenset({"ltr", "rtl", "auto"}),
    "role": ROLES,
    "rel": frozenset({REL}),
    "loading": frozenset({"lazy"}),
    "decoding": frozenset({"async"}),
    "preload": frozenset({"none"}),
    "kind": frozenset({"captions"}),
    "scope": frozenset({"col", "row", "colgroup", "rowgroup"}),
    "align": frozenset({"left", "right", "center"}),
    "tabindex": frozenset({"0"}),
}
_PATTERNS = {
    "id": _IDENTIFIER,
    "lang": _LANGUAGE,
    "srclang": _LANGUAGE,
    **dict.fromkeys(("width", "height", "start", "colspan", "rowspan"), _NUMBER),
}
_FLAGS = frozenset({"open", "controls", "default"})


def safe_address(address: str) -> bool:
    """A link leads to http, https, mailto, tel or a place below this site."""
    bare = _INVISIBLE.sub("", address).replace("\\", "/")
    if bare.startswith("//"):
        return False
    scheme = _SCHEME.match(bare)
    return scheme is None or scheme[1].lower() in SCHEMES


def known_classes(value: str, *, in_code: bool = True) -> str:
    """Keep the classes of the closed list; a highlighter's short names live only inside code."""
    allowed = CLASSES | CODE_CLASSES if in_code else CLASSES
    return " ".join(name for name in value.split() if name in allowed)


def _allowed_value(name: str, value: str) -> bool:
    """Tell whether an attribute that may stand here has a value that may."""
    if name in {"href", "src"}:
        return safe_address(value)
    if name == "class":
        return bool(value) and known_classes(value) == " ".join(value.split())
    if name in _VALUES:
        return value in _VALUES[name]
    if name in _PATTERNS:
        return _PATTERNS[name].fullmatch(value) is not None
    return name in _FREE or name in _FLAGS


def _authored(tag: str, name: str, value: str) -> bool:
    """Allow what an author may write; classes are weeded later, one by one."""
    if name == "class":
        return True
    may = name in _GLOBAL or name in _AUTHORED.get(tag, ())
    return may and _allowed_value(name, value)


def _final(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute that fits the policy; ids must carry our prefix."""
    if name == "id" and not value.startswith(ID_PREFIX):
        return None
    return value if _allowed_value(name, value) else None


@cache
def _bleach() -> Cleaner:
    return bleach.sanitizer.Cleaner(
        tags=AUTHOR_TAGS,
        attributes=_authored,
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
    )


def _attributes(tags: Iterable[str]) -> dict[str, set[str]]:
    return {tag: {*_AUTHORED.get(tag, ()), *_OWN.get(tag, ())} - {"align"} for tag in tags}


@cache
def _nh3() -> nh3.Cleaner:
    tags = AUTHOR_TAGS | OWN_TAGS
    return nh3.Cleaner(
        tags=set(tags),
        attributes={**_attributes(tags), "*": set(_GLOBAL)},
        attribute_filter=_final,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def first_pass(html: str) -> str:
    """Clean what Markdown made of an author's text."""
    return str(_bleach().clean(html))


def last_pass(html: str) -> str:
    """Clean the finished HTML again, with another parser."""
    return _nh3().clean(html)
