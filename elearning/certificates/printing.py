"""The PDF of a certificate: made from the frozen rows once, then always the same stored bytes."""

from elearning.certificates import operations
from elearning.certificates.models import Proof
from elearning.certificates.pdf import CertificateFacts, CurriculumRow, render
from elearning.core import files
from elearning.core.db import db, retrying, writing

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
        place=certificate.place,
        issued_on=certificate.issued_on,
        letterhead=certificate.letterhead,
        letterhead_unit=certificate.letterhead_unit,
        signatory_prefix=certificate.signatory_prefix,
        signatory_position=certificate.signatory_position,
        signatory_name=certificate.signatory_name,
        signatory_rank=certificate.signatory_rank,
        signatory_nip=certificate.signatory_nip,
        legal_basis=certificate.legal_basis,
        curriculum=tuple(CurriculumRow(*row) for row in done.curriculum),
        timestamp=int(certificate.issued_at.timestamp()),
    )
