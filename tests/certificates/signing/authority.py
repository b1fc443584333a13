"""A certification authority for tests, and the keys that it certifies."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID

#: Found nowhere but in what a person typed: the tests look for it everywhere else.
PASSPHRASE = "kenari-frasa-sandi-8841"
WRONG = "kenari-salah-7713"
NIK = "3273010101709999"
YEAR = timedelta(days=365)


class Holder(NamedTuple):
    """A key with its certificate."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate


def name(common: str) -> x509.Name:
    """Return a subject."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@cache
def authority() -> Holder:
    """Return the root of the tests."""
    return certified("Otoritas Uji", None)


def certified(
    common: str, issuer: Holder | None, *, until: datetime | None = None, is_root: bool = False
) -> Holder:
    """Return a new key that an issuer, or itself, certifies."""
    key, now = generate_private_key(SECP256R1()), datetime.now(UTC)
    is_root = is_root or issuer is None
    end = until or now + 5 * YEAR
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common))
        .issuer_name(issuer.certificate.subject if issuer else name(common))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - 20 * YEAR)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(usage(is_root), critical=True)
    )
    return Holder(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def usage(is_root: bool) -> x509.KeyUsage:
    """Return what a key is for."""
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_root,
        crl_sign=is_root,
        encipher_only=False,
        decipher_only=False,
    )


def packed(holder: Holder, passphrase: str = PASSPHRASE) -> bytes:
    """Return a PKCS#12 with a key, its certificate and the root."""
    return pkcs12.serialize_key_and_certificates(
        b"tte",
        holder.key,
        holder.certificate,
        [authority().certificate],
        BestAvailableEncryption(passphrase.encode()),
    )


@cache
def signatory() -> Holder:
    """Return the signatory's key, certified by the root."""
    return certified("Dr. Ratna Contoh, M.Si.", authority())


def root_pem() -> bytes:
    """Return the root as PEM."""
    return authority().certificate.public_bytes(Encoding.PEM)
