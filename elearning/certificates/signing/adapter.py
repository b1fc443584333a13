"""The adapter: one way to sign a PDF, whichever `SIGNING` says."""

from datetime import datetime
from typing import Protocol

from elearning.certificates.signing.credentials import Credentials
from elearning.core.setting_rules import SIGNING
from elearning.core.settings import Settings

NONE, PADES, BSRE = SIGNING


class Signer(Protocol):
    """Signs one document after another for one person or agency."""

    def sign(self, pdf: bytes) -> bytes:
        """Return the signed document; raises SigningFailed."""


def is_on(settings: Settings) -> bool:
    """Whether new certificates are signed."""
    return settings.signing != NONE


def open_signer(
    settings: Settings, credentials: Credentials, at: datetime, organiser: str = ""
) -> Signer:
    """Return the signer of an organiser (its unit code); raises SigningFailed."""
    from elearning.certificates.signing.bsre import bsre_signer
    from elearning.certificates.signing.pades import pades_signer

    if settings.signing == BSRE:
        return bsre_signer(settings, credentials)
    return pades_signer(settings, credentials, at, organiser)


def sign(
    pdf: bytes, settings: Settings, credentials: Credentials, at: datetime, organiser: str = ""
) -> bytes:
    """Return any PDF signed; a batch opens its signer once instead."""
    return open_signer(settings, credentials, at, organiser).sign(pdf)
