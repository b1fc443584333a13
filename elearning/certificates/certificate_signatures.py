"""Certificates as a kind of document that is signed."""

from typing import Any

from sqlalchemy import Select

from elearning.accounts.models import Unit
from elearning.certificates import queries
from elearning.certificates.models import Certificate
from elearning.certificates.signables import Shown, Signable, Unsigned
from elearning.certificates.signature_models import CertificateSignature
from elearning.certificates.signature_operations import await_older
from elearning.certificates.signing.failures import SigningFailed
from elearning.core.db import reading
from elearning.records.models import Completion


def _joined(found: Select[Any]) -> Select[Any]:
    """Lead to the certificate, its completion and its organiser."""
    return (
        found.join(Certificate, Certificate.id == CertificateSignature.certificate_id)
        .join(Completion, Completion.id == Certificate.completion_id)
        .join(Unit, Unit.id == Certificate.organiser_id)
    )


def _unsigned(certificate_id: int) -> Unsigned:
    """Return a certificate as it is sent to be signed."""
    from elearning.certificates.printing import stored_pdf  # typst loads with the first one

    with reading():
        proof = queries.proof(certificate_id)
    if proof is None:  # every row names a certificate
        raise SigningFailed("document")
    code = proof.certificate.code
    return Unsigned(stored_pdf(proof), code)


CERTIFICATES = Signable(
    name="certificate",
    rows=CertificateSignature,
    key=CertificateSignature.certificate_id,
    nip=Certificate.signatory_nip,
    joined=_joined,
    counts=Certificate.status == "valid",
    columns=(
        *(Completion.full_name, Certificate.number, Completion.course_title),
        *(Certificate.issued_on, Certificate.signatory_name),
    ),
    shown=Shown,
    unsigned=_unsigned,
    await_older=await_older,
)
