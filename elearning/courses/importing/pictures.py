"""The pictures that a document brings: named, checked, and made harmless."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from elearning.core.errors import Refused
from elearning.courses.importing.losses import Losses, Place
from elearning.courses.media.pictures import encoded

#: All pictures of one file together; a course folder holds 500 files.
MAX_TOTAL, MAX_PICTURES = 80_000_000, 400
MAX_DESCRIPTION = 1_000
_DATA = re.compile(r"data:[\w.+/-]*;base64,", re.IGNORECASE)
_NAMED = re.compile(
    r"([A-Za-z]:)?[\w./\\ ()-]*\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|webp|svg)"
    r"|(picture|image|gambar|img|photo|foto|screenshot|graphic|object|shape)[\s_-]*[\d_-]*"
    r"|img_\d+|\d+",
    re.IGNORECASE,
)
_BY_MACHINE = re.compile(
    r"\s*(description automatically generated.*|deskripsi dibuat secara otomatis.*"
    r"|deskripsi yang dibuat secara otomatis.*|ai-generated content may be incorrect.*"
    r"|konten yang dihasilkan ai mungkin.*)",
    re.IGNORECASE | re.DOTALL,
)


class Pictures:
    """Takes pictures by the name that a text uses, and keeps those that can be shown."""

    def __init__(self, losses: Losses, stem: str = "gambar") -> None:
        self.losses = losses
        self.stem = stem
        self.files: dict[str, Callable[[], bytes]] = {}
        self.media: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        self._total = 0

    def offer(self, files: Mapping[str, Callable[[], bytes]]) -> None:
        """Say which pictures lie in the file, by the name that texts use."""
        self.files = dict(files)

    def named(self, address: str, place: Place) -> str | None:
        """Return the name in `media/` of what an address means; None when it cannot be shown."""
        found = _DATA.match(address)
        if found:
            return self._of_base64(address[found.end() :], place)
        open_file = self.files.get(address) or self.files.get(unquote(address.rpartition("/")[2]))
        if open_file is None:
            self.losses.add("picture-missing", place, name=address[:100] or "?")
            return None
        return self.keep(open_file(), place)

    def _of_base64(self, text: str, place: Place) -> str | None:
        data = decoded(text)
        if data is None:
            self.losses.add("picture-missing", place, name="base64")
            return None
        return self.keep(data, place)

    def keep(self, data: bytes, place: Place) -> str | None:
        """Keep a picture once, made small and bare, and return its name."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._names:
            name = self._kept(data, place)
            if name is None:
                return None
            self._names[digest] = name
        return self._names[digest]

    def _kept(self, data: bytes, place: Place) -> str | None:
        try:
            picture = encoded(data, self.stem)
        except Refused:
            self.losses.add("picture-kind", place, kind=_guessed(data))
            return None
        self._total += len(picture.content)
        if self._total > MAX_TOTAL or len(self.media) >= MAX_PICTURES:
            self.losses.add("picture-many", place)
            return None
        name = f"{self.stem}-{len(self.media) + 1}.{picture.name.rpartition('.')[2]}"
        self.media[name] = picture.content
        return name

    def described(self, text: str, name: str, place: Place) -> str:
        """Return a description written by a person; note when there is none."""
        text = " ".join(text.split())[:MAX_DESCRIPTION]
        human = _BY_MACHINE.sub("", text).strip()
        if not human or _NAMED.fullmatch(human):
            self.losses.add("picture-undescribed", place, name=name)
            return ""
        if human != text:
            self.losses.add("picture-described-by-machine", place, human, name=name)
        return human


def decoded(text: str) -> bytes | None:
    """Return the bytes of base64; None when it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _guessed(data: bytes) -> str:
    """Name a kind of picture, for the message."""
    if data[:4] == b"\xd7\xcd\xc6\x9a":
        return "WMF"
    if data[40:44] == b" EMF":
        return "EMF"
    return "SVG" if b"<svg" in data[:1000] else "?"
