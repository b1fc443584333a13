"""Mechanical remedies: what a person would do to a line without thinking twice, by code.

Applying a fix removes its diagnostic and brings no new one; a remedy that needs a decision has none.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from elearning.courses.diagnostics.slips import nearest

#: The kinds of box; importing the renderer's list would load the sanitisers.
BOXES = ("catatan", "penting", "contoh", "dasar-hukum", "tips")
MONTHS = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
_KEY_LINE = re.compile(r"\s*[^\W\d][\w -]{0,40}:(\s|$)")
_LIST_LINE = re.compile(r"\s*-(\s|$)")
_LONG_DATE = re.compile(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})", re.IGNORECASE)
_BRACES = re.compile(r"\{[^{}]*\}\s*$")
_QUOTED = re.compile(r"\s*>")
_NUMBERED = re.compile(r"^\d{1,9}[.)]\s*(?=\[)")
_GLUED_OPTION = re.compile(r"^(\s*)[-*+](\[[xX ]?\])\s*|^(\s*)\d{1,9}[.)](\[[xX ]?\])\s*")


class Fix(NamedTuple):
    """A mechanical remedy: lines `first` to `last`, counted from 1, become `lines`.

    When `last` is `first` - 1 the lines are put in before `first`. With `rename` the file gets
    that name and its text stays.
    """

    file: str
    first: int
    last: int
    lines: tuple[str, ...]
    rename: str = ""


class Place(NamedTuple):
    """Where something is amiss: the file's lines, the line counted from 1, the message's words."""

    file: str
    lines: Sequence[str]
    line: int
    params: Mapping[str, object]

    @property
    def text(self) -> str:
        return self.lines[self.line - 1]

    def word(self, name: str) -> str:
        return str(self.params.get(name, ""))

    def becomes(self, text: str) -> Fix:
        """Replace the line."""
        return Fix(self.file, self.line, self.line, (text,))

    def replaced(self, old: str, new: str) -> Fix | None:
        """Replace a word of the line, wherever it stands in it."""
        return self.becomes(self.text.replace(old, new)) if old and old in self.text else None

    def put_in(self, at: int, *lines: str) -> Fix:
        """Put lines in before a line."""
        return Fix(self.file, at, at - 1, lines)


def apply(text: str, fix: Fix) -> str:
    """Return a text with a fix applied; a rename leaves the text as it is."""
    if fix.rename:
        return text
    lines = text.split("\n")
    lines[fix.first - 1 : fix.last] = fix.lines
    return "\n".join(lines)


def fix_of(code: str, place: Place) -> Fix | None:
    """Return the mechanical remedy of a diagnostic; None when a person must decide."""
    remedy = _REMEDIES.get(code)
    inside = 0 < place.line <= len(place.lines) or code in _WHOLE_FILE
    return remedy(place) if remedy and inside else None


# Front matter


def _key(place: Place) -> Fix | None:
    """Write the key that was meant, or the canonical one."""
    _key, colon, value = place.text.partition(":")
    taken = any(line.startswith(f"{place.word('meant')}:") for line in place.lines)
    return place.becomes(f"{place.word('meant')}:{value}") if colon and not taken else None


def _value(place: Place) -> Fix | None:
    """Write the one value that was meant."""
    known, head, colon = place.word("known"), *place.text.partition(":")[:2]
    if "," in known or not colon:
        return None
    value = place.text[len(head) + 1 :].replace(place.word("value"), known, 1)
    return place.becomes(f"{head}:{value}")


def _date(place: Place) -> Fix | None:
    """Write `21 November 2026` as 2026-11-21."""
    found = _LONG_DATE.fullmatch(place.word("value").strip())
    month = nearest(found[2].lower(), MONTHS) if found else ""
    if found is None or not month:
        return None
    try:
        day = date(int(found[3]), MONTHS.index(month) + 1, int(found[1]))
    except ValueError:
        return None
    return place.replaced(found[0], day.isoformat())


def _title(place: Place) -> Fix | None:
    """Make a title of the file's name; other keys a person must think about."""
    if place.word("key") != "judul":
        return None
    return place.put_in(2, f"judul: {title_of(place.file)}")


def title_of(name: str) -> str:
    """Return a title that a file's name suggests."""
    words = re.sub(r"^\d+-|(\.quiz)?\.md$", "", name).replace("-", " ").strip()
    return words.capitalize() or "-"


def _front(place: Place) -> Fix:
    """Put `---` around the keys at the top, or front matter with a title above the text."""
    count = _keys_at(place.lines, 0)
    if count:
        closed = len(place.lines) > count and place.lines[count].strip() == "---"
        end = () if closed else ("---",)
        return Fix(place.file, 1, count, ("---", *place.lines[:count], *end))
    return place.put_in(1, "---", f"judul: {title_of(place.file)}", "---", "")


def _front_end(place: Place) -> Fix:
    """Put `---` below the last key."""
    return place.put_in(_keys_at(place.lines, 1) + 1, "---")


def _keys_at(lines: Sequence[str], start: int) -> int:
    """Return the line where the keys end that begin at a line."""
    at = start
    while at < len(lines) and (_KEY_LINE.match(lines[at]) or (at and _LIST_LINE.match(lines[at]))):
        at += 1
    return at


def _minutes(place: Place) -> Fix:
    """Write the estimate."""
    return place.becomes(re.sub(r":.*", f": {place.word('estimate')}", place.text, count=1))


def _own_key(place: Place) -> Fix:
    """Give the item an id of its own."""
    return place.put_in(2, f"id: {place.word('free')}")


# Texts


def _heading(place: Place) -> Fix:
    """Put a space after the number signs."""
    return place.becomes(re.sub(r"^( {0,3}#{1,6})(?=[^#\s])", r"\1 ", place.text))


def _blank_before(place: Place) -> Fix:
    return place.put_in(place.line, "")


def _composed(place: Place) -> Fix:
    """Write the composed letters, from the first line that needs it to the last."""
    last = int(place.word("last"))
    return Fix(place.file, place.line, last, tuple(place.lines[place.line - 1 : last]))


def _meant(place: Place) -> Fix | None:
    """Write the file or heading that was meant."""
    return place.replaced(place.word("detail"), place.word("meant"))


def _box(place: Place) -> Fix | None:
    """Name the kind of box that is meant, or else the one that is shown."""
    written = place.word("detail")
    return place.replaced(written, nearest(written.lower(), BOXES) or "catatan")


def _box_title(place: Place) -> Fix:
    """Put quotation marks around the title."""
    return place.becomes(
        re.sub(r"^( *\S+ *[\w-]+) +([^\"].*?) *$", r'\1 "\2"', place.text.replace('"', "”"))
    )


def _box_body(place: Place) -> Fix | None:
    """Indent what stands right below the box's first line."""
    indent = " " * (len(place.text) - len(place.text.lstrip(" ")) + 4)
    below = place.lines[place.line :]
    count = next((at for at, line in enumerate(below) if not line.strip()), len(below))
    lines = tuple(f"{indent}{line.lstrip(' ')}" for line in below[:count])
    return Fix(place.file, place.line + 1, place.line + count, lines) if count else None


def _mark_space(place: Place) -> Fix | None:
    """Close the gap between a link's text and its address."""
    written = place.word("detail")
    return place.replaced(written, written.replace("] (", "](")) if "] (" in written else None


def _renamed(place: Place) -> Fix | None:
    name = place.word("rename")
    return Fix(place.file, 1, 0, (), name) if name else None


# Questions


def _setting(place: Place) -> Fix:
    """Write the setting that was meant, in the braces at the end of the line."""
    braces = _BRACES.search(place.text)
    start = braces.start() if braces else 0
    key, meant = re.escape(place.word("key")), place.word("meant")
    settings = re.sub(rf"(?<![\w-]){key}=", f"{meant}=", place.text[start:])
    return place.becomes(place.text[:start] + settings)


def _kind(place: Place) -> Fix | None:
    known = place.word("known")
    return None if "," in known else place.replaced(f"={place.word('value')}", f"={known}")


def _glued_options(place: Place) -> Fix:
    """Part hyphen, brackets and text in every option of the stretch."""
    return _rewritten(
        place,
        lambda line: bool(line.strip()),
        lambda line: _GLUED_OPTION.sub(
            lambda found: f"{found[1] or found[3] or ''}- {_mark(found[2] or found[4])} ", line
        ),
    )


def _mark(brackets: str) -> str:
    return "[x]" if "x" in brackets.lower() else "[ ]"


def _numbered_options(place: Place) -> Fix:
    """Begin each option of the question with a hyphen."""
    return _rewritten(
        place, lambda line: not line.startswith("#"), lambda line: _NUMBERED.sub("- ", line)
    )


def _explanation(place: Place) -> Fix:
    """Part the explanation from the option above it."""
    fix = _rewritten(place, lambda line: bool(_QUOTED.match(line)), str.lstrip)
    return fix._replace(lines=("", *fix.lines))


def _rewritten(place: Place, goes_on: Callable[[str], bool], written: Callable[[str], str]) -> Fix:
    """Rewrite the lines from a line on for as long as they go on."""
    last = place.line - 1
    while last < len(place.lines) and goes_on(place.lines[last]):
        last += 1
    lines: Iterable[str] = place.lines[place.line - 1 : last]
    return Fix(place.file, place.line, last, tuple(map(written, lines)))


_REMEDIES: dict[str, Callable[[Place], Fix | None]] = {
    "box-outside": _box_body,
    "box-title": _box_title,
    "dead-anchor-near": _meant,
    "dead-heading-near": _meant,
    "dead-link-near": _meant,
    "explanation-in-option": _explanation,
    "file-name": _renamed,
    "front-missing": _front,
    "front-older": _key,
    "front-required": _title,
    "front-unclosed": _front_end,
    "front-unknown-near": _key,
    "heading-glued": _heading,
    "key-reserved": _own_key,
    "kind-unknown": _kind,
    "letters-apart": _composed,
    "marks-left": _mark_space,
    "media-name": _renamed,
    "minutes-off": _minutes,
    "missing-media-near": _meant,
    "option-glued": _glued_options,
    "options-numbered": _numbered_options,
    "same-number": _renamed,
    "setting-unknown": _setting,
    "table-glued": _blank_before,
    "unknown-box": _box,
    "value-choice": _value,
    "value-date": _date,
}
#: Codes that speak of a file, not of a line.
_WHOLE_FILE = frozenset({"file-name", "key-reserved", "media-name", "same-number"})
