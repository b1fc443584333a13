"""Beginning drafts: from a template, or with what is published; and who writes on them."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core import audit, files
from elearning.core.errors import Refused
from elearning.courses.folder import COURSE_FILE, MEDIA_FOLDER
from elearning.courses.language.fields import COURSE
from elearning.courses.language.frontmatter_writing import with_values
from elearning.courses.publishing.sources import source_of
from elearning.courses.queries import latest_revision
from elearning.courses.writing.scaffold import files_of as template_files
from elearning.studio.drafts.addresses import require_address
from elearning.studio.drafts.operations import create_draft
from elearning.studio.media.operations import medium_row, put_medium, store_medium
from elearning.studio.media.uploads import examined
from elearning.studio.models import Draft, DraftAuthor


def begin(template: str, slug: str, title: str, author: Person, at: datetime) -> Draft:
    """Begin a draft from a template, written by its author."""
    require_address(slug)
    named = template_files(template, slug, title)
    texts = {name: text for name, text in named.items() if "/" not in name}
    signed = {"penyusun": [author.full_name]}
    texts[COURSE_FILE] = with_values(texts[COURSE_FILE], signed, COURSE)
    draft = create_draft(slug, texts, author, at)
    for name, text in named.items():
        folder, _slash, medium = name.rpartition("/")
        if folder == MEDIA_FOLDER:
            store_medium(draft, medium, text.encode(), author.id, at)
    return draft


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


def add_author(draft: Draft, person: Person, at: datetime, *, actor_id: int) -> None:
    """Let another trainer write on a draft."""
    if all(author.person_id != person.id for author in draft.authors):
        draft.authors.append(DraftAuthor(person_id=person.id, added_at=at))
        audit.record(
            "draft.author-added", f"draft:{draft.id}", at, actor_id=actor_id, person_id=person.id
        )


def remove_author(draft: Draft, person_id: int, at: datetime, *, actor_id: int) -> None:
    """Take an author's right to write; the last one stays."""
    if len(draft.authors) == 1:
        raise Refused(_("A draft needs an author. Add another one first."))
    draft.authors[:] = [author for author in draft.authors if author.person_id != person_id]
    audit.record(
        "draft.author-removed", f"draft:{draft.id}", at, actor_id=actor_id, person_id=person_id
    )
