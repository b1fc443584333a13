"""Two versions of a text side by side: which they are, and how text and page differ."""

from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from markupsafe import Markup

from elearning.accounts.own_time import day_and_time
from elearning.courses.folder import item_file
from elearning.courses.publishing.sources import source_of
from elearning.courses.queries import latest_revision
from elearning.studio.drafts.folder import surroundings_of
from elearning.studio.history.queries import Deed, deed_before, deed_of, deeds_in, version_with
from elearning.studio.history.stays import DEEDS
from elearning.studio.models import Draft, DraftFile
from elearning.studio.pages.asked_questions import Asked, Led, asked
from elearning.studio.pages.blocks import (
    Block,
    Row,
    blocks_of,
    page_difference,
    readdressed,
    without_ids,
    words_of,
)
from elearning.studio.pages.differences import (
    SAME,
    Piece,
    Stretch,
    deadline,
    text_difference,
    word_difference,
)
from elearning.studio.pages.previews import previewed

PRESENT, PUBLISHED = "kini", "terbit"
#: As many versions are offered to compare with.
OFFERED = 100
#: Digits of a key that a database holds.
LONGEST_KEY = 19


class Side(NamedTuple):
    """One of two texts that are compared."""

    label: str
    name: str
    text: str
    #: Where it stands in time; what is published and the present text come last.
    order: int


class ShownRow(NamedTuple):
    """A place of two pages, ready for the template; `number` counts what differs."""

    kind: str
    number: int
    before: Markup
    after: Markup
    asked_before: Asked | None
    asked_after: Asked | None
    #: A changed paragraph of words alone, word by word.
    pieces: tuple[Piece, ...]


class Comparison(NamedTuple):
    """Two texts, the older first, and what differs: the text, or the page."""

    before: Side
    after: Side
    stretches: list[Stretch]
    rows: list[ShownRow]

    @property
    def differing(self) -> int:
        """How many places differ."""
        marked = [each.kind for each in self.stretches] + [each.kind for each in self.rows]
        return sum(kind != SAME for kind in marked)


def side_of(deed: Deed) -> Side | None:
    """Return a version as one side."""
    version = version_with(deed.file_id, deed.id)
    if version is None:
        return None
    return Side(label_of(deed), version.name, version.text, deed.id)


def label_of(deed: Deed) -> str:
    """Write what a version is: when, what and by whom."""
    told = f"{day_and_time(deed.at)} · {DEEDS[deed.deed]}"
    return f"{told} · {deed.by}" if deed.by else told


def present_side(file: DraftFile) -> Side:
    """Return the text as it is now."""
    return Side(_("The present text"), file.name, file.text, 2**63)


def published_side(draft: Draft, file: DraftFile) -> Side | None:
    """Return the text as it was published, under its name or with its key; None when it was not."""
    revision = latest_revision(draft.slug)
    texts = source_of(revision.id).texts if revision else {}
    named, key = file.name, _key_of(file.name)
    if named not in texts and key:
        named = next((name for name in texts if _key_of(name) == key), named)
    if revision is None or named not in texts:
        return None
    label = _("What is published (version %(number)s)", number=revision.number)
    return Side(label, named, texts[named], 0)


def _key_of(name: str) -> str:
    item = item_file(name)
    return item.key if item else ""


def other_side(draft: Draft, file: DraftFile, deed: Deed, wanted: str) -> Side | None:
    """Return what a version is compared with: the one before it unless told."""
    if wanted == PRESENT:
        return present_side(file)
    if wanted == PUBLISHED:
        return published_side(draft, file)
    if wanted.isdecimal() and len(wanted) < LONGEST_KEY:
        chosen = deed_of(draft.id, file.id, int(wanted))
        return side_of(chosen) if chosen else None
    before = deed_before(deed)
    other = deed_of(draft.id, file.id, before) if before else None
    return side_of(other) if other else Side(_("Nothing: this is the first version"), "", "", 0)


def choices(draft: Draft, file: DraftFile, deed: Deed) -> list[tuple[str, str]]:
    """Return what a version can be compared with: value and label."""
    found = [("", _("The version before it")), (PRESENT, _("The present text"))]
    published = published_side(draft, file)
    if published:
        found.append((PUBLISHED, published.label))
    others = deeds_in(draft.id, file_id=file.id, limit=OFFERED)
    return found + [(str(each.id), label_of(each)) for each in others if each.id != deed.id]


def compared_texts(one: Side, other: Side) -> Comparison:
    """Compare what is written."""
    before, after = sorted((one, other), key=lambda side: side.order)
    return Comparison(before, after, text_difference(before.text, after.text), [])


def compared_pages(draft: Draft, one: Side, other: Side, address: str) -> Comparison:
    """Compare what readers see; pictures lead below an address."""
    before, after = sorted((one, other), key=lambda side: side.order)
    around = surroundings_of(draft)
    pages = [
        blocks_of(previewed(side.name or after.name, side.text, around)) for side in (before, after)
    ]
    rows = page_difference(pages[0], pages[1])
    return Comparison(before, after, [], _shown(rows, draft.slug, address))


def _shown(rows: Sequence[Row], slug: str, address: str) -> list[ShownRow]:
    """Number what differs and make the rest ready."""

    def led(html: str) -> Markup:
        return readdressed(html, slug, address)

    shown, number, until = [], 0, deadline()
    for row in rows:
        number += row.kind != SAME
        before, after = (_html(each, led) for each in (row.before, row.after))
        label = _("Before:") + " "
        shown.append(
            ShownRow(
                row.kind,
                number,
                without_ids(before, label),
                without_ids(after),
                _asked(row.before, led),
                _asked(row.after, led),
                _pieces(row, until),
            )
        )
    return shown


def _pieces(row: Row, until: float) -> tuple[Piece, ...]:
    """Return what differs inside a paragraph, where its words differ and not only its looks."""
    if row.before is None or row.after is None:
        return ()
    before, after = words_of(row.before.html), words_of(row.after.html)
    if before is None or after is None or before == after:
        return ()
    return word_difference(before, after, until)


def _html(block: Block | None, led: Led) -> str:
    return "" if block is None or block.question is not None else led(block.html)


def _asked(block: Block | None, led: Led) -> Asked | None:
    question = block.question if block else None
    return asked(question, with_key=True, led=led) if question else None
