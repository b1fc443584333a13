"""An uploaded PDF: ours and unchanged, changed, or not ours; whatever it is, nothing of it stays."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import monotonic
from zlib import compress

import pikepdf
import pytest
from sqlalchemy import true

from elearning.accounts import guessing
from elearning.certificates import forms, pdf_reading
from elearning.certificates.certificate_signatures import CERTIFICATES
from elearning.certificates.models import Certificate
from elearning.certificates.pdf import render
from elearning.certificates.signables import Queue
from elearning.certificates.signature_work import Batch, sign_waiting
from elearning.certificates.signing.credentials import Credentials
from elearning.certificates.signing.pades import pades_signer
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from elearning.development import file_views
from tests.certificates.signing.authority import PASSPHRASE, authority, certified, packed
from tests.certificates.signing.desks import (
    certificates,
    key_of,
    make_waiting,
    roots_of,
    signing_app,
)
from tests.certificates.specimens import USUAL
from tests.factories import NOW, work
from tests.visitor import Visitor

FORM, DOOR = "/verifikasi/", "/verifikasi/berkas"


@pytest.fixture
def signing(app: Application, tmp_path: Path) -> Application:
    """The application with one certificate that waits for its signature."""
    app = signing_app(
        app, signing="pades", signing_pkcs12=key_of(tmp_path), signing_roots=roots_of(tmp_path)
    )
    make_waiting(app)
    return app


def issued(app: Application) -> bytes:
    """Return the certificate's PDF as its owner downloads it."""
    from elearning.certificates import queries
    from elearning.certificates.printing import issued_pdf

    (held,) = certificates(app)
    with app.app_context():
        proof = queries.proof(held.id)
        assert proof is not None
        return issued_pdf(proof)


def signed(app: Application) -> bytes:
    """Sign what waits and return it."""
    with app.app_context():
        batch = Batch(app.extensions["settings"], Credentials(PASSPHRASE), None)
        assert sign_waiting([Queue(CERTIFICATES, true())], batch).signed == 1
    return issued(app)


def checked(app: Application, content: bytes, name: str = "sertifikat.pdf") -> Visitor:
    """Upload a file without an account."""
    visitor = Visitor(app).open(FORM)
    return visitor.send(DOOR, berkas=(BytesIO(content), name))


def set_state(app: Application, **values: object) -> None:
    """Change the state of the one certificate."""
    with work(app):
        held = db.session.query(Certificate).one()
        for name, value in values.items():
            setattr(held, name, value)


def resaved(pdf: bytes) -> bytes:
    """Return a PDF written anew, as an editor does."""
    with pikepdf.open(BytesIO(pdf)) as document:
        document.docinfo["/Title"] = "Sertifikat orang lain"
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def test_an_issued_file_is_valid_and_unchanged(signing: Application) -> None:
    page = checked(signing, issued(signing))
    assert page.status == 200
    assert "Sertifikat ini berlaku" in page.text
    assert "Berkas ini sama persis dengan yang diterbitkan" in page.text
    assert "Contoh Lestari 0" in page.text


def test_the_signed_file_says_who_signed_it_and_that_it_is_whole(signing: Application) -> None:
    page = checked(signing, signed(signing))
    assert "Berkas ini sama persis dengan yang diterbitkan" in page.text
    assert "Dr. Ratna Contoh, M.Si. Utuh, dari penerbit tepercaya" in page.text


def test_without_a_trusted_root_it_is_the_agencys_own_certificate(
    app: Application, tmp_path: Path
) -> None:
    app = signing_app(app, signing="pades", signing_pkcs12=key_of(tmp_path))
    make_waiting(app)
    page = checked(app, signed(app))
    assert "Utuh, dengan sertifikat elektronik milik instansi" in page.text


def test_the_copy_from_before_the_signature_stays_valid(signing: Application) -> None:
    before = issued(signing)
    signed(signing)
    page = checked(signing, before)
    assert "Sertifikat ini berlaku" in page.text
    assert "salinan ini diunduh sebelum ditandatangani" in page.text


@pytest.mark.parametrize("changed", [lambda pdf: pdf + b"\n%\n", resaved])
def test_a_changed_file_shows_what_was_issued(signing: Application, changed: object) -> None:
    assert callable(changed)
    page = checked(signing, changed(issued(signing)))
    assert page.status == 200
    assert "Berkas ini sudah diubah" in page.text
    assert "Contoh Lestari 0" in page.text
    assert "Sertifikat ini berlaku" not in page.text


def test_a_change_behind_the_signature_breaks_it_visibly(signing: Application) -> None:
    page = checked(signing, signed(signing) + b"\n% lain\n")
    assert "Berkas ini sudah diubah" in page.text
    assert "Rusak: berkas diubah setelah ditandatangani" in page.text


def test_without_its_link_the_printed_number_and_check_code_find_the_record(
    signing: Application,
) -> None:
    with pikepdf.open(BytesIO(issued(signing))) as document:
        del document.pages[0]["/Annots"]
        out = BytesIO()
        document.save(out)
    assert "Berkas ini sudah diubah" in checked(signing, out.getvalue()).text


def test_another_platforms_certificate_is_not_ours(signing: Application) -> None:
    from elearning.certificates.pdf import render

    page = checked(signing, render(USUAL))
    assert page.status == 404
    assert "Berkas ini bukan berasal dari platform ini" in page.text
    assert "Siti Contoh" not in page.text


def test_a_revoked_certificates_own_file_is_revoked_with_its_reason(signing: Application) -> None:
    pdf = issued(signing)
    set_state(signing, status="revoked", status_at=NOW, status_reason="Terbit keliru.")
    for content in (pdf, resaved(pdf)):
        page = checked(signing, content)
        assert "Sertifikat ini telah dicabut" in page.text
        assert "Alasan: Terbit keliru." in page.text
        assert "Sertifikat ini berlaku" not in page.text


def test_a_replaced_certificates_own_file_names_the_new_number(signing: Application) -> None:
    pdf = issued(signing)
    (held,) = certificates(signing)
    set_state(signing, status="replaced", status_at=NOW, replaced_by_id=held.id)
    page = checked(signing, pdf)
    assert "Sertifikat ini telah diganti" in page.text
    assert held.number in page.text


def bomb() -> bytes:
    """Return a small PDF whose page unpacks to a gigabyte."""
    packed = compress(compress(b"\0" * 1_000_000_000, 9), 9)
    return one_page(b"<</Filter[/FlateDecode/FlateDecode]", packed)


def endless() -> bytes:
    """Return a small PDF whose page has millions of words."""
    return one_page(b"<</Filter/FlateDecode", compress(b"BT /F 9 Tf " + b"(a) Tj " * 4_000_000, 9))


def one_page(filters: bytes, packed: bytes, letters: bytes = b"") -> bytes:
    """Return a PDF of one page; letters: what the font says that the letter X means, in hexadecimal."""
    table = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <58> <%b> endbfchar"
    unicode = table % letters
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 5 0 R>>>>>>",
        filters + b"/Length %d>>stream\n" % len(packed) + packed + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n" % len(unicode) + unicode + b"\nendstream",
    ]
    body, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj" % number + part + b"\nendobj\n"
    lines = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 7\n0000000000 65535 f \n" + lines
    return body + end + b"trailer<</Root 1 0 R/Size 7>>\nstartxref\n%d\n%%%%EOF" % len(body)


@pytest.mark.parametrize("letters", [b"0000", b"D800"], ids=["nul", "half"])
def test_a_forged_font_yields_no_number_that_a_database_refuses(
    each_app: Application, letters: bytes
) -> None:
    words = b"BT /F 9 Tf (Nomor 80X0.2/1 Kode ABCDE-FGHJK) Tj ET"
    honest, forged = (one_page(b"<<", words, each) for each in (b"0038", letters))
    content = pdf_reading.content_of(honest)
    assert content is not None
    assert content.printed == [("8080.2/1", "ABCDEFGHJK")]
    assert checked(each_app, forged).status == 404


def test_a_signers_name_and_clock_can_be_shown_whatever_they_are(tmp_path: Path) -> None:
    holder = certified("Ratna\n\x1b[2J" + "a" * 40, authority())
    path = tmp_path / "aneh.p12"
    path.write_bytes(packed(holder))
    settings, at = Settings(signing="pades", signing_pkcs12=str(path)), datetime.now(UTC)
    pdf = pades_signer(settings, Credentials(PASSPHRASE), at, "").sign(render(USUAL))
    content = pdf_reading.content_of(pdf)
    assert content is not None
    assert content.signatures[0].signer.startswith("Ratna\ufffd\ufffd[2J")


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"[" * 500_000,
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>",
        bomb(),
        endless(),
    ],
    ids=["empty", "nested", "circular", "bomb", "endless"],
)
def test_a_hostile_file_is_told_in_a_sentence_and_soon(app: Application, content: bytes) -> None:
    begin = monotonic()
    page = checked(app, content)
    assert monotonic() - begin < pdf_reading.SECONDS + 1
    assert page.status in {404, 422}
    assert "Berkas tidak dapat dibaca" in page.text or "bukan sertifikat" in page.text


def test_a_locked_file_cannot_be_read(signing: Application) -> None:
    with pikepdf.open(BytesIO(issued(signing))) as document:
        out = BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    page = checked(signing, out.getvalue())
    assert page.status == 422
    assert "Berkas tidak dapat dibaca" in page.text


def test_what_is_no_pdf_or_too_large_is_not_even_looked_at(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LARGEST_FILE", 1000)
    for content, sentence in (
        (b"GIF89a", "Berkas ini bukan PDF."),
        (b"%PDF-1.7\n" + b" " * 1000, "Berkas lebih besar dari 2 MB."),
    ):
        page = checked(app, content)
        assert page.status == 422
        assert sentence in page.text


def test_nothing_of_a_file_is_stored(signing: Application) -> None:
    folder: Path = signing.extensions["settings"].data_dir
    pdf = resaved(issued(signing))
    before = {path for path in folder.rglob("*") if path.is_file()}
    checked(signing, pdf)
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_codes_guessed_by_files_are_throttled_like_others(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "WRONG_CODES", 2)
    pdf = render(USUAL)
    assert [checked(app, pdf).status for _ in range(2)] == [404, 429]
    assert Visitor(app).open("/verifikasi/KODE").status == 429


def test_files_are_throttled(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_views, "FILES", 2)
    assert [checked(app, b"%PDF-1.7").status for _ in range(3)] == [422, 422, 429]


def test_a_reader_that_takes_too_long_is_given_up(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_reading, "SECONDS", 0.01)
    assert checked(app, b"%PDF-1.7").status == 422


def test_only_the_page_that_verifies_may_use_the_camera(app: Application) -> None:
    for address, allowed in ((FORM, "camera=(self)"), ("/", "camera=()")):
        page = Visitor(app).open(address)
        assert page.response is not None
        assert allowed in page.response.headers["Permissions-Policy"]
        assert re.search(r"microphone=\(\)", page.response.headers["Permissions-Policy"])
