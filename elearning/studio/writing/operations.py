"""Adding and moving lessons and quizzes, and changing their settings but not what they say."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import dropwhile

from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.courses.folder import item_file
from elearning.courses.language.fields import COURSE, LESSON, QUIZ, Field
from elearning.courses.language.frontmatter_writing import Value, with_values
from elearning.studio.drafts.addresses import key_of
from elearning.studio.drafts.operations import add_file, next_name, rename_file, reorder, save_text
from elearning.studio.drafts.queries import files_of
from elearning.studio.models import Draft, DraftFile

#: What a new lesson or quiz says at first.
_LESSON = "---\njudul: {title}\n---\n\n"
_QUIZ = "---\njudul: {title}\njenis: kuis\n---\n\n"


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
