"""A course as a zip: written the same for the same content, and read with suspicion."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from flask_babel import gettext as _

from elearning.core.errors import Refused
from elearning.courses.folder import (
    COURSE_FILE,
    GLOSSARY_FILE,
    MAX_FILES,
    MAX_MEDIUM,
    MAX_TEXT,
    MEDIA_FOLDER,
    Unreadable,
    decoded,
    is_medium_name,
    variant_file,
)

#: Figures for one archive; junk counts as well.
MAX_ENTRIES = 4 * MAX_FILES
MAX_TOTAL = 3 * MAX_MEDIUM
#: How far a file of some size may shrink; a text of the same letter shrinks a thousandfold.
MAX_RATIO = 200
DEEPEST = 4

_MOMENT = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = stat.S_IFREG | 0o644
_ENCRYPTED = 0x1
#: What operating systems leave behind.
_JUNK_FOLDERS = frozenset({"__MACOSX", ".git", ".svn", "@eaDir"})
_JUNK_FILES = frozenset({"thumbs.db", "desktop.ini"})
_PACKED = frozenset({"png", "jpg", "jpeg", "webp", "gif", "avif", "mp3", "mp4", "pdf"}) | {
    "docx",
    "xlsx",
    "pptx",
}
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OSError),
)


class Unpacked(NamedTuple):
    """What an archive holds: texts and media by name, its folder's name, and what was left out."""

    files: dict[str, str]
    media: dict[str, bytes]
    folder: str
    ignored: tuple[str, ...]


class _Entry(NamedTuple):
    """A plain file of an archive and where it stands."""

    info: zipfile.ZipInfo
    path: PurePosixPath


def zip_of(files: Mapping[str, str], media: Mapping[str, bytes | Path], folder: str = "") -> bytes:
    """Return a zip of texts and media, below a folder when one is named."""
    buffer = io.BytesIO()
    write_zip(buffer, files, media, folder)
    return buffer.getvalue()


def write_zip(
    target: IO[bytes], files: Mapping[str, str], media: Mapping[str, bytes | Path], folder: str = ""
) -> None:
    """Write a zip of texts and media; equal content gives equal bytes."""
    contents: dict[str, bytes | Path] = {name: text.encode() for name, text in files.items()}
    contents |= {f"{MEDIA_FOLDER}/{name}": content for name, content in media.items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(contents.items()):
            info = zipfile.ZipInfo(f"{folder}/{name}" if folder else name, _MOMENT)
            info.external_attr = _PLAIN_FILE << 16
            packed = name.rpartition(".")[2].lower() in _PACKED
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            whole = content.read_bytes() if isinstance(content, Path) else content
            archive.writestr(info, whole)


def unpacked(data: bytes) -> Unpacked:
    """Return the course in a zip, or raise `Refused` with the reason; nothing touches a disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).read()
    except _BROKEN:
        raise Refused(
            _("This is no readable zip file. Make it again, without a password.")
        ) from None


class _Reader:
    """Reads one archive, entry by entry, and never more than the limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MAX_TOTAL

    def read(self) -> Unpacked:
        entries = [_entry(info) for info in _listed(self.archive)]
        kept = [entry for entry in entries if not _is_junk(entry.path)]
        _refuse_twins(kept)
        home = _home(kept)
        texts, media, ignored = dict[str, str](), dict[str, bytes](), list[str]()
        for entry in kept:
            inside = entry.path.is_relative_to(home)
            name = str(entry.path.relative_to(home)) if inside else str(entry.path)
            if inside and _is_text(name):
                texts[name] = self._text(name, entry.info)
            elif inside and entry.path.parent == home / MEDIA_FOLDER:
                media[_medium_name(entry.path)] = self._bytes(entry.info, MAX_MEDIUM)
            else:
                ignored.append(name)
        _refuse_many(texts, media)
        return Unpacked(texts, media, home.name, tuple(sorted(ignored)))

    def _text(self, name: str, info: zipfile.ZipInfo) -> str:
        try:
            return decoded(self._bytes(info, MAX_TEXT))
        except Unreadable:
            raise Refused(_("%(name)s is not a text in UTF-8. Save it again.", name=name)) from None

    def _bytes(self, info: zipfile.ZipInfo, limit: int) -> bytes:
        """Unpack one entry; what it says of its size is not believed."""
        limit = min(limit, self.left)
        swollen = info.file_size > max(MAX_TEXT, MAX_RATIO * info.compress_size)
        if swollen or info.file_size > limit:
            raise _too_large(info.filename)
        with self.archive.open(info) as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            raise _too_large(info.filename)
        self.left -= len(content)
        return content


def _listed(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        raise Refused(
            _(
                "The zip holds %(count)s files; at most %(limit)s are read.",
                count=len(infos),
                limit=MAX_ENTRIES,
            )
        )
    return [info for info in infos if not info.filename.endswith("/")]


def _entry(info: zipfile.ZipInfo) -> _Entry:
    """Return an entry whose name leads nowhere else and that is a plain file."""
    name = info.orig_filename
    path = PurePosixPath(name)
    strange = "\\" in name or ":" in name[:3] or not name.isprintable()
    if strange or path.is_absolute() or ".." in path.parts or not path.parts:
        raise Refused(
            _("A file named “%(name)s” cannot be unpacked safely. Rename it.", name=name[:80])
        )
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise Refused(_("%(name)s is a link or a special file, not a plain file.", name=name[:80]))
    if info.flag_bits & _ENCRYPTED:
        raise Refused(_("The zip is protected by a password. Make it again without one."))
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise zipfile.BadZipFile
    return _Entry(info, path)


def _is_junk(path: PurePosixPath) -> bool:
    """Hidden files and what operating systems leave behind."""
    hidden = any(part.startswith(".") for part in path.parts)
    return hidden or not _JUNK_FOLDERS.isdisjoint(path.parts) or path.name.lower() in _JUNK_FILES


def _refuse_twins(entries: Iterable[_Entry]) -> None:
    """Two names that differ by case alone, or not at all, would overwrite each other."""
    seen: dict[str, str] = {}
    for _info, path in entries:
        name = str(path)
        if name.casefold() in seen:
            names = {"one": seen[name.casefold()], "other": name}
            raise Refused(_("The zip holds both %(one)s and %(other)s. Rename one.", **names))
        seen[name.casefold()] = name


def _home(entries: Iterable[_Entry]) -> PurePosixPath:
    """Return the folder of course.md: the top of the archive, or a folder in it."""
    homes = sorted(
        {entry.path.parent for entry in entries if entry.path.name == COURSE_FILE},
        key=lambda path: (len(path.parts), path),
    )
    homes = [home for home in homes if len(home.parts) <= DEEPEST]
    if not homes:
        raise Refused(_("The zip holds no course: there is no course.md in it."))
    if len(homes) > 1 and len(homes[0].parts) == len(homes[1].parts):
        names = {"one": homes[0].name, "other": homes[1].name}
        raise Refused(
            _("The zip holds several courses, %(one)s and %(other)s. Give each its own.", **names)
        )
    return homes[0]


def _is_text(name: str) -> bool:
    if "/" in name:
        return False
    return name.endswith(".md") or name == GLOSSARY_FILE or variant_file(name) is not None


def _medium_name(path: PurePosixPath) -> str:
    if not is_medium_name(path.name):
        raise Refused(
            _(
                "%(name)s cannot be used in an address. Use letters, digits, points, hyphens and "
                "underscores, without spaces.",
                name=path.name[:80],
            )
        )
    return path.name


def _refuse_many(texts: Mapping[str, str], media: Mapping[str, bytes]) -> None:
    count = max(len(texts), len(media))
    if count > MAX_FILES:
        raise Refused(
            _(
                "The folder holds %(count)s files; at most %(limit)s are read.",
                count=count,
                limit=MAX_FILES,
            )
        )


def _too_large(name: str) -> Refused:
    return Refused(_("%(name)s is too large to unpack.", name=name[:80]))
