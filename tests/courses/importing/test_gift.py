"""GIFT is read as Moodle reads it, and what is lost is told by line."""

from decimal import Decimal
from pathlib import Path

import pytest

from elearning.core.markdown import Renderer
from elearning.courses.importing.banks.gift import parse
from elearning.courses.importing.banks.texts import text_of_bytes
from elearning.courses.importing.found import Found, Parsed
from tests.courses.importing.compiling import checked_quiz, codes, faults, quiz_of


def only(text: str) -> Found:
    (question,) = parse(text).questions
    return question


def marks(text: str) -> list[tuple[str, str]]:
    return [(choice.text, choice.mark) for choice in only(text).choices]


def places(parsed: Parsed) -> list[tuple[int, str]]:
    return [(loss.place.number, loss.code) for loss in parsed.losses]


def test_a_question_has_its_options_feedback_and_general_feedback() -> None:
    found = only("::Judul:: Siapa? {=Ani#tepat ~Budi#bukan ~Tono####karena begitu}")
    assert (found.kind, found.stem, found.explanation) == ("single", "Siapa?", "karena begitu")
    assert [tuple(choice) for choice in found.choices] == [
        ("Ani", "x", "tepat"),
        ("Budi", "", "bukan"),
        ("Tono", "", ""),
    ]


def test_escaped_signs_are_text() -> None:
    found = only(r"Apa \{ini\}\: a\=b \~ c\#d\nbaris dua? {=1 \= satu#a\#b ~dua \} \\ akhir}")
    assert found.stem == "Apa {ini}: a=b ~ c#d  \nbaris dua?"
    assert [choice.text for choice in found.choices] == ["1 = satu", "dua } \\ akhir"]
    assert found.choices[0].feedback == "a#b"


def test_equal_shares_are_a_multiple_response_and_others_weights() -> None:
    assert marks("P {~%50%a ~%50%b ~%-50%c ~%-50%d}") == [
        *(("a", "x"), ("b", "x")),
        *(("c", ""), ("d", "")),
    ]
    assert only("P {~%50%a ~%50%b ~%-50%c ~%-50%d}").kind == "multiple"
    assert marks("P {~%33.33333%a ~%66.66667%b ~%-25%c ~d}") == [
        *(("a", "1/3"), ("b", "2/3")),
        *(("c", "-25%"), ("d", "")),
    ]
    assert only("P {~%40%a ~%60%b ~c}").kind == "weighted"


def test_one_right_option_with_part_marks_takes_one_choice() -> None:
    assert only("P {=a ~%50%b ~c}").kind == "weighted-one"
    assert marks("P {=a ~%50%b ~c}") == [("a", "100%"), ("b", "50%"), ("c", "")]


def test_one_right_of_several_keeps_that_several_may_be_chosen() -> None:
    found = only("P {~%100%a ~%-100%b}")
    assert (found.kind, found.many) == ("multiple", True)


def test_shares_that_do_not_reach_all_are_told() -> None:
    assert codes(parse("P {~%40%a ~%40%b ~c}").losses) == ["weight-odd"]


@pytest.mark.parametrize("word", ["T", "TRUE", "TRUE#salah#benar"])
def test_upper_case_truth_is_true_or_false(word: str) -> None:
    found = only(f"Terbit di timur.{{{word}}}")
    assert [(choice.text, choice.mark) for choice in found.choices] == [
        ("Benar", "x"),
        ("Salah", ""),
    ]


def test_feedback_on_the_wrong_choice_comes_first() -> None:
    found = only("Terbit di barat.{FALSE#keliru#tepat}")
    assert [choice.feedback for choice in found.choices] == ["keliru", "tepat"]


def test_lower_case_truth_is_a_short_answer() -> None:
    assert only("Apa? {=true}").kind == "short"


def test_short_answers_keep_wildcards_and_lose_part_marks() -> None:
    parsed = parse("Ibu kota? {=Jakarta* =DKI ~%50%x}".replace("~%50%x", "=%50%Betawi#hampir"))
    assert parsed.questions[0].answers == ("Jakarta*", "DKI")
    assert codes(parsed.losses) == ["partial-answer", "answer-feedback"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("#3", "3"),
        ("#3.14159:0.0005", "3,14159 ± 0,0005"),
        ("#1..5", "1..5"),
        ("#-2.5:0", "-2,5"),
        ("#=1822:0", "1822"),
        ("#1.250", "1,25"),
    ],
)
def test_numbers_have_a_decimal_comma(written: str, read: str) -> None:
    assert only(f"Berapa? {{{written}}}").answers == (read,)


def test_several_numbers_are_all_accepted() -> None:
    parsed = parse("Berapa? {#=4 =8..9 =%50%5:1#hampir ~#salah}")
    assert parsed.questions[0].answers == ("4", "8..9")
    assert codes(parsed.losses) == ["answer-feedback", "partial-answer", "answer-feedback"]


def test_what_is_no_number_becomes_a_short_answer() -> None:
    parsed = parse("Berapa? {#tiga}")
    assert parsed.questions[0].kind == "short"
    assert codes(parsed.losses) == ["number-error"]


def test_matching_keeps_pairs_and_right_sides_without_left() -> None:
    found = only("Jodohkan {=a -> 1\n=b -> 2 \\= dua\n= -> 3}")
    assert (found.kind, found.pairs) == ("matching", (("a", "1"), ("b", "2 = dua"), ("", "3")))


def test_a_missing_word_is_a_blank_or_a_gap() -> None:
    assert only("Grant di {=makam =kubur} Grant.").stem == "Grant di [[makam;kubur]] Grant."
    assert only("Dua {=dan ~atau} tiga.").stem == "Dua \\_\\_\\_\\_\\_ tiga."


def test_empty_braces_are_an_essay_and_none_a_description() -> None:
    assert only("Jelaskan. {}").kind == "essay"
    assert codes(parse("Bacalah dulu.").losses) == ["description"]


def test_a_blank_line_inside_the_braces_does_not_end_the_question() -> None:
    parsed = parse("P {\n=a\n\n~b\n}\n\nQ {=a ~b}")
    assert [len(question.choices) for question in parsed.questions] == [2, 2]
    assert [question.place.number for question in parsed.questions] == [1, 7]


def test_an_open_brace_swallows_no_other_question() -> None:
    parsed = parse("rusak {=a\n\nutuh {=a ~b}")
    assert [question.stem for question in parsed.questions] == ["utuh"]
    assert places(parsed) == [(1, "unread-question")]


def test_nested_categories_are_pools() -> None:
    parsed = parse("$CATEGORY: $course$/top/Dasar/Bab 1\n\nA {T}\n\n$CATEGORY: a//b\nB {F}")
    assert [group.title for group in parsed.groups] == ["Dasar / Bab 1", "a/b"]
    assert places(parsed) == [(1, "category")]


def test_comments_ids_and_tags_are_told_but_not_those_that_moodle_writes() -> None:
    parsed = parse("// question: 7  name: X\n// [id:q7] [tag:spbe]\n// periksa lagi\nA {T}")
    assert places(parsed) == [(2, "tags"), (3, "comment")]


def test_formats_are_obeyed() -> None:
    assert only("[html]<p>A &lt; <b>b</b></p>{T}").stem == "A < **b**"
    assert only("[plain]<b>a</b>{T}").stem == "&lt;b>a&lt;/b>"
    assert only("[markdown]**a** *b*{T}").stem == "**a** *b*"
    assert only("A <i>b</i>{T}").stem == "A *b*"
    assert only("A &lt;i> {=[html]<b>x</b> ~y}").choices[0].text == "**x**"


def test_the_authors_indentation_stays() -> None:
    assert only("Kode\\:\n  if a\\:\n    b {T}").stem.split("\n")[2] == "\u00a0\u00a0\u00a0\u00a0b"


def test_a_byte_order_mark_and_windows_lines_do_not_matter() -> None:
    assert only(text_of_bytes("\ufeff::a::\r\nP {=a\r\n~b}\r\n".encode())).stem == "P"


def test_answers_whose_signs_mean_something_here_are_told() -> None:
    parsed = parse("P {=a;b =`c`}")
    assert parsed.questions[0].answers == ("a*b", "*c*")
    assert codes(parsed.losses) == ["answer-sign", "answer-sign"]


def test_what_looks_like_our_marks_is_text(tmp_path: Path, renderer: Renderer) -> None:
    text = "Jawaban\\: x\nPembahasan\\: y [[z]] - [x] \\{bobot\\=2\\} {=[x\\] a \\{\\#id\\} ~# b ~> c ~1. d}"
    checked = checked_quiz(tmp_path, renderer, parse(text.replace("~# b", "~\\# b")))
    assert faults(checked) == []
    (question,) = quiz_of(checked).questions
    assert (question.kind, question.weight, len(question.options)) == ("single", Decimal(1), 4)
    assert "Jawaban: x" in question.stem
    assert question.options[3].html == "<p>1. d</p>"


def test_every_kind_passes_the_check(tmp_path: Path, renderer: Renderer) -> None:
    text = Path(__file__).with_name("contoh.gift").read_text(encoding="utf-8")
    checked = checked_quiz(tmp_path, renderer, parse(text))
    assert faults(checked) == []
    assert {question.kind for question in quiz_of(checked).questions} >= {
        *("single", "multiple", "weighted", "weighted-one", "truefalse"),
        *("short", "numeric", "matching", "blanks"),
    }
