"""The marks of our papers in any PDF: the code behind the link, what is printed to be typed."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

#: Pages that are looked at: a certificate's marks are on the first, a transcript's on the last.
PAGES = 4
LONGEST_TEXT = 100_000
CODE = re.compile(r"/verifikasi/([A-Z2-7]{26})(?![A-Z2-7])")
TRANSCRIPT = re.compile(r"/verifikasi/transkrip/([A-Z2-7]{26})(?![A-Z2-7])")
TYPED = re.compile(r"masukkan\s+kode\s+((?:[A-Z2-7]{5}\s+){5}[A-Z2-7])(?![A-Z2-7])")
PRINTED = re.compile(r"Nomor\s+(\S{1,200})\s+Kode\s+([A-HJ-NP-Z2-9]{5})-([A-HJ-NP-Z2-9]{5})\b")


class Marks(NamedTuple):
    """What a PDF says that it is, each once."""

    codes: list[str]
    #: Numbers with the check codes beside them.
    printed: list[tuple[str, str]]
    #: Codes of transcripts.
    transcripts: list[str]


def marks_in(pdf: bytes) -> Marks:
    """Return the marks in a PDF; raises ValueError when it cannot be read."""
    try:
        reader = PdfReader(BytesIO(pdf))
        if reader.is_encrypted:
            raise ValueError("The PDF is encrypted.")
        count = len(reader.pages)
        pages = [reader.pages[at] for at in range(count) if at < PAGES or at == count - 1]
        texts = [page.extract_text()[:LONGEST_TEXT] for page in pages]
        links = [link for page in pages for link in _links(page)]
    except (PyPdfError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise ValueError("The PDF cannot be read.") from error
    codes = [code for text in (*links, *texts) for code in CODE.findall(text)]
    others = [code for text in (*links, *texts) for code in TRANSCRIPT.findall(text)]
    others += ["".join(code.split()) for text in texts for code in TYPED.findall(text)]
    # A forged font can yield halves of characters and NUL, which no database takes.
    printed = [(n, a + b) for text in texts for n, a, b in PRINTED.findall(text) if n.isprintable()]
    return Marks(*(list(dict.fromkeys(each)) for each in (codes, printed, others)))


def codes_in(pdf: bytes) -> list[str]:
    """Return the codes of all our papers in a PDF; raises ValueError when it cannot be read."""
    marks = marks_in(pdf)
    return [*marks.codes, *marks.transcripts]


def _links(page: Any) -> Iterator[str]:
    """Yield the addresses behind a page's links."""
    for annotation in page.get("/Annots") or ():
        action = annotation.get_object().get("/A")
        address = action.get_object().get("/URI") if action else None
        if isinstance(address, str):
            yield address
