"""Transcripts are signed as certificates are: at the same desk, once, and kept for ever."""

import os
import signal
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select, true

from elearning.accounts.models import Person
from elearning.accounts.operations import grant
from elearning.certificates.models import Signatory
from elearning.certificates.signables import Queue
from elearning.certificates.signature_models import CertificateSignature
from elearning.certificates.signature_operations import keep_signed, retry_failed
from elearning.certificates.signature_work import Batch, Run, sign_waiting
from elearning.certificates.signing.credentials import Credentials
from elearning.certificates.signing.inspection import signatures_of
from elearning.core import files
from elearning.core.application import Application
from elearning.core.db import db
from elearning.development.models import Transcript, TranscriptSignature
from elearning.development.signing_desk import KINDS
from elearning.development.transcript_operations import await_older
from elearning.development.transcript_pdf import issued_pdf, stored_pdf
from elearning.development.transcript_queries import office_of, transcript_at
from elearning.development.transcript_signatures import TRANSCRIPTS
from elearning.notices.models import Notice
from elearning.records.external import record_external
from tests.certificates.signing.authority import NIK, PASSPHRASE
from tests.certificates.signing.desks import (
    SIGNATORY_NIP,
    key_of,
    make_signatory,
    roots_of,
    signing_app,
)
from tests.certificates.signing.service import Service, running
from tests.certificates.signing.test_batches import signing_command
from tests.development.papers import make_training
from tests.factories import NOW, make_person, make_unit, work
from tests.statements import statements
from tests.visitor import Visitor

DESK, PAGE = "/kepegawaian/tanda-tangan/", "/riwayat/transkrip"
ALL = [Queue(kind, true()) for kind in KINDS]


@pytest.fixture
def pades(each_app: Application, tmp_path: Path) -> Application:
    """The application signing with the agency's key, on each database."""
    return signing_app(
        each_app, signing="pades", signing_pkcs12=key_of(tmp_path), signing_roots=roots_of(tmp_path)
    )


def make_holder(app: Application, *, has_signatory: bool = True) -> str:
    """Add an agency with its signatory and somebody with training; return the NIP."""
    with work(app):
        agency = make_unit(name="Pemerintah Kabupaten Contoh")
        if has_signatory:
            make_signatory(agency)
            make_person(agency, nip=SIGNATORY_NIP, name="Ratna Contoh")
        holder = make_person(make_unit(agency, "department"), name="Rini Wulandari")
        record_external(holder, make_training(), NOW)
        nip = holder.nip
    assert nip is not None
    return nip


def asked(app: Application, **options: bool) -> Visitor:
    """Let somebody make a transcript and stay on the page."""
    return Visitor(app).sign_in(make_holder(app, **options)).open(PAGE).send(tahun="2025")


def states(app: Application) -> list[TranscriptSignature]:
    """Return what is known of the signatures of transcripts."""
    with app.app_context():
        rows = db.session.query(TranscriptSignature).all()
        db.session.expunge_all()
    return rows


def downloaded(visitor: Visitor) -> bytes:
    """Return the newest transcript as its holder downloads it."""
    visitor.open("/riwayat/transkrip.pdf")
    assert visitor.response is not None
    assert visitor.response.mimetype == "application/pdf"
    return visitor.response.data


def run(app: Application) -> Run:
    """Sign everything that waits."""
    with app.app_context():
        batch = Batch(app.extensions["settings"], Credentials(PASSPHRASE, NIK), None)
        done = sign_waiting(ALL, batch)
        db.session.remove()
    return done


def words_of(pdf: bytes) -> str:
    """Return the words of a PDF."""
    import pypdf

    return " ".join(" ".join(p.extract_text() for p in pypdf.PdfReader(BytesIO(pdf)).pages).split())


def test_with_signing_off_a_transcript_is_as_it_was(each_app: Application) -> None:
    visitor = asked(each_app)
    assert states(each_app) == []
    assert "Tanda tangan elektronik" not in visitor.text
    assert "Pejabat penanda tangan" not in words_of(downloaded(visitor))


def test_it_waits_for_the_agencys_signatory_and_is_handed_out_unsigned_meanwhile(
    pades: Application,
) -> None:
    visitor = asked(pades)
    (kept,) = states(pades)
    assert (kept.state, kept.signatory_nip) == ("waiting", SIGNATORY_NIP)
    assert "Menunggu tanda tangan" in visitor.text
    before = downloaded(visitor)
    assert signatures_of(before) == []
    told = "Pejabat penanda tangan Kepala BKPSDM Dr. Ratna Contoh, M.Si. Pembina Utama Muda, IV/c"
    assert told in words_of(before)


def test_the_signatory_signs_it_beside_certificates_with_one_passphrase(pades: Application) -> None:
    holder = asked(pades)
    before = downloaded(holder)
    make_waiting_certificate(pades)
    desk = Visitor(pades).sign_in(SIGNATORY_NIP).open(DESK)
    assert "2 dokumen menunggu tanda tangan Anda" in desk.text
    assert "Transkrip 2025" in desk.text
    desk.send(DESK, passphrase=PASSPHRASE)
    assert "2 dokumen ditandatangani." in desk.text
    (kept,) = states(pades)
    assert (kept.state, kept.provider, kept.signer) == (
        "signed",
        "pades",
        "Dr. Ratna Contoh, M.Si.",
    )
    after = downloaded(holder)
    assert after.startswith(before)
    assert files.digest_of(after) == kept.digest
    assert signatures_of(after)[0].is_whole
    assert downloaded(holder) == after
    assert "Ditandatangani oleh Dr. Ratna" in holder.open(PAGE).text


def make_waiting_certificate(app: Application) -> None:
    """Let a certificate of the same agency wait as well."""
    from tests.factories import make_completion, make_course

    with work(app):
        signatory = db.session.scalars(select(Person).where(Person.nip == SIGNATORY_NIP)).one()
        make_completion(signatory, make_course(), NOW)
        assert db.session.query(CertificateSignature).count() == 1


def test_the_holder_is_told_once(pades: Application) -> None:
    holder = asked(pades)
    downloaded(holder)
    assert run(pades) == Run(1, 0, None)
    assert run(pades) == Run(0, 0, None)
    with pades.app_context():
        (notice,) = db.session.query(Notice).all()
        assert notice.title == "Transkrip Anda telah ditandatangani"
        assert notice.link == PAGE
        assert "2025" in notice.text


def test_the_unsigned_file_stays_and_of_two_signatures_the_first_one_saved(
    pades: Application,
) -> None:
    before = downloaded(asked(pades))
    run(pades)
    (kept,) = states(pades)
    with work(pades):
        keep_signed(
            *(TRANSCRIPTS, kept.transcript_id, NOW),
            digest="f" * 64,
            signer="Lain",
            provider="bsre",
            by_id=None,
        )
    assert states(pades)[0].digest == kept.digest
    with pades.app_context():
        row = transcript_at(kept.transcript_id)
        assert row is not None
        assert files.digest_of(issued_pdf(row)) == kept.digest
        assert stored_pdf(row.transcript) == before
        assert db.session.query(Notice).count() == 1


def test_the_structure_of_pdf_a_and_pdf_ua_survives(pades: Application) -> None:
    holder = asked(pades)
    run(pades)
    with pikepdf.open(BytesIO(downloaded(holder))) as document, document.open_metadata() as xmp:
        assert xmp.pdfa_status == "2A"
        assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert document.Root.MarkInfo.Marked


def test_the_holder_takes_it_out_of_the_queue_and_may_ask_again(pades: Application) -> None:
    holder = asked(pades)
    (kept,) = states(pades)
    holder.send(f"{PAGE}/{kept.transcript_id}/tarik")
    assert "Permintaan tanda tangan ditarik." in holder.text
    assert run(pades) == Run(0, 0, None)
    assert signatures_of(downloaded(holder)) == []
    holder.open(PAGE).send(PAGE, tahun="2025")
    assert run(pades) == Run(1, 0, None)
    (kept,) = states(pades)
    assert (
        holder.open(PAGE).page.find("form", {"action": f"{PAGE}/{kept.transcript_id}/tarik"})
        is None
    )


def test_nobody_withdraws_anothers_or_a_signed_one(pades: Application) -> None:
    holder = asked(pades)
    (kept,) = states(pades)
    with work(pades):
        stranger = str(make_person().nip)
    address = f"{PAGE}/{kept.transcript_id}/tarik"
    assert posted(Visitor(pades).sign_in(stranger), address) == 404
    run(pades)
    assert posted(holder, address) == 404
    assert states(pades)[0].withdrawn_at is None


def posted(visitor: Visitor, address: str) -> int:
    """Post to an address that no form of the page names; return the status."""
    token = visitor.open("/akun").page.find("input", {"name": "csrf_token"})
    assert token is not None
    return visitor.client.post(address, data={"csrf_token": token["value"]}).status_code


def test_an_agency_without_a_signatory_leaves_it_unsigned(pades: Application) -> None:
    visitor = asked(pades, has_signatory=False)
    assert states(pades) == []
    assert "Transkrip siap diunduh" in visitor.text


def test_the_agencys_own_signatory_comes_first_then_the_highest_units(app: Application) -> None:
    with work(app):
        agency = make_unit()
        own, other = (make_unit(agency, "department") for _ in range(2))
        low = make_unit(own, "unit")
        holder = make_person(low).id
        elsewhere = make_unit()
        named: list[str | None] = []
        for unit in (elsewhere, low, other, own, agency):
            db.session.add(official(unit.id, name=f"Pejabat {unit.id}"))
            db.session.flush()
            office = office_of(holder, NOW.date())
            named.append(office and office.name)
        expected = [None, low.id, other.id, own.id, agency.id]
    assert named == [key and f"Pejabat {key}" for key in expected]


def official(unit_id: int, name: str) -> Signatory:
    """Return somebody who signs for a unit."""
    values = {"prefix": "Plt.", "position": "Kepala", "rank": "", "nip": SIGNATORY_NIP}
    return Signatory(organiser_id=unit_id, name=name, valid_from=date(2020, 1, 1), **values)


def test_who_signs_is_who_did_on_that_day(app: Application) -> None:
    with work(app):
        agency = make_unit()
        holder = make_person(agency).id
        before, after = official(agency.id, "Pejabat Lama"), official(agency.id, "Pejabat Baru")
        before.valid_until, after.valid_from = date(2024, 12, 31), date(2025, 1, 1)
        db.session.add_all([before, after])
        db.session.flush()
        first, later = (office_of(holder, date(year, 6, 1)) for year in (2024, 2025))
        assert first is not None
        assert later is not None
        assert (first.name, later.name) == ("Pejabat Lama", "Pejabat Baru")
        assert first.position == "Plt. Kepala"


def test_older_transcripts_wait_once_the_operator_says_so(
    each_app: Application, tmp_path: Path
) -> None:
    asked(each_app)
    app = signing_app(each_app, signing="pades", signing_pkcs12=key_of(tmp_path))
    for expected in (1, 0):
        with work(app):
            assert await_older(app.extensions["settings"], NOW) == expected
    assert run(app) == Run(1, 0, None)


def test_hr_of_the_agency_may_use_its_key_and_nobody_elses(pades: Application) -> None:
    asked(pades)
    with work(pades):
        agency = db.session.query(Signatory).one().organiser_id
        officers = []
        for unit in (db.session.get_one(type(make_unit()), agency), make_unit()):
            officer = make_person(unit)
            grant(officer, "kepegawaian", unit, NOW)
            officers.append(str(officer.nip))
    own, other = (Visitor(pades).sign_in(nip).open(DESK) for nip in officers)
    assert "Tidak ada yang menunggu tanda tangan" in other.text
    own.send(DESK, passphrase=PASSPHRASE)
    assert states(pades)[0].state == "signed"


def test_the_desk_asks_no_more_when_more_transcripts_wait(pades: Application) -> None:
    nip = make_holder(pades)
    visitor = Visitor(pades).sign_in(nip).open(PAGE).send(tahun="2025")
    desk = Visitor(pades).sign_in(SIGNATORY_NIP)
    with statements(pades) as few:
        desk.open(DESK)
    with statements(pades) as few_own:
        visitor.open(PAGE)
    with work(pades):
        first = db.session.query(Transcript).one()
        for number in range(8):
            copy = Transcript(
                person_id=first.person_id,
                code=str(number) * 26,
                made_at=NOW,
                content=first.content,
                content_digest=f"{number}",
                verify_url="",
            )
            db.session.add(copy)
            db.session.flush()
            unit = db.session.query(Signatory).one().organiser_id
            db.session.add(
                TranscriptSignature(
                    transcript_id=copy.id,
                    organiser_id=unit,
                    signatory_name="Ratna",
                    signatory_nip=SIGNATORY_NIP,
                )
            )
    with statements(pades) as many:
        desk.open(DESK)
    with statements(pades) as many_own:
        visitor.open(PAGE)
    assert (len(many), len(many_own)) == (len(few), len(few_own))


def test_killed_between_signing_and_saving_it_is_signed_again_and_kept_once(
    app: Application,
) -> None:
    with running() as service:
        app = signing_app(app, signing="bsre", bsre_url=service.url, bsre_seconds=5)
        before = downloaded(asked(app))
        killed(app, service)
        (kept,) = states(app)
        assert (kept.state, bool(kept.attempt), len(service.signed)) == ("waiting", True, 1)
        assert run(app) == Run(1, 0, None)
        (kept,) = states(app)
        assert (kept.state, len(service.signed)) == ("signed", 2)
    with app.app_context():
        row = transcript_at(kept.transcript_id)
        assert row is not None
        assert issued_pdf(row).startswith(before)
        assert db.session.query(Notice).count() == 1


def killed(app: Application, service: Service) -> None:
    """Kill the command that signs when the service has signed."""
    child = []

    def kill() -> None:
        service.before_answer = lambda: None
        os.killpg(child[0].pid, signal.SIGKILL)

    service.before_answer = kill
    child.append(signing_command(app, service))
    assert child[0].wait(60) == -signal.SIGKILL


def test_what_failed_is_tried_again_when_somebody_says_so(app: Application) -> None:
    with running() as service:
        app = signing_app(app, signing="bsre", bsre_url=service.url, bsre_seconds=5)
        asked(app)
        service.mood = "confused"  # another document comes back
        assert run(app) == Run(0, 1, None)
        assert [(each.state, each.error) for each in states(app)] == [("failed", "altered")]
        service.mood = ""
        with work(app):
            retry_failed(ALL)
        assert run(app) == Run(1, 0, None)


def checked(app: Application, content: bytes) -> Visitor:
    """Upload a file without an account."""
    visitor = Visitor(app).open("/verifikasi/")
    return visitor.send("/verifikasi/berkas", berkas=(BytesIO(content), "transkrip.pdf"))


def resaved(pdf: bytes, *, keeps_links: bool = True) -> bytes:
    """Return a PDF written anew, as an editor does."""
    with pikepdf.open(BytesIO(pdf)) as document:
        if not keeps_links:
            for page in document.pages:
                if "/Annots" in page:
                    del page["/Annots"]
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def test_an_uploaded_transcript_is_genuine_and_says_whether_it_is_signed(
    pades: Application,
) -> None:
    holder = asked(pades)
    before = downloaded(holder)
    page = checked(pades, before)
    assert page.status == 200
    for told in ("Transkrip ini asli", "Berkas ini sama persis", "Rini Wulandari", "Menyusul"):
        assert told in page.text
    run(pades)
    page = checked(pades, downloaded(holder))
    assert "Dr. Ratna Contoh, M.Si. Utuh, dari penerbit tepercaya" in page.text
    assert "Ditandatangani oleh Dr. Ratna Contoh, M.Si." in page.text
    assert "salinan ini diunduh sebelum ditandatangani" in checked(pades, before).text


@pytest.mark.parametrize("keeps_links", [True, False])
def test_a_changed_transcript_shows_what_it_stated(app: Application, keeps_links: bool) -> None:
    page = checked(app, resaved(downloaded(asked(app)), keeps_links=keeps_links))
    assert page.status == 200
    assert "Berkas ini sudah diubah" in page.text
    assert "Transkrip ini asli" not in page.text
    assert "Seminar Arsip Digital" in page.text


def test_a_change_behind_the_signature_breaks_it_visibly(pades: Application) -> None:
    holder = asked(pades)
    run(pades)
    page = checked(pades, downloaded(holder) + b"\n% lain\n")
    assert "Berkas ini sudah diubah" in page.text
    assert "Rusak: berkas diubah setelah ditandatangani" in page.text


def revoke_training(app: Application) -> None:
    """Let the only training that is recorded be revoked."""
    from elearning.learning.completion.correcting import approve
    from elearning.records.corrections import propose_revocation
    from elearning.records.models import HistoryEntry

    with work(app):
        entry = db.session.scalars(select(HistoryEntry)).one()
        key = propose_revocation(entry, "document", "Surat panitia.", make_person(), NOW).id
        approve(key, "", make_person(), NOW)


def test_what_holds_no_longer_is_not_signed_and_its_holder_sees_why(pades: Application) -> None:
    holder = asked(pades)
    revoke_training(pades)
    assert run(pades) == Run(0, 1, None)
    (kept,) = states(pades)
    assert (kept.state, kept.error) == ("failed", "overtaken")
    assert "Tidak ditandatangani" in holder.open(PAGE).text
    assert "sudah dicabut atau dikoreksi" in Visitor(pades).sign_in(SIGNATORY_NIP).open(DESK).text
    holder.open(PAGE).send(f"{PAGE}/{kept.transcript_id}/tarik")
    assert "Ditarik" in holder.text
    assert "Tidak ditandatangani" not in holder.text


def test_an_uploaded_transcript_marks_what_was_revoked_since(app: Application) -> None:
    content = downloaded(asked(app))
    revoke_training(app)
    for pdf in (content, resaved(content)):
        assert "Dicabut" in checked(app, pdf).text


def test_the_code_on_the_last_of_many_pages_is_found(app: Application) -> None:
    nip = make_holder(app)
    with work(app):
        holder = db.session.scalars(select(Person).where(Person.nip == nip)).one()
        for number in range(110):
            record_external(holder, make_training(title=f"Seminar {number}"), NOW)
    pdf = downloaded(Visitor(app).sign_in(nip).open(PAGE).send(tahun="2025"))
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) > 5
    assert "Berkas ini sudah diubah" in checked(app, resaved(pdf)).text


def test_another_platforms_transcript_is_not_ours(app: Application) -> None:
    pdf = downloaded(asked(app))
    with work(app):
        made = db.session.query(Transcript).one()
        made.code, made.pdf_digest = "A" * 26, "0" * 64
    page = checked(app, pdf)
    assert page.status == 404
    assert "Berkas ini bukan berasal dari platform ini" in page.text
