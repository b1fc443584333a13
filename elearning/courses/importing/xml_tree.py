"""Reads XML with suspicion: no DTD, no entities, no depth; every element knows its line."""

import io
from collections.abc import Iterator
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from elearning.courses.importing.refusing import ImportRefused

DEEPEST = 200


class Node:
    """An element: its name without prefix, attributes, line, text and children."""

    __slots__ = ("attributes", "children", "line", "name", "pieces")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.children: list[Node] = []
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        """The text that stands right in the element."""
        return "".join(self.pieces)

    def all(self, name: str) -> Iterator["Node"]:
        """Yield the children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> "Node":
        """Return the first child of a name, or an empty element."""
        return next(self.all(name), Node(name, {}, self.line))

    def said(self, name: str) -> str:
        """Return the text of the first child of a name."""
        return self.first(name).text.strip()


class _Depth(ContentHandler):
    """Refuses elements that nest more deeply than any document's."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.locator: Locator | None = None

    @property
    def line(self) -> int:
        """The line that is being read."""
        return (self.locator.getLineNumber() if self.locator else 0) or 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.depth += 1
        if self.depth > DEEPEST:
            raise ImportRefused("xml-broken", line=self.line)

    def endElement(self, name: str) -> None:  # noqa: N802
        self.depth -= 1


class _Builder(_Depth):
    """Builds the tree."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self.open: list[Node] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        super().startElement(name, attrs)
        node = Node(name.rpartition(":")[2], dict(attrs.items()), self.line)
        if self.open:
            self.open[-1].children.append(node)
        self.root = self.root or node
        self.open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        super().endElement(name)
        self.open.pop()

    def characters(self, content: str) -> None:
        if self.open:
            self.open[-1].pieces.append(content)


def tree(data: bytes) -> Node:
    """Return the root of a document, or refuse it."""
    builder = _Builder()
    _parse(data, builder)
    return builder.root or Node("", {}, 0)


def require_plain(data: bytes) -> None:
    """Refuse XML that is broken, too deep or defines entities."""
    _parse(data, _Depth())


def _parse(data: bytes, handler: ContentHandler) -> None:
    try:
        parse(io.BytesIO(data), handler, forbid_dtd=True)
    except DefusedXmlException:
        raise ImportRefused("xml-dtd") from None
    except SAXParseException as error:
        raise ImportRefused("xml-broken", line=error.getLineNumber() or 1) from None
    except (SAXException, ValueError, LookupError):
        raise ImportRefused("xml-broken", line=1) from None
