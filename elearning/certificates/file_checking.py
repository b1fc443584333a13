"""Whether a PDF is a paper of ours and unchanged; the file is read and forgotten."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, Protocol

from elearning.certificates import queries
from elearning.certificates.pdf_reading import Content, FoundSignature, content_of
from elearning.certificates.signing.roots import trusted_roots
from elearning.core import files
from elearning.core.db import reading
from elearning.core.settings import Settings

#: Codes of one file that are looked up: ours has one.
MOST_MARKS = 2
UNCHANGED, CHANGED, FOREIGN, UNREADABLE = "unchanged", "changed", "foreign", "unreadable"


class Found(Protocol):
    """What is known of a paper."""

    @property
    def signed_digest(self) -> str | None:
        """Name of its signed PDF."""


Search = Callable[[], Found | None]
#: Looks something up as the public page does, wrong guesses counted.
LookUp = Callable[[Search], Found | None]


class Papers(NamedTuple):
    """How a kind of paper is found again: by its stored bytes, or by the marks in a file."""

    of_file: Callable[[str], Found | None]
    of_marks: Callable[[Content], Iterable[Search]]


class Verdict(NamedTuple):
    """What a file proves."""

    state: str
    found: Any = None
    #: Whether it is the file with the signature, of an unchanged one.
    is_signed_copy: bool = False
    signatures: tuple[FoundSignature, ...] = ()


def verdict_on(pdf: bytes, settings: Settings, look_up: LookUp, kinds: Sequence[Papers]) -> Verdict:
    """Judge a file: by its bytes first, else by what it says of itself."""
    digest = files.digest_of(pdf)
    with reading():
        same = next(filter(None, (papers.of_file(digest) for papers in kinds)), None)
    if same is not None and same.signed_digest != digest:
        return Verdict(UNCHANGED, same)
    content = content_of(pdf, trusted_roots(settings))
    signatures = tuple(content.signatures) if content else ()
    if same is not None:
        return Verdict(UNCHANGED, same, is_signed_copy=True, signatures=signatures)
    if content is None:
        return Verdict(UNREADABLE)
    ways = [way for papers in kinds for way in papers.of_marks(content)]
    found = next(filter(None, map(look_up, ways)), None)
    return Verdict(CHANGED if found else FOREIGN, found, signatures=signatures)


def _certificate_marks(content: Content) -> Iterable[Search]:
    """Find a certificate by the code, or by the number with the check code, in a file."""
    for code in islice(content.codes, MOST_MARKS):
        yield partial(queries.verification_of, code)
    for pair in islice(content.printed, MOST_MARKS):
        yield partial(queries.verification_by_number, *pair)


CERTIFICATES = Papers(queries.verification_of_file, _certificate_marks)
