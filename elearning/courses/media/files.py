"""The files that lessons show: which kinds, how large, what they may contain."""

import hashlib
import re
from collections.abc import Mapping
from typing import NamedTuple

from elearning.core.markdown import Asset
from elearning.courses.compiled import Media, media_url
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.folder import MEDIA_FOLDER, CourseFolder, Unreadable
from elearning.courses.media.captions import check_captions
from elearning.courses.media.image_size import READERS
from elearning.courses.media.office import OLD, check_office
from elearning.courses.media.svg import check_svg

MEGABYTE = 1_000_000
LONGEST_SIDE = 10_000
_CAPTIONS = re.compile(r"\.([a-z]{2,3})\.vtt")


class MediaType(NamedTuple):
    """A kind of file: its MIME type, its largest size, the form its bytes begin with."""

    mime: str
    limit: int
    start: re.Pattern[bytes]


def _starts(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_PACKED = _starts(rb"PK\x03\x04|" + re.escape(OLD))

TYPES = {
    "svg": MediaType("image/svg+xml", MEGABYTE, _starts(rb"[^\0]*<")),
    "png": MediaType("image/png", 5 * MEGABYTE, _starts(rb"\x89PNG\r\n\x1a\n")),
    "jpg": MediaType("image/jpeg", 5 * MEGABYTE, _starts(rb"\xff\xd8\xff")),
    "jpeg": MediaType("image/jpeg", 5 * MEGABYTE, _starts(rb"\xff\xd8\xff")),
    "webp": MediaType("image/webp", 5 * MEGABYTE, _starts(rb"RIFF....WEBP")),
    "gif": MediaType("image/gif", 5 * MEGABYTE, _starts(rb"GIF8[79]a")),
    "avif": MediaType("image/avif", 5 * MEGABYTE, _starts(rb"....ftypavi[fs]")),
    "mp3": MediaType("audio/mpeg", 50 * MEGABYTE, _starts(rb"ID3|\xff[\xe0-\xff]")),
    "mp4": MediaType("video/mp4", 100 * MEGABYTE, _starts(rb"....ftyp")),
    "vtt": MediaType("text/vtt", MEGABYTE, _starts(rb"(\xef\xbb\xbf)?WEBVTT")),
    "pdf": MediaType("application/pdf", 20 * MEGABYTE, _starts(rb"%PDF-")),
    "docx": MediaType(f"{_OFFICE}.wordprocessingml.document", 10 * MEGABYTE, _PACKED),
    "xlsx": MediaType(f"{_OFFICE}.spreadsheetml.sheet", 10 * MEGABYTE, _PACKED),
    "pptx": MediaType(f"{_OFFICE}.presentationml.presentation", 20 * MEGABYTE, _PACKED),
}


def read_media(folder: CourseFolder) -> dict[str, Media]:
    """Read and check every medium; what is wrong with one is noted."""
    found = {name: _medium(folder, name) for name in folder.media}
    return {name: medium for name, medium in found.items() if medium is not None}


def _medium(folder: CourseFolder, name: str) -> Media | None:
    notes = folder.notebook.of(f"{MEDIA_FOLDER}/{name}")
    kind = TYPES.get(name.rpartition(".")[2].lower())
    if kind is None:
        notes.add("media-type", known=", ".join(TYPES))
        return None
    try:
        data = folder.read_media(name, kind.limit)
    except Unreadable as error:
        notes.add(error.code, error.line, **error.params)
        return None
    if not kind.start.match(data[:4096]):
        notes.add("media-content", mime=kind.mime)
        return None
    _note_content(kind.mime, name, data, notes)
    size = _size(kind.mime, data, notes)
    width, height = size or (None, None)
    digest = hashlib.sha256(data).hexdigest()
    return Media(name, digest, kind.mime, len(data), width, height)


def _note_content(mime: str, name: str, data: bytes, notes: Notes) -> None:
    """Note captions that no browser reads, and documents that could do harm."""
    if mime == "text/vtt":
        fault = check_captions(data)
        notes.lines = data.decode("utf-8", "replace").split("\n")
        if fault:
            notes.add("captions-invalid", fault.line, what=fault.what)
    elif mime.startswith(_OFFICE):
        code = check_office(data, name.rpartition(".")[2].lower())
        if code:
            notes.add(code)


def _size(mime: str, data: bytes, notes: Notes) -> tuple[int, int] | None:
    """Return a picture's width and height; note a drawing that could do harm."""
    if mime == "image/svg+xml":
        drawing = check_svg(data)
        notes.lines = data.decode("utf-8", "replace").split("\n")
        for line, what in drawing.faults:
            notes.add("svg-forbidden", line, what=what)
        size = drawing.size
    elif mime in READERS:
        size = READERS[mime](data)
    else:
        return None
    if size is None:
        notes.add("media-size-unknown")
    elif max(size) > LONGEST_SIDE:
        notes.add("media-dimensions", width=size[0], height=size[1], limit=LONGEST_SIDE)
    return size


def assets(slug: str, media: Mapping[str, Media]) -> dict[str, Asset]:
    """Return how each medium is shown; captions stand beside their video as `x.id.vtt`."""
    return {
        name: Asset(
            media_url(slug, medium),
            medium.mime,
            medium.width,
            medium.height,
            _captions(slug, name, media) if medium.mime.startswith(("video/", "audio/")) else (),
        )
        for name, medium in media.items()
    }


def _captions(slug: str, name: str, media: Mapping[str, Media]) -> tuple[tuple[str, str], ...]:
    stem = name.rpartition(".")[0]
    found = []
    for other, medium in media.items():
        language = _CAPTIONS.fullmatch(other.removeprefix(stem))
        if other.startswith(stem) and language:
            found.append((media_url(slug, medium), language[1]))
    return tuple(found)


def with_captions(shown: set[str], media: Mapping[str, Media]) -> set[str]:
    """Add the captions of the recordings that are shown."""
    stems = {name.rpartition(".")[0] for name in shown}
    return shown | {name for name in media if _CAPTIONS.sub("", name) in stems and ".vtt" in name}


def lack_captions(shown: Mapping[str, Media]) -> list[str]:
    """Return the recordings among what is shown beside which no captions stand."""
    return [
        name
        for name, medium in shown.items()
        if medium.mime.startswith(("video/", "audio/")) and not _captions("", name, shown)
    ]


def is_picture(medium: Media) -> bool:
    """Pictures weigh on the page; recordings and documents load only when asked for."""
    return medium.mime.startswith("image/")
