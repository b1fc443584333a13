"""HTML, as Word and Moodle give it, as Markdown; what does not fit is noted."""

import re
from html import escape
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag
from bs4.exceptions import ParserRejectedMarkup
from markdownify import ATX, MarkdownConverter

from elearning.core.sanitising import safe_address
from elearning.courses.importing.escaping import escaped, guarded
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.importing.pictures import Pictures

DEEPEST = 40
#: Columns or rows that one merged cell may cover.
WIDEST = 30
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "dd",
        "dt",
        "caption",
        "section",
        "body",
    ]
)
_SILENT = frozenset(
    ["script", "style", "head", "title", "meta", "link", "template", "noscript", "colgroup", "col"]
)
_RECORDINGS = ("video", "audio", "iframe", "object", "embed")
_ABSOLUTE = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_HTTP = re.compile(r"(https?:)?//", re.IGNORECASE)
_FORMULA = re.compile(r"\\\(.{1,500}?\\\)|\\\[.{1,500}?\\\]|\$\$.{1,500}?\$\$", re.DOTALL)


def soup_of(html: str) -> BeautifulSoup:
    """Return the tree of some HTML; what no parser takes is shown as the text that it is."""
    try:
        return BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:
        return BeautifulSoup(escape(html), "html.parser")


class _Converter(MarkdownConverter):  # type: ignore[misc]
    """markdownify with our own escaping, tables and links."""

    class Options(MarkdownConverter.DefaultOptions):  # type: ignore[misc]
        heading_style = ATX
        bullets = "-"
        table_infer_header = True
        sub_symbol, sup_symbol = "<sub>", "<sup>"
        keep_inline_images_in = ["td", "th", "h1", "h2", "h3", "h4", "h5", "h6"]

    def escape(self, text: str, parent_tags: set[str]) -> str:
        shown = escaped(text)
        return shown.replace("|", "\\|") if parent_tags & {"td", "th"} else shown

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text: str = super().process_text(el, parent_tags=parent_tags)
        free = (parent_tags or set()) & {"pre", "code", "kbd", "samp", "td", "th"}
        return guarded(text) if not free and _begins_line(el) else text

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"td", "th"}:
            return "<br>"
        return str(super().convert_br(el, text, parent_tags))

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lines = [line.strip() for line in text.strip().split("\n")]
        return f" {'<br>'.join(line for line in lines if line)} |"

    convert_th = convert_td

    def convert_u(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        bare = text.strip()
        return text.replace(bare, f"<u>{bare}</u>") if bare else text

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        bare = text.strip()
        return text.replace(bare, f"<del>{bare}</del>") if bare else text

    convert_s = convert_strike = convert_del


def _begins_line(text: NavigableString) -> bool:
    """Tell whether a text is the first of its block or line."""
    before = text.previous_sibling
    while isinstance(before, NavigableString) and not before.strip():
        before = before.previous_sibling
    if before is not None:
        return isinstance(before, Tag) and (before.name == "br" or before.name in _BLOCKS)
    parent = text.parent
    return parent is None or parent.name in _BLOCKS or parent.name == "[document]"


class HtmlReader:
    """Turns pieces of HTML into Markdown; pictures go to `pictures`, faults to `losses`."""

    def __init__(self, losses: Losses, pictures: Pictures) -> None:
        self.losses = losses
        self.pictures = pictures

    def markdown(self, html: str, place: Place) -> str:
        """Return the Markdown of a piece of HTML."""
        soup = soup_of(html)
        return self.markdown_of(soup, place)

    def markdown_of(self, root: Tag, place: Place) -> str:
        """Return the Markdown of an element that is parsed already; it is changed on the way."""
        if is_deep(root):
            self.losses.add("deep", place)
            return escaped(" ".join(root.get_text(" ").split()))
        self._weed(root, place)
        for image in root.find_all("img"):
            self._picture(image, place)
        for link in root.find_all("a"):
            self._link(link, place)
        for table in reversed(root.find_all("table")):
            self._table(table, place)
        for found in _FORMULA.findall(root.get_text()):
            self.losses.add("formula", place, formula=found[:80])
        return tidy(str(_Converter().convert_soup(root))).strip()

    def _weed(self, root: Tag, place: Place) -> None:
        """Take out what is no text."""
        for comment in root.find_all(string=lambda text: isinstance(text, Comment)):
            comment.extract()
        for tag in root.find_all(list(_SILENT)):
            tag.decompose()
        for tag in root.find_all(list(_RECORDINGS)):
            if not tag.decomposed:
                name = str(tag.get("src") or tag.get("data") or tag.name)
                self.losses.add("recording", place, name=name[:100])
                tag.unwrap()
        for tag in root.find_all(["mark", "font", "span"]):
            tag.unwrap()

    def _picture(self, image: Tag, place: Place) -> None:
        """Put the picture's name in `media/` into its element, or take the element out."""
        address = str(image.get("src") or "")
        if _HTTP.match(address):
            self._linked(image, address, place)
            return
        name = self.pictures.named(address, place)
        if name is None:
            image.decompose()
            return
        image["src"] = f"media/{name}"
        image["alt"] = markdown_alt(
            self.pictures.described(str(image.get("alt") or ""), name, place)
        )
        del image["title"]

    def _linked(self, image: Tag, address: str, place: Place) -> None:
        self.losses.add("picture-linked", place, name=address[:100])
        image.name = "a"
        image.string = str(image.get("alt") or address)
        image.attrs = {"href": address}

    def _link(self, link: Tag, place: Place) -> None:
        """Keep links that lead somewhere."""
        address = str(link.get("href") or "").strip()
        if _ABSOLUTE.match(address) and safe_address(address):
            link.attrs = {"href": re.sub(r"[\s<>()\\]", _percent, address)}
            return
        if address and not address.startswith("#"):
            self.losses.add("link", place, address=address[:100])
        link.unwrap()

    def _table(self, table: Tag, place: Place) -> None:
        """Make a table one of plain cells."""
        if table.find_parent("table"):
            self.losses.add("table-nested", place)
            _flatten(table)
            return
        merged = [cell for cell in table.find_all(["td", "th"]) if _spans(cell)]
        if merged:
            self.losses.add("table-merged", place)
            _part(table)
        for cell in table.find_all(["td", "th"]):
            _flatten_cell(cell)
        _level(table)


def _percent(found: "re.Match[str]") -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def markdown_alt(text: str) -> str:
    """Return a description that closes no bracket."""
    return " ".join(re.sub(r"[\[\]\\`*_<>]", " ", text).split())


def is_deep(root: Tag) -> bool:
    """Tell whether elements nest more deeply than any reader needs."""
    depth, open_ends = 0, [root]
    while open_ends and depth <= DEEPEST:
        open_ends = [each for one in open_ends for each in one.children if isinstance(each, Tag)]
        depth += 1
    return bool(open_ends)


def _spans(cell: Tag) -> bool:
    return any(
        str(cell.get(name, "1")).strip() not in {"", "1", "0"} for name in ("colspan", "rowspan")
    )


def _number(cell: Tag, name: str) -> int:
    written = str(cell.get(name, "1")).strip()
    return (
        min(int(written), WIDEST)
        if written.isascii() and written.isdigit() and written != "0"
        else 1
    )


def _part(table: Tag) -> None:
    """Put empty cells where merged ones reached."""
    covered: dict[tuple[int, int], bool] = {}
    for at, row in enumerate(table.find_all("tr")):
        column = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while covered.get((at, column)):
                cell.insert_before(_new_cell())
                column += 1
            wide, high = _number(cell, "colspan"), _number(cell, "rowspan")
            covered.update(
                ((at + down, column + right), True)
                for down in range(1, high)
                for right in range(wide)
            )
            for _more in range(min(wide - 1, WIDEST - column)):
                cell.insert_after(_new_cell())
            cell.attrs = {}
            column += wide
        while covered.get((at, column)):
            row.append(_new_cell())
            column += 1


def _new_cell() -> Tag:
    return Tag(name="td")


def _flatten(table: Tag) -> None:
    """Make paragraphs of a table's rows."""
    for row in table.find_all("tr"):
        text = " – ".join(
            " ".join(cell.get_text(" ").split()) for cell in row.find_all(["td", "th"])
        )
        row.clear()
        row.name = "p"
        row.string = text
    for part in table.find_all(["tbody", "thead", "tfoot"]):
        part.unwrap()
    table.unwrap()


def _flatten_cell(cell: Tag) -> None:
    """Leave only running text and line breaks in a cell."""
    for part in cell.find_all(["ul", "ol"]):
        for number, item in enumerate(part.find_all("li", recursive=False), start=1):
            item.insert(0, f"{number}) " if part.name == "ol" else "• ")
            item.name = "p"
        part.unwrap()
    for part in cell.find_all(["div", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"]):
        part.name = "p"
    for paragraph in cell.find_all("p"):
        if any(str(each).strip() for each in paragraph.next_siblings):
            paragraph.insert_after(Tag(name="br"))
        paragraph.unwrap()


def _level(table: Tag) -> None:
    """Give every row as many cells, and the first row the heading's part."""
    rows: list[Any] = table.find_all("tr")
    widths = [len(row.find_all(["td", "th"], recursive=False)) for row in rows]
    for row, width in zip(rows, widths, strict=True):
        for _missing in range(max(widths) - width):
            row.append(_new_cell())
        for cell in row.find_all(["td", "th"], recursive=False):
            cell.name = "th" if row is rows[0] else "td"
        row.extract()
    table.clear()
    for row in rows:
        if row.find(["td", "th"], recursive=False):
            table.append(row)


def tidy(text: str) -> str:
    """Return Markdown without trailing spaces that mean nothing and with single blank lines."""
    lines = [
        line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "")
        for line in text.split("\n")
    ]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return re.sub(r"(?<! ) {2,}(?=\n\n|$)", "", text).strip("\n")
