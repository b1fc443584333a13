"""CSV and JSONL out: what a spreadsheet may never do to a NIP, and never run."""

import csv
import io
import tracemalloc
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.core.tables import Column, iter_csv, iter_jsonl, write_csv, write_jsonl
from tests.core.spreadsheets import COLUMNS, NIP, ROW


def cell_of(text: str, delimiter: str = ",", **options: bool) -> str:
    """Return how a text column writes a text, quotes undone."""
    data = b"".join(iter_csv([(text,)], [Column("Teks")], delimiter, **options))
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    return list(lines)[1][0]


def test_csv_has_a_bom_crlf_indonesian_dates_and_decimals() -> None:
    data = b"".join(iter_csv([ROW], COLUMNS))
    assert data == (
        b"\xef\xbb\xbfNo,NIP,Nama,Tanggal,Nilai\r\n"
        b'1,198503172010011987,"Dra. Contoh Lestari, M.AP.",03-11-2025,"88,5"\r\n'
    )


def test_csv_for_indonesian_excel_divides_with_semicolons() -> None:
    stream = io.BytesIO()
    write_csv([ROW], COLUMNS, stream, ";")
    line = stream.getvalue().decode("utf-8-sig").splitlines()[1]
    assert line == f"1;{NIP};Dra. Contoh Lestari, M.AP.;03-11-2025;88,5"


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "\u200b=1", '"=1'),
        *("＝1", "＋1", "－1", "＠A", "\n=1", "\tteks", "\rteks", "−1"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_text_that_a_spreadsheet_could_run_gets_an_apostrophe(text: str, delimiter: str) -> None:
    cell = cell_of(text, delimiter)
    assert cell.startswith("'")
    assert cell.replace("'", "") == text.replace("'", "")


def test_a_formula_cannot_hide_behind_the_other_delimiter() -> None:
    assert cell_of("Lestari;=1+1") == "Lestari;'=1+1"
    assert cell_of("Lestari,=1+1", ";") == "Lestari,'=1+1"
    assert cell_of("satu\n=1+1") == "satu\n'=1+1"


@pytest.mark.parametrize(
    "text", ["E-Learning", "a@b.go.id", "1+1=2", "Jalan - jalan", "PDP, dasar"]
)
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    assert cell_of(text) == text


def test_numbers_stay_numbers_even_below_zero() -> None:
    columns = [Column("a", "int"), Column("b", "decimal"), Column("c", "decimal")]
    data = b"".join(iter_csv([(-5, Decimal("-0.50"), Decimal(100))], columns, ";"))
    assert data.splitlines()[1] == b"-5;-0,5;100"


def test_an_empty_value_leaves_the_cell_empty() -> None:
    data = b"".join(iter_csv([(None,) * 5], COLUMNS))
    assert data.splitlines()[1] == b",,,,"


def test_long_digits_are_guarded_on_request_only() -> None:
    assert cell_of(NIP) == NIP
    assert cell_of(NIP, guard_digits=True) == f"'{NIP}"
    assert cell_of("2025", guard_digits=True) == "2025"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5), st.sampled_from([",", ";", "\t"]))
def test_a_csv_is_read_back_as_it_was_but_for_apostrophes(
    rows: list[tuple[str, str]], delimiter: str
) -> None:
    data = b"".join(iter_csv(rows, [Column("a"), Column("b")], delimiter)).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(data, newline=""), delimiter=delimiter))[1:]
    bare = [
        [text.encode("utf-8", "replace").decode().replace("'", "") for text in row] for row in rows
    ]
    assert [[cell.replace("'", "") for cell in row] for row in found] == bare


@given(
    st.lists(
        st.text(st.characters() | st.sampled_from("=+-@'\"\t,; \0a1")) | st.none(), min_size=3
    ),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
)
def test_texts_that_hardly_repeat_are_written_like_all_others(
    texts: list[str | None], delimiter: str, guard_digits: bool
) -> None:
    rows = [texts, [NIP, *texts[1:]], ["800.2/00017/PDP/2025", "https://a.go.id/b-1", *texts[2:]]]
    usual, distinct = (
        b"".join(
            iter_csv(
                rows,
                [Column("a", distinct=kind) for _each in texts],
                delimiter,
                guard_digits=guard_digits,
            )
        )
        for kind in (False, True)
    )
    assert usual == distinct


def test_csv_streams_in_chunks_of_about_64_kilobytes() -> None:
    chunks = list(iter_csv([("x" * 500,)] * 1000, [Column("a")]))
    assert len(chunks) == 1 + 8
    assert max(map(len, chunks)) < 80_000


def test_a_row_of_another_length_is_a_bug_and_fails() -> None:
    with pytest.raises(ValueError, match="2 cells for 5 columns"):
        list(iter_csv([(1, 2)], COLUMNS))


def test_the_memory_of_texts_is_bounded() -> None:
    tracemalloc.start()
    try:
        assert (
            sum(1 for _ in iter_csv(((f"{n:018d}",) for n in range(50_000)), [Column("a")])) > 300
        )
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_jsonl_keeps_order_and_letters() -> None:
    stream = io.BytesIO()
    write_jsonl([{"b": "Jawa – é", "a": None}, {"b": 1}], stream)
    assert stream.getvalue().decode() == '{"b":"Jawa – é","a":null}\n{"b":1}\n'
    assert list(iter_jsonl([])) == []
