"""A form rewrites the keys it is about; reading gives its values and every other byte stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.core.errors import Refused
from elearning.courses.diagnostics.notes import Notes
from elearning.courses.folder import clean_text
from elearning.courses.language.fields import COURSE, LESSON, read_fields
from elearning.courses.language.frontmatter import read_front_matter
from elearning.courses.language.frontmatter_writing import Value, one_line, with_values

LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(clean_text).map(one_line)
SLUG = st.from_regex(r"\A[a-z0-9]{1,9}(-[a-z0-9]{1,9})?\Z")
VALUES = st.fixed_dictionaries(
    {"judul": LINE.filter(bool)},
    optional={
        "ringkasan": LINE,
        "jp": st.integers(0, 1000).map(str),
        "tingkat": st.sampled_from(["dasar", "menengah", "lanjut"]),
        "prasyarat": st.lists(SLUG, max_size=3),
        "penyusun": st.lists(LINE.filter(bool), max_size=3),
        "sampul": st.none(),
    },
)
FRONT = st.lists(
    st.sampled_from(
        [
            *("judul: Lama", "title: Older", "jp: 3   # 1 JP = 45 menit", "# sebuah catatan", ""),
            *("prasyarat:", "  - satu", "  # di dalam", "  - dua", "warna: merah", "ringkasan: >"),
            *("  dilipat", "tingkat: lanjut # kelas", "penyusun: Dr. A, M.Si.", "sampul: a.png"),
        ]
    ),
    max_size=12,
).map(lambda lines: "\n".join(["---", *lines, "---", "", "Isi.\n---\njudul: bukan\n"]))


def read(text: str) -> dict[str, object]:
    """Return the course's fields."""
    notes = Notes("course.md", text.split("\n"))
    return read_fields(read_front_matter(notes), COURSE, notes)


def meant(key: str, value: Value) -> object:
    """Return what a written value is read as."""
    if key == "jp":
        return int(str(value))
    if key in {"prasyarat", "penyusun"}:
        return tuple(value or ())
    return value or ""


@given(FRONT, VALUES)
def test_reading_what_was_written_gives_the_values(text: str, values: dict[str, Value]) -> None:
    found = read(with_values(text, values, COURSE))
    assert {key: found[key] for key in values} == {k: meant(k, v) for k, v in values.items()}


@given(FRONT, VALUES)
def test_unknown_keys_remarks_and_the_text_stay(text: str, values: dict[str, Value]) -> None:
    written = with_values(text, values, COURSE)
    assert written.endswith("---\n\nIsi.\n---\njudul: bukan\n")
    for line in ("warna: merah", "# sebuah catatan", "  # di dalam"):
        assert written.split("\n").count(line) == text.split("\n").count(line)


@given(FRONT, VALUES)
def test_writing_again_changes_nothing(text: str, values: dict[str, Value]) -> None:
    once = with_values(text, values, COURSE)
    assert with_values(once, values, COURSE) == once


def test_a_value_that_is_unchanged_keeps_its_writing() -> None:
    text = '---\njudul:   "Surat"\njp: 2     # dua\n---\nIsi.'
    assert with_values(text, {"judul": "Surat", "jp": "2"}, COURSE) == text


def test_a_remark_stays_beside_a_new_number() -> None:
    text = "---\njudul: A\njp: 0                 # 1 JP = 45 menit\n---\n"
    assert "jp: 4                 # 1 JP = 45 menit" in with_values(text, {"jp": "4"}, COURSE)


def test_another_name_of_a_key_becomes_the_canonical_one() -> None:
    assert with_values("---\ntitle: A\n---\n", {"judul": "B"}, COURSE) == "---\njudul: B\n---\n"


def test_a_new_key_stands_where_the_table_has_it() -> None:
    text = "---\njudul: A\nwajib: tidak\n---\n"
    written = with_values(text, {"menit": "5"}, LESSON)
    assert written == "---\njudul: A\nmenit: 5\nwajib: tidak\n---\n"


def test_a_text_without_front_matter_gets_it() -> None:
    assert with_values("Isi.", {"judul": "A"}, LESSON) == "---\njudul: A\n---\nIsi."


def test_open_front_matter_is_left_to_a_person() -> None:
    with pytest.raises(Refused, match="Close the lines"):
        with_values("---\njudul: A\n\nIsi.", {"judul": "B"}, LESSON)
