"""Whether a PDF is a certificate of ours and unchanged; the file is read and forgotten."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from elearning.certificates import queries
from elearning.certificates.pdf_reading import Content, FoundSignature, content_of
from elearning.certificates.queries import Verification
from elearning.core import files
from elearning.core.db import reading
from elearning.core.settings import Settings

#: Codes of one file that are looked up: ours has one.
MOST_MARKS = 2
UNCHANGED, CHANGED, FOREIGN, UNREADABLE = "unchanged", "changed", "foreign", "unreadable"

#: Looks something up as the public page does, wrong guesses counted.
LookUp = Callable[[Callable[[], Verification | None]], Verification | None]


class Verdict(NamedTuple):
    """What a file proves."""

    state: str
    found: Verification | None = None
    #: Whether it is the file with the signature, of an unchanged one.
    is_signed_copy: bool = False
    signatures: tuple[FoundSignature, ...] = ()


def verdict_on(pdf: bytes, settings: Settings, look_up: LookUp) -> Verdict:
    """Judge a file: by its bytes first, else by what it says of itself."""
    digest = files.digest_of(pdf)
    with reading():
        same = queries.verification_of_file(digest)
    if same is not None and same.signed_digest != digest:
        return Verdict(UNCHANGED, same)
    content = content_of(pdf, trusted_roots(settings))
    signatures = tuple(content.signatures) if content else ()
    if same is not None:
        return Verdict(UNCHANGED, same, is_signed_copy=True, signatures=signatures)
    if content is None:
        return Verdict(UNREADABLE)
    found = named_in(content, look_up)
    return Verdict(CHANGED if found else FOREIGN, found, signatures=signatures)


def named_in(content: Content, look_up: LookUp) -> Verification | None:
    """Return the certificate whose code, or number with check code, stands in a file."""
    ways = [
        *(partial(queries.verification_of, code) for code in content.codes[:MOST_MARKS]),
        *(partial(queries.verification_by_number, *pair) for pair in content.printed[:MOST_MARKS]),
    ]
    return next(filter(None, map(look_up, ways)), None)


def trusted_roots(settings: Settings) -> bytes:
    """Return the root certificates that the operator trusts."""
    path = Path(settings.signing_roots)
    return path.read_bytes() if settings.signing_roots and path.is_file() else b""
