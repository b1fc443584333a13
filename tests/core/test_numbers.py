"""Numbers as the language of the page writes them."""

import pytest

from elearning.core.application import Application
from elearning.core.languages import COOKIE, amount, decimal, fixed


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("id", ("1.234.567", "999", "0", "2,5", "2,50")),
        ("en", ("1,234,567", "999", "0", "2.5", "2.50")),
    ],
)
def test_numbers_are_written_as_the_language_does(
    app: Application, code: str, written: tuple[str, ...]
) -> None:
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={code}"}):
        found = (amount(1234567), amount(999), amount(0), decimal(2.5), fixed(2.5))
    assert found == written
