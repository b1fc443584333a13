"""The formats that can be read, and how a file shows which it is."""

import re
from pathlib import PurePath

from elearning.courses.importing.refusing import ImportRefused

QUIZ_FORMATS = ("gift", "aiken", "moodle-xml", "word")
COURSE_SUFFIXES = {".docx": "word", ".pptx": "slides"}
_SAMPLE = 200_000
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_AIKEN = re.compile(rb"^[ \t]*ANSWER[ \t]*:[ \t]*[A-Z]\b", re.MULTILINE)
_LISTED = re.compile(rb"^[ \t]*\(?\d{1,3}[.)][ \t]", re.MULTILINE)
_BRACES = re.compile(rb"(?<!\\)\{[^{}]*\}")


def quiz_format(data: bytes, name: str) -> str:
    """Return the format of a quiz: by its first bytes, its suffix, then what its text looks like."""
    suffix = PurePath(name).suffix.lower()
    sample = _text(data[:_SAMPLE])
    if data.startswith((_ZIP, _OLE)):
        if suffix == ".pptx":
            raise ImportRefused("only-quiz")
        return "word"
    if suffix == ".xml" or sample.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        return "moodle-xml"
    if suffix == ".gift":
        return "gift"
    return _by_looks(sample)


def _text(sample: bytes) -> bytes:
    """Return a sample of a text in UTF-8."""
    wide = sample[:2] in {b"\xff\xfe", b"\xfe\xff"}
    return sample.decode("utf-16", "replace").encode() if wide else sample


def _by_looks(sample: bytes) -> str:
    if _AIKEN.search(sample) and not _LISTED.search(sample):
        return "aiken"
    if _BRACES.search(sample):
        return "gift"
    if _LISTED.search(sample):
        return "word"
    raise ImportRefused("no-format")


def course_format(data: bytes, name: str) -> str:
    """Return the format of what is to become a course."""
    form = COURSE_SUFFIXES.get(PurePath(name).suffix.lower())
    if data.startswith(_OLE):
        raise ImportRefused("old-office")
    if form is None:
        raise ImportRefused("only-course")
    return form
