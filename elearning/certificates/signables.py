"""Kinds of documents that are signed; each package offers its own, one desk signs them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select

from elearning.certificates.signature_models import SIGNED, SignatureState
from elearning.core.settings import Settings


class Shown(NamedTuple):
    """What the desk says of a document that waits."""

    full_name: str
    #: Its number, empty for a kind without one.
    number: str
    title: str
    on: date
    signatory_name: str


class Unsigned(NamedTuple):
    """A document as it is sent to be signed, with the code that stands in it."""

    pdf: bytes
    code: str


@dataclass(frozen=True, eq=False)
class Signable:
    """A kind of document: where its signatures are kept, who signs, and what is signed."""

    #: Names it in the log, as in `certificate.signed`.
    name: str
    rows: type[SignatureState]
    #: Key of the document in those rows.
    key: Any
    #: NIP of the official who is to sign.
    nip: Any
    #: Leads a select from those rows to the document and to the unit that answers for it.
    joined: Callable[[Select[Any]], Select[Any]]
    #: Whether a document still counts: nothing else is signed.
    counts: ColumnElement[bool]
    #: Columns of what the desk shows, and how they are said.
    columns: Sequence[Any]
    shown: Callable[..., Shown]
    #: Makes or reads the unsigned PDF; it holds no transaction meanwhile.
    unsigned: Callable[[int], Unsigned]
    #: Lets those wait that were made while signing was off, and says how many.
    await_older: Callable[[Settings, datetime], int]
    #: What follows from a signature, in the transaction that keeps it.
    was_signed: Callable[[int, datetime], None] = lambda _key, _at: None

    def select_open(self, *columns: Any) -> Select[Any]:
        """Return a select of what is not signed and still counts, with its unit."""
        found = self.joined(select(*columns).select_from(self.rows))
        return found.where(self.rows.state != SIGNED, self.counts)


class Queue(NamedTuple):
    """The documents of a kind that somebody may sign."""

    kind: Signable
    signable: ColumnElement[bool]
