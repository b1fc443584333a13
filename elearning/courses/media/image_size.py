"""Reads a picture's width and height from the first bytes of its file."""

import re
import struct
from collections.abc import Callable

Size = tuple[int, int] | None

_START_OF_FRAME = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def png(data: bytes) -> Size:
    """Read the IHDR chunk."""
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def gif(data: bytes) -> Size:
    """Read the logical screen."""
    if data[:6] not in {b"GIF87a", b"GIF89a"} or len(data) < 10:
        return None
    width, height = struct.unpack("<HH", data[6:10])
    return width, height


def jpeg(data: bytes) -> Size:
    """Walk the segments to the start of frame."""
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        alone = marker == 0xFF or 0xD0 <= marker <= 0xD7
        at += 1 if marker == 0xFF else 2 if alone else 2 + max(2, _short(data, at + 2))
    return None


def _short(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def webp(data: bytes) -> Size:
    """Read the first chunk: lossy, lossless or extended."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    if data[12:16] == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if data[12:16] == b"VP8X":
        width = int.from_bytes(data[24:27], "little")
        return width + 1, int.from_bytes(data[27:30], "little") + 1
    return None


def avif(data: bytes) -> Size:
    """Find the first `ispe` box."""
    if data[4:8] != b"ftyp" or b"avi" not in data[8:32]:
        return None
    at = data.find(b"ispe", 0, 4096)
    if at < 0 or len(data) < at + 16:
        return None
    width, height = struct.unpack(">II", data[at + 8 : at + 16])
    return width, height


def svg(width: str, height: str, view_box: str) -> Size:
    """Read the attributes of the root: lengths in pixels, or the view box."""
    sides = [_pixels(width), _pixels(height)]
    if not all(sides):
        found = re.findall(r"[-+]?\d*\.?\d+", view_box)
        sides = [_pixels(found[2]), _pixels(found[3])] if len(found) == 4 else []
    return (sides[0], sides[1]) if sides and all(sides) else None


def _pixels(length: str) -> int:
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d+)?|\.\d+)(?:px)?\s*", length)
    return round(float(found[1])) if found else 0


READERS: dict[str, Callable[[bytes], Size]] = {
    "image/png": png,
    "image/gif": gif,
    "image/jpeg": jpeg,
    "image/webp": webp,
    "image/avif": avif,
}
