"""Completes sanitised HTML: addresses, ids, pictures, labelled regions, heading levels.

Reads the well-formed output of the first sanitiser; the last one checks what this writes.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

from elearning.core.fragments import Asset, Context, Fault
from elearning.core.sanitising import ID_PREFIX, REL, known_classes, safe_address

Attributes = dict[str, str]

_VOID = frozenset({"img", "br", "hr", "col"})
_HEADING = re.compile(r"h[1-6]")
_WORD = re.compile(r"\w+(?:[-'’.,/]\w+)*")
_EMPTY_HEADER = re.compile(r"<th( [^>]*)?>\s*</th>")
_LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
_LABELS = {
    "id": {"table": "Tabel", "code": "Kode", "done": "sudah", "open": "belum", "file": "Unduh"},
    "en": {
        "table": "Table",
        "code": "Code",
        "done": "done",
        "open": "not done",
        "file": "Download",
    },
}


class Finisher(HTMLParser):
    """Writes the HTML anew, piece by piece, and notes what was amiss."""

    def __init__(self, context: Context, levels: Mapping[str, str], *, page: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.context = context
        self.page = page
        self.labels = _LABELS.get(context.language, _LABELS["id"])
        self.levels = levels
        self.out: list[str] = []
        self.open: list[str] = []
        self.words = 0
        self.ids: set[str] = set()
        self.anchors: list[str] = []
        self.media: list[str] = []
        self.faults: list[Fault] = []
        self.tables = 0
        self.codes = 0
        self._table_at = 0
        self._header: list[str] = []
        self._heading = ""
        self._level = 1

    # What the parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._general(tag, attributes)
        special = _SPECIAL.get(tag)
        if special is not None:
            special(self, attributes)
        else:
            self._write(self.levels.get(tag, tag), attributes)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
            self.out.append(f"</{self.levels.get(tag, tag)}>")
            if tag in self.levels:
                self._close_heading(int(self.levels[tag][1]))
            if tag == "table" and "table" not in self.open:
                self._close_table()

    def handle_data(self, data: str) -> None:
        self.out.append(escape(data, quote=False))
        self.words += len(_WORD.findall(data))
        if "th" in self.open or "caption" in self.open:
            self._header.append(data)
        if self.levels.keys() & self.open:
            self._heading += data

    # Pieces

    def _close_heading(self, level: int) -> None:
        """A heading two levels below the one before leaves a gap for those who listen."""
        if level > self._level + 1:
            self.faults.append(Fault("heading-skipped", self._heading))
        self._level, self._heading = level, ""

    def _write(self, tag: str, attributes: Attributes) -> None:
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        self.out.append(f"<{tag}{written}>")

    def _general(self, tag: str, attributes: Attributes) -> None:
        """Prefix the id and weed the classes."""
        if "class" in attributes:
            in_code = tag == "span" and bool({"code", "pre"}.intersection(self.open))
            attributes["class"] = known_classes(attributes["class"], in_code=in_code)
            if not attributes["class"]:
                del attributes["class"]
        identifier = ID_PREFIX + attributes.pop("id", "")
        if self.page and identifier != ID_PREFIX and identifier not in self.ids:
            self.ids.add(identifier)
            attributes["id"] = identifier

    def _link(self, attributes: Attributes) -> None:
        address = attributes.pop("href", None)
        target = None if address is None else self._target(address.strip())
        if target is not None:
            attributes["href"] = target
            if re.match("https?:", target, re.IGNORECASE):
                attributes["rel"] = REL
        self._write("a", attributes)

    def _target(self, address: str) -> str | None:
        """Return where a link leads, or None and a note when it leads nowhere."""
        if not safe_address(address):
            return None
        if address.startswith("#"):
            return self._anchor(address[1:])
        if address.startswith("/") or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address):
            return address
        return self._beside(address)

    def _anchor(self, identifier: str) -> str | None:
        if not self.page or not identifier:
            return None
        self.anchors.append(unquote(identifier))
        return f"#{ID_PREFIX}{identifier}"

    def _beside(self, address: str) -> str | None:
        """Resolve a link to another file of the folder."""
        path, _, anchor = address.partition("#")
        name = posixpath.normpath(unquote(path))
        if name.startswith("media/"):
            asset = self._asset(name)
            return asset and asset.url
        if name not in self.context.links:
            self.faults.append(Fault("dead-link", address))
            return None
        return self.context.links[name] + (f"#{ID_PREFIX}{anchor}" if anchor else "")

    def _asset(self, path: str) -> Asset | None:
        folder, _, name = posixpath.normpath(unquote(path)).partition("/")
        asset = self.context.media.get(name) if folder == "media" else None
        if asset is None:
            self.faults.append(Fault("missing-media", path))
        else:
            self.media.append(name)
        return asset

    def _picture(self, attributes: Attributes) -> None:
        """Show a picture, video or recording; a missing one leaves its description."""
        source, text = attributes.get("src", "").strip(), attributes.get("alt", "").strip()
        asset = self._asset(source)
        if not text:
            self.faults.append(Fault("missing-alt", source))
        if asset is None:
            self.out.append(escape(text))
        elif asset.mime.startswith("image/"):
            self._image(attributes, asset, text)
        elif asset.mime.startswith(("video/", "audio/")):
            self._recording(asset, text)
        else:
            self._write("a", {"href": asset.url})
            self.out.append(escape(text or self.labels["file"]) + "</a>")

    def _image(self, attributes: Attributes, asset: Asset, text: str) -> None:
        kept = {name: attributes[name] for name in ("title", "class", "id") if name in attributes}
        size = (("width", asset.width), ("height", asset.height)) if asset.width else ()
        sized = {name: str(value) for name, value in size}
        shown = {"src": asset.url, "alt": text, **sized, "loading": "lazy", "decoding": "async"}
        self._write("img", shown | kept)

    def _recording(self, asset: Asset, text: str) -> None:
        tag = asset.mime.partition("/")[0]
        plays = {"src": asset.url, "controls": "", "preload": "none"}
        self._write(tag, {**plays, **({"aria-label": text} if text else {})})
        for url, language in asset.captions:
            name = _LANGUAGES.get(language, language)
            track = {"kind": "captions", "src": url, "srclang": language, "label": name}
            self._write("track", track)
        self.out.append(f"</{tag}>")

    def _table(self, attributes: Attributes) -> None:
        if "table" not in self.open:
            self._table_at, self._header = len(self.out), []
            self.out.append("")
        self._write("table", attributes)

    def _close_table(self) -> None:
        """Wrap a table in a region that can be reached and scrolled by keyboard."""
        self.tables += 1
        heads = ", ".join(text for text in map(str.strip, self._header) if text)
        label = f"{self.labels['table']} {self.tables}" + (f": {heads[:100]}" if heads else "")
        opening = f'<div class="tablewrap" role="region" tabindex="0" aria-label="{escape(label)}">'
        self.out[self._table_at] = opening
        self.out.append("</div>")

    def _cell(self, tag: str, attributes: Attributes) -> None:
        side = attributes.pop("align", "left")
        if side != "left":
            name = {"right": "end", "center": "center"}[side]
            attributes["class"] = " ".join([*attributes.get("class", "").split(), name])
        if tag == "th" and "thead" in self.open:
            attributes.setdefault("scope", "col")
        self._write(tag, attributes)

    def _code(self, attributes: Attributes) -> None:
        self.codes += 1
        label = f"{self.labels['code']} {self.codes}"
        self._write("pre", {**attributes, "role": "region", "tabindex": "0", "aria-label": label})

    def _span(self, attributes: Attributes) -> None:
        """A box of a task list says its state aloud."""
        state = attributes.pop("title", "") if attributes.get("class") == "task" else ""
        if state in {"done", "open"}:
            attributes |= {"role": "img", "aria-label": self.labels[state]}
        self._write("span", attributes)


_SPECIAL: dict[str, Callable[[Finisher, Attributes], None]] = {
    "a": Finisher._link,
    "img": Finisher._picture,
    "table": Finisher._table,
    "td": lambda self, attributes: self._cell("td", attributes),
    "th": lambda self, attributes: self._cell("th", attributes),
    "pre": Finisher._code,
    "span": Finisher._span,
}


def heading_levels(html: str) -> dict[str, str]:
    """Return what each heading becomes, so that the highest is an h2."""
    used = sorted(set(re.findall(r"<h([1-6])[ >]", html)))
    shift = 2 - int(used[0]) if used else 0
    return {f"h{level}": f"h{min(6, int(level) + shift)}" for level in used}


def finish(html: str, context: Context, *, page: bool) -> tuple[str, Finisher]:
    """Return the completed HTML, and the finisher with its notes."""
    finisher = Finisher(context, heading_levels(html), page=page)
    finisher.feed(html)
    finisher.close()
    for anchor in finisher.anchors:
        if ID_PREFIX + anchor not in finisher.ids:
            finisher.faults.append(Fault("dead-anchor", anchor))
    return _EMPTY_HEADER.sub("<td></td>", "".join(finisher.out)), finisher
