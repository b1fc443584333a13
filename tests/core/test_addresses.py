"""Addresses to go back to: those of this site, whatever is asked."""

import pytest

from elearning.core.addresses import came_from, safe_next
from elearning.core.application import Application

ELSEWHERE = [
    "",
    "//[",
    "//lain.contoh",
    "/\\lain.contoh",
    "https://lain.contoh/",
    "https://[",
    "javascript:alert(1)",
    "masuk",
    "/a\nb",
    "/\t/lain.contoh",
]


@pytest.mark.parametrize("address", ["/", "/riwayat/?tahun=2025#awal", "/a[b]", "/a:b", "/a//b"])
def test_an_address_of_this_site_is_kept(address: str) -> None:
    assert safe_next(address) == address


@pytest.mark.parametrize("address", ELSEWHERE)
def test_anything_else_leads_home(address: str) -> None:
    assert safe_next(address) == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_what_is_asked_for_never_breaks_a_page(app: Application, address: str) -> None:
    client = app.test_client()
    assert client.get("/bahasa/en", query_string={"next": address}).location == "/"
    assert client.get("/masuk", query_string={"next": address}).status_code == 200


@pytest.mark.parametrize(
    ("referrer", "page"),
    [
        ("http://localhost/pelatihan/?q=a", "/pelatihan/?q=a"),
        ("http://lain.contoh/pelatihan/", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_one_came_from_a_page_of_this_site_or_from_home(
    app: Application, referrer: str, page: str
) -> None:
    headers = {"Referer": referrer} if referrer else {}
    with app.test_request_context("/", headers=headers):
        assert came_from() == page
    assert app.test_client().post("/masuk", headers=headers).status_code == 400
