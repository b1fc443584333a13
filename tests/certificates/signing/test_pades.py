"""The agency's own key signs a PDF, which stays what it was: PDF/A, PDF/UA and every byte before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from elearning.certificates.pdf import render
from elearning.certificates.signing.adapter import sign
from elearning.certificates.signing.credentials import Credentials
from elearning.certificates.signing.failures import SigningFailed
from elearning.certificates.signing.inspection import signatures_of
from elearning.core.settings import Settings
from tests.certificates.signing.authority import (
    PASSPHRASE,
    WRONG,
    authority,
    certified,
    packed,
    root_pem,
)
from tests.certificates.signing.desks import key_of
from tests.certificates.specimens import USUAL

PDF = render(USUAL)
TYPED = Credentials(PASSPHRASE)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that sign with a key of the tests' authority."""
    return Settings(signing="pades", signing_pkcs12=key_of(tmp_path))


def signed(settings: Settings, typed: Credentials = TYPED, organiser: str = "") -> bytes:
    """Return the specimen signed now."""
    return sign(PDF, settings, typed, datetime.now(UTC), organiser)


def test_the_signature_is_whole_and_its_chain_ends_at_the_root(settings: Settings) -> None:
    (found,) = signatures_of(signed(settings), root_pem())
    assert found.signer == "Dr. Ratna Contoh, M.Si."
    assert found.issuer == "Otoritas Uji"
    assert found.is_whole
    assert found.is_trusted


def test_without_its_root_a_signature_is_whole_but_not_trusted(settings: Settings) -> None:
    (found,) = signatures_of(signed(settings))
    assert found.is_whole
    assert not found.is_trusted


def test_a_changed_byte_or_an_addition_breaks_the_signature(settings: Settings) -> None:
    pdf = signed(settings)
    place = pdf.index(b"stream") + 40
    changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    for each in (changed, pdf + b"\n% tambahan\n"):
        assert not signatures_of(each)[0].is_whole


def test_signing_only_adds_behind_a_new_line(settings: Settings) -> None:
    assert not PDF.endswith(b"\n")
    assert signed(settings).startswith(PDF + b"\n")


def test_the_metadata_that_names_pdf_a_and_pdf_ua_stays_as_it_is(settings: Settings) -> None:
    with pikepdf.open(BytesIO(PDF)) as before, pikepdf.open(BytesIO(signed(settings))) as after:
        metadata = after.Root.Metadata.read_bytes()
        assert metadata == before.Root.Metadata.read_bytes()
        assert b"<pdfaid:part>2<" in metadata
        assert b"<pdfuaid:part>1<" in metadata
        assert after.docinfo == before.docinfo
        assert after.Root.MarkInfo == before.Root.MarkInfo
        assert after.Root.StructTreeRoot.objgen == before.Root.StructTreeRoot.objgen


def test_the_signature_field_has_a_name_and_stands_outside_the_page(settings: Settings) -> None:
    with pikepdf.open(BytesIO(signed(settings))) as document:
        (field,) = document.Root.AcroForm.Fields
        assert str(field.TU) == "Tanda tangan elektronik"
        assert all(int(each) < 0 for each in field.Rect)
        assert int(field.F) & 0b100  # printed, as PDF/A asks
        assert not int(field.F) & 0b10  # not hidden, which PDF/A forbids
        assert document.pages[0].Tabs == "/S"


def test_a_wrong_passphrase_is_refused_and_not_repeated(settings: Settings) -> None:
    with pytest.raises(SigningFailed) as refused:
        signed(settings, Credentials(WRONG))
    assert refused.value.code == "passphrase"
    assert WRONG not in repr(refused.value) + repr(Credentials(WRONG))
    assert refused.value.__suppress_context__


def test_an_expired_certificate_signs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lama.p12"
    until = datetime.now(UTC) - timedelta(days=1)
    path.write_bytes(packed(certified("Pejabat Lama", authority(), until=until)))
    with pytest.raises(SigningFailed) as refused:
        signed(Settings(signing="pades", signing_pkcs12=str(path)))
    assert refused.value.code == "expired"


@pytest.mark.parametrize("path", ["", "tidak/ada.p12"])
def test_a_key_that_is_not_there_is_the_operators_matter(settings: Settings, path: str) -> None:
    with pytest.raises(SigningFailed) as refused:
        signed(replace(settings, signing_pkcs12=path))
    assert refused.value.code == "setup"


def test_each_organiser_may_have_a_key(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "kunci.p12").rename(tmp_path / "BKPSDM.p12")
    folder = replace(settings, signing_pkcs12=str(tmp_path))
    assert signatures_of(signed(folder, organiser="BKPSDM"))
    for other in ("DINKES", "../BKPSDM"):
        with pytest.raises(SigningFailed) as refused:
            signed(folder, organiser=other)
        assert refused.value.code == "setup"
