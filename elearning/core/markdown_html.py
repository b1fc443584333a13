"""Markdown to HTML, in the render process only: extensions, figures, task lists, clean HTML."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.treeprocessors import Treeprocessor

from elearning.core.finishing import finish
from elearning.core.fragments import Context, Fault, Fragment, Rendered
from elearning.core.normalising import normalise
from elearning.core.sanitising import AUTHOR_TAGS, first_pass, last_pass, safe_address

_EXTENSIONS = ["tables", "sane_lists", "def_list", "pymdownx.superfences", "pymdownx.highlight"]
_PAGE_EXTENSIONS = ["admonition", "footnotes", "toc", "pymdownx.details"]
_BACKLINK = {"id": "Kembali ke acuan %d dalam teks", "en": "Back to reference %d in the text"}
_TASK = re.compile(r"\[([ xX])\]\s+")
_ITEMS = re.compile(r"<li[ >]")


class TooDeep(Exception):  # noqa: N818
    """A text nests more brackets than any reader could follow."""


class _Figures(Treeprocessor):
    """An image alone in its paragraph is a figure; its title is the caption."""

    def run(self, root: Element) -> None:
        for paragraph in list(root.iter("p")):
            if _only_image(paragraph):
                image = paragraph[0]
                paragraph.tag, paragraph.text = "figure", None
                caption = image.attrib.pop("title", "")
                if caption:
                    SubElement(paragraph, "figcaption").text = caption


def _only_image(paragraph: Element) -> bool:
    alone = len(paragraph) == 1 and paragraph[0].tag == "img"
    return alone and not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


class _TaskLists(Treeprocessor):
    """An item that starts with `[ ]` or `[x]` shows a box."""

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            first = item[0] if len(item) and item[0].tag == "p" and not _text(item) else item
            found = _TASK.match(first.text or "")
            if found:
                _show_box(item, first, found)


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _show_box(item: Element, first: Element, found: re.Match[str]) -> None:
    box = Element("span", {"class": "task", "title": "open" if found[1] == " " else "done"})
    box.text = "☐" if found[1] == " " else "☑"
    box.tail = " " + (first.text or "")[found.end() :]
    first.text = None
    first.insert(0, box)
    item.set("class", "task-list-item")


class _Dropped(HTMLParser):
    """Notes the tags and links that the first sanitiser will take out."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: dict[Fault, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in AUTHOR_TAGS:
            self.faults[Fault("dropped-html", f"<{tag}>")] = None
        address = dict(attrs).get("href") or ""
        if not safe_address(address):
            self.faults[Fault("unsafe-link", address)] = None


@lru_cache(maxsize=8)
def _engine(page: bool, language: str, glossary: tuple[tuple[str, str], ...]) -> Markdown:
    """Return a Markdown engine: for a page, or for a question without page furniture."""
    configs: Mapping[str, dict[str, object]] = {
        "tables": {"use_align_attribute": True},
        "toc": {"permalink": False, "marker": ""},
        "footnotes": {"BACKLINK_TITLE": _BACKLINK.get(language, _BACKLINK["id"])},
        "pymdownx.highlight": {"guess_lang": False, "anchor_linenums": False},
    }
    names = _EXTENSIONS + (_PAGE_EXTENSIONS if page else [])
    abbreviations = [AbbrExtension(glossary=dict(glossary))] if page else []
    engine = Markdown(
        extensions=[*names, *abbreviations],
        extension_configs={name: configs[name] for name in names if name in configs},
        output_format="html",
    )
    engine.treeprocessors.register(_Figures(engine), "figures", 15)
    engine.treeprocessors.register(_TaskLists(engine), "tasks", 14)
    return engine


def _as_sentences_begin(glossary: Mapping[str, str]) -> dict[str, str]:
    """Return terms with their meaning, also with the capital that begins a sentence."""
    capital = {term[:1].upper() + term[1:]: meaning for term, meaning in glossary.items()}
    return {**capital, **glossary}


def _refuse_depth(source: str) -> None:
    """Long runs of open brackets take the parser quadratic time and mean nothing."""
    for paragraph in re.split(r"\n\s*\n", source):
        if paragraph.count("[") > 500 + paragraph.count("]"):
            raise TooDeep


def _faults_of_html(html: str) -> list[Fault]:
    dropped = _Dropped()
    dropped.feed(html)
    return list(dropped.faults)


def convert(fragment: Fragment, context: Context) -> Rendered:
    """Render one text; only a page has anchors, footnotes and glossary."""
    source, page = fragment
    _refuse_depth(source)
    normal = normalise(source, context.language)
    glossary = tuple(sorted(_as_sentences_begin(context.glossary).items())) if page else ()
    raw = _engine(page, context.language, glossary).reset().convert(normal.text)
    faults = [Fault("unknown-box", kind) for kind in normal.unknown] + _faults_of_html(raw)
    if len(_ITEMS.findall(raw)) < normal.items:
        faults.append(Fault("lists-differ", ""))
    finished, finisher = finish(first_pass(raw), context, page=page)
    media = tuple(dict.fromkeys(finisher.media))
    return Rendered(last_pass(finished), finisher.words, media, tuple(faults + finisher.faults))
