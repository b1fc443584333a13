"""A draft as reviewers read it: its pages, the comments at their paragraphs, and the door they came by."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from elearning.courses.compiled import Facts, media_url
from elearning.courses.folder import COURSE_FILE, item_file
from elearning.learning.lessons.paragraphs import Paragraph, most_similar
from elearning.studio.drafts.folder import media_value, surroundings_of
from elearning.studio.drafts.operations import title_in
from elearning.studio.drafts.queries import files_of, media_of
from elearning.studio.models import Draft, DraftFile, DraftMedium
from elearning.studio.pages.asked_questions import Asked, asked
from elearning.studio.pages.blocks import Block, blocks_of, readdressed, title_of
from elearning.studio.pages.previews import previewed
from elearning.studio.reviews.operations import Spot
from elearning.studio.reviews.queries import Thread, threads_of


class Door(NamedTuple):
    """The way by which somebody reads a draft: a private link, or the studio."""

    draft: Draft
    #: Where the draft is read by this way; the keys of its texts follow.
    address: str
    is_private: bool

    def page(self, file: DraftFile) -> str:
        """Return where a text is read."""
        return self.address + key_of(file)

    def to_comment(self, file: DraftFile) -> str:
        """Return where a comment on a text is written."""
        return f"{self.address}komentar/{file.id}"


class Placed(NamedTuple):
    """A comment with its answers where it stands now."""

    thread: Thread
    #: Whether the paragraph reads otherwise than when it was commented.
    is_changed: bool

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.thread.comment.resolved_at is not None


class ShownBlock(NamedTuple):
    """A paragraph or question with the comments on it."""

    digest: str
    quote: str
    html: Markup
    asked: Asked | None
    comments: tuple[Placed, ...]


class Listed(NamedTuple):
    """A comment in the list of all, with where it stands."""

    placed: Placed
    address: str


class Link(NamedTuple):
    """A text of the draft in its contents."""

    title: str
    address: str
    is_quiz: bool
    comments: int


class ReadPage(NamedTuple):
    """A text of a draft as it is read in review."""

    file: DraftFile
    title: str
    facts: Facts | None
    blocks: tuple[ShownBlock, ...]
    #: Comments on the whole text, and those whose paragraph is gone.
    others: tuple[Placed, ...]
    has_key: bool
    previous: Link | None
    next: Link | None


def key_of(file: DraftFile) -> str:
    """Return what a text is called in an address; course.md stands at the door itself."""
    item = item_file(file.name)
    return item.key if item else ""


def readable(draft: Draft) -> list[DraftFile]:
    """Return the texts that have a page, course.md first."""
    return [each for each in files_of(draft.id) if each.name == COURSE_FILE or key_of(each)]


def text_with(draft: Draft, key: str) -> DraftFile | None:
    """Return the text with a key; course.md has the empty one."""
    return next((file for file in readable(draft) if key_of(file) == key), None)


def blocks_in(draft: Draft, file: DraftFile) -> tuple[Block, ...]:
    """Return the paragraphs and questions of a text as it is now."""
    return blocks_of(previewed(file.name, file.text, surroundings_of(draft)), with_title=False)


def spot_at(draft: Draft, file: DraftFile, digest: str) -> Spot | None:
    """Return the paragraph that a comment shall stand at; the empty digest is the whole text."""
    if not digest:
        return Spot()
    block = next((each for each in blocks_in(draft, file) if each.digest == digest), None)
    return block and Spot(block.digest, block.quote)


def read_page(door: Door, file: DraftFile, *, with_key: bool, with_comments: bool) -> ReadPage:
    """Return a text with the comments at its paragraphs."""
    draft = door.draft
    seen = previewed(file.name, file.text, surroundings_of(draft))
    blocks = blocks_of(seen, with_title=False)
    threads = threads_of(draft.id, file.id) if with_comments else []
    placed, others = places(threads, [block.paragraph for block in blocks])

    def led(html: str) -> Markup:
        return readdressed(html, draft.slug, door.address)

    shown = [
        ShownBlock(
            block.digest,
            block.quote,
            led(block.html),
            asked(block.question, with_key=with_key, led=led) if block.question else None,
            tuple(placed.get(block.digest, ())),
        )
        for block in blocks
    ]
    has_key, title = any(block.asked for block in shown), title_of(seen) or file.name
    around = beside(door, file)
    return ReadPage(file, title, seen.facts, tuple(shown), tuple(others), has_key, *around)


def places(
    threads: Sequence[Thread], paragraphs: Sequence[Paragraph]
) -> tuple[dict[str, list[Placed]], list[Placed]]:
    """Put each comment at its paragraph, or at the one that is most like it; others stand apart."""
    known = {paragraph.digest for paragraph in paragraphs}
    placed: dict[str, list[Placed]] = {}
    others: list[Placed] = []
    for thread in threads:
        digest, quote = thread.comment.digest, thread.comment.quote
        is_changed = bool(digest) and digest not in known
        digest = most_similar(quote, paragraphs) if is_changed and quote else digest
        where = placed.setdefault(digest, []) if digest in known else others
        where.append(Placed(thread, is_changed))
    return placed, others


def listed(door: Door, threads: Sequence[Thread]) -> list[Listed]:
    """Return comments with the page on which they stand; a text that was removed has none."""
    commented = {thread.comment.file_id for thread in threads}
    files = {file.id: file for file in readable(door.draft) if file.id in commented}
    known = {
        key: {block.digest for block in blocks_in(door.draft, file)} for key, file in files.items()
    }
    return [
        Listed(
            Placed(
                each, bool(each.comment.digest) and each.comment.digest not in known.get(key, ())
            ),
            (door.page(files[key]) if key in files else door.address)
            + f"#komentar-{each.comment.id}",
        )
        for each in threads
        for key in (each.comment.file_id,)
    ]


def contents_links(door: Door, counts: dict[int, int]) -> list[Link]:
    """Return the lessons and quizzes in order, with how many comments wait at each."""
    return [link_to(door, file, counts) for file in readable(door.draft) if key_of(file)]


def beside(door: Door, file: DraftFile) -> tuple[Link | None, Link | None]:
    """Return the texts before and after one."""
    files = readable(door.draft)
    place = next(n for n, each in enumerate(files) if each.id == file.id)
    before = link_to(door, files[place - 1], {}) if place else None
    after = link_to(door, files[place + 1], {}) if place + 1 < len(files) else None
    return before, after


def link_to(door: Door, file: DraftFile, counts: dict[int, int]) -> Link:
    """Return a text as the contents name it."""
    item = item_file(file.name)
    title = title_in(file.text) or file.name
    return Link(title, door.page(file), bool(item and item.is_quiz), counts.get(file.id, 0))


def medium_shown_as(draft: Draft, name: str) -> DraftMedium | None:
    """Return the medium that a page of the draft shows under a name."""
    for medium in media_of(draft.id):
        if media_url(draft.slug, media_value(medium)).rpartition("/")[2] == name:
            return medium
    return None
