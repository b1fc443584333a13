"""What pages and the script show of bookmarks and notes."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from elearning.learning.lessons.paragraphs import Paragraph, paragraphs_of
from elearning.learning.notes.queries import Mark, Marks, OwnMark


class Line(NamedTuple):
    """A paragraph of a lesson, and what its reader put there."""

    paragraph: Paragraph
    mark: Mark | None


def lines_of(revision_id: int, key: str, marks: Marks) -> list[Line]:
    """Return the paragraphs of a lesson in reading order."""
    placed = marks.placed
    return [Line(each, placed.get(each.digest)) for each in paragraphs_of(revision_id, key)]


def words_of_tools(changed: int) -> dict[str, str]:
    """Return what js/reader.js says, in the language of the page."""
    return {
        "tools": _("Bookmark, note or report: “%(quote)s”", quote="{quote}"),
        "hint": _("The up and down arrows go to other paragraphs."),
        "bookmark": _("Bookmark"),
        "unmark": _("Remove the bookmark"),
        "note": _("Note"),
        "private": _("Your note; only you see it"),
        "save": _("Save"),
        "report": _("Report a mistake"),
        "close": _("Close"),
        "saved": _("Saved."),
        "failed": _("Not saved. Check the connection and try again."),
        "stale": _("The lesson has just changed. Copy your text and reload the page."),
        "out": _("You are signed out. Copy your text, sign in again and come back."),
        "changed": changed_in_words(changed) if changed else "",
    }


def changed_in_words(count: int) -> str:
    """Say how many marks have lost their paragraph."""
    sentence = ngettext(
        "%(num)s of your notes belongs to a paragraph that has changed.",
        "%(num)s of your notes belong to paragraphs that have changed.",
        count,
    )
    return str(sentence)


def as_text(marks: Iterable[OwnMark]) -> str:
    """Write marks as plain text, by course and lesson."""
    blocks = [_("My notes and bookmarks").upper()]
    for (course, lesson), group in groupby(marks, lambda mark: (mark.course, mark.lesson)):
        blocks.append(f"{course}\n{lesson}\n{'-' * len(lesson)}")
        blocks.extend(map(one_as_text, group))
    return "\n\n".join(blocks) + "\n"


def one_as_text(mark: OwnMark) -> str:
    """Write a mark: its paragraph's beginning, and the note."""
    sign = f" [{_('Bookmarked')}]" if mark.bookmarked else ""
    return f"“{mark.quote}”{sign}" + (f"\n{mark.note}" if mark.note else "")
