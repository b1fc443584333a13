"""Texts of a draft as readers will see them, at the addresses of the studio."""

import re
from functools import lru_cache

from elearning.core.markdown import kept_renderer
from elearning.courses.checking.preview import Preview, Surroundings, preview
from elearning.courses.folder import item_file
from elearning.studio.drafts.queries import files_of
from elearning.studio.models import Draft, DraftFile

KEPT = 256
_ATTRIBUTE = re.compile(r'\b(src|href|poster)="/pelatihan/([a-z0-9-]+)/(media/)?([^"#/]*)')


@lru_cache(maxsize=KEPT)
def previewed(name: str, text: str, around: Surroundings) -> Preview:
    """Return a text compiled alone; the same text in the same surroundings is compiled once."""
    with kept_renderer() as renderer:
        return preview(name, text, around, renderer)


def in_studio(html: str, slug: str, pages: dict[str, str]) -> str:
    """Let a draft's pictures and links lead into the studio instead of to the published course.

    `pages` holds the address of each lesson's preview by its key.
    """

    def led(found: re.Match[str]) -> str:
        attribute, course, media, name = found.groups()
        if course != slug:
            return found[0]
        if media:
            return f'{attribute}="/studio/{slug}/media/{name}'
        return f'{attribute}="{pages[name]}' if name in pages else found[0]

    return _ATTRIBUTE.sub(led, html)


def pages_of(draft: Draft, files: list[DraftFile] | None = None) -> dict[str, str]:
    """Return the address of the preview of each lesson and quiz, by key."""
    return {
        item.key: f"/studio/{draft.slug}/berkas/{file.id}/pratinjau"
        for file in files or files_of(draft.id)
        if (item := item_file(file.name))
    }
