"""A zip is read with suspicion: whatever it holds, it is a course or a sentence, at once."""

import io
import random
import stat
import time
import zipfile
from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.core.errors import Refused
from elearning.courses.archives import MAX_ENTRIES, Unpacked, unpacked, zip_of
from tests.courses.folders import COURSE, LESSON, SVG

TEXTS = {"course.md": COURSE, "10-materi.md": LESSON}


def packed(entries: Mapping[str, str | bytes], **changes: int) -> bytes:
    """Return a zip of entries, some of whose facts are changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            for field, value in changes.items():
                setattr(info, field, value)
            archive.writestr(info, content)
    return buffer.getvalue()


def test_what_was_packed_comes_out() -> None:
    found = unpacked(zip_of(TEXTS, {"alur.svg": SVG.encode()}, "uji-coba"))
    assert found == Unpacked(TEXTS, {"alur.svg": SVG.encode()}, "uji-coba", ())


@pytest.mark.parametrize("top", ["", "uji-coba/", "repo-main/content/uji-coba/"])
def test_the_course_may_lie_in_folders(top: str) -> None:
    found = unpacked(packed({f"{top}{name}": text for name, text in TEXTS.items()}))
    assert found.files == TEXTS
    assert found.folder == (top.split("/")[-2] if top else "")


def test_the_leavings_of_operating_systems_are_passed_over() -> None:
    junk: dict[str, str | bytes] = {
        "__MACOSX/._course.md": b"\0\5",
        "uji/.DS_Store": b"x",
        "uji/media/Thumbs.db": b"x",
        "uji/._10-materi.md": b"x",
    }
    found = unpacked(packed(junk | {f"uji/{name}": text for name, text in TEXTS.items()}))
    assert (found.files, found.media, found.ignored) == (TEXTS, {}, ())


def test_what_is_no_part_of_a_course_is_named() -> None:
    found = unpacked(packed({**TEXTS, "catatan.txt": "x", "media/dalam/a.svg": SVG, "a/b.md": "x"}))
    assert found.ignored == ("a/b.md", "catatan.txt", "media/dalam/a.svg")
    assert found.files == TEXTS


HOSTILE = {
    "parent": packed({**TEXTS, "../jahat.md": "x"}),
    "inner parent": packed({**TEXTS, "media/../../jahat.svg": SVG}),
    "absolute": packed({**TEXTS, "/etc/passwd": "x"}),
    "drive": packed({**TEXTS, "C:/jahat.md": "x"}),
    "backslash": packed({**TEXTS, "..\\jahat.md": "x"}),
    "control sign": packed({**TEXTS, "a\nb.md": "x"}),
    "link": packed(
        TEXTS | {"media/a.svg": "/etc/passwd"}, external_attr=(stat.S_IFLNK | 511) << 16
    ),
    "device": packed(TEXTS, external_attr=(stat.S_IFCHR | 511) << 16),
    "password": packed(TEXTS).replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    ),
    "case": packed({**TEXTS, "10-MATERI.md": LESSON}),
    "two courses": packed({"a/course.md": COURSE, "b/course.md": COURSE}),
    "no course": packed({"10-materi.md": LESSON}),
    "too deep": packed({"a/b/c/d/e/course.md": COURSE}),
    "medium's name": packed({**TEXTS, "media/nama berspasi.svg": SVG}),
    "no text": packed({**TEXTS, "20-biner.md": b"\xff\xfe\0"}),
    "large text": packed({**TEXTS, "20-besar.md": b"a" * 1_000_001}),
    "bomb": packed({**TEXTS, "media/bom.png": b"\0" * 90_000_000}),
    "many": packed({**TEXTS, **{f"{n}-x.md": "" for n in range(MAX_ENTRIES)}}),
    "many texts": packed({**TEXTS, **{f"{n}-x.md": "" for n in range(501)}}),
    "no zip": b"PK\x03\x04 not really",
    "nothing": b"",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_archive_is_refused_with_a_sentence(data: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        unpacked(data)
    assert str(refused.value).endswith(".")
    assert time.monotonic() - begun < 1


def test_the_same_name_twice_is_refused() -> None:
    buffer = io.BytesIO(packed(TEXTS))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("course.md", "lain")
    with pytest.raises(Refused):
        unpacked(buffer.getvalue())


def test_a_size_that_lies_is_not_believed() -> None:
    data = packed({**TEXTS, "media/a.svg": b"<" * 500_000})
    lying = data.replace((500_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(Refused):
        unpacked(lying)


def test_packing_by_other_means_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("course.md", COURSE)
    with pytest.raises(Refused):
        unpacked(buffer.getvalue())


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 12))
def test_no_damaged_archive_raises_anything_else(seed: int, count: int) -> None:
    chance = random.Random(seed)
    data = bytearray(zip_of(TEXTS, {"alur.svg": SVG.encode()}, "uji"))
    for _turn in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with suppress(Refused):
        assert isinstance(unpacked(bytes(data)), Unpacked)
