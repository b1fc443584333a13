"""Checks a Word, Excel or PowerPoint file: no macros, nothing that is fetched or run on opening."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

#: Of a password-protected or an old binary document: not the zip of today's formats.
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_PARTS = 5_000
MAX_UNPACKED = 200_000_000
MAX_PART = 2_000_000

_TYPES = "[Content_Types].xml"
_MACROS = re.compile(
    r"vba(project|data)|macrosheets/|activex/|/customui|oleobject|\.bin$", re.IGNORECASE
)
#: Printers' settings are bytes that nothing runs.
_HARMLESS = re.compile(r"printersettings\d*\.bin$", re.IGNORECASE)
_ACTIVE = re.compile(r"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
    "pptx": "presentationml.presentation.main+xml",
}
_BROKEN = (
    *(expat.ExpatError, zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, OSError),
)


def check_office(data: bytes, extension: str) -> str:
    """Return the code of what is wrong with a document; an empty text when it may be offered."""
    if data.startswith(OLD):
        return "office-locked"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return next(_faults(archive, extension), "")
    except _BROKEN:
        return "office-broken"


def _faults(archive: zipfile.ZipFile, extension: str) -> Iterator[str]:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        yield "office-broken"
        return
    types = [values.get("ContentType", "") for values in _attributes(archive, _TYPES)]
    active = any(map(_ACTIVE.search, types))
    runs = (name for name in names if _MACROS.search(name) and not _HARMLESS.search(name))
    if active or any(runs):
        yield "office-macros"
    if not any(_MAIN[extension] in each for each in types):
        yield "office-broken"
    relations = (name for name in names if name.endswith(".rels"))
    if any(_fetches(values) for name in relations for values in _attributes(archive, name)):
        yield "office-outside"


def _fetches(relation: dict[str, str]) -> bool:
    """A hyperlink waits to be clicked; templates, pictures and data from outside are fetched."""
    outside = relation.get("TargetMode", "").lower() == "external"
    return outside and not relation.get("Type", "").endswith("/hyperlink")


def _attributes(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    """Return the attributes of every element of a small part."""
    if name not in archive.namelist():
        raise zipfile.BadZipFile
    with archive.open(name) as file:
        content = file.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise zipfile.BadZipFile
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, values: found.append(values)
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(content, True)
    return found


def _refuse(*_declared: object) -> None:
    """A document declares no types and entities of its own."""
    raise zipfile.BadZipFile
