"""The root certificates that the operator trusts: a PEM file, looked at when the server starts."""

from gettext import gettext as _
from pathlib import Path

from elearning.core.settings import Settings, SettingsError


def trusted_roots(settings: Settings) -> bytes:
    """Return the file, empty when none is named."""
    return Path(settings.signing_roots).read_bytes() if settings.signing_roots else b""


def require_roots(settings: Settings) -> None:
    """Refuse a file that is missing or holds no certificates, before anybody relies on it."""
    if not settings.signing_roots:
        return
    from cryptography.x509 import load_pem_x509_certificates

    try:
        load_pem_x509_certificates(trusted_roots(settings))
    except (OSError, ValueError):
        raise SettingsError(
            _(
                "SIGNING_ROOTS names no readable PEM file with root certificates. Correct the path or"
                " the file, or leave the setting empty."
            )
        ) from None
