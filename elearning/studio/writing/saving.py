"""Saving what an author typed: one text against the edition that it was written on."""

from datetime import datetime
from typing import NamedTuple

from elearning.courses.diagnostics.fixing import Fix, apply
from elearning.studio.drafts.operations import Conflict, allowed, rename_file, save_text
from elearning.studio.drafts.queries import kept_beside
from elearning.studio.models import Draft, DraftFile, FileVersion


class Typed(NamedTuple):
    """A text, the edition on which it was written, and whether the page sent it by itself."""

    text: str
    base: int
    auto: bool


def keep(
    draft: Draft, file: DraftFile, typed: Typed, by_id: int, at: datetime
) -> FileVersion | None:
    """Save a text; when somebody else was faster it is kept beside, and that version is returned.

    The caller holds the file's lock and commits in both cases.
    """
    known = kept_beside(file.id, typed.base, by_id)
    if known is not None and known.text == allowed(typed.text) and typed.base != file.edition:
        return known
    try:
        save_text(draft, file, typed.base, typed.text, by_id, at, auto=typed.auto)
    except Conflict as met:
        return met.kept
    return None


def mend(draft: Draft, file: DraftFile, fix: Fix, by_id: int, at: datetime) -> None:
    """Apply a mechanical remedy."""
    if fix.rename:
        rename_file(draft, file, fix.rename, by_id, at)
    else:
        save_text(draft, file, file.edition, apply(file.text, fix), by_id, at, auto=False)
