"""Names in three parts, ranks and legal standings, as SIASN writes them."""

import pytest

from elearning.accounts.names import calling_name, full_name, split_name
from elearning.accounts.ranks import PNS_RANKS, PPPK_RANKS, rank_label, rank_of, ranks_of
from elearning.accounts.standings import STANDINGS, standing_of


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (("Dr.", "Contoh Lestari", "S.Kom., M.T."), "Dr. Contoh Lestari, S.Kom., M.T."),
        (("", "Sutrisno", ""), "Sutrisno"),
        (("Ir.", "Sutrisno", ""), "Ir. Sutrisno"),
        (("", "Sutrisno", ", S.E."), "Sutrisno, S.E."),
        ((" ", "Sutrisno ", " "), "Sutrisno"),
    ],
)
def test_a_name_is_printed_with_its_titles(parts: tuple[str, str, str], printed: str) -> None:
    assert full_name(*parts) == printed


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Sutrisno", "Sutrisno"),
        ("Bagus Adi Nugroho", "Bagus"),
        ("Ni Putu Ayu Lestari", "Putu"),
        ("I Made Contoh", "Made"),
        ("M. Contoh Ali", "Contoh"),
        ("Al", "Al"),
        ("", ""),
    ],
)
def test_a_person_is_greeted_by_a_word_that_can_be_called_out(name: str, greeted: str) -> None:
    assert calling_name(name) == greeted


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dra. Contoh Lestari, M.AP.", ("Dra.", "Contoh Lestari", "M.AP.")),
        (
            "Prof. Dr. Ir. H. Budi Contoh, S.H., M.H.",
            ("Prof. Dr. Ir. H.", "Budi Contoh", "S.H., M.H."),
        ),
        ("M. Contoh S.Kom M.T", ("", "M. Contoh", "S.Kom, M.T")),
        ("Sutrisno", ("", "Sutrisno", "")),
        ("Dr. (H.C.) Contoh", ("Dr. (H.C.)", "Contoh", "")),
        ("dr.  Contoh,Sp.PD", ("dr.", "Contoh", "Sp.PD")),
        ("DR. CONTOH LESTARI, MM", ("DR.", "CONTOH LESTARI", "MM")),
        ("H Contoh", ("", "H Contoh", "")),
        ("Contoh A.Md.Kom., S.E.", ("", "Contoh", "A.Md.Kom., S.E.")),
        ("Dr.", ("", "Dr.", "")),
        ("", ("", "", "")),
    ],
)
def test_a_name_in_one_column_is_split_as_well_as_can_be(
    text: str, parts: tuple[str, str, str]
) -> None:
    assert split_name(text) == parts


def test_the_tables_of_ranks_are_complete() -> None:
    assert len(PNS_RANKS) == 17
    assert len(PPPK_RANKS) == 17
    assert ranks_of("CPNS") == tuple(PNS_RANKS)
    assert ranks_of("PPPK Paruh Waktu") == PPPK_RANKS


def test_a_pns_has_pangkat_and_golongan_a_pppk_a_numeral_only() -> None:
    assert rank_label("PNS", "III/a") == "Penata Muda, III/a"
    assert rank_label("PPPK", "IX") == "IX"
    assert rank_label("PPPK", "IV") == "IV"
    assert rank_label("PNS", "") == ""


@pytest.mark.parametrize(
    ("status", "text", "rank"),
    [
        *[("PNS", text, "III/a") for text in ("III/a", "IIIa", "III A", "iii/A", "III-a")],
        ("CPNS", "Penata Muda, III/a", "III/a"),
        ("PNS", "Pembina Utama (IV/e)", "IV/e"),
        *[("PPPK", text, "IX") for text in ("IX", "ix", "Gol. IX", "Golongan IX", "(IX)")],
        *[("PNS", text, None) for text in ("IX", "III/e", "V/a", "Penata Muda", "")],
        *[("PPPK", text, None) for text in ("III/a", "XVIII", "IIII", "9")],
    ],
)
def test_a_rank_is_known_by_its_golongan(status: str, text: str, rank: str | None) -> None:
    assert rank_of(status, text) == rank


def test_a_legal_standing_is_known_by_code_and_name() -> None:
    assert len(STANDINGS) == 31
    assert [standing_of(text) for text in ("01", "1", "aktif", "Tugas Belajar ")] == [
        *("01", "01", "01", "03")
    ]
    assert standing_of("Sibuk") is None
