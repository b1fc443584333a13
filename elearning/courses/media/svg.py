"""Checks an SVG drawing: known shapes only, nothing that runs, nothing from elsewhere."""

import re
from typing import NamedTuple
from xml.parsers import expat

from elearning.courses.media.image_size import svg as svg_size

SVG = "http://www.w3.org/2000/svg"
#: What drawing programs add; browsers ignore it.
_SILENT = frozenset(
    {
        "http://www.inkscape.org/namespaces/inkscape",
        "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://creativecommons.org/ns#",
        "http://purl.org/dc/elements/1.1/",
    }
)
_SHAPES = (
    "svg g defs symbol use title desc metadata style path rect circle ellipse line polyline "
    "polygon text tspan textPath marker linearGradient radialGradient stop pattern clipPath mask "
    "image switch view filter feBlend feColorMatrix feComponentTransfer feComposite "
    "feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood "
    "feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset "
    "fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
)
_ELEMENTS = frozenset(_SHAPES.split())
_INSIDE = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp);base64,)", re.IGNORECASE)
_URL = re.compile(r"url\s*\(\s*['\"]?\s*(?!['\"]?\s*#)|@import|expression\s*\(|-moz-binding", re.I)
_SCRIPT = re.compile(r"(java|vb)\s*script\s*:", re.IGNORECASE)
_ESCAPED = re.compile(r"\\")


class Drawing(NamedTuple):
    """A checked drawing: its size when it tells, and what is forbidden in it (line, what)."""

    size: tuple[int, int] | None
    faults: tuple[tuple[int, str], ...]


class _Checker:
    """Listens to the XML parser."""

    def __init__(self) -> None:
        self.faults: list[tuple[int, str]] = []
        self.size: tuple[int, int] | None = None
        self.depth = 0
        self.style: list[str] | None = None
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _fault(self, what: str) -> None:
        self.faults.append((self.parser.CurrentLineNumber, what))

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        """What we read as UTF-8, browsers must read as UTF-8 too."""
        if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
            self._fault(f'encoding="{encoding[:20]}"')

    def _doctype(self, *declared: object) -> None:
        self._fault("<!DOCTYPE>")

    def _entity(self, *declared: object) -> None:
        self._fault("<!ENTITY>")

    def _instruction(self, target: str, data: str) -> None:
        self._fault(f"<?{target}?>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if self.depth == 0:
            self._root(namespace, local, attributes)
        elif namespace not in _SILENT and (namespace != SVG or local not in _ELEMENTS):
            self._fault(f"<{local}>")
        for key, value in attributes.items():
            self._attribute(key.rpartition(" ")[2], value)
        self.style = [] if local == "style" else self.style
        self.depth += 1

    def _root(self, namespace: str, local: str, attributes: dict[str, str]) -> None:
        if (namespace, local) != (SVG, "svg"):
            self._fault(f"<{local}>")
        sides = (attributes.get(name, "") for name in ("width", "height", "viewBox"))
        self.size = svg_size(*sides)

    def _attribute(self, name: str, value: str) -> None:
        is_link = name in {"href", "src"} and not _INSIDE.match(value)
        runs = name.lower().startswith("on") or _SCRIPT.search(value)
        if runs or is_link or _URL.search(value) or name == "base":
            self._fault(f'{name}="{value[:60]}"')

    def _data(self, data: str) -> None:
        if self.style is not None:
            self.style.append(data)

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.style is not None and name.endswith("style"):
            css = "".join(self.style)
            self.style = None
            if _URL.search(css) or _ESCAPED.search(css) or _SCRIPT.search(css):
                self._fault("<style>")


def check_svg(data: bytes) -> Drawing:
    """Return a drawing's size and what is forbidden in it; XML that is not well-formed is."""
    checker = _Checker()
    try:
        checker.parser.Parse(data.decode("utf-8-sig").encode(), True)
    except (expat.ExpatError, ValueError) as error:
        line = getattr(error, "lineno", 1)
        return Drawing(None, (*checker.faults, (line, "XML")))
    return Drawing(checker.size, tuple(checker.faults))
