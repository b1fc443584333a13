"""Who signed a PDF, and whether it is whole: asks no server, trusts only the roots it is given."""

from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from asn1crypto import pem
from asn1crypto.x509 import Certificate as RootCertificate
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

#: More signatures than any document of ours has.
MOST = 8
#: The years in which a signer's clock may be: others cannot be told in every time zone.
FIRST_YEAR, LAST_YEAR = 1990, 2200
LONGEST_NAME = 200


class Signature(NamedTuple):
    """One signature of a document."""

    #: Name in the signer's certificate, and who issued it.
    signer: str
    issuer: str
    #: The moment that the signer claims, ISO 8601, or empty.
    at: str
    #: Whether what it covers is unchanged and is the whole document.
    is_whole: bool
    #: Whether its chain ends at a trusted root.
    is_trusted: bool


def signatures_of(pdf: bytes, roots: bytes = b"") -> list[Signature]:
    """Return a document's signatures, in their order; raises ValueError for no readable PDF."""
    trusted = roots_in(roots)
    try:
        embedded = PdfFileReader(BytesIO(pdf)).embedded_signatures[:MOST]
        return [_inspected(each, trusted) for each in embedded]
    except (PdfError, SignatureValidationError, KeyError, TypeError, IndexError) as error:
        raise ValueError("The PDF cannot be read.") from error


def roots_in(text: bytes) -> list[RootCertificate]:
    """Return the certificates of a PEM file."""
    found = pem.unarmor(text, multiple=True) if text.strip() else ()
    return [RootCertificate.load(der) for _kind, _headers, der in found]


def _inspected(embedded: Any, roots: list[RootCertificate]) -> Signature:
    """Look at one signature; its chain counts at the moment that the signer claims."""
    at: datetime | None = embedded.self_reported_timestamp
    context = ValidationContext(
        trust_roots=roots, allow_fetching=False, moment=at, best_signature_time=at
    )
    status = validate_pdf_signature(embedded, signer_validation_context=context)
    is_covering = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    signer = status.signing_cert
    return Signature(
        signer=_name(signer.subject),
        issuer=_name(signer.issuer),
        at=at.isoformat() if at and FIRST_YEAR <= at.year <= LAST_YEAR else "",
        is_whole=bool(status.intact and status.valid and is_covering),
        is_trusted=bool(status.trusted),
    )


def _name(name: Any) -> str:
    """Return the common name of a subject, else all of it, in characters that can be shown."""
    told = str(name.native.get("common_name") or name.human_friendly)[:LONGEST_NAME]
    return "".join(each if each.isprintable() else "\ufffd" for each in told)
