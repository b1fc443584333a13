"""A published course as a draft: the folder that it was published from, texts and media."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core import files
from elearning.core.errors import Refused
from elearning.courses.publishing.sources import source_of
from elearning.courses.queries import latest_revision
from elearning.studio.drafts.item_operations import medium_row
from elearning.studio.drafts.operations import create_draft, put_medium
from elearning.studio.media.uploads import examined
from elearning.studio.models import Draft


def reopen(slug: str, author: Person, at: datetime) -> Draft:
    """Begin a draft that equals what is published."""
    revision = latest_revision(slug)
    source = source_of(revision.id) if revision else None
    if source is None or not source.texts:
        raise Refused(
            _("The texts of this course were not kept when it was published. Import its folder.")
        )
    draft = create_draft(slug, source.texts, author, at, deed="import")
    for name, digest in source.media.items():
        medium = examined(name, files.path_of(digest).read_bytes())
        put_medium(draft, medium_row(medium, author.id, at, digest))
    draft.state = "published"
    return draft
