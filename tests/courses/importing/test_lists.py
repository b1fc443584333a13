"""Questions as people type them: numbers, letters, `Kunci: B`."""

from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from elearning.courses.importing.found import Found
from elearning.courses.importing.office.answer_keys import keys_in, letters_of
from elearning.courses.importing.office.lists import parse
from tests.courses.importing.compiling import checked_quiz, codes, faults

OPTIONS = "a. satu\nb. dua\nc. tiga\n"


def only(text: str) -> Found:
    (question,) = parse(text).questions
    return question


def right(text: str) -> list[str]:
    return [choice.text for choice in only(text).choices if choice.mark]


@pytest.mark.parametrize("label", ["1. ", "1) ", "(1) ", "12. "])
@pytest.mark.parametrize("form", ["{}. ", "{}) ", "({}) "])
def test_labels_may_be_written_in_many_ways(label: str, form: str) -> None:
    options = "".join(f"{form.format(letter)}{letter}\n" for letter in "abc")
    assert right(f"{label}Apa?\n{options}Kunci: B\n") == ["b"]
    assert right(f"{label}Apa?\n{options.upper()}Jawaban: b\n") == ["B"]


@pytest.mark.parametrize(
    ("key", "named"),
    [
        ("B", ["dua"]),
        ("b. dua", ["dua"]),
        ("dua", ["dua"]),
        ("A dan C", ["satu", "tiga"]),
        ("A, B", ["satu", "dua"]),
        ("**C**", ["tiga"]),
    ],
)
def test_a_key_names_letters_or_the_text(key: str, named: list[str]) -> None:
    assert right(f"1. Apa?\n{OPTIONS}Kunci jawaban: {key}\n") == named


def test_an_asterisk_marks_the_right_option() -> None:
    assert right("1. Apa?\na. satu\n*b. dua\n") == ["dua"]


def test_a_list_of_keys_at_the_end_is_given_to_the_questions() -> None:
    parsed = parse(
        f"1. Apa?\n{OPTIONS}\n2. Siapa?\n{OPTIONS}\nKunci Jawaban\n1. C  2. A dan B, 9. D\n"
    )
    marks = [[choice.mark for choice in question.choices] for question in parsed.questions]
    assert marks == [["", "", "x"], ["x", "x", ""]]
    assert codes(parsed.losses) == ["key-unused"]


def test_statements_in_a_question_are_no_questions() -> None:
    found = only("1. Perhatikan:\n1) satu\n2) dua\nYang benar adalah …\na. 1\nb. 2\nKunci: A\n")
    assert found.stem.endswith("1. satu\n2. dua\n\nYang benar adalah …")
    assert len(found.choices) == 2


def test_an_explanation_below_each_option_is_its_feedback() -> None:
    found = only("1. Apa?\na. satu\nPembahasan: keliru\nb. dua\nPembahasan: tepat\nKunci: B\n")
    assert [choice.feedback for choice in found.choices] == ["keliru", "tepat"]
    assert found.explanation == ""


def test_an_explanation_at_the_end_is_the_questions() -> None:
    before = only(f"1. Apa?\n{OPTIONS}Pembahasan: karena\nKunci: A\nPetunjuk: lihat\n")
    after = only(f"1. Apa?\n{OPTIONS}Kunci: A\nPembahasan: karena\nlanjut\n")
    assert (before.explanation, before.hint) == ("karena", "lihat")
    assert after.explanation == "karena\nlanjut"


@pytest.mark.parametrize(
    ("key", "kind", "answers"),
    [
        ("SPBE", "short", ("SPBE",)),
        ("SPBE; Sistem", "short", ("SPBE", "Sistem")),
        ("28..32", "numeric", ("28..32",)),
        ("1.250", "numeric", ("1.250",)),
        ("007", "short", ("007",)),
        ("Salah", "truefalse", ()),
        ("x" * 80, "essay", ()),
        ("", "essay", ()),
    ],
)
def test_without_options_the_key_tells_the_kind(
    key: str, kind: str, answers: tuple[str, ...]
) -> None:
    found = only(f"1. Apa?\nJawaban: {key}\n" if key else "1. Apa?\n")
    assert (found.kind, found.answers) == (kind, answers)


def test_a_missing_key_and_a_stray_text_are_told_by_line() -> None:
    parsed = parse(f"PILIHAN GANDA\n\n1. Apa?\n{OPTIONS}\nDemikian soalnya.\n")
    assert [(loss.place.number, loss.code) for loss in parsed.losses] == [
        (1, "unread-text"),
        (3, "no-right"),
        (8, "unread-text"),
    ]


def test_a_key_beyond_the_options_is_told() -> None:
    assert "key-strange" in codes(parse(f"1. Apa?\n{OPTIONS}Kunci: E\n").losses)


def test_lists_of_keys_are_told_from_sentences() -> None:
    assert keys_in("1. B 2) c 3: A dan D") == {1: "B", 2: "c", 3: "A dan D"}
    assert keys_in("1. Bagaimana cara itu?") == {}
    assert letters_of("Bandung") == []


def test_it_passes_the_check(tmp_path: Path, renderer: Renderer) -> None:
    text = f"1. Apa?\n{OPTIONS}Kunci: A\n\n2. Berapa?\nJawaban: 3,5\n\n3. Terbit.\nKunci: Benar\n"
    assert faults(checked_quiz(tmp_path, renderer, parse(text))) == []
