"""What pages say of a course: its contents list, durations, weights and levels."""

from collections.abc import Collection

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from elearning.core.languages import request_locale
from elearning.courses.compiled import item_url
from elearning.courses.queries import Outline, OutlineItem, kept
from elearning.learning.enrolment.progress import Stop
from elearning.learning.languages import read_outline

KILOBYTE = 1024
LEVELS = {
    "dasar": lazy_gettext("Basic"),
    "menengah": lazy_gettext("Intermediate"),
    "lanjut": lazy_gettext("Advanced"),
}


def contents(
    slug: str,
    outline: Outline,
    finished: Collection[str] = (),
    *,
    here: str = "",
    is_open: bool = True,
) -> list[dict[str, object]]:
    """Return the lines of the contents list; without an open door they lead nowhere."""
    lines = kept("contents", _lines)(outline.revision_id, slug, request_locale())
    return [
        line
        | {
            "url": line["url"] if is_open else None,
            "state": state_of(item, finished, here),
            "current": item.key == here,
        }
        for item, line in zip(outline.items, lines, strict=True)
    ]


def _lines(revision_id: int, slug: str, _locale: str) -> tuple[dict[str, object], ...]:
    """Return what the contents list says to everyone, in one language."""
    return tuple(
        {
            "title": item.title,
            "url": item_url(slug, item.key),
            "kind": item.kind,
            "meta": weight_and_time(item),
        }
        for item in read_outline(revision_id).items
    )


def state_of(item: OutlineItem, finished: Collection[str], here: str) -> str:
    """Return `done`, `now` or `todo`."""
    if item.key in finished:
        return "done"
    return "now" if item.key == here else "todo"


def weight_and_time(item: OutlineItem) -> str:
    """Write `25 menit · 38 KB`; a quiz weighs next to nothing."""
    parts = [duration(item.minutes)]
    if item.size:
        parts.append(_("%(size)s KB", size=kilobytes(item.size)))
    if not item.required:
        parts.append(_("optional"))
    return " · ".join(parts)


def kilobytes(size: int) -> int:
    """Return bytes as whole KB, at least one."""
    return max(1, round(size / KILOBYTE))


def duration(minutes: int) -> str:
    """Write minutes, from two hours on as hours and minutes."""
    if minutes < 120:
        return str(_("%(minutes)s min", minutes=minutes))
    hours, rest = divmod(minutes, 60)
    if not rest:
        return str(_("%(hours)s h", hours=hours))
    return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=rest))


def stop_url(slug: str, stop: Stop) -> str:
    """Return the address at which a person goes on."""
    return url_for("learning.item", course=slug, key=stop.item.key, _anchor=stop.anchor or None)
