"""The signature, by the published example of Standard Webhooks; and which places are public."""

from datetime import UTC, datetime

import pytest

from elearning.core.outgoing import CallFailed, Limits, address_of, call, is_public
from elearning.webhooks.standard import headers, new_secret, signature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, AT = "msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_published_example_is_signed_as_published() -> None:
    assert signature(SECRET, ID, AT, BODY) == SIGNED


def test_both_secrets_sign_while_one_is_replaced() -> None:
    sent = headers((new_secret(), SECRET), ID, AT, BODY)
    assert sent["webhook-id"] == ID
    assert sent["webhook-timestamp"] == "1614265330"
    assert sent["webhook-signature"].split()[1] == SIGNED


@pytest.mark.parametrize(
    "place",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1"),
        *("ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"),
        "no address",
    ],
)
def test_a_place_inside_is_not_public(place: str) -> None:
    assert not is_public(place)


@pytest.mark.parametrize("place", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_a_place_of_the_open_internet_is_public(place: str) -> None:
    assert is_public(place)


@pytest.mark.parametrize("url", ["https://localhost:1/x", "http://127.0.0.1:1/x"])
def test_a_name_that_leads_inside_is_not_called(url: str) -> None:
    with pytest.raises(CallFailed) as failed:
        call(address_of(url), Limits(2, 1000), b"", method="POST", only_public=True)
    assert failed.value.code == "private"


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://example.org", "http://example.org/x", "https://", "javascript:alert(1)", "x"),
        *("https://example.org:port", "file:///etc/passwd", "//example.org"),
    ],
)
def test_only_encrypted_addresses_are_called(url: str) -> None:
    with pytest.raises(CallFailed) as failed:
        address_of(url)
    assert failed.value.code == "setup"
