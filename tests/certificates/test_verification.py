"""Anyone can check a certificate; nobody learns more than it prints, and nobody can guess."""

from datetime import timedelta

import pytest

from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.learning.completion.operations import advance
from elearning.learning.enrolment.operations import confirm_data, enrol, finish_item
from tests.factories import NOW, make_course, make_lesson, make_person, make_unit, work
from tests.visitor import Visitor


@pytest.fixture
def certificate(app: Application) -> Certificate:
    """The certificate of a completed course."""
    with work(app):
        agency = make_unit(name="Pemerintah Kabupaten Contoh")
        person = make_person(agency, name="Contoh Lestari", nip="198503172010011987")
        enrolment = enrol(
            person, make_course(make_lesson(), title="Pelatihan Uji"), NOW - timedelta(days=2)
        )
        confirm_data(enrolment, NOW)
        finish_item(enrolment, "satu", NOW)
        advance(enrolment, NOW)
        return db.session.query(Certificate).one()


def test_the_code_of_the_qr_shows_what_is_printed_and_nothing_more(
    app: Application, certificate: Certificate
) -> None:
    page = Visitor(app).open(f"/verifikasi/{certificate.code}")
    assert page.status == 200
    for printed in (certificate.number, "Contoh Lestari", "Pelatihan Uji", "4 JP", "Berlaku"):
        assert printed in page.text
    for private in ("Analis Kebijakan", "Penata Muda", "19850317"):
        assert private not in page.text


def test_an_unknown_code_says_so(app: Application) -> None:
    page = Visitor(app).open("/verifikasi/TIDAKADA")
    assert page.status == 404
    assert "Sertifikat tidak ditemukan" in page.text


def test_number_and_check_code_together_verify(app: Application, certificate: Certificate) -> None:
    code = certificate.check_code
    typed = f"{code[:5]}-{code[5:]}".lower()
    page = (
        Visitor(app)
        .open("/verifikasi/")
        .send("/verifikasi/", number=certificate.number, check_code=typed)
    )
    assert "Sertifikat ini berlaku" in page.text


def test_a_number_typed_small_and_with_blanks_verifies(
    app: Application, certificate: Certificate
) -> None:
    typed = f" {certificate.number.lower().replace('/', ' / ')}"
    page = Visitor(app).open("/verifikasi/")
    page.send("/verifikasi/", number=typed, check_code=certificate.check_code)
    assert "Sertifikat ini berlaku" in page.text


def test_a_mistyped_code_leaves_what_was_typed(app: Application, certificate: Certificate) -> None:
    page = Visitor(app).open("/verifikasi/")
    page.send("/verifikasi/", number=certificate.number, check_code="AAAAAAAAAA")
    assert page.status == 404
    assert page.page.find("input", {"name": "number", "value": certificate.number})
    assert page.page.find("input", {"name": "check_code", "value": "AAAAAAAAAA"})


def test_a_number_alone_verifies_nothing(app: Application, certificate: Certificate) -> None:
    page = (
        Visitor(app)
        .open("/verifikasi/")
        .send("/verifikasi/", number=certificate.number, check_code="AAAAAAAAAA")
    )
    assert page.status == 404
    assert "Contoh Lestari" not in page.text


def test_an_empty_form_says_what_is_missing(app: Application) -> None:
    page = Visitor(app).open("/verifikasi/").send("/verifikasi/", number="", check_code="")
    assert page.status == 422
    assert "Isi nomor sertifikat seperti yang tercetak." in page.text


def test_guessing_is_throttled(app: Application, certificate: Certificate) -> None:
    visitor = Visitor(app)
    statuses = [visitor.open(f"/verifikasi/KODE{n}").status for n in range(25)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert "kode salah dari jaringan Anda" in visitor.text
    assert "slip aktivasi" not in visitor.text
    guess = {"number": certificate.number, "check_code": certificate.check_code}
    assert Visitor(app).open("/verifikasi/").send("/verifikasi/", **guess).status == 429
    assert Visitor(app).open(f"/verifikasi/{certificate.code}").status == 200


def test_a_replaced_certificate_names_the_new_number(
    app: Application, certificate: Certificate
) -> None:
    with work(app):
        held = db.session.get(Certificate, certificate.id)
        assert held is not None
        held.status, held.replaced_by_id = "replaced", held.id
        held.status_at, held.status_reason = NOW, "data"
    page = Visitor(app).open(f"/verifikasi/{certificate.code}")
    assert "Sertifikat ini telah diganti" in page.text
    assert f"yang bernomor {certificate.number}. Diganti pada " in page.text
    assert "Alasan: Data tercatat keliru." in page.text


def test_the_pdf_is_the_same_bytes_every_time(app: Application, certificate: Certificate) -> None:
    owner = Visitor(app).sign_in(owner_of(app, certificate))
    first = owner.client.get(f"/sertifikat/{certificate.id}.pdf").data
    again = owner.client.get(f"/sertifikat/{certificate.id}.pdf").data
    assert first.startswith(b"%PDF")
    assert first == again


def test_no_cache_keeps_the_pdf(app: Application, certificate: Certificate) -> None:
    owner = Visitor(app).sign_in(owner_of(app, certificate))
    answer = owner.client.get(f"/sertifikat/{certificate.id}.pdf")
    assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_else_gets_the_pdf(app: Application, certificate: Certificate) -> None:
    with work(app):
        other = make_person().nip
    assert other is not None
    visitor = Visitor(app).sign_in(other)
    assert visitor.open(f"/sertifikat/{certificate.id}.pdf").status == 404
    assert visitor.open("/sertifikat/999999.pdf").status == 404
    assert visitor.open(f"/sertifikat/{'9' * 30}.pdf").status == 404


def owner_of(app: Application, certificate: Certificate) -> str:
    """Return the NIP printed on a certificate."""
    from elearning.certificates.queries import proof

    with app.app_context():
        found = proof(certificate.id)
        assert found is not None
        return found.completion.nip
