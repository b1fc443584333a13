"""The PDF of a certificate: made from the frozen rows once, then always the same stored bytes."""

from elearning.certificates import operations
from elearning.certificates.models import Proof
from elearning.certificates.pdf import CertificateFacts, CurriculumRow, render
from elearning.certificates.signature_queries import signed_digest
from elearning.core import files
from elearning.core.db import db, retrying, writing

#: Printed as the certificate froze them.
COPIED = (
    *("place", "letterhead", "letterhead_unit", "letterhead_address", "legal_basis"),
    *("electronic_notice", "signatory_prefix", "signatory_position", "signatory_name"),
    *("signatory_rank", "signatory_nip"),
)
FORM_OF_TRAINING = "melalui e-learning (pelatihan mandiri daring)"


def stored_pdf(proof: Proof) -> bytes:
    """Return the certificate's bytes; the first call makes, stores and names them.

    Rendering holds no transaction: the caller's reading ends first.
    """
    digest, key = proof.certificate.pdf_digest, proof.certificate.id
    if not digest:
        facts = facts_of(proof)
        db.session.rollback()
        digest = files.store(render(facts))
        with writing():
            retrying(lambda: keep(key, digest))
    return files.path_of(digest).read_bytes()


def issued_pdf(proof: Proof) -> bytes:
    """Return what is handed out: the signed PDF for ever once there is one, until then the unsigned."""
    digest = signed_digest(proof.certificate.id)
    return files.path_of(digest).read_bytes() if digest else stored_pdf(proof)


def keep(certificate_id: int, digest: str) -> None:
    """Name the stored PDF in a transaction of its own."""
    operations.keep_pdf(certificate_id, digest)
    db.session.commit()


def facts_of(proof: Proof) -> CertificateFacts:
    """Return everything that is printed, from the frozen rows alone."""
    certificate, done = proof.certificate, proof.completion
    return CertificateFacts(
        number=certificate.number,
        code=certificate.code,
        check_code=certificate.check_code,
        verify_url=certificate.verify_url,
        full_name=done.full_name,
        nip=done.nip,
        rank=done.rank,
        position=done.position,
        unit=done.unit,
        department=done.department,
        agency=done.agency,
        course_title=done.course_title,
        course_version=done.course_version,
        form_of_training=FORM_OF_TRAINING,
        organiser=done.organiser,
        started_on=done.started_on,
        completed_on=done.completed_on,
        jp=done.jp,
        minutes_per_jp=certificate.minutes_per_jp,
        score=done.score,
        predicate=done.predicate or None,
        issued_on=certificate.issued_on,
        logo=logo_named(certificate.logo_digest),
        **{name: getattr(certificate, name) for name in COPIED},
        left_out=frozenset(certificate.left_out.split(",")),
        valid_until=done.valid_until,
        curriculum=tuple(CurriculumRow(*row) for row in done.curriculum),
        timestamp=int(certificate.issued_at.timestamp()),
    )


def logo_named(digest: str) -> bytes:
    """Return a logo of the file store; one that is lost blocks no certificate."""
    path = files.path_of(digest) if digest else None
    return path.read_bytes() if path and path.is_file() else b""
