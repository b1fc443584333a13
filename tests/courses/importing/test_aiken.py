"""Aiken: a question, lettered options, `ANSWER: B`."""

from pathlib import Path

from elearning.core.markdown import Renderer
from elearning.courses.importing.banks.aiken import parse
from tests.courses.importing.compiling import checked_quiz, codes, faults

SAMPLE = """\
Apa ibu kota provinsi itu?
A. Bandung
B) Semarang
c. Surabaya
ANSWER: B

Baris pertama
baris kedua *penting*
A. Ya
B. Tidak, karena
panjang
ANSWER: A
"""


def test_questions_have_options_and_the_key() -> None:
    first, second = parse(SAMPLE).questions
    assert [choice.mark for choice in first.choices] == ["", "x", ""]
    assert second.stem == "Baris pertama  \nbaris kedua \\*penting\\*"
    assert second.choices[1].text == "Tidak, karena panjang"


def test_a_key_that_names_no_option_is_told_at_the_questions_line() -> None:
    parsed = parse(SAMPLE.replace("ANSWER: A", "ANSWER: D"))
    assert {(loss.place.number, loss.code) for loss in parsed.losses} == {
        (7, "no-right"),
        (7, "key-strange"),
    }


def test_a_question_without_options_is_left_out_and_told() -> None:
    parsed = parse("Hanya teks\nANSWER: A\n")
    assert (parsed.questions, codes(parsed.losses)) == ((), ["unread-question"])


def test_a_question_without_an_answer_is_kept_for_the_author_to_mark() -> None:
    parsed = parse("Apa?\nA. satu\nB. dua\n")
    assert len(parsed.questions) == 1
    assert codes(parsed.losses) == ["no-right"]


def test_a_question_without_an_answer_does_not_swallow_the_next() -> None:
    parsed = parse("Apa?\nA. satu\nB. dua\n\nSiapa?\nA. saya\nB. Anda\nANSWER: B\n")
    assert [question.stem for question in parsed.questions] == ["Apa?", "Siapa?"]
    assert [choice.text for choice in parsed.questions[0].choices] == ["satu", "dua"]
    assert [(loss.place.number, loss.code) for loss in parsed.losses] == [(1, "no-right")]


def test_an_option_may_go_on_below() -> None:
    (question,) = parse("Apa?\nA. satu\nB. dua\nyang panjang\nANSWER: B\n").questions
    assert question.choices[1].text == "dua yang panjang"


def test_it_passes_the_check(tmp_path: Path, renderer: Renderer) -> None:
    assert faults(checked_quiz(tmp_path, renderer, parse(SAMPLE))) == []
