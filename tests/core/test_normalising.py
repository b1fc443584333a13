"""Python-Markdown sees the lists that CommonMark sees."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown
from markdown_it import MarkdownIt

from elearning.core.normalising import normalise

_LISTS = re.compile(r"</?(?:ul|ol|li)\b")
EXTENSIONS = ["sane_lists", "pymdownx.superfences"]


@st.composite
def outlines(draw: st.DrawFn) -> str:
    """Draw a list of up to three levels with one indent, at times with paragraphs or code."""
    indent = draw(st.integers(2, 4))
    lines = draw(st.sampled_from([[], ["Kalimat sebelum daftar"], ["# Judul"], ["Kalimat", ""]]))
    level = 0
    for number in range(draw(st.integers(1, 7))):
        level = draw(st.integers(0, min(level + 1, 2))) if number else 0
        margin = " " * indent * level
        lines.append(f"{margin}- butir {number}")
        inner = margin + "  "
        more = draw(st.sampled_from([0, 0, 0, 1, 2, 3]))
        lines += (
            [
                ["", f"{inner}paragraf"],
                [f"{inner}lanjut"],
                [f"{inner}```", f"{inner}a", f"{inner}```"],
            ][more - 1]
            if more
            else []
        )
        lines += [""] if draw(st.sampled_from([False, False, True])) else []
    return "\n".join(lines)


def skeleton(html: str) -> list[str]:
    return _LISTS.findall(html)


@settings(max_examples=300, deadline=None)
@given(outlines())
def test_lists_have_the_shape_that_commonmark_gives_them(source: str) -> None:
    ours = markdown(normalise(source).text, extensions=EXTENSIONS)
    assert skeleton(ours) == skeleton(MarkdownIt("commonmark").render(source))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="-*+1.)>#`~!? \n\tab", max_size=120))
def test_no_text_is_too_strange_to_be_normalised(source: str) -> None:
    normal = normalise(source)
    letters = re.sub(r"[^ab1]", "", source)
    assert len(re.sub(r"[^ab1]", "", normal.text)) >= len(letters) - source.count(
        "!"
    ) - source.count("?")


def test_text_without_lists_is_left_as_it_is() -> None:
    source = "Satu\ndua\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert normalise(source).text == source
