"""BSrE's service: what is asked of it, and what each of its answers means."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from elearning.certificates.signing.adapter import sign
from elearning.certificates.signing.credentials import Credentials
from elearning.certificates.signing.failures import SENTENCES, SigningFailed
from elearning.certificates.signing.inspection import signatures_of
from elearning.core.settings import Settings
from tests.certificates.signing.authority import NIK, PASSPHRASE, WRONG, root_pem
from tests.certificates.signing.service import Service, other_pdf, running

TYPED = Credentials(PASSPHRASE, NIK)
#: How many seconds are waited for a service that answers, and for one that does not.
PATIENCE, IMPATIENCE = 60, 1


@pytest.fixture
def service() -> Iterator[Service]:
    """The service on loopback."""
    with running() as service:
        yield service


def asked(service: Service, typed: Credentials = TYPED, **changes: object) -> bytes:
    """Let the service sign the specimen."""
    named = {"signing": "bsre", "bsre_url": service.url, "bsre_seconds": PATIENCE}
    settings = Settings(**(named | changes))  # type: ignore[arg-type]
    return sign(other_pdf(), settings, typed, datetime.now(UTC))


def failure(service: Service, typed: Credentials = TYPED, **changes: object) -> str:
    """Return the code of the failure."""
    with pytest.raises(SigningFailed) as refused:
        asked(service, typed, **changes)
    assert PASSPHRASE not in repr(refused.value) + str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    return refused.value.code


def test_the_service_is_asked_as_its_interface_says(service: Service) -> None:
    signed = asked(service)
    (call,) = service.calls
    assert call["path"] == "/api/v2/sign/pdf"
    assert call["headers"]["Authorization"].startswith("Basic ")
    assert (call["nik"], call["passphrase"]) == (NIK, PASSPHRASE)
    assert call["signatureProperties"][0]["tampilan"] == "INVISIBLE"
    assert len(call["file"]) == 1
    assert signatures_of(signed, root_pem())[0].is_trusted


def test_a_wrong_passphrase_and_an_unknown_nik_are_told_apart(service: Service) -> None:
    assert failure(service, Credentials(WRONG, NIK)) == "passphrase"
    assert failure(service, Credentials(PASSPHRASE, "1" * 16)) == "unregistered"


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        ("silent", "timeout"),
        ("slow", "timeout"),
        ("broken", "service"),
        ("mad", "service"),
        ("endless", "service"),
        ("elsewhere", "service"),
        ("picky", "document"),
    ],
)
def test_every_failure_of_the_service_has_its_sentence(
    service: Service, mood: str, code: str
) -> None:
    service.mood = mood
    seconds = IMPATIENCE if code == "timeout" else PATIENCE
    assert failure(service, bsre_seconds=seconds) == code
    assert code in SENTENCES


def test_a_redirect_is_not_followed(service: Service) -> None:
    service.mood = "elsewhere"
    failure(service)
    assert [call["path"] for call in service.calls] == ["/api/v2/sign/pdf"]


def test_the_applications_own_password_is_the_operators_matter(service: Service) -> None:
    address = service.url.replace("kenari-aplikasi", "lain")
    assert failure(service, bsre_url=address) == "setup"


def test_a_service_that_is_not_there_cannot_be_reached() -> None:
    with running() as service:
        pass
    assert failure(service) == "unreachable"


@pytest.mark.parametrize(
    "address", ["", "http://esign.contoh.go.id", "ftp://127.0.0.1", "https://"]
)
def test_no_passphrase_leaves_the_machine_unencrypted(service: Service, address: str) -> None:
    assert failure(service, bsre_url=address) == "setup"
