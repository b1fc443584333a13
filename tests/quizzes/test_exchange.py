"""The importers are plain functions: questions and what could not be kept."""

import pytest

from elearning.courses.importing.refusing import ImportRefused
from elearning.quizzes import aiken, gift, moodle_xml

AIKEN = "Apa singkatannya?\nA. SPBE\nB. SPDB\nANSWER: A\n"
XML = (
    "<quiz><question type='truefalse'><questiontext format='html'><text>Benar?</text>"
    "</questiontext><answer fraction='100'><text>true</text></answer>"
    "<answer fraction='0'><text>false</text></answer></question></quiz>"
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_gift_gives_questions_and_losses(mark: str) -> None:
    questions, losses = gift.parse(f"{mark}::Judul::Apa? {{=a ~b#salah}}\n\nHanya uraian.")
    assert [(each.kind, each.stem) for each in questions] == [("single", "Apa?")]
    assert [loss.place.number for loss in losses] == [3]


def test_aiken_gives_questions() -> None:
    questions, losses = aiken.parse(f"\ufeff{AIKEN}")
    assert [[(c.text, c.mark) for c in each.choices] for each in questions] == [
        [("SPBE", "x"), ("SPDB", "")]
    ]
    assert losses == ()


@pytest.mark.parametrize("given", [XML, XML.encode(), f"\ufeff{XML}".encode()])
def test_moodle_xml_gives_questions(given: str | bytes) -> None:
    questions, _losses = moodle_xml.parse(given)
    assert [each.kind for each in questions] == ["truefalse"]


def test_moodle_xml_refuses_entities() -> None:
    bomb = f'<!DOCTYPE quiz [<!ENTITY a "b">]>{XML}'
    with pytest.raises(ImportRefused):
        moodle_xml.parse(bomb)
