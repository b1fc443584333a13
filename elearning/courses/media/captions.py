"""Checks a WebVTT file: what browsers would silently leave out is said with its line."""

import re
from typing import NamedTuple

_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?")
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_SILENT = ("NOTE", "STYLE", "REGION")


class CaptionFault(NamedTuple):
    """The line that is amiss, counted from 1, and how it reads."""

    line: int
    what: str


def check_captions(data: bytes) -> CaptionFault | None:
    """Return the first fault of a caption file; one without a single cue is at fault."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return CaptionFault(data.count(b"\n", 0, error.start) + 1, "UTF-8")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not _HEAD.fullmatch(lines[0]):
        return CaptionFault(1, lines[0][:40])
    blocks = [block for block in _blocks(lines) if not block[0][1].startswith(_SILENT)]
    faults = (fault for block in blocks if (fault := _fault(block)))
    return next(faults, None if blocks else CaptionFault(len(lines), "WEBVTT"))


def _blocks(lines: list[str]) -> list[list[tuple[int, str]]]:
    """Return the stretches between blank lines, below the head."""
    blocks: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(lines, start=1):
        if line.strip():
            blocks[-1].append((number, line))
        else:
            blocks.append([])
    return [block for block in blocks if block and block[0][0] > 1]


def _fault(block: list[tuple[int, str]]) -> CaptionFault | None:
    """A cue is a line of two times, perhaps below a name, and then its text."""
    timed = 0 if "-->" in block[0][1] or len(block) == 1 else 1
    number, line = block[timed]
    found = _TIMES.fullmatch(line.strip())
    if found is None or _seconds(found.groups()[:4]) >= _seconds(found.groups()[4:]):
        return CaptionFault(number, line[:80])
    arrows = (CaptionFault(at, text[:80]) for at, text in block[timed + 1 :] if "-->" in text)
    return next(arrows, None)


def _seconds(parts: tuple[str | None, ...]) -> tuple[int, ...]:
    return tuple(int(part or 0) for part in parts)
