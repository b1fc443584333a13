"""JP are suggested by the setting; titles are alike when only empty words differ."""

from datetime import date

import pytest

from elearning.core.settings import Settings
from elearning.development.conversion import GROUNDS, rules_of, suggested_jp
from elearning.development.likeness import are_alike
from elearning.records.activity_types import ACTIVITY_TYPES

RULES = rules_of(Settings().jp_conversion)


@pytest.mark.parametrize(
    ("code", "days", "jp"),
    [("9", 1, 4), ("9", 3, 12), ("20", 5, 10), ("14", 9, 2), ("23", 2, 4), ("8", 2, None)],
)
def test_the_table_counts_days_sessions_and_activities(code: str, days: int, jp: int) -> None:
    assert suggested_jp(RULES, code, date(2025, 11, 3), date(2025, 11, 2 + days)) == jp


def test_every_figure_says_what_it_rests_on() -> None:
    assert set(RULES) <= set(GROUNDS) <= set(ACTIVITY_TYPES)


@pytest.mark.parametrize("text", ["9:4", "9:4/tahun", "9:x/hari"])
def test_a_setting_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        rules_of(text)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Bimtek Arsip Dinamis", "Bimbingan Teknis Arsip Dinamis", True),
        ("Pelatihan Arsip-Dinamis", "PELATIHAN ARSIP DINAMIS", True),
        ("Manajemen Risiko", "Manajemen Risiko Sektor Publik", False),
        ("Pelatihan Keuangan Daerah", "Pelatihan Pelayanan Prima", False),
        ("Seminar", "Webinar", False),
    ],
)
def test_titles_are_compared_by_their_subject(one: str, other: str, alike: bool) -> None:
    assert are_alike(one, other) is alike
