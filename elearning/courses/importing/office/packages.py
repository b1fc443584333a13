"""Office files are zips of XML: opened only when they are harmless."""

import io
import zlib
from zipfile import BadZipFile, ZipFile

from elearning.courses.importing.refusing import ImportRefused
from elearning.courses.importing.xml_tree import require_plain

MEGABYTE = 1_000_000
MAX_BYTES = 100 * MEGABYTE
MAX_PARTS = 5_000
MAX_UNPACKED = 300 * MEGABYTE
#: All XML together: a book of 1,000 pages stays below.
MAX_XML = 60 * MEGABYTE
MAX_RATIO = 200
TOO_LARGE_TO_PACK = 10 * MEGABYTE

_OLE = b"\xd0\xcf\x11\xe0"
_XML = (".xml", ".rels", ".vml")


def opened(data: bytes, main: str, refusal: str) -> ZipFile:
    """Return the zip of a document whose main part is `main`, or refuse it."""
    if data.startswith(_OLE):
        raise ImportRefused("old-office")
    try:
        package = ZipFile(io.BytesIO(data))
        names = [part.filename for part in package.infolist()]
    except (BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise ImportRefused(refusal if not data.startswith(b"PK") else "damaged") from None
    if main not in names:
        raise ImportRefused(refusal)
    if len(set(names)) < len(names):
        raise ImportRefused("damaged")
    _require_harmless(package)
    for name in names:
        if name.lower().endswith(_XML):
            require_plain(part_of(package, name))
    return package


def _require_harmless(package: ZipFile) -> None:
    """Refuse a zip whose declared sizes are far more than a document needs."""
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    xml = sum(part.file_size for part in parts if part.filename.lower().endswith(_XML))
    packed = sum(part.compress_size for part in parts)
    swells = unpacked > TOO_LARGE_TO_PACK and unpacked > MAX_RATIO * max(packed, 1)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or xml > MAX_XML or swells:
        raise ImportRefused("swells")
    if any(part.flag_bits & 1 for part in parts):
        raise ImportRefused("old-office")


def part_of(package: ZipFile, name: str) -> bytes:
    """Return a part's bytes, at most as many as it declares."""
    try:
        return package.read(name)
    except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError, zlib.error):
        raise ImportRefused("damaged") from None
    except KeyError:
        return b""
