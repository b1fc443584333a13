"""Moodle XML: every kind that there is here, its pictures, and what is lost by line."""

from decimal import Decimal
from pathlib import Path

import pytest

from elearning.core.errors import Refused
from elearning.core.markdown import Renderer
from elearning.courses.importing.banks.moodle_xml import parse
from elearning.courses.importing.found import Choice, Found, Parsed
from tests.courses.importing.compiling import checked_quiz, codes, faults, quiz_of

SAMPLE = Path(__file__).with_name("contoh-moodle.xml").read_bytes()


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return parse(SAMPLE)


def of_kind(parsed: Parsed, kind: str) -> Found:
    return next(question for question in parsed.questions if question.kind == kind)


def one(xml: str) -> Parsed:
    return parse(f"<quiz>{xml}</quiz>".encode())


def test_texts_pictures_and_tables_are_kept(parsed: Parsed) -> None:
    found = parsed.questions[0]
    assert found.stem.startswith(
        "Apa **ini** & itu? ![Bagan alur layanan](media/gambar-1.webp)\n\n| a | b |"
    ) or found.stem.startswith("Apa **ini** & itu? ![Bagan alur layanan](media/gambar-1.png)")
    assert "| c\\|d | e |\n|  | f |" in found.stem
    assert len(parsed.media) == 1


def test_shares_feedback_hints_and_grades_are_kept(parsed: Parsed) -> None:
    found = parsed.questions[0]
    assert [(choice.mark, choice.feedback) for choice in found.choices] == [
        ("50%", "ya"),
        ("50%", ""),
        ("-1/3", ""),
    ]
    assert (found.hint, found.explanation) == ("Pikirkan.", "Lihat Pasal 4.")
    assert found.weight == Decimal(2)


def test_every_kind_becomes_its_own(parsed: Parsed) -> None:
    assert [question.kind for question in parsed.questions] == [
        *("weighted", "truefalse", "short", "numeric", "matching"),
        *("ordering", "blanks", "blanks", "multiple", "essay"),
    ]
    assert of_kind(parsed, "numeric").answers == ("2,5 ± 0,1",)
    assert of_kind(parsed, "matching").pairs[2] == ("", "rahasia")
    assert of_kind(parsed, "ordering").steps == ("rancang", "bahas", "tetapkan")
    assert (
        of_kind(parsed, "blanks").stem == "UU [[25]] tahun [[2009]] tentang [[pelayanan } publik]]"
    )
    assert of_kind(parsed, "multiple").whole
    assert of_kind(parsed, "essay").choices == (Choice("lengkap"), Choice("jelas"))


def test_feedback_belongs_to_the_chosen_word(parsed: Parsed) -> None:
    true, false = of_kind(parsed, "truefalse").choices
    assert (true.mark, true.feedback, false.feedback) == ("x", "tepat", "keliru")


def test_every_loss_has_its_line(parsed: Parsed) -> None:
    lines = SAMPLE.decode().split("\n")
    found = {loss.code: loss.place.number for loss in parsed.losses}
    assert "calculated" in lines[found["calculated"] - 1]
    assert 'type="stack"' in lines[found["kind-unknown"] - 1]
    assert set(found) == {
        *("penalty", "category", "table-merged", "outcome-feedback", "tags", "case"),
        *("partial-answer", "gap-options", "drag-group", "grader-notes"),
        *("calculated", "description", "kind-unknown"),
    }


def test_equal_grades_are_no_weights() -> None:
    question = (
        '<question type="truefalse"><questiontext><text>A</text></questiontext><defaultgrade>10'
        '</defaultgrade><answer fraction="100"><text>true</text></answer></question>'
    )
    assert [found.weight for found in one(question * 2).questions] == [1, 1]


def test_a_picture_that_is_missing_or_elsewhere_is_told() -> None:
    text = "&lt;img src='@@PLUGINFILE@@/x.png'&gt;&lt;img src='https://a.b/c.png' alt='C'&gt;"
    parsed = one(
        f'<question type="essay"><questiontext format="html"><text>T {text}</text></questiontext></question>'
    )
    assert codes(parsed.losses) == ["picture-missing", "picture-linked"]
    assert parsed.questions[0].stem == "T [C](https://a.b/c.png)"


def test_unsafe_links_and_scripts_do_not_pass() -> None:
    text = "&lt;script&gt;x()&lt;/script&gt;&lt;a href='javascript:x()'&gt;klik&lt;/a&gt;"
    parsed = one(
        f'<question type="essay"><questiontext format="html"><text>{text}</text></questiontext></question>'
    )
    assert parsed.questions[0].stem == "klik"
    assert codes(parsed.losses) == ["link"]


BOMB = '<!DOCTYPE q [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (BOMB.encode(), "DOCTYPE"),
        (b'<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz/>', "DOCTYPE"),
        (b"<quiz>\n<question>", "line 2"),
        (b"<html></html>", "no Moodle quiz"),
        (b'<?xml version="1.0" encoding="foo"?><quiz/>', "broken"),
        (b"<quiz>" + b"<a>" * 500 + b"</a>" * 500 + b"</quiz>", "broken"),
    ],
)
def test_hostile_or_foreign_xml_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        parse(data)


def test_it_passes_the_check(parsed: Parsed, tmp_path: Path, renderer: Renderer) -> None:
    checked = checked_quiz(tmp_path, renderer, parsed)
    assert faults(checked) == []
    assert len(quiz_of(checked).questions) >= 9


def cloze(text: str) -> Parsed:
    return one(
        f'<question type="cloze"><questiontext format="html"><text>{text}</text></questiontext></question>'
    )


def test_gaps_without_a_right_answer_and_by_case_are_told() -> None:
    parsed = cloze("A {1:SA:~x} B {1:SHORTANSWER_C:%100%y} C {1:NM:=5:1}")
    assert parsed.questions[0].stem == "A \\_\\_\\_\\_\\_ B [[y]] C [[5]]"
    assert codes(parsed.losses) == ["gap-none", "case", "gap-numeric"]


def test_a_text_without_any_gap_is_no_question() -> None:
    assert codes(cloze("A {1:SA:~x}").losses) == ["gap-none", "unread-question"]


@pytest.mark.parametrize(
    ("kind", "inner"),
    [
        ("multichoice", "<answer fraction='100'><text>a</text></answer>"),
        ("truefalse", "<answer fraction='100'><text>ya</text></answer>"),
        ("shortanswer", ""),
        ("numerical", ""),
        ("ordering", "<answer><text>a</text></answer>"),
        ("ddwtos", ""),
    ],
)
def test_a_question_that_lacks_its_answers_is_left_out_and_told(kind: str, inner: str) -> None:
    parsed = one(f'<question type="{kind}"><name><text>N</text></name>{inner}</question>')
    assert parsed.questions == ()
    assert "unread-question" in codes(parsed.losses)


def test_what_an_answer_lacks_here_is_told() -> None:
    units = "<units><unit><unit_name>m</unit_name></unit></units>"
    parsed = one(
        f'<question type="numerical"><name><text>N</text></name>{units}<answer fraction="100">'
        "<text>3</text></answer></question>"
        '<question type="matching"><name><text>M</text></name><subquestion><text>a</text><answer>'
        "<text>1</text></answer></subquestion><subquestion><text>b</text><answer><text>1</text>"
        "</answer></subquestion></question>"
        '<question type="matching"><name><text>P</text></name></question>'
        '<question type="essay"><name><text>E</text></name><responsetemplate><text>isi</text>'
        "</responsetemplate><hint><text>a</text></hint><hint><text>b</text></hint></question>"
        '<question type="random"><name><text>R</text></name></question>'
    )
    assert set(codes(parsed.losses)) >= {
        *("unit", "matching-repeated", "pairs-few", "template", "hints", "random")
    }
    assert [found.stem for found in parsed.questions] == ["N", "M", "E"]
