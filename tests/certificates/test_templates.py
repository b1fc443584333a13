"""How an organiser's certificates look: chosen from a day on, frozen when a certificate is issued."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import grant
from elearning.certificates.logos import LONGEST_SIDE, logo_png
from elearning.certificates.models import Certificate, CertificateCounter, CertificateTemplate
from elearning.certificates.numbering import fault_in
from elearning.certificates.policy import arranges_certificates, can_arrange, organised_by
from elearning.certificates.printing import stored_pdf
from elearning.certificates.queries import proof
from elearning.certificates.template_operations import (
    Look,
    Signing,
    appoint,
    change_signatory,
    pattern_fault,
    remove_signatory,
    save_template,
)
from elearning.core import files
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.settings import Settings
from tests.certificates.specimens import make_logo
from tests.factories import NOW, make_completion, make_course, make_person, make_unit, work
from tests.statements import statements
from tests.visitor import Visitor

DAY = date(2025, 11, 22)
DEFAULT = Settings().certificate_number
DRESSED = Look(
    valid_from=DAY,
    letterhead="Pemerintah Kota Uji",
    letterhead_address="Jalan Uji 1\nTelepon 555",
    legal_basis="UU 20/2023\nPP 11/2017",
    place="Uji",
    number_pattern="{urut:03d}/SERT/{bulan}/{tahun}",
    electronic_notice="Ditandatangani secara elektronik.",
    left_out="rank",
)
SIGNING = Signing(DAY, None, "Plt.", "Kepala Badan", "Dr. Uji, M.Si.", "Pembina, IV/a", "")


def certificate_of(person: Person, course: Any = None) -> Certificate:
    """Complete a course and return the certificate."""
    done = make_completion(person, course or make_course(), NOW)
    return db.session.scalars(select(Certificate).where(Certificate.completion_id == done.id)).one()


def test_a_certificate_freezes_its_organisers_template(each_app: Application) -> None:
    with work(each_app):
        unit, by = make_unit(), make_person()
        logo = files.store(make_logo())
        save_template(unit, replace(DRESSED, logo_digest=logo), DEFAULT, by.id, NOW)
        appoint(unit, SIGNING, by.id, NOW)
        issued = certificate_of(make_person(unit))
        assert (issued.number, issued.place) == ("001/SERT/XI/2025", "Uji")
        assert issued.letterhead == "Pemerintah Kota Uji"
        assert issued.letterhead_unit == unit.name
        assert issued.letterhead_address == "Jalan Uji 1\nTelepon 555"
        assert issued.legal_basis == "UU 20/2023\nPP 11/2017"
        assert (issued.logo_digest, issued.left_out) == (logo, "rank")
        assert (issued.signatory_prefix, issued.signatory_name) == ("Plt.", "Dr. Uji, M.Si.")


def test_without_a_template_the_settings_rule(app: Application) -> None:
    with work(app):
        unit = make_unit(code="DINAS")
        issued = certificate_of(make_person(unit))
        assert issued.number == "800.2/0001/PC/DINAS/2025"
        assert (issued.letterhead_address, issued.logo_digest, issued.left_out) == ("", "", "")
        assert (issued.signatory_name, issued.place) == ("", "Contoh")


def test_the_template_that_began_last_counts(app: Application) -> None:
    with work(app):
        unit, by = make_unit(), make_person()
        later = replace(DRESSED, valid_from=DAY + timedelta(1), place="Nanti")
        for look in (later, replace(DRESSED, place="Dahulu"), DRESSED):
            save_template(unit, look, DEFAULT, by.id, NOW)
        assert certificate_of(make_person(unit)).place == "Uji"


def test_a_change_never_touches_what_is_issued(each_app: Application) -> None:
    with work(each_app):
        unit, by = make_unit(), make_person()
        logo = files.store(make_logo())
        save_template(unit, replace(DRESSED, logo_digest=logo), DEFAULT, by.id, NOW)
        signatory = appoint(unit, SIGNING, by.id, NOW)
        key = certificate_of(make_person(unit)).id
        unprinted = certificate_of(make_person(unit)).id
    before = printed(each_app, key)
    with work(each_app):
        unit = db.session.get_one(Unit, unit.id)
        save_template(unit, replace(DRESSED, place="Lain", left_out=""), DEFAULT, by.id, NOW)
        change_signatory(unit, signatory, replace(SIGNING, name="Orang Lain"), by.id, NOW)
        remove_signatory(unit, signatory, by.id, NOW)
    assert printed(each_app, key) == before
    with each_app.app_context():
        frozen = db.session.get_one(Certificate, unprinted)
        assert (frozen.place, frozen.signatory_name) == ("Uji", "Dr. Uji, M.Si.")


def printed(app: Application, key: int) -> bytes:
    """Return a certificate's bytes."""
    with app.app_context():
        found = proof(key)
        assert found is not None
        return stored_pdf(found)


def test_a_lost_logo_blocks_no_certificate(app: Application) -> None:
    with work(app):
        unit, by = make_unit(), make_person()
        save_template(unit, replace(DRESSED, logo_digest="0" * 64), DEFAULT, by.id, NOW)
        key = certificate_of(make_person(unit)).id
    assert printed(app, key).startswith(b"%PDF-")


def test_numbers_that_would_meet_are_told_apart(each_app: Application) -> None:
    """The page refuses such patterns; what the settings make of two units of one code is marked."""
    with work(each_app):
        one = certificate_of(
            make_person(make_unit(code="SAMA", organiser_name="")), course := make_course()
        )
        other = certificate_of(make_person(make_unit(code="SAMA", organiser_name="")), course)
        assert other.number == f"{one.number}/{other.organiser_id}-1"


def test_a_spoilt_setting_blocks_no_completion(app: Application) -> None:
    settings = Settings(data_dir=app.extensions["settings"].data_dir, certificate_number="{nomor}")
    app.extensions["settings"] = settings
    with work(app):
        assert certificate_of(make_person(make_unit(code="X"))).number == "800.2/0001/PC/X/2025"


@pytest.mark.parametrize(
    "pattern",
    [
        *("", "{tahun}", "{urut}", "{urut}{tahun}", "{kode}1{urut}/{tahun}", "{urut/{tahun}"),
        *("{urut}/{tahun}/{nip}", "{urut:x}/{tahun}", "{urut!r}/{tahun}", "{urut}/{tahun:04d}"),
        *("{urut}/{tahun}\n", "{urut}/{tahun}?", "{urut.__class__}/{tahun}", "{}/{urut}/{tahun}"),
        "{urut:09999999d}/{tahun}",
    ],
)
def test_a_pattern_that_could_repeat_a_number_is_refused(app: Application, pattern: str) -> None:
    with app.test_request_context():
        assert fault_in(pattern)


@pytest.mark.parametrize(
    "pattern", ["{urut}/{tahun}", "800.2/{urut:04d}/{kode}/{unit}/{bulan}/{tahun}", DEFAULT]
)
def test_a_usual_pattern_is_taken(pattern: str) -> None:
    assert fault_in(pattern) is None


def test_two_organisers_cannot_number_alike(app: Application) -> None:
    with work(app):
        first, second, by = make_unit(name="Badan Satu"), make_unit(), make_person()
        save_template(first, DRESSED, DEFAULT, by.id, NOW)
        fault = pattern_fault("{urut}/SERT/{bulan}/{tahun}", second, DEFAULT)
        assert fault is not None
        assert "Badan Satu" in fault
        with pytest.raises(Refused):
            save_template(second, DRESSED, DEFAULT, by.id, NOW)
        assert pattern_fault("{urut}/SERT/{unit}/{tahun}", second, DEFAULT) is None
        assert pattern_fault(DRESSED.number_pattern, first, DEFAULT) is None


def test_a_last_day_before_the_first_is_refused(app: Application) -> None:
    with work(app), pytest.raises(Refused):
        appoint(make_unit(), replace(SIGNING, valid_until=DAY - timedelta(1)), 1, NOW)


def test_a_logo_is_drawn_anew_small_and_without_what_was_hidden() -> None:
    content = make_logo(900, "JPEG")
    drawn = Image.open(BytesIO(logo_png(content)))
    assert (drawn.format, max(drawn.size)) == ("PNG", LONGEST_SIDE)
    assert drawn.info == {}


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"]
)
def test_a_logo_is_a_picture(app: Application, content: bytes) -> None:
    with app.test_request_context(), pytest.raises(Refused):
        logo_png(content)


class Somebody(NamedTuple):
    """A person as policies see them."""

    roles: frozenset[str] = frozenset()
    hr_paths: tuple[str, ...] = ()
    is_authenticated: bool = True


def test_whose_certificates_a_person_arranges(app: Application) -> None:
    with work(app):
        agency, other = make_unit(), make_unit()
        department = make_unit(agency, "department", organiser_name="Dinas")
        units = (agency, department, other)
        for person, rights in (
            (Somebody(hr_paths=(agency.path,)), [True, True, False]),
            (Somebody(hr_paths=(department.path,)), [False] * 3),
            (Somebody(roles=frozenset({"admin"})), [True] * 3),
            (Somebody(roles=frozenset({"pengajar"})), [False] * 3),
        ):
            assert [can_arrange(person, unit) for unit in units] == rights
            found = set(db.session.scalars(select(Unit.id).where(organised_by(person))))
            assert [unit.id in found for unit in units] == rights
            assert arranges_certificates(person) == any(rights)
    assert not arranges_certificates(Somebody(is_authenticated=False))


def hr_visitor(app: Application) -> tuple[Visitor, str]:
    """Sign in kepegawaian of an agency; return the address of its certificates too."""
    with work(app):
        agency = make_unit(code="BKD")
        officer = make_person(agency)
        grant(officer, "kepegawaian", agency, NOW)
        address = f"/admin/sertifikat/{agency.id}"
    return Visitor(app).sign_in(str(officer.nip)), address


def test_hr_arranges_its_agencys_certificates_and_sees_them(each_app: Application) -> None:
    visitor, address = hr_visitor(each_app)
    assert "Belum lengkap" in visitor.open("/admin/sertifikat/").text
    visitor.open(f"{address}/penanda-tangan/baru").send(
        f"{address}/penanda-tangan/baru",
        awalan="a.n.",
        jabatan="Wali Kota Uji\r\nKepala Badan",
        nama="Dr. Uji, M.Si.",
        mulai="2020-01-01",
    )
    assert (visitor.status, visitor.address) == (200, address)
    logo = FileStorage(BytesIO(make_logo()), "logo.png")
    visitor.open(f"{address}/templat").send(
        f"{address}/templat", kop=" Pemerintah  Kota Uji ", logo=logo, pola="{urut}/{tahun}"
    )
    assert (visitor.status, visitor.address) == (200, address)
    assert "Tersimpan" in visitor.text
    preview = visitor.open(f"{address}/pratinjau.pdf").response
    assert preview is not None
    text = " ".join(PdfReader(BytesIO(preview.data)).pages[0].extract_text().split())
    for shown in (
        "Pemerintah Kota Uji",
        "Nomor 0/20",
        "a.n. Wali Kota Uji Kepala Badan,",
        "PRATINJAU",
    ):
        assert shown in text
    for side in (1, 2):
        picture = visitor.open(f"{address}/pratinjau-{side}.png").response
        assert picture is not None
        assert picture.data.startswith(b"\x89PNG")
    with each_app.app_context():
        assert db.session.scalars(select(CertificateCounter)).all() == []
        kept = db.session.scalars(select(CertificateTemplate)).one()
        assert files.path_of(kept.logo_digest).read_bytes().startswith(b"\x89PNG")
    visitor.open(f"{address}/templat").send(f"{address}/templat", kop="Lain")
    with each_app.app_context():
        before, after = db.session.scalars(select(CertificateTemplate).order_by("id"))
        assert (before.letterhead, after.letterhead) == ("Pemerintah Kota Uji", "Lain")
        assert (before.logo_digest, before.left_out) == (after.logo_digest, after.left_out)


def test_a_form_says_what_is_wrong(app: Application) -> None:
    visitor, address = hr_visitor(app)
    bad = FileStorage(BytesIO(b"no picture"), "logo.png")
    visitor.open(f"{address}/templat").send(
        f"{address}/templat", pola="{tahun}", mulai="2020-01-01", alamat="a\nb\nc\nd\ne", logo=bad
    )
    assert visitor.status == 422
    for sentence in (
        "Format harus memuat {urut} dan {tahun}",
        "Pilih hari ini atau sesudahnya",
        "paling banyak empat baris",
        "PNG",
    ):
        assert sentence in visitor.page.select_one(".errors").get_text(" ")  # type: ignore[union-attr]
    visitor.open(f"{address}/penanda-tangan/baru").send(
        f"{address}/penanda-tangan/baru",
        jabatan="Kepala",
        nama="Uji",
        nip="123",
        mulai="2026-01-02",
        sampai="2026-01-01",
    )
    assert visitor.status == 422
    assert "Tanggal akhir mendahului" in visitor.text
    assert "NIP" in visitor.page.select_one(".errors").get_text(" ")  # type: ignore[union-attr]


def test_a_signatory_is_changed_and_taken_off(app: Application) -> None:
    visitor, address = hr_visitor(app)
    with work(app):
        unit = db.session.scalars(select(Unit).where(Unit.code == "BKD")).one()
        signatory = appoint(unit, SIGNING, 1, NOW)
        db.session.flush()
        own = f"{address}/penanda-tangan/{signatory.id}"
    visitor.open(own).send(own, nama="Ir. Baru", sampai="2031-01-01")
    assert "Ir. Baru" in visitor.text
    assert "1 Januari 2031" in visitor.text
    visitor.open(own).send(f"{own}/hapus")
    assert "Ir. Baru" not in visitor.text
    assert visitor.open(own).status == 404


def test_the_list_asks_the_same_however_many_organisers(app: Application) -> None:
    visitor, _address = hr_visitor(app)

    with statements(app) as few:
        visitor.open("/admin/sertifikat/")
    with work(app):
        agency = db.session.scalars(select(Unit).where(Unit.code == "BKD")).one()
        for number in range(20):
            unit = make_unit(agency, "department", organiser_name=f"Dinas {number}")
            appoint(unit, SIGNING, 1, NOW)
    with statements(app) as many:
        visitor.open("/admin/sertifikat/")
    assert "Dinas 19" in visitor.text
    assert len(many) == len(few)
