"""Nothing outside the allow-list survives, whatever an author or an attacker writes."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.core.markdown import Context, Fragment, Rendered, Renderer
from elearning.core.sanitising import first_pass, last_pass, safe_address
from tests.core.allowed_html import complaints

TAGS = (
    "script style svg math iframe object embed form input button textarea select base meta link "
    "template noscript title xmp plaintext marquee applet frameset frame video audio source track "
    "image animate set foreignObject annotation-xml mglyph mtext portal slot dialog keygen isindex "
    "layer bgsound listing noembed noframes param area map canvas"
)
HANDLERS = (
    "onerror",
    "onload",
    "onclick",
    "onfocus",
    "onmouseover",
    "ontoggle",
    "onbegin",
    "OnErRoR",
)
HOSTS = ("img src=x", "a href=x", "details open", "p", "table", "li", "abbr", "span", "svg", "body")
SCHEMES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java&#9;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&colon;alert(1)",
    " javascript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&#58;alert(1)",
    "javascript:123",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://x/1",
    "file:///etc/passwd",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "ws://x",
    "//jahat.example",
    "/\\jahat.example",
    "\\\\jahat.example",
    "\u200bjavascript:alert(1)",
    "&Tab;javascript:alert(1)",
    "javascript&NewLine;:alert(1)",
)
CARRIERS = (
    '<a href="{0}">x</a>',
    "<a href='{0}'>x</a>",
    "<a href={0}>x</a>",
    "[x]({0})",
    "[x](<{0}>)",
    "<{0}>",
    "[x][r]\n\n[r]: {0}",
    '<img src="{0}" alt=x>',
    "![x]({0})",
    '<form action="{0}"><button formaction="{0}">x</button></form>',
    '<video src="{0}" poster="{0}"></video>',
    '<svg><a xlink:href="{0}"><text>x</text></a></svg>',
    '<math href="{0}">x</math>',
    '<q cite="{0}">x</q>',
    '<table background="{0}"><tr><td>x</table>',
    '!!! catatan "<a href={0}>x</a>"\n    teks',
    "*[HTML]: <a href={0}>\n\nHTML",
    "Kata[^1]\n\n[^1]: [x]({0})",
)
STYLES = (
    '<p style="background:url(javascript:1)">x</p>',
    '<td style="position:fixed;inset:0">x</td>',
    "<style>*{display:none}</style>",
    '<p style="x:expression(alert(1))">x</p>',
    '<a style="position:fixed;inset:0" href="https://x">x</a>',
)
CLOBBERS = tuple(
    f"<{tag} {name}={value}>x</{tag}>"
    for tag in ("a", "img", "form", "div", "span", "h2")
    for name in ("id", "name")
    for value in ("cookie", "body", "getElementById", "__proto__", "csrf", "isi", "app-menu")
)
CLASSES = tuple(
    f'<{tag} class="btn top skip vh dock {name}">x</{tag}>'
    for tag in ("p", "span", "div")
    for name in ("k", "nb", "modal")
)
TRICKS = (
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><script>",
    "<!DOCTYPE html><html><body onload=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a title='\"><img src=x onerror=alert(1)>'>x</a>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '``` { .python onclick="alert(1)" style="x" }\nx\n```',
    '```python title="<script>alert(1)</script>" hl_lines="1"\nx\n```',
    "# <img src=x onerror=alert(1)>",
    '## a" onmouseover="alert(1)',
    '![x" onerror="alert(1)](media/a.svg "y\\" onload=\\"alert(1)")',
    "| <script>a</script> | b |\n|---|---|\n| <img src=x onerror=1> | <svg/onload=1> |",
    "Istilah\n:   <iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<div role="dialog" aria-modal="true" tabindex="5" contenteditable autofocus>x</div>',
    '<ol start="javascript:1"><li value="9999">x</ol>',
    '<a href="https://x" target="_top" ping="https://y" download="z">x</a>',
    "\x02wzxhzdk:0\x03 \x02amp\x03 \x02klzzwxh:0001\x03",
)
HANDLED = tuple(
    f"<{host} {handler}{gap}={quote}alert(1){quote}>x"
    for host in HOSTS
    for handler in HANDLERS
    for gap, quote in (("", '"'), (" ", "'"), ("\t", ""))
)
TAGGED = tuple(
    shape.format(tag)
    for tag in TAGS.split()
    for shape in ("<{0}>alert(1)</{0}>", "<{0} src=//x onload=alert(1)>", "</{0}><{0}/x/>", "<{0}")
)
CARRIED = tuple(carrier.format(scheme) for carrier in CARRIERS for scheme in SCHEMES)
PAYLOADS = (*TAGGED, *HANDLED, *CARRIED, *STYLES, *CLOBBERS, *CLASSES, *TRICKS)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as kept:
        yield kept


def render(renderer: Renderer, sources: list[str]) -> list[str]:
    """Render each text as a page and as a question; a refused text shows nothing."""
    fragments = [Fragment(source, page) for source in sources for page in (True, False)]
    results = renderer.render_all(fragments, Context())
    return [result.html for result in results if isinstance(result, Rendered)]


def test_no_payload_of_the_corpus_survives(renderer: Renderer) -> None:
    assert len(PAYLOADS) > 900
    pages = render(renderer, list(PAYLOADS))
    assert len(pages) == 2 * len(PAYLOADS)
    survivors = [(html, complaints(html)) for html in pages if complaints(html)]
    assert survivors == []


def test_no_payload_survives_inside_lists_quotes_boxes_and_tables(renderer: Renderer) -> None:
    shapes = ("- a\n  - {0}", "> {0}", "!!! tips\n    {0}", "| {0} | b |\n|---|---|\n| {0} | d |")
    wrapped = [
        shape.format(payload.replace("\n", " ")) for shape in shapes for payload in PAYLOADS[::7]
    ]
    assert [html for html in render(renderer, wrapped) if complaints(html)] == []


def test_the_judge_of_these_tests_sees_what_is_forbidden() -> None:
    for forbidden in (
        "<script>",
        "<p onclick=1>",
        "<a href='javascript:1'>",
        "<a href='//x'>",
        "<b id=x>",
        "<p class=btn>",
        "<span class=k>",
        "<p style='x'>",
        "<!-- x -->",
        "<svg>",
        "<h1>",
    ):
        assert complaints(forbidden)


@pytest.mark.parametrize("payload", TRICKS)
def test_each_sanitiser_alone_leaves_no_script(payload: str) -> None:
    for clean in (first_pass, last_pass):
        html = clean(payload).lower()
        assert "<script" not in html
        assert "<img src=x onerror" not in html


@pytest.mark.parametrize(
    "address", ["https://a.go.id/x?y=1", "/x", "#x", "mailto:a@b", "TEL:1", "a/b:c"]
)
def test_ordinary_addresses_are_safe(address: str) -> None:
    assert safe_address(address)


@pytest.mark.parametrize(
    "address", ["javascript:1", "java\tscript:1", "data:x", "//x", "\\\\x", "x:y"]
)
def test_other_addresses_are_not(address: str) -> None:
    assert not safe_address(address)


PIECES = st.sampled_from(
    [
        *("[", "](", ")", "![", "<", ">", "</", '"', "'", "`", "```", "\n", "\n\n", "    ", "  "),
        *(
            "- ",
            "1. ",
            "> ",
            "# ",
            "| ",
            "|---|",
            "!!! tips",
            "??? x",
            "[^1]",
            "[^1]: ",
            ": ",
            "**",
        ),
        *("_", "&#106;", "javascript:", "onerror=", "script", "a", "img src=", "style=", "svg"),
        *(
            "id=x",
            "class=k",
            "<!--",
            "-->",
            "\\",
            "~~~",
            "*[a]: b",
            "\x02",
            "\x03",
            "é",
            "=",
            "---",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_mixture_of_markdown_and_html_escapes_the_allow_list(
    renderer: Renderer, source: str
) -> None:
    assert [complaints(html) for html in render(renderer, [source])] == [[], []] or render(
        renderer, [source]
    ) == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_no_text_whatever_raises(renderer: Renderer, source: str) -> None:
    for html in render(renderer, [source]):
        assert complaints(html) == []
