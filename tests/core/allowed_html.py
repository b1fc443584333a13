"""The allow-list once more, written for the tests: what stored HTML may hold."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

TAGS = frozenset(
    {
        *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd"),
        *("del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3"),
        *("h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q"),
        *("s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "tr", "u", "ul", "var", "video", "audio", "track"),
    }
)
EVERYWHERE = frozenset({"class", "id", "title", "lang", "dir"})
ATTRIBUTES = {
    "a": {"href", "rel", "role"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "details": {"open"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "div": {"role", "tabindex", "aria-label"},
    "pre": {"role", "tabindex", "aria-label"},
    "span": {"role", "aria-label"},
    "video": {"src", "controls", "preload", "aria-label"},
    "audio": {"src", "controls", "preload", "aria-label"},
    "track": {"src", "kind", "srclang", "label", "default"},
}
CLASSES = frozenset(
    {
        *("admonition", "admonition-title", "catatan", "penting", "contoh", "dasar-hukum", "tips"),
        *("footnote", "footnote-ref", "footnote-backref", "highlight", "task", "task-list"),
        *("task-list-item", "tablewrap", "end", "center"),
    }
)
ADDRESS = re.compile(r"(https?:|mailto:|tel:|#isi-|/(?![/\\]))", re.IGNORECASE)
SHORT = re.compile(r"[a-z][a-z0-9]{0,2}")


class _Judge(HTMLParser):
    """Collects what stands outside the allow-list."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.complaints.append(f"<{tag}>")
        for name, value in attrs:
            self.complaints += self._attribute(tag, name, value or "")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_comment(self, data: str) -> None:
        self.complaints.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.complaints.append(f"<!{decl}>")

    def _attribute(self, tag: str, name: str, value: str) -> Iterator[str]:
        if name not in EVERYWHERE | ATTRIBUTES.get(tag, set()):
            yield f"{tag} {name}"
        if name == "id" and not value.startswith("isi-"):
            yield f"id={value}"
        if name in {"href", "src"} and not ADDRESS.match(value):
            yield f"{name}={value}"
        if name == "class":
            yield from (f"class={each}" for each in value.split() if not self._known(each))

    def _known(self, name: str) -> bool:
        in_code = "code" in self.open or "pre" in self.open
        return name in CLASSES or (in_code and SHORT.fullmatch(name) is not None)


def complaints(html: str) -> list[str]:
    """Return what HTML holds that it must not."""
    judge = _Judge()
    judge.feed(html)
    judge.close()
    return judge.complaints
