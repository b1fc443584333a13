"""What learners type beside what authors accept: lenient where it should be, never slow."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.kinds.typed_text import as_read, fits, folded, takes_anything
from elearning.courses.language.answers import carve
from elearning.courses.questions import BLANK


@pytest.mark.parametrize(
    ("pattern", "typed"),
    [
        ("SPBE", "spbe"),
        ("tanda tangan", "  Tanda   Tangan "),
        ("tanda tangan", "tandatangan"),
        ("desa", "déśa"),
        ("Jum'at", "jum’at"),
        ("e-office", "e–office"),
        ("S.P.B.E*", "S.P.B.E. nasional"),
        ("S.P.B.E*", "s.p.b.e"),
        ("*daerah*", "pemerintah daerah kabupaten"),
        ("a*b*c", "aXbXc"),
        (r"5\*", "5*"),
        ("straße", "STRASSE"),
        ("soft", "so\u00adft"),
    ],
)
def test_a_text_that_fits(pattern: str, typed: str) -> None:
    assert fits(pattern, typed)


@pytest.mark.parametrize(
    ("pattern", "typed"),
    [
        ("SPBE", "SPBE."),
        ("ab*ba", "aba"),
        ("a*b*c", "acb"),
        (r"5\*", "55"),
        ("a*a", "a"),
        ("*", ""),
        ("", ""),
        (".*", "apa saja"),
        ("*", " \u00ad "),
    ],
)
def test_a_text_that_does_not_fit(pattern: str, typed: str) -> None:
    assert not fits(pattern, typed)


def test_no_pattern_takes_long() -> None:
    start = process_time()
    assert not fits("a*" * 300 + "b", "a" * 1000)
    assert process_time() - start < 0.5


@given(st.text("ab*", max_size=8), st.text("ab", max_size=8))
def test_a_wildcard_stands_for_any_text(pattern: str, typed: str) -> None:
    expression = ".*".join(map(re.escape, pattern.split("*")))
    assert fits(pattern, typed) == (bool(typed) and re.fullmatch(expression, typed) is not None)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_raises_and_folding_twice_changes_nothing(pattern: str, typed: str) -> None:
    fits(pattern, typed)
    assert folded(folded(typed)) == folded(typed)


def test_a_pattern_of_wildcards_takes_anything() -> None:
    assert takes_anything("*")
    assert takes_anything("* *")
    assert not takes_anything("a*")
    assert not takes_anything(r"\*")


def test_people_read_an_ellipsis() -> None:
    assert as_read(r"S.P.B.E* 5\*") == "S.P.B.E… 5*"


@pytest.mark.parametrize(
    "line", ["`" * 2000 + "a" * 200_000, "[[a]]" * 40_000, "[[" * 100_000, "`a ``b " * 30_000]
)
def test_no_line_takes_long_to_be_read(line: str) -> None:
    start = process_time()  # what others do on the machine does not count
    carve({0: line}, (), [line])
    assert process_time() - start < 2


def test_blanks_in_code_are_text() -> None:
    line = "``[[a]] ` `` [[b]] `[[c]]` ` [[d]]"
    carved = carve({0: line}, (), [line])
    assert [blank.source for blank in carved.written.blanks] == ["b", "d"]
    assert carved.stem == {0: f"``[[a]] ` `` {BLANK} `[[c]]` ` {BLANK}"}
