"""Words as search knows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.courses.search.stems import LONGEST, MOST_WORDS, WORD, asked_stems, stem, stems
from elearning.courses.search.trigrams import least_shared, trigrams


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pegawai", "Kepegawaian"),
        ("pelayanan", "melayani"),
        ("PENGADUAN", "mengadukan"),
        ("syarat", "persyaratan"),
        ("résumé", "resume"),
    ],
)
def test_relatives_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_different_words_keep_different_stems() -> None:
    assert stem("pegawai") != stem("pelayanan")


@given(st.text(max_size=300))
def test_every_word_of_any_text_has_one_stem_without_a_blank(text: str) -> None:
    found = stems(text)
    assert len(found) == len(WORD.findall(text))
    assert all(each and " " not in each and len(each) <= LONGEST for each in found)


def test_function_words_ask_for_nothing() -> None:
    assert asked_stems("yang dan di untuk, the of") == []
    assert asked_stems("standar untuk pelayanan") == ["standar", "layan"]


def test_a_word_asked_twice_is_asked_once() -> None:
    assert asked_stems("layanan pelayanan melayani") == ["layan"]


def test_a_long_question_asks_for_its_first_words() -> None:
    assert len(asked_stems(" ".join(f"kata{n}" for n in range(5_000)))) == MOST_WORDS


def test_a_typing_error_keeps_most_trigrams() -> None:
    asked = trigrams("pelayannan publk")
    shared = set(asked) & set(trigrams("Pelayanan Publik Digital"))
    assert len(shared) >= least_shared(len(asked))


def test_another_title_shares_too_few_trigrams() -> None:
    asked = trigrams("pelayannan publk")
    shared = set(asked) & set(trigrams("Manajemen Risiko Sektor"))
    assert len(shared) < least_shared(len(asked))
