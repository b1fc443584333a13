"""Front matter looks like YAML, but every value is text."""

import pytest

from elearning.courses.diagnostics.notes import Notes
from elearning.courses.language.fields import COURSE, LESSON, QUIZ, Field, read_fields
from elearning.courses.language.frontmatter import read_front_matter

#: What is noted without changing what is read.
LET_PASS = {"front-required", "front-older"}


def read(text: str, table: tuple[Field, ...] = COURSE) -> dict[str, object]:
    """Read fields that must be without fault."""
    notes = Notes("x.md", f"---\n{text}\n---\n".split("\n"))
    values = read_fields(read_front_matter(notes), table, notes)
    assert [each.code for each in notes.diagnostics if each.code not in LET_PASS] == []
    return values


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("judul: SPBE: dari A ke B", "SPBE: dari A ke B"),
        ("judul: Pasal #4 [bagian 1]", "Pasal #4 [bagian 1]"),
        ("judul: no", "no"),
        ("judul: 007", "007"),
        ("judul: !!python/object:os.system", "!!python/object:os.system"),
        ("judul: &jangkar *alias", "&jangkar *alias"),
        ('judul: "Dalam kutip"', "Dalam kutip"),
        ('judul: "Kata" pertama dan "terakhir"', '"Kata" pertama dan "terakhir"'),
        ("judul: baris satu\n  baris dua", "baris satu baris dua"),
        ("judul: >\n  dilipat\n  dua", "dilipat dua"),
        ("Judul:   spasi   ", "spasi"),
        ("title: English", "English"),
        ("judul:tanpa spasi", "tanpa spasi"),
    ],
)
def test_a_text_needs_no_quotes(written: str, meant: str) -> None:
    assert read(written)["judul"] == meant


def test_a_remark_may_follow_a_number_a_word_or_a_date() -> None:
    values = read(
        "jenis: ujian   # ujian akhir\nnilai_lulus: 72,5 # persen\nacak: soal # saja", QUIZ
    )
    assert (values["jenis"], str(values["nilai_lulus"])) == ("ujian", "72.5")
    assert values["acak"] == {"soal"}


def test_lines_that_start_with_a_number_sign_are_remarks() -> None:
    assert read("# catatan\njudul: A\n\n# lagi")["judul"] == "A"


def test_lists_are_written_with_hyphens_or_on_one_line() -> None:
    assert read("prasyarat:\n- satu\n  - dua")["prasyarat"] == ("satu", "dua")
    assert read("prasyarat: satu, dua")["prasyarat"] == ("satu", "dua")
    assert read("prasyarat: [satu, dua]")["prasyarat"] == ("satu", "dua")


def test_a_list_of_texts_keeps_commas_and_titles() -> None:
    one = read("penyusun: Dr. Siti Aminah, S.Sos., M.Si.")["penyusun"]
    assert one == ("Dr. Siti Aminah, S.Sos., M.Si.",)
    laws = read("dasar_hukum:\n- UU 25/2009, Pasal 4\n- PP 96/2012: Pasal 26", LESSON)[
        "dasar_hukum"
    ]
    assert laws == ("UU 25/2009, Pasal 4", "PP 96/2012: Pasal 26")


def test_competencies_are_codes_with_levels() -> None:
    assert read("kompetensi:\n- INT: 2\n- pelayanan-publik: 3")["kompetensi"] == (
        ("INT", 2),
        ("pelayanan-publik", 3),
    )


@pytest.mark.parametrize("written", ["2026-11-21", "21-11-2026", "21/11/2026"])
def test_a_date_is_read_in_both_orders(written: str) -> None:
    assert read(f"diperbarui: {written}", LESSON)["diperbarui"] == "2026-11-21"


def test_an_empty_optional_key_is_as_good_as_an_absent_one() -> None:
    assert read("judul: A\nkode:\nprasyarat:\nmasa_berlaku:")["prasyarat"] == ()


def test_every_alias_belongs_to_one_key() -> None:
    for table in (COURSE, LESSON, QUIZ):
        names = [name for field in table for name in (field.key, *field.aliases)]
        assert len(names) == len(set(names))


def test_a_value_of_many_pages_is_refused() -> None:
    notes = Notes("x.md", f"---\njudul: {'a' * 5000}\n---".split("\n"))
    read_front_matter(notes)
    assert [each.code for each in notes.diagnostics] == ["front-long"]
