"""Whatever a text holds, it becomes Markdown that shows it; no text makes an importer fail."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.core.errors import Refused
from elearning.core.markdown import Renderer
from elearning.courses.identity import seen_in
from elearning.courses.importing.banks import aiken, gift, moodle_xml
from elearning.courses.importing.escaping import paragraph
from elearning.courses.importing.found import Choice, Found, Group, Parsed
from elearning.courses.importing.office import lists
from elearning.courses.importing.quiz_text import Rules, quiz_text
from tests.courses.importing.compiling import checked_quiz, quiz_of

SIGNS = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "> ",
            "- ",
            "+ ",
            "* ",
            "1. ",
            "2) ",
            "[x] ",
            "[ ]",
            "[50%] ",
            "[a](b)",
            "![a](b)",
        ),
        *(
            "**",
            "*",
            "_",
            "__",
            "`",
            "``",
            "```",
            "~~~",
            "|",
            "---",
            "===",
            "!!! tips",
            "??? a",
            ":   b",
        ),
        *(
            "<b>",
            "</p>",
            "<!--",
            "-->",
            "&lt;",
            "&amp;",
            "&",
            "<",
            ">",
            "\\",
            "\\*",
            "{#id}",
            "{bobot=2}",
        ),
        *("Jawaban: a", "Pembahasan: b", "Petunjuk: c", "Esai", "Urutkan:", "Pasangkan:", "[[a]]"),
        *(
            "kata",
            "dua kata",
            "é",
            "\n",
            "\n\n",
            "  ",
            "\t",
            "[^1]",
            "*[A]: b",
            "http://a.b",
            "a_b_c",
        ),
        *(
            "Benar",
            "Salah",
            "a. ",
            "A) ",
            "Kunci: B",
            "ANSWER: A",
            "=",
            "~",
            "{",
            "}",
            "::",
            "->",
            "%50%",
        ),
    ]
)
TEXTS = st.lists(SIGNS, max_size=12).map(" ".join) | st.lists(SIGNS, max_size=30).map("".join)
FILES = st.lists(SIGNS, max_size=60).map("".join) | st.text(max_size=300)


def words(text: str) -> str:
    """Return what is seen of a text, without spaces."""
    return "".join(unicodedata.normalize("NFC", text).replace("\u00a0", "").split())


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS.filter(words), min_size=3, max_size=8, unique_by=words))
def test_plain_text_is_shown_as_it_is(renderer: Renderer, texts: list[str]) -> None:
    stem, *others = texts
    choices = tuple(Choice(paragraph(text), "", paragraph(stem)) for text in others)
    right = choices[0]._replace(mark="x")
    question = Found("single", paragraph(stem), choices=(right, *choices[1:]))
    with TemporaryDirectory() as parent:
        checked = checked_quiz(Path(parent), renderer, Parsed((Group("", (question,)),), (), {}))
    (made,) = quiz_of(checked).questions
    assert made.kind in {"single", "truefalse"}
    assert words(seen_in(made.stem)) == words(stem)
    assert [words(seen_in(option.html)) for option in made.options] == [
        words(each) for each in others
    ]
    assert {words(seen_in(option.feedback)) for option in made.options} == {words(stem)}
    assert [option.right for option in made.options] == [True, *[False] * (len(others) - 1)]


@pytest.mark.parametrize("parse", [gift.parse, aiken.parse, lists.parse])
@settings(max_examples=150, deadline=None)
@given(text=FILES)
def test_no_text_makes_an_importer_fail(parse: Callable[[str], Parsed], text: str) -> None:
    parsed = parse(text)
    assert all(map(str, parsed.losses))
    assert quiz_text(Rules("Kuis"), parsed.groups).startswith("---\n")


XML = st.sampled_from(
    [
        *(
            '<question type="multichoice">',
            '<question type="cloze">',
            "</question>",
            "<text>",
            "</text>",
        ),
        *('<question type="matching">', "<subquestion>", "</subquestion>", "<answer>", "</answer>"),
        *('<answer fraction="50">', "<questiontext>", "</questiontext>", "<![CDATA[<p>a</p>]]>"),
        *(
            "{1:SA:=a~b}",
            "{1:NM:=1:2}",
            "<single>true</single>",
            "a",
            "&lt;b&gt;",
            "<file name='a'>",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(XML, max_size=30).map("".join) | st.text(max_size=100))
def test_no_xml_makes_the_importer_fail(text: str) -> None:
    with suppress(Refused):
        parsed = moodle_xml.parse(f"<quiz>{text}</quiz>".encode("utf-8", "replace"))
        assert quiz_text(Rules("Kuis"), parsed.groups)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_importer_of_xml_fail(data: bytes) -> None:
    with suppress(Refused):
        moodle_xml.parse(data)
