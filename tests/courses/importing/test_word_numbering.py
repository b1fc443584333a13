"""Automatic numbers are computed as Word shows them."""

from xml.etree import ElementTree

import pytest

from elearning.courses.importing.office.word_numbering import Numbering, W, formatted

SPACE = f'xmlns:w="{W[1:-1]}"'


def level(at: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, numbers: str = "") -> Numbering:
    numbers = numbers or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
    xml = f"<w:numbering {SPACE}>{abstract}{numbers}</w:numbering>"
    return Numbering(ElementTree.fromstring(xml), {})


def labels(counting: Numbering, *steps: tuple[str, int]) -> list[str]:
    found = [counting.next(number, depth) for number, depth in steps]
    return [each.label if each else "" for each in found]


def test_a_deeper_level_begins_anew_below_each_number() -> None:
    counting = numbering(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)"))
    steps = [("1", depth) for depth in (0, 1, 1, 0, 1)]
    assert labels(counting, *steps) == ["1.", "a)", "b)", "2.", "a)"]


def test_a_label_may_name_the_levels_above() -> None:
    counting = numbering(level(0, "upperRoman", "BAB %1", 4) + level(1, "decimal", "%1.%2"))
    assert labels(counting, ("1", 0), ("1", 1)) == ["BAB IV", "IV.1"]


def test_two_lists_of_one_definition_count_on_unless_one_restarts() -> None:
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{more}</w:num>'
        for number, more in (
            ("1", ""),
            ("2", ""),
            ("3", '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
        )
    )
    counting = numbering(level(0, "decimal", "%1."), numbers)
    assert labels(counting, ("1", 0), ("2", 0), ("3", 0), ("3", 0)) == ["1.", "2.", "1.", "2."]


def test_bullets_are_bullets_and_unknown_lists_nothing() -> None:
    counting = numbering(level(0, "bullet", "\uf0b7"))
    assert labels(counting, ("1", 0), ("9", 0), ("0", 0), ("1", 5)) == ["•", "", "", ""]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (27, "lowerLetter", "aa"),
        (3, "upperLetter", "C"),
        (1999, "upperRoman", "MCMXCIX"),
        (4, "lowerRoman", "iv"),
        (0, "lowerLetter", "0"),
        (5, "none", ""),
        (7, "ordinal", "7"),
    ],
)
def test_numbers_have_many_forms(number: int, form: str, shown: str) -> None:
    assert formatted(number, form) == shown
