"""What may be uploaded: files of the course format's kinds, judged by their content."""

import hashlib
import re
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from elearning.accounts.throttling import count_try, throttle_keys
from elearning.core.errors import Refused
from elearning.courses.compiled import Media
from elearning.courses.folder import is_medium_name
from elearning.courses.media.files import LONGEST_SIDE, MEGABYTE, TYPES, MediaType
from elearning.courses.media.image_size import READERS
from elearning.courses.media.svg import check_svg
from elearning.studio.drafts.addresses import key_of
from elearning.studio.drafts.queries import medium_named
from elearning.studio.models import DraftMedium

#: Uploads of one person, and from one address, in a quarter of an hour.
MOST_UPLOADS = 200
#: What is kept as it comes.
_RECORDINGS = frozenset({"mp3", "mp4", "vtt", "pdf"})
_ENDING = re.compile(r"\.[^.]*$")
_CAPTIONS = re.compile(r"\.[a-z]{2,3}\.vtt$", re.IGNORECASE)
_ADDRESS = re.compile(r"[0-9a-f]{16}-(.+)")


class Taken(NamedTuple):
    """An uploaded file: what it is, and its bytes as they are kept."""

    medium: Media
    content: bytes


def take(name: str, content: bytes) -> Taken:
    """Return an uploaded file as it is kept: a picture is encoded anew, whatever it is called."""
    if name.rpartition(".")[2].lower() in _RECORDINGS:
        return Taken(examined(medium_name(name), content), content)
    from elearning.courses.media.pictures import encoded  # Pillow loads when a picture comes

    picture = encoded(content, name)
    digest = hashlib.sha256(picture.content).hexdigest()
    size = len(picture.content)
    medium = Media(picture.name, digest, picture.mime, size, picture.width, picture.height)
    return Taken(medium, picture.content)


def spend_upload(person_id: int, address: str, at: datetime) -> None:
    """Count an upload; the caller commits before the file is looked at."""
    if max(count_try(throttle_keys(f"upload:{person_id}", address), at)) > MOST_UPLOADS:
        raise Refused(_("Too many uploads. Wait 15 minutes, or bring the pictures as a zip."))


def served(draft_id: int, name: str) -> DraftMedium | None:
    """Return a medium by its name, or by the address that a published course would give it."""
    named = _ADDRESS.fullmatch(name)
    return medium_named(draft_id, name) or (medium_named(draft_id, named[1]) if named else None)


def free_medium_name(draft_id: int, medium: Media) -> str:
    """Return a name under which nothing else is kept; the same content keeps its name."""
    name, count = medium.name, 2
    stem, _dot, ending = name.rpartition(".")
    while (other := medium_named(draft_id, name)) and other.digest != medium.digest:
        name, count = f"{stem}-{count}.{ending}", count + 1
    return name


def medium_name(name: str) -> str:
    """Return a file's name as it can stand in an address: `Foto Rapat.JPG` → `foto-rapat.jpg`.

    Captions keep their language, by which they belong to a video: `Sambutan.id.vtt`.
    """
    whole = name.replace("\\", "/").rpartition("/")[2]
    ending = _CAPTIONS.search(whole) or _ENDING.search(whole)
    place = ending.start() if ending else len(whole)
    return f"{key_of(whole[:place], 'berkas')}{whole[place:].lower()}"


def examined(name: str, content: bytes) -> Media:
    """Return what a file is, or refuse it with a sentence; its content decides, not its name."""
    kind = TYPES.get(name.rpartition(".")[2].lower())
    if kind is None:
        known = ", ".join(TYPES)
        raise Refused(
            _("%(name)s is of no kind that lessons can show: %(known)s.", name=name, known=known)
        )
    if not is_medium_name(name):
        raise Refused(
            _("%(name)s cannot stand in an address. Use letters, digits and hyphens.", name=name)
        )
    if len(content) > kind.limit:
        raise Refused(
            _("%(name)s is larger than %(limit)s MB.", name=name, limit=kind.limit // MEGABYTE)
        )
    if not kind.start.match(content[:4096]):
        raise Refused(
            _(
                "%(name)s is not what its name says. Save it again as %(mime)s.",
                name=name,
                mime=kind.mime,
            )
        )
    width, height = _size(name, kind, content) or (None, None)
    digest = hashlib.sha256(content).hexdigest()
    return Media(name, digest, kind.mime, len(content), width, height)


def _size(name: str, kind: MediaType, content: bytes) -> tuple[int, int] | None:
    """Return a picture's width and height; refuse a drawing that could do harm."""
    if kind.mime == "image/svg+xml":
        size = _drawing(name, content)
    elif kind.mime in READERS:
        size = READERS[kind.mime](content)
        if size is None:
            raise Refused(
                _("%(name)s is damaged: its size cannot be read. Save it again.", name=name)
            )
    else:
        return None
    if size and max(size) > LONGEST_SIDE:
        raise Refused(
            _(
                "%(name)s is too large: at most %(limit)s pixels a side.",
                name=name,
                limit=LONGEST_SIDE,
            )
        )
    return size


def _drawing(name: str, content: bytes) -> tuple[int, int] | None:
    drawing = check_svg(content)
    if drawing.faults:
        what = drawing.faults[0][1]
        raise Refused(
            _("%(name)s holds what a drawing must not hold: %(what)s.", name=name, what=what)
        )
    return drawing.size
