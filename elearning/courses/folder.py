"""Reads a course folder safely: only plain files of known names and bounded size, never a link."""

import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import NamedTuple

from elearning.courses.diagnostics import Notebook, Notes

MAX_TEXT = 1_000_000
MAX_MEDIUM = 100_000_000
MAX_FILES = 500
COURSE_FILE, GLOSSARY_FILE, MEDIA_FOLDER = "course.md", "glosarium.csv", "media"

_ITEM = re.compile(
    r"(?P<number>\d{1,6})-(?P<key>[a-z0-9]+(?:-[a-z0-9]+)*)(?P<quiz>\.quiz)?"
    r"(?:\.(?P<language>[a-z]{2,3}))?\.md"
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MEDIUM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
#: Characters that no text needs; a lone surrogate cannot come out of UTF-8.
_CONTROLS = {code: None for code in [*range(32), 0x7F, 0xFEFF] if code not in {9, 10}}
_VARIANT = re.compile(r"course\.[a-z]{2,3}\.md")


class ItemFile(NamedTuple):
    """A lesson's or quiz's file, by what its name says."""

    name: str
    number: int
    key: str
    is_quiz: bool


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
    has_course: bool = False
    has_glossary: bool = False

    @property
    def slug(self) -> str:
        return self.path.resolve().name

    def read_text(self, name: str) -> Notes | None:
        """Return a file's notes with its lines, or note why it cannot be read."""
        try:
            text = _decoded(read_bytes(self.path / name, MAX_TEXT))
        except Unreadable as error:
            self.notebook.of(name).add(error.code, error.line, **error.params)
            return None
        return self.notebook.begin(name, text)

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


def _decoded(data: bytes) -> str:
    """Return a file's text."""
    if b"\0" in data:
        raise Unreadable("file-binary")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("file-encoding", line) from None
    return clean_text(text)


def clean_text(text: str) -> str:
    """Return a text with `\\n` line ends and composed letters, without characters no text needs."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified.translate(_CONTROLS))


def item_file(name: str) -> ItemFile | None:
    """Return what a lesson's or quiz's file name says; None for any other name."""
    found = _ITEM.fullmatch(name)
    if found is None or found["language"]:
        return None
    return ItemFile(name, int(found["number"]), found["key"], found["quiz"] is not None)


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
    found = _ITEM.fullmatch(name)
    if name == COURSE_FILE:
        folder.has_course = True
    elif name == GLOSSARY_FILE:
        folder.has_glossary = True
    elif name == MEDIA_FOLDER:
        _list_media(folder)
    elif (found and found["language"]) or _VARIANT.fullmatch(name):
        folder.notebook.of(name).add("file-variant")
    elif item := item_file(name):
        folder.items.append(item)
    else:
        folder.notebook.of(name).add("file-name" if name.endswith(".md") else "file-unknown")


def _list_media(folder: CourseFolder) -> None:
    path = folder.path / MEDIA_FOLDER
    if path.is_symlink() or not path.is_dir():
        folder.notebook.of(MEDIA_FOLDER).add("file-not-plain")
        return
    for name in _names(path, folder.notebook):
        if _MEDIUM.fullmatch(name):
            folder.media.append(name)
        else:
            folder.notebook.of(f"{MEDIA_FOLDER}/{name}").add("media-name")
