"""Many certificates as one ZIP, each made first where it was never downloaded."""

from collections.abc import Iterable, Iterator

from flask import Flask

from elearning.certificates import queries
from elearning.certificates.printing import issued_pdf
from elearning.core.db import writing
from elearning.core.zipping import zipped

#: A certificate's key and its name in the archive.
Entry = tuple[int, str]


def file_name(nip: str, number: str) -> str:
    """Return a certificate's name in an archive, as the export's column 25 has it."""
    safe = "".join(c if c.isalnum() or c in "._-" else "-" for c in number)
    return f"{nip}_{safe}.pdf"


def streamed(app: Flask, entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield an archive while it is made; each certificate is read in a context of its own."""
    return zipped((name, content_of(app, key)) for key, name in entries)


def content_of(app: Flask, key: int) -> bytes:
    """Return what is handed out of a certificate."""
    with app.app_context(), writing(False):
        proof = queries.proof(key)
        if proof is None:
            raise LookupError(key)
        return issued_pdf(proof)
