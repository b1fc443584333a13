"""Applications that sign, and certificates that wait for it."""

from datetime import date
from pathlib import Path

from elearning.accounts.models import Unit
from elearning.certificates.models import Certificate, Signatory
from elearning.certificates.signature_models import CertificateSignature
from elearning.core.application import Application
from elearning.core.db import db
from tests.certificates.signing.authority import packed, root_pem, signatory
from tests.conftest import with_settings
from tests.factories import NOW, make_completion, make_course, make_person, make_unit, work

SIGNATORY_NIP = "197002121995032001"


def key_of(folder: Path) -> str:
    """Return the path of the agency's PKCS#12."""
    path = folder / "kunci.p12"
    path.write_bytes(packed(signatory()))
    return str(path)


def roots_of(folder: Path) -> str:
    """Return the path of the trusted roots."""
    path = folder / "akar.pem"
    path.write_bytes(root_pem())
    return str(path)


def signing_app(app: Application, **changes: object) -> Application:
    """Return an application on the same database whose settings sign."""
    return with_settings(app, **changes)


def make_waiting(app: Application, count: int = 1) -> Unit:
    """Complete a course `count` times for an organiser with a signatory; return the organiser."""
    with work(app):
        agency = make_unit(name="Pemerintah Kabupaten Contoh")
        make_signatory(agency)
        course = make_course(title="Pelatihan Uji")
        for number in range(count):
            make_completion(make_person(agency, name=f"Contoh Lestari {number}"), course, NOW)
        make_person(agency, nip=SIGNATORY_NIP, name="Ratna Contoh")
    return agency


def make_signatory(organiser: Unit) -> None:
    """Let somebody sign for an organiser."""
    db.session.add(
        Signatory(
            organiser_id=organiser.id,
            position="Kepala BKPSDM",
            name="Dr. Ratna Contoh, M.Si.",
            rank="Pembina Utama Muda, IV/c",
            nip=SIGNATORY_NIP,
            valid_from=date(2020, 1, 1),
        )
    )
    db.session.flush()


def states(app: Application) -> list[CertificateSignature]:
    """Return what is known of all signatures."""
    with app.app_context():
        found = db.session.query(CertificateSignature)
        rows = found.order_by(CertificateSignature.certificate_id).all()
        db.session.expunge_all()
    return rows


def certificates(app: Application) -> list[Certificate]:
    """Return all certificates."""
    with app.app_context():
        rows = db.session.query(Certificate).order_by(Certificate.id).all()
        db.session.expunge_all()
    return rows
