"""PAdES with the agency's own key: PKCS#12, opened once a batch, kept in memory while it lasts."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate as SignerCertificate
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from elearning.certificates.signing.credentials import Credentials
from elearning.certificates.signing.failures import SigningFailed
from elearning.core.settings import Settings

FIELD = "TandaTanganElektronik"
#: What a screen reader says of the field; the document is Indonesian in every language of the page.
READABLE = "Tanda tangan elektronik"


class KeptMetadata(IncrementalPdfFileWriter):
    """Adds a signature and leaves the XMP alone: pyHanko's own would lose what PDF/A needs in it."""

    def _update_meta(self) -> None:
        pass


class PadesSigner:
    """Signs with a key in memory, PAdES B-B, invisible, keeping PDF/A-2a and PDF/UA-1."""

    def __init__(self, signer: SimpleSigner) -> None:
        #: Without a widget in the page nothing has to be tagged, with a name it can be announced.
        field = SigFieldSpec(
            sig_field_name=FIELD,
            readable_field_name=READABLE,
            invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
        )
        how = PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        self.signer = PdfSigner(how, signer, new_field_spec=field)

    def sign(self, pdf: bytes) -> bytes:
        """Return the document with its signature behind it; PDF/A wants a new line before."""
        before = pdf if pdf.endswith(b"\n") else pdf + b"\n"
        signed: Any = self.signer.sign_pdf(KeptMetadata(BytesIO(before)), in_place=False)
        return bytes(signed.getvalue())


def pades_signer(
    settings: Settings, credentials: Credentials, at: datetime, organiser: str
) -> PadesSigner:
    """Open the agency's PKCS#12; raises SigningFailed."""
    key, certificate, others = opened(key_file(settings, organiser), credentials)
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise SigningFailed("expired")
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([_asn1(each) for each in (certificate, *others)])
    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return PadesSigner(SimpleSigner(_asn1(certificate), PrivateKeyInfo.load(plain), store))


def key_file(settings: Settings, organiser: str) -> Path:
    """Return the PKCS#12 of an organiser: one file for all, or `<unit code>.p12` in a folder."""
    path = Path(settings.signing_pkcs12)
    if not settings.signing_pkcs12 or "/" in organiser:
        raise SigningFailed("setup")
    return path / f"{organiser}.p12" if path.is_dir() else path


def opened(path: Path, credentials: Credentials) -> tuple[Any, Any, list[Any]]:
    """Return the key, its certificate and the others of a PKCS#12."""
    try:
        data = path.read_bytes()
    except OSError:
        raise SigningFailed("setup") from None
    try:
        found = pkcs12.load_key_and_certificates(data, credentials.passphrase.encode())
    except ValueError:
        raise SigningFailed("passphrase") from None
    key, certificate, others = found
    if key is None or certificate is None:
        raise SigningFailed("setup")
    return key, certificate, others


def _asn1(certificate: Any) -> SignerCertificate:
    """Return a certificate as pyHanko has it."""
    return SignerCertificate.load(certificate.public_bytes(Encoding.DER))
