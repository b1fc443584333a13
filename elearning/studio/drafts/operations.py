"""Changing drafts. Every change of a text makes a version; nobody's text is ever lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from elearning.accounts.models import Person
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.folder import COURSE_FILE, MAX_FILES, MAX_TEXT, clean_text, item_file
from elearning.courses.language.fields import COURSE, read_fields
from elearning.courses.language.frontmatter import read_front_matter
from elearning.studio.drafts.queries import draft_at, files_of, last_version, locked_files
from elearning.studio.models import Draft, DraftAuthor, DraftFile, FileVersion

#: Autosaves of one sitting are one version.
SITTING = timedelta(minutes=5)
STEP = 10


class Conflict(Exception):  # noqa: N818
    """Somebody else changed the text meanwhile; the text that came too late is kept as a version."""

    def __init__(self, file: DraftFile, kept: FileVersion) -> None:
        super().__init__(file.name)
        self.file = file
        self.kept = kept


def create_draft(
    slug: str, files: Mapping[str, str], author: Person, at: datetime, *, deed: str = "save"
) -> Draft:
    """Begin a draft with its first texts; its address must be free."""
    if draft_at(slug) is not None:
        sentence = _("Another draft has the address “%(slug)s”. Choose another one.", slug=slug)
        raise Refused(sentence, "address")
    draft = Draft(slug=slug, title=slug, created_at=at, changed_at=at)
    draft.authors.append(DraftAuthor(person_id=author.id, added_at=at))
    db.session.add(draft)
    db.session.flush()  # the texts name the new key
    for name, text in files.items():
        add_file(draft, name, text, author.id, at, deed=deed)
    audit.record("draft.created", f"draft:{draft.id}", at, actor_id=author.id, slug=slug)
    return draft


def add_file(
    draft: Draft, name: str, text: str, by_id: int | None, at: datetime, *, deed: str = "save"
) -> DraftFile:
    """Add a text to a draft under a name that is free."""
    present = files_of(draft.id)
    if any(file.name == name for file in present):
        raise Refused(_("There is a file “%(name)s” already. Choose another name.", name=name))
    if len(present) >= MAX_FILES:
        raise Refused(_("This course has the most files that a course can have."))
    file = DraftFile(draft_id=draft.id, name=name, text="", edition=0, changed_at=at)
    db.session.add(file)
    db.session.flush()  # the version names the new key
    _change(draft, file, text, by_id, at, deed)
    return file


def save_text(
    draft: Draft, file: DraftFile, base: int, text: str, by_id: int, at: datetime, *, auto: bool
) -> None:
    """Save a text that was written on the edition `base`; a text that changed meanwhile conflicts.

    The caller holds the file's lock and, on `Conflict`, commits: the late text is kept beside.
    """
    text = allowed(text)
    if text == file.text:
        return
    if base != file.edition:
        raise Conflict(file, _note_version(file, text, by_id, at, "conflict", edition=base))
    _change(draft, file, text, by_id, at, "auto" if auto else "save")


def replace_text(draft: Draft, file: DraftFile, text: str, by_id: int, at: datetime) -> bool:
    """Put an imported text in the place of the present one; say whether it differs.

    The caller holds the file's lock.
    """
    if allowed(text) == file.text:
        return False
    _change(draft, file, text, by_id, at, "import")
    return True


def restore(draft: Draft, file: DraftFile, version: FileVersion, by_id: int, at: datetime) -> None:
    """Make an old version the present text; a removed file comes back."""
    if file.removed_at is not None:
        taken = {other.name for other in files_of(draft.id)}
        file.removed_at = None
        file.name = file.name if file.name not in taken else free_name(taken, file.name)
    _change(draft, file, version.text, by_id, at, "restore")


def remove_file(draft: Draft, file: DraftFile, by_id: int, at: datetime) -> None:
    """Take a text out of the course; its versions stay and can be restored."""
    if file.name == COURSE_FILE:
        raise Refused(_("course.md describes the course and cannot be removed."))
    file.removed_at = at
    _change(draft, file, file.text, by_id, at, "remove")


def rename_file(draft: Draft, file: DraftFile, name: str, by_id: int, at: datetime) -> None:
    """Give a text another name; the key in it is the lesson's identity."""
    if name == file.name:
        return
    if item_file(name) is None:
        raise Refused(_("Write the name as number-key.md, such as 20-standar-pelayanan.md."))
    if any(other.name == name for other in files_of(draft.id)):
        raise Refused(_("There is a file “%(name)s” already. Choose another name.", name=name))
    file.name = name
    _change(draft, file, file.text, by_id, at, "rename")


def reorder(draft: Draft, order: Sequence[int], by_id: int, at: datetime) -> None:
    """Number lessons and quizzes anew in an order of file ids; keys, and so progress, stay."""
    files = {file.id: file for file in locked_files(draft.id) if item_file(file.name)}
    if set(order) != set(files) or len(order) != len(files):
        raise Refused(_("The contents changed meanwhile. Look at the new order, then move again."))
    names = {
        key: f"{STEP * place}-{_after_number(files[key].name)}"
        for place, key in enumerate(order, 1)
    }
    moved = [files[key] for key in order if files[key].name != names[key]]
    for file in moved:  # out of each other's way: names are unique
        file.name = f"~{file.id}"
    db.session.flush()
    for file in moved:
        file.name = names[file.id]
        _change(draft, file, file.text, by_id, at, "rename")


def _after_number(name: str) -> str:
    return name.partition("-")[2]


def next_name(names: Sequence[str], key: str, *, is_quiz: bool) -> str:
    """Return the name of a new last lesson or quiz; a taken key gets a number."""
    items = [item for name in names if (item := item_file(name))]
    keys, number = {item.key for item in items}, max((item.number for item in items), default=0)
    wanted, count = key, 2
    while wanted in keys:
        wanted, count = f"{key}-{count}", count + 1
    return f"{(number // STEP + 1) * STEP}-{wanted}{'.quiz' if is_quiz else ''}.md"


def free_name(taken: set[str], name: str) -> str:
    """Return a like name that is free, for a text that comes back."""
    item = item_file(name)
    if item is None:
        raise Refused(_("There is a file “%(name)s” already. Choose another name.", name=name))
    return next_name(sorted(taken), item.key, is_quiz=item.is_quiz)


def allowed(text: str) -> str:
    """Return a text in its one spelling; refuse one that is too long."""
    text = clean_text(text)
    if len(text.encode()) > MAX_TEXT:
        raise Refused(_("A text may have 1 MB at most. Divide it into two lessons."))
    return text


def _change(
    draft: Draft, file: DraftFile, text: str, by_id: int | None, at: datetime, deed: str
) -> None:
    """Write a text and its version; what follows from it follows."""
    text = allowed(text)
    edition = file.edition + 1
    previous = last_version(file.id)
    sitting = (
        deed == "auto"
        and previous is not None
        and previous.deed == "auto"
        and previous.by_id == by_id
        and previous.edition == file.edition
        and at - previous.at < SITTING
    )
    if sitting and previous is not None:
        previous.text, previous.edition = text, edition
    else:
        _note_version(file, text, by_id, at, deed, edition=edition)
    file.text, file.edition, file.changed_at, file.changed_by_id = text, edition, at, by_id
    note_change(draft, at)
    if file.name == COURSE_FILE:
        draft.title = title_in(text) or draft.slug
    db.session.flush()


def note_change(draft: Draft, at: datetime) -> None:
    """A changed draft is neither what is being reviewed nor what is published.

    The state is written even where it was read as `draft`: it may have been published meanwhile.
    """
    draft.changed_at, draft.state = at, "draft"
    flag_modified(draft, "state")


def _note_version(
    file: DraftFile, text: str, by_id: int | None, at: datetime, deed: str, *, edition: int
) -> FileVersion:
    """Add a version."""
    version = FileVersion(
        file_id=file.id, edition=edition, name=file.name, text=text, deed=deed, at=at, by_id=by_id
    )
    db.session.add(version)
    db.session.flush()
    return version


def title_in(text: str) -> str:
    """Return the title that a text's front matter gives, empty when it has none."""
    notes = Notes(COURSE_FILE, text.split("\n"))
    title = read_fields(read_front_matter(notes), COURSE, notes)["judul"]
    return str(title or "")


def name_of(file: DraftFile) -> str:
    """Return what people call a text: its title; course.md, which has the course's, its name."""
    return file.name if file.name == COURSE_FILE else title_in(file.text) or file.name
