"""What people type is kept as others read it."""

import pytest

from elearning.core.typed import many_lines, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bimtek \r\n Arsip\u2028Dinamis ", "Bimtek Arsip Dinamis"),
        ("Bimtek\u202e gnay \u2066Arsip\u2069", "Bimtek gnay Arsip"),
        ("دورة\u200cتدريبية", "دورة\u200cتدريبية"),
        ("a\x00b", "a b"),
        (None, ""),
    ],
)
def test_a_line_turns_nothing_round_and_holds_no_break(typed: str | None, kept: str) -> None:
    assert one_line(typed) == kept


def test_several_lines_stay_lines() -> None:
    assert many_lines(" satu\r\ndua\u202e\n\ntiga ") == "satu\ndua\n\ntiga"
