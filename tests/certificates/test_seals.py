"""What the history seals of a certificate stays what it was, whatever columns come later."""

from datetime import UTC, date, datetime

import pytest

from elearning.certificates.models import Certificate
from elearning.certificates.seals import ADDED, seal_of, sealed_values

#: The digest of `old_certificate`, made before agencies had templates.
OLD = "3be497f7d36b2ca405ec61334834726a2bebdcd71fdccbe4e6b2011c4205739f"


def old_certificate() -> Certificate:
    """A certificate as it was before agencies had templates: later columns are empty."""
    empty = dict.fromkeys(ADDED, "")
    return Certificate(
        organiser_id=7,
        year=2025,
        serial=12,
        number="800.2/0012/PC/BKPSDM/2025",
        code="K7QF3MTX9WDAB2C4E5F6G7H2J3",
        check_code="K7QF3MTX9W",
        issued_at=datetime(2025, 11, 22, 3, 0, tzinfo=UTC),
        issued_on=date(2025, 11, 22),
        place="Contoh",
        letterhead="Pemerintah Kabupaten Contoh",
        letterhead_unit="BKPSDM",
        legal_basis="",
        verify_url="https://belajar.contoh.go.id/verifikasi/K7QF3MTX9WDAB2C4E5F6G7H2J3",
        minutes_per_jp=45,
        signatory_prefix="",
        signatory_position="Kepala BKPSDM",
        signatory_name="Dr. Ratna Contoh, M.Si.",
        signatory_rank="Pembina Utama Muda, IV/c",
        signatory_nip="197002121995032001",
        **empty,
    )


def test_columns_that_came_later_leave_old_seals_as_they_were() -> None:
    assert seal_of(old_certificate()) == OLD


@pytest.mark.parametrize("name", ADDED)
def test_what_is_printed_from_a_later_column_is_sealed(name: str) -> None:
    certificate = old_certificate()
    setattr(certificate, name, "Jalan Contoh 1")
    assert sealed_values(certificate)[name] == "Jalan Contoh 1"
    assert seal_of(certificate) != OLD
