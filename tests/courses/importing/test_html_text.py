"""HTML of other programs becomes Markdown that is read in any viewer."""

import base64

import pytest

from elearning.courses.importing.banks.texts import MAX_TEXT, Texts, text_of_bytes
from elearning.courses.importing.html_text import HtmlReader
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.pictures import Pictures
from elearning.courses.importing.refusing import ImportRefused
from tests.courses.importing.compiling import codes
from tests.courses.importing.documents import png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><script>x()</script></svg>'


def converted(html: str) -> tuple[str, list[str]]:
    losses = Losses()
    text = HtmlReader(losses, Pictures(losses)).markdown(html, Place("line", 1))
    return text, codes(losses.all())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b", "a  \nb"),
        ("<b> a </b>b", "**a** b"),
        ("H<sub>2</sub>O m<sup>2</sup>", "H<sub>2</sub>O m<sup>2</sup>"),
        ("<u>a</u> <s>b</s> <del>c</del><u> </u>", "<u>a</u> <del>b</del> <del>c</del>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<ol start='3'><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<h2>a</h2>", "## a"),
        ("<pre>a *b*\n  c</pre>", "```\na *b*\n  c\n```"),
        ("<code>a*b</code>", "`a*b`"),
        ("<blockquote><p>a</p></blockquote>", "> a"),
        ("<p>1. a</p><p># b</p>", "1\\. a\n\n\\# b"),
        ("<span style='x'>a</span><!-- b --><style>c</style>", "a"),
        ("<a href='https://a.b/c d(e)'>f</a>", "[f](https://a.b/c%20d%28e%29)"),
        ("<a href='#x'>f</a>", "f"),
        ("&lt;b&gt; &amp;lt;", "&lt;b> &amp;lt;"),
    ],
)
def test_what_markdown_has_is_kept(html: str, markdown: str) -> None:
    assert converted(html) == (markdown, [])


def test_cells_hold_lines_and_lists_as_running_text() -> None:
    cell = "<p>a</p><p>b</p><ul><li>c</li></ul><ol><li>d</li><li>f</li></ol><h3>e</h3>x<br>y|z"
    text, told = converted(f"<table><tr><td>k</td><td>l</td></tr><tr><td>{cell}</td></tr></table>")
    assert text.split("\n")[2] == "| a<br>b<br>• c<br>1) d<br>2) f<br>e<br>x<br>y\\|z |  |"
    assert told == []


def test_merged_cells_leave_empty_ones() -> None:
    table = (
        "<table><tr><td colspan='2'>a</td><td rowspan='2'>b</td></tr><tr><td>c</td><td>d</td></tr>"
        "<tr><td rowspan='x'>e</td></tr></table>"
    )
    text, told = converted(table)
    assert told == ["table-merged"]
    assert text == "| a |  | b |\n| --- | --- | --- |\n| c | d |  |\n| e |  |  |"


def test_a_table_in_a_table_becomes_text() -> None:
    inner = "<table><tbody><tr><td>b</td><td>c</td></tr></tbody></table>"
    text, told = converted(f"<table><tr><td>a</td></tr><tr><td>{inner}</td></tr></table>")
    assert text == "| a |\n| --- |\n| b – c |"
    assert told == ["table-nested"]


def test_what_is_too_deep_keeps_its_words() -> None:
    assert converted("<div>" * 60 + "a *b*" + "</div>" * 60) == ("a \\*b\\*", ["deep"])


def test_recordings_and_formulas_are_told() -> None:
    assert converted("a<video src='x.mp4'>b</video>") == ("ab", ["recording"])
    assert converted("a \\(x^2\\) b")[1] == ["formula"]


def test_a_picture_may_stand_in_the_text_itself() -> None:
    losses = Losses()
    pictures = Pictures(losses)
    data = base64.b64encode(png()).decode()
    text = HtmlReader(losses, pictures).markdown(
        f'<img alt="[a] b" src="data:image/png;base64,{data}"><img src="data:image/png;base64,!">',
        Place(),
    )
    assert text == f"![a b](media/{next(iter(pictures.media))})"
    assert codes(losses.all()) == ["picture-missing"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (SVG, "SVG"),
        (b"\xd7\xcd\xc6\x9a" + b"\0" * 60, "WMF"),
        (b"\1\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60, "EMF"),
        (b"x", "?"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_by_its_kind(data: bytes, kind: str) -> None:
    losses = Losses()
    assert Pictures(losses).keep(data, Place()) is None
    assert [loss.params["kind"] for loss in losses.all()] == [kind]


def test_one_picture_shown_twice_is_kept_once() -> None:
    pictures = Pictures(Losses())
    assert pictures.keep(png(), Place()) == pictures.keep(png(), Place())
    assert len(pictures.media) == 1


def test_a_course_holds_only_so_many_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    losses = Losses()
    monkeypatch.setattr("elearning.courses.importing.pictures.MAX_PICTURES", 1)
    pictures = Pictures(losses)
    pictures.keep(png(), Place())
    assert pictures.keep(png(9, 9), Place()) is None
    assert codes(losses.all()) == ["picture-many"]


def test_formulas_of_plain_text_are_told_too() -> None:
    losses = Losses()
    text = Texts(losses, Pictures(losses)).markdown("$$a$$", "plain", Place())
    assert (text, codes(losses.all())) == ("$$a$$", ["formula"])


@pytest.mark.parametrize(
    "data", ["a é".encode(), b"\xef\xbb\xbfa \xc3\xa9", b"a \xe9", "a é".encode("utf-16")]
)
def test_a_text_may_come_in_several_encodings(data: bytes) -> None:
    assert text_of_bytes(data) == "a é"


@pytest.mark.parametrize("data", [b"a\0b", b"a" * (MAX_TEXT + 1)])
def test_what_is_no_text_or_too_long_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused):
        text_of_bytes(data)
