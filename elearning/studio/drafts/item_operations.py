"""Beginning drafts, and changing lessons and quizzes without touching what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import dropwhile

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core import files
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.compiled import Media
from elearning.courses.folder import COURSE_FILE, MAX_FILES, MEDIA_FOLDER, item_file
from elearning.courses.language.fields import COURSE, LESSON, QUIZ, Field
from elearning.courses.language.frontmatter_writing import Value, with_values
from elearning.courses.writing.scaffold import files_of as template_files
from elearning.courses.writing.scaffold import is_slug
from elearning.studio.drafts.addresses import key_of
from elearning.studio.drafts.operations import (
    add_file,
    create_draft,
    next_name,
    note_change,
    put_medium,
    rename_file,
    reorder,
    save_text,
)
from elearning.studio.drafts.queries import draft_at, files_of, media_of
from elearning.studio.media.uploads import Taken, examined, free_medium_name
from elearning.studio.media.uses import shows
from elearning.studio.models import Draft, DraftFile, DraftMedium

#: What a new lesson or quiz says at first.
_LESSON = "---\njudul: {title}\n---\n\n"
_QUIZ = "---\njudul: {title}\njenis: kuis\n---\n\n"
#: Addresses that the studio uses itself.
RESERVED = frozenset({"baru", "buka", "impor", "laporan"})


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


def require_address(slug: str) -> None:
    """Refuse an address that no course can have."""
    reason = address_hindrance(slug)
    if reason:
        raise Refused(reason, "address")


def address_hindrance(slug: str) -> str:
    """Return why a new course cannot have an address, empty when it can."""
    if not is_slug(slug) or len(slug) > 80:
        return str(
            _("Write the address with small letters, digits and hyphens, such as tata-naskah.")
        )
    if slug in RESERVED:
        return str(
            _("The studio uses the address “%(slug)s” itself. Choose another one.", slug=slug)
        )
    if draft_at(slug) is not None:
        return str(_("Another draft has the address “%(slug)s”. Choose another one.", slug=slug))
    return ""


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


def add_item(draft: Draft, title: str, by_id: int, at: datetime, *, is_quiz: bool) -> DraftFile:
    """Add an empty lesson or quiz at its usual place; its key is made of its title."""
    names = [file.name for file in files_of(draft.id)]
    key = key_of(title, "kuis" if is_quiz else "materi")
    name = next_name(names, key, is_quiz=is_quiz)
    text = with_values((_QUIZ if is_quiz else _LESSON).format(title="-"), {"judul": title}, LESSON)
    file = add_file(draft, name, text, by_id, at)
    if not is_quiz and _has_closing_quiz(draft, file):
        move(draft, file.id, -1, by_id, at)
    return file


def _has_closing_quiz(draft: Draft, added: DraftFile) -> bool:
    """Whether the only quiz after the first lesson stood last: it closes the course."""
    items = (item_file(file.name) for file in files_of(draft.id) if file is not added)
    quizzes = [item.is_quiz for item in items if item]
    after = list(dropwhile(bool, quizzes))
    return bool(after) and after[-1] and sum(after) == 1


def table_of(file: DraftFile) -> tuple[Field, ...]:
    """Return the keys that a text's front matter may have."""
    item = item_file(file.name)
    return COURSE if item is None else QUIZ if item.is_quiz else LESSON


def set_facts(
    draft: Draft, file: DraftFile, values: Mapping[str, Value], by_id: int, at: datetime
) -> None:
    """Write values into a text's front matter; the rest of the text stays as it is."""
    text = with_values(file.text, values, table_of(file))
    save_text(draft, file, file.edition, text, by_id, at, auto=False)


def set_key(draft: Draft, file: DraftFile, key: str, by_id: int, at: datetime) -> None:
    """Give a lesson or quiz another key: to learners it is another one then."""
    item = item_file(file.name)
    if item is None:
        raise Refused(_("Only lessons and quizzes have a key."))
    kind = ".quiz" if item.is_quiz else ""
    rename_file(draft, file, f"{item.number}-{key}{kind}.md", by_id, at)


def move(draft: Draft, file_id: int, steps: int, by_id: int, at: datetime) -> None:
    """Move a lesson or quiz up or down by some places; at the end of the list it stays."""
    order = [file.id for file in files_of(draft.id) if item_file(file.name)]
    if file_id not in order:
        raise Refused(_("The contents changed meanwhile. Look at the new order, then move again."))
    reorder(draft, moved(order, file_id, steps), by_id, at)


def moved(order: Sequence[int], key: int, steps: int) -> list[int]:
    """Return an order in which one thing stands some places further."""
    rest = [each for each in order if each != key]
    place = min(max(order.index(key) + steps, 0), len(rest))
    return [*rest[:place], key, *rest[place:]]


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
