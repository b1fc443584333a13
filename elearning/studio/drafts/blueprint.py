"""The studio's addresses, and the drafts and texts that they lead to."""

from flask import Blueprint, abort

from elearning.core.access import permitted
from elearning.studio.drafts.queries import draft_at, file_of, locked_file
from elearning.studio.models import Draft, DraftFile
from elearning.studio.policy import can_see, can_write

#: Where a text of a draft lies.
FILE = "/<slug>/berkas/<key:file_id>"

bp = Blueprint("studio", __name__, url_prefix="/studio")


def seen_draft(slug: str) -> Draft:
    """Return a draft that the person may look at."""
    return permitted(draft_at(slug), can_see)


def own_draft(slug: str) -> Draft:
    """Return a draft that the person may write."""
    return permitted(draft_at(slug), can_write)


def file_in(draft: Draft, file_id: int, *, locked: bool = False) -> DraftFile:
    """Return a text of a draft, locked when it is to be changed."""
    file = locked_file(draft.id, file_id) if locked else file_of(draft.id, file_id)
    if file is None or file.removed_at is not None:
        abort(404)
    return file
