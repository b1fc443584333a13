"""Reads a course folder safely: only plain files of known names and bounded size, never a link."""

import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import NamedTuple

from elearning.courses.diagnostics.notes import Notebook, Notes

MAX_TEXT = 1_000_000
#: A text of more lines is no lesson, and its structure takes seconds to read.
MAX_LINES = 20_000
MAX_MEDIUM = 100_000_000
MAX_FILES = 500
COURSE_FILE, GLOSSARY_FILE, MEDIA_FOLDER = "course.md", "glosarium.csv", "media"
#: The learning paths, beside the courses.
PATHS_FOLDER = "jalur"

_ITEM = re.compile(
    r"(?P<number>\d{1,6})-(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)(?P<quiz>\.quiz)?"
    r"(?:\.(?P<language>[a-z]{2,3}))?\.md"
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MEDIUM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
#: Characters that no text needs; a lone surrogate cannot come out of UTF-8.
_CONTROLS = {code: None for code in [*range(32), 0x7F, 0xFEFF] if code not in {9, 10}}
_VARIANT = re.compile(r"(?P<main>.+)\.(?P<language>[a-z]{2,3})(?P<end>\.md|\.csv)")


class ItemFile(NamedTuple):
    """A lesson's or quiz's file, by what its name says."""

    name: str
    number: int
    key: str
    is_quiz: bool


class VariantFile(NamedTuple):
    """A text in a further language, and the name of the text that it translates."""

    name: str
    language: str
    main: str


class Source(NamedTuple):
    """A course as it is written: texts by file name, and the SHA-256 of each medium by its name."""

    texts: dict[str, str]
    media: dict[str, str]


class Unreadable(Exception):  # noqa: N818
    """A file that is not read: the code of a message, and its words."""

    def __init__(self, code: str, line: int = 0, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.params = params


@dataclass(slots=True)
class CourseFolder:
    """The files of a course by name; texts are read when asked for, and at most once."""

    path: Path
    notebook: Notebook
    items: list[ItemFile] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    variants: list[VariantFile] = field(default_factory=list)
    #: What was read, by file name.
    texts: dict[str, str] = field(default_factory=dict)
    has_course: bool = False
    has_glossary: bool = False

    @property
    def slug(self) -> str:
        return self.path.resolve().name

    def read_text(self, name: str) -> Notes | None:
        """Return a file's notes with its lines, or note why it cannot be read."""
        try:
            written = _characters(read_bytes(self.path / name, MAX_TEXT))
        except Unreadable as error:
            self.notebook.of(name).add(error.code, error.line, **error.params)
            return None
        self.texts[name] = text = clean_text(written)
        notes = self.notebook.begin(name, text)
        _note_letters(written, notes)
        return notes

    def read_media(self, name: str, limit: int = MAX_MEDIUM) -> bytes:
        """Return the bytes of a medium; `Unreadable` when it is none."""
        return read_bytes(self.path / MEDIA_FOLDER / name, limit)


def read_bytes(path: Path, limit: int) -> bytes:
    """Read a plain file of at most `limit` bytes; never follow a link or wait at a pipe."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable("file-not-plain")
        if found.st_size > limit:
            raise Unreadable("file-large", size=_megabytes(found.st_size), limit=_megabytes(limit))
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(limit + 1)
    except OSError:
        raise Unreadable("file-unreadable") from None
    if len(data) > limit:
        raise Unreadable("file-large", size=_megabytes(len(data)), limit=_megabytes(limit))
    return data


def _megabytes(size: int) -> str:
    return f"{ceil(size / 1_000_000)} MB"


def decoded(data: bytes) -> str:
    """Return a file's text, clean."""
    return clean_text(_characters(data))


def _characters(data: bytes) -> str:
    """Return the characters of a file as they are."""
    if b"\0" in data:
        raise Unreadable("file-binary")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("file-encoding", line) from None
    unified = _with_line_ends(text)
    if unified.count("\n") >= MAX_LINES:
        raise Unreadable("file-lines", limit=MAX_LINES)
    return unified


def clean_text(text: str) -> str:
    """Return a text with `\\n` line ends and composed letters, without characters no text needs."""
    return unicodedata.normalize("NFC", _with_line_ends(text).translate(_CONTROLS))


def _with_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _note_letters(written: str, notes: Notes) -> None:
    """Note letters that are written apart, as `e` and its accent, which searches do not find."""
    if unicodedata.is_normalized("NFC", written):
        return
    lines = enumerate(written.split("\n"), start=1)
    apart = [at for at, line in lines if not unicodedata.is_normalized("NFC", line)]
    if apart:
        notes.add("letters-apart", apart[0], last=apart[-1])


def item_file(name: str) -> ItemFile | None:
    """Return what a lesson's or quiz's file name says; None for any other name."""
    found = _ITEM.fullmatch(name)
    if found is None or found["language"]:
        return None
    return ItemFile(name, int(found["number"]), found["key"], found["quiz"] is not None)


def variant_file(name: str) -> VariantFile | None:
    """Return what a variant's file name says: `10-key.en.md` translates `10-key.md`."""
    found = _VARIANT.fullmatch(name)
    main = f"{found['main']}{found['end']}" if found else ""
    if found is None or not (main in {COURSE_FILE, GLOSSARY_FILE} or item_file(main)):
        return None
    return VariantFile(name, found["language"], main)


def is_medium_name(name: str) -> bool:
    """Tell whether a file's name can stand in an address."""
    return _MEDIUM.fullmatch(name) is not None


def open_folder(path: Path, notebook: Notebook) -> CourseFolder:
    """List a course folder; names that mean nothing are noted."""
    folder = CourseFolder(path, notebook)
    if not _SLUG.fullmatch(folder.slug) or len(folder.slug) > 80:
        notebook.of(folder.slug or str(path)).add("folder-name", slug=folder.slug)
    for name in _names(path, notebook):
        _file_away(folder, name)
    folder.items.sort(key=lambda item: (item.number, item.name))
    if not folder.has_course:
        notebook.of(COURSE_FILE).add("course-missing")
    return folder


def _names(path: Path, notebook: Notebook) -> list[str]:
    """Return the names in a folder, hidden ones left out."""
    try:
        names = sorted(name for name in os.listdir(path) if not name.startswith("."))
    except OSError:
        notebook.of(path.name).add("folder-unreadable")
        return []
    if len(names) > MAX_FILES:
        notebook.of(path.name).add("folder-full", limit=MAX_FILES, count=len(names))
    return names[:MAX_FILES]


def _file_away(folder: CourseFolder, name: str) -> None:
    """Put a name where it belongs by its form."""
    if name == COURSE_FILE:
        folder.has_course = True
    elif name == GLOSSARY_FILE:
        folder.has_glossary = True
    elif name == MEDIA_FOLDER:
        _list_media(folder)
    elif item := item_file(name):
        folder.items.append(item)
    elif variant := variant_file(name):
        folder.variants.append(variant)
    elif name.endswith(".md"):
        folder.notebook.of(name).add("file-name", rename=_free(folder.path, _item_name(name)))
    else:
        folder.notebook.of(name).add("file-unknown")


def _item_name(name: str) -> str:
    """Return the name that a lesson's or quiz's file should have; empty without a number."""
    end = ".quiz.md" if name.lower().endswith(".quiz.md") else ".md"
    new = f"{_plain(name[: -len(end)])}{end}"
    return new if _ITEM.fullmatch(new) else ""


def _plain(name: str) -> str:
    """Return the letters and digits of a name, small, with hyphens between."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _free(folder: Path, name: str) -> str:
    """Return a name unless it is empty or taken."""
    return "" if not name or (folder / name).exists() else name


def _list_media(folder: CourseFolder) -> None:
    path = folder.path / MEDIA_FOLDER
    if path.is_symlink() or not path.is_dir():
        folder.notebook.of(MEDIA_FOLDER).add("file-not-plain")
        return
    for name in _names(path, folder.notebook):
        if is_medium_name(name):
            folder.media.append(name)
        else:
            stem, point, end = name.rpartition(".")
            new = _free(path, f"{_plain(stem)}{point}{end.lower()}" if _plain(stem) else "")
            rename = f"{MEDIA_FOLDER}/{new}" if new and is_medium_name(new) else ""
            folder.notebook.of(f"{MEDIA_FOLDER}/{name}").add("media-name", rename=rename)
