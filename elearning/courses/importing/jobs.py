"""What can be asked of the importers: a file, its name, its format, a course or a quiz."""

from pathlib import PurePath
from typing import NamedTuple

from elearning.courses.folder import MAX_TEXT
from elearning.courses.importing.banks import aiken, gift, moodle_xml
from elearning.courses.importing.banks.texts import text_of_bytes
from elearning.courses.importing.course_text import STEP
from elearning.courses.importing.found import Imported, Parsed
from elearning.courses.importing.naming import key_of
from elearning.courses.importing.office import lists, slides, word
from elearning.courses.importing.quiz_text import Rules, quiz_text
from elearning.courses.importing.refusing import ImportRefused

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"


class Job(NamedTuple):
    """A task: `what` is course or quiz; `name` is the file's."""

    what: str
    form: str
    name: str


def imported(job: Job, data: bytes) -> Imported:
    """Do a task, in this process."""
    if not data:
        raise ImportRefused("empty")
    title = " ".join(PurePath(job.name).stem.replace("_", " ").replace("-", " ").split())
    title = title[:1].upper() + title[1:] or "Impor"
    if job.what == "quiz":
        return _quiz(parsed(job.form, data), title)
    if job.form == "slides":
        return _bounded(slides.read_course(data, title))
    return _bounded(word.read_course(data, title))


def parsed(form: str, data: bytes) -> Parsed:
    """Read a quiz in a format."""
    if form == "moodle-xml":
        return moodle_xml.parse(data)
    if form == "word" and data.startswith((_ZIP, _OLE)):
        return word.read_quiz(data)
    text = text_of_bytes(data)
    return {"gift": gift.parse, "aiken": aiken.parse, "word": lists.parse}[form](text)


def _quiz(found: Parsed, title: str) -> Imported:
    """Return the file of a quiz; its number is given when it is saved."""
    if not found.questions:
        raise ImportRefused("no-questions")
    name = f"{STEP}-{key_of(title, 'kuis')}.quiz.md"
    files = {name: quiz_text(Rules(title), found.groups)}
    return _bounded(Imported(files, found.media, found.losses))


def _bounded(found: Imported) -> Imported:
    """Refuse texts that a course folder may not hold."""
    if any(len(text.encode("utf-8", "replace")) > MAX_TEXT for text in found.files.values()):
        raise ImportRefused("long", limit=MAX_TEXT // 1_000_000)
    return found
