"""Changing a draft's media; the texts that show one follow when it gets another name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from elearning.core import files
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.compiled import Media
from elearning.courses.folder import MAX_FILES, is_medium_name
from elearning.studio.drafts.operations import note_change, save_text
from elearning.studio.drafts.queries import files_of, media_of, medium_named
from elearning.studio.media.uploads import Taken, examined, free_medium_name
from elearning.studio.media.uses import renamed, shows
from elearning.studio.models import Draft, DraftMedium


def put_medium(draft: Draft, medium: DraftMedium) -> DraftMedium:
    """Add a medium, in the place of one with the same name; its bytes lie in the file store."""
    present = medium_named(draft.id, medium.name)
    if present is not None:
        db.session.delete(present)
        db.session.flush()
    medium.draft_id = draft.id
    db.session.add(medium)
    note_change(draft, medium.added_at)
    return medium


def store_medium(
    draft: Draft, name: str, content: bytes, by_id: int | None, at: datetime
) -> DraftMedium:
    """Examine a file, put its bytes into the file store and the medium into the draft."""
    return put_medium(draft, medium_row(examined(name, content), by_id, at, files.store(content)))


def medium_row(medium: Media, by_id: int | None, at: datetime, digest: str) -> DraftMedium:
    """Return a medium as a draft keeps it."""
    return DraftMedium(
        name=medium.name,
        digest=digest,
        mime=medium.mime,
        size=medium.size,
        width=medium.width,
        height=medium.height,
        added_at=at,
        added_by_id=by_id,
    )


def add_media(draft: Draft, taken: Sequence[Taken], by_id: int, at: datetime) -> list[DraftMedium]:
    """Add uploaded files; what has the name of another file gets a name of its own."""
    if len(media_of(draft.id)) + len(taken) > MAX_FILES:
        raise Refused(_("This course has the most files that a course can have."))
    added = []
    for medium, content in taken:
        named = replace(medium, name=free_medium_name(draft.id, medium))
        added.append(put_medium(draft, medium_row(named, by_id, at, files.store(content))))
        db.session.flush()  # the next file must not take the same name
    return added


def remove_medium(draft: Draft, medium: DraftMedium, at: datetime) -> None:
    """Take a medium out of a draft; one that a text shows stays."""
    if any(shows(file.text, medium.name) for file in files_of(draft.id)):
        raise Refused(_("%(name)s is shown in a text. Take it out there first.", name=medium.name))
    db.session.delete(medium)
    note_change(draft, at)


def rename_medium(draft: Draft, medium: DraftMedium, name: str, by_id: int, at: datetime) -> None:
    """Give a medium another name of the same kind; the texts that show it follow."""
    ending = medium.name.rpartition(".")[2]
    if not is_medium_name(name) or name.rpartition(".")[2] != ending:
        raise Refused(
            _("Use letters, digits and hyphens, and keep the ending .%(ending)s.", ending=ending)
        )
    if name != medium.name and medium_named(draft.id, name):
        raise Refused(_("There is a file “%(name)s” already. Choose another name.", name=name))
    for file in files_of(draft.id):
        save_text(
            draft, file, file.edition, renamed(file.text, medium.name, name), by_id, at, auto=False
        )
    medium.name = name
    note_change(draft, at)
