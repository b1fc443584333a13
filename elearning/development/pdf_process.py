"""The process that examines one PDF: reads it, answers one JSON line and a picture, may be killed.

`python -m elearning.development.pdf_process BYTES` limits its own memory and time. Without a
network, a database or a secret it knows only what its parent sends.
"""

import io
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from elearning.core.render_process import limit_memory

#: Objects of a file that a person scans or a training house makes.
MOST_OBJECTS = 20_000
MOST_PAGES = 30
SHOWN_PAGES = 2
PICTURE_PPI = 110
#: What makes a document act or carry other files, by what is said of it.
ACTIVE = {
    "/JS",
    "/JavaScript",
    "/Launch",
    "/RichMedia",
    "/XFA",
    "/AA",
    "/ImportData",
    "/SubmitForm",
}
CARRYING = {"/EmbeddedFiles", "/EmbeddedFile", "/EF", "/FileAttachment", "/Filespec"}


def fault_of(content: bytes) -> tuple[str, int]:
    """Return why a PDF is not taken (empty when it is), and its pages."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            return "encrypted", 0
        pages = len(reader.pages)
        names = names_in(objects_of(reader))
    except RecursionError:
        return "complicated", 0
    except (
        PyPdfError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        OSError,
        ArithmeticError,
    ):
        return "broken", 0
    if names & ACTIVE:
        return "active", pages
    if names & CARRYING:
        return "carrying", pages
    return ("" if 0 < pages <= MOST_PAGES else "pages"), pages


def objects_of(reader: Any) -> Iterator[Any]:
    """Yield every object of a file, whether or not a page leads to it."""
    from pypdf.generic import IndirectObject

    keys = {(number, generation) for generation, t in reader.xref.items() for number in t}
    keys |= {(number, 0) for number in reader.xref_objStm}
    if len(keys) > MOST_OBJECTS:
        raise RecursionError
    yield reader.trailer
    for number, generation in sorted(keys):
        if number:
            yield reader.get_object(IndirectObject(number, generation, reader))


def names_in(objects: Iterable[Any]) -> set[str]:
    """Return every name of some objects, as a key or as a value; what they refer to is among them."""
    found: set[str] = set()
    waiting = list(objects)
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            waiting += [*dict.keys(value), *dict.values(value)]
        elif isinstance(value, list):
            waiting += list.__iter__(value)
    return found


def picture_of(content: bytes, pages: int) -> bytes:
    """Return the first pages below each other as PNG; nothing when they cannot be drawn."""
    import typst

    shown = "".join(
        f'#image("x.pdf", page: {number}, width: 100%)\n'
        for number in range(1, min(pages, SHOWN_PAGES) + 1)
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x.pdf").write_bytes(content)
        main = Path(folder, "main.typ")
        main.write_text(f"#set page(width: 210mm, height: auto, margin: 0pt)\n{shown}")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
        try:
            compiler = typst.Compiler(str(main), root=folder, font_paths=fonts)
            drawn = compiler.compile(format="png", ppi=PICTURE_PPI)
        except RuntimeError:
            return b""
    return drawn if isinstance(drawn, bytes) else b""


def serve() -> None:
    """Examine what comes until the pipe is closed, and answer."""
    content = sys.stdin.buffer.read()
    fault, pages = fault_of(content)
    reply = {"fault": fault, "pages": pages}
    sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n")
    sys.stdout.buffer.flush()
    if not fault:
        sys.stdout.buffer.write(picture_of(content, pages))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    limit_memory(int(sys.argv[1]))
    serve()
