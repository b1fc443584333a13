"""The marks of a certificate in any PDF: its code behind the link, its number with the check code."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

#: Pages that are looked at: the marks are on the first.
PAGES = 4
LONGEST_TEXT = 100_000
CODE = re.compile(r"/verifikasi/([A-Z2-7]{26})(?![A-Z2-7])")
PRINTED = re.compile(r"Nomor\s+(\S{1,200})\s+Kode\s+([A-HJ-NP-Z2-9]{5})-([A-HJ-NP-Z2-9]{5})\b")


class Marks(NamedTuple):
    """What a PDF says that it is, each once."""

    codes: list[str]
    #: Numbers with the check codes beside them.
    printed: list[tuple[str, str]]


def marks_in(pdf: bytes) -> Marks:
    """Return the marks in a PDF; raises ValueError when it cannot be read."""
    try:
        reader = PdfReader(BytesIO(pdf))
        if reader.is_encrypted:
            raise ValueError("The PDF is encrypted.")
        pages = [reader.pages[number] for number in range(min(PAGES, len(reader.pages)))]
        texts = [page.extract_text()[:LONGEST_TEXT] for page in pages]
        links = [link for page in pages for link in _links(page)]
    except (PyPdfError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise ValueError("The PDF cannot be read.") from error
    codes = [code for text in (*links, *texts) for code in CODE.findall(text)]
    # A forged font can yield halves of characters and NUL, which no database takes.
    printed = [(n, a + b) for text in texts for n, a, b in PRINTED.findall(text) if n.isprintable()]
    return Marks(list(dict.fromkeys(codes)), list(dict.fromkeys(printed)))


def _links(page: Any) -> Iterator[str]:
    """Yield the addresses behind a page's links."""
    for annotation in page.get("/Annots") or ():
        action = annotation.get_object().get("/A")
        address = action.get_object().get("/URI") if action else None
        if isinstance(address, str):
            yield address
