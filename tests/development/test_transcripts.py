"""A transcript states what the history said on a day, and everybody can check it later."""

import io
from datetime import date

import pypdf
import pytest
from sqlalchemy import select

from elearning.accounts.guessing import WRONG_CODES
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.development.models import Transcript
from elearning.development.queries import counting_years
from elearning.development.transcript_content import content_digest, content_of
from elearning.development.transcript_operations import make_transcript
from elearning.development.transcript_pdf import facts_of, render, stored_pdf
from elearning.development.transcript_queries import holder_of
from elearning.learning.completion.correcting import approve
from elearning.records.corrections import propose_replacement, propose_revocation
from elearning.records.external import record_external
from elearning.records.models import HistoryEntry
from elearning.records.operations import Training, append_entry, lock_chain
from tests.development.papers import make_training
from tests.factories import NOW, make_completion, make_course, make_person, work
from tests.reports.offices import signed_in
from tests.visitor import Visitor

SITE = "http://127.0.0.1:8000"


def made_for(person_id: int, *years: int) -> Transcript:
    """Make a transcript of some years, or of all."""
    chosen = [each for each in counting_years(person_id) if not years or each.year in years]
    content = content_of(holder_of(person_id), chosen, NOW.date(), "Widyapada")
    return make_transcript(person_id, content, SITE, NOW)


def make_history(**person: object) -> int:
    """Give a person a course and trainings of three years."""
    holder = make_person(**person)
    make_completion(holder, make_course())
    for year in (2023, 2024):
        day = date(year, 5, 6)
        record_external(holder, make_training(started_on=day, completed_on=day), NOW)
    return holder.id


def text_of(content: bytes) -> str:
    """Return the words of a PDF."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_paper_states_everything_and_says_how_to_check_it(app: Application) -> None:
    with work(app):
        made = made_for(make_history(name="Rini Wulandari"))
        content = render(facts_of(made), 0)
    text = text_of(content)
    for told in ("Rini Wulandari", "Seminar Arsip Digital", "Pelatihan pelatihan-contoh", "12 JP"):
        assert told in text
    assert "2023, 2024, dan 2025: 3 pelatihan" in text
    unbroken = text.replace(" ", "").replace("\u200b", "")  # long codes may break anywhere
    assert made.content_digest in unbroken
    assert made.code in unbroken
    marks = pypdf.PdfReader(io.BytesIO(content)).metadata
    assert marks is not None
    xmp = content.decode("latin-1")
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_who_signs_and_the_proof_stand_on_a_page_with_lines_of_the_list(app: Application) -> None:
    with work(app):
        facts = facts_of(made_for(make_history()))
    facts["signatory"] = ["Kepala Dinas", "Dra. Sri Lestari", "Pembina", "NIP 1"]
    line = facts["years"][-1]["lines"][0]
    for count in (*range(1, 5), *range(9, 24)):
        facts["years"][-1]["lines"] = [
            line | {"title": f"Kegiatan {n}"} for n in range(1, count + 1)
        ]
        pages = pypdf.PdfReader(io.BytesIO(render(facts, 0))).pages
        words = [page.extract_text() for page in pages]
        last = words[-1]
        assert "Pejabat penanda tangan" in last, count
        assert "pindai kode QR" in last, count
        assert all(f"Kegiatan {n}" in last for n in range(max(1, count - 2), count + 1)), count
        assert sum(each.count("Kegiatan ") for each in words) == count, count


@pytest.mark.parametrize("name", ["محمد " * 12, "Nama " + "Panjang " * 40, "漢字 \ue000"])
def test_any_name_can_be_printed(app: Application, name: str) -> None:
    with work(app):
        assert render(facts_of(made_for(make_history(name=name))), 0).startswith(b"%PDF")


def test_the_file_is_made_once_and_stays_the_same_bytes(app: Application) -> None:
    with work(app):
        key = made_for(make_history()).id
    with app.app_context():
        first = stored_pdf(db.session.get_one(Transcript, key))
        named = db.session.get_one(Transcript, key).pdf_digest
        assert named
        assert stored_pdf(db.session.get_one(Transcript, key)) == first


def test_the_same_content_of_a_day_is_one_transcript(each_app: Application) -> None:
    with work(each_app):
        person = make_history()
        one, again, other = made_for(person), made_for(person), made_for(person, 2024)
        assert one.id == again.id != other.id
        assert other.content["jp"] == 4


def test_the_digest_is_over_all_that_is_stated(app: Application) -> None:
    with work(app):
        made = made_for(make_history())
        assert made.content_digest == content_digest(made.content)
        assert made.content_digest != content_digest(made.content | {"jp": 999})


def test_what_was_taken_back_is_not_stated(app: Application) -> None:
    with work(app):
        person = make_person()
        entry = record_external(person, make_training(), NOW)
        record_external(person, make_training(title="Lain"), NOW)
        assert entry is not None
        back = Training(
            *("reversal", "back:1", entry.title, entry.organiser, "9", "Teknis", ""),
            *(entry.started_on, entry.completed_on, -entry.jp),
            reverses=entry.seq,
            reason="twice",
        )
        append_entry(lock_chain(person.id), back, NOW)
        db.session.flush()
        assert [line["title"] for line in made_for(person.id).content["lines"]] == ["Lain"]


def test_everybody_checks_a_transcript_by_its_code(app: Application) -> None:
    with work(app):
        person = make_history(name="Rini Wulandari")
        made = made_for(person)
        code, digest = made.code, made.content_digest
    later = make_training(title="Sesudahnya")
    with work(app):
        append_entry(lock_chain(person), later.entry, clock.now())
    visitor = Visitor(app).open(f"/verifikasi/transkrip/{code.lower()}")
    assert visitor.status == 200
    for told in ("Transkrip ini asli", "Rini Wulandari", digest, "Seminar Arsip Digital"):
        assert told in visitor.text
    assert "Sesudahnya" not in visitor.text
    typed = f"{code[:5]} {code[5:]}"
    asked = Visitor(app).open("/verifikasi/transkrip/").send(kode=typed)
    assert "Transkrip ini asli" in asked.text


@pytest.mark.parametrize(("kind", "told"), [("course", "Dicabut"), ("external", "Dicabut")])
def test_what_was_revoked_since_is_marked(app: Application, kind: str, told: str) -> None:
    with work(app):
        holder = make_history()
        code = made_for(holder).code
        found = select(HistoryEntry).where(HistoryEntry.kind == kind).limit(1)
        entry = db.session.scalars(found).one()
        title = entry.title
        key = propose_revocation(entry, "document", "Surat panitia.", make_person(), NOW).id
        approve(key, "", make_person(), NOW)
    page = Visitor(app).open(f"/verifikasi/transkrip/{code}").page
    assert "sebagian isinya tidak berlaku lagi" in page.select_one("h1").text
    marked = [row.th.text for row in page.select("#isi ~ tbody tr") if told in row.text]
    assert len(marked) == 1
    assert marked[0].startswith(title)


def test_corrected_data_are_marked_as_replaced(app: Application) -> None:
    with work(app):
        holder = make_history()
        code = made_for(holder).code
        found = select(HistoryEntry).where(HistoryEntry.kind == "external").limit(1)
        entry = db.session.scalars(found).one()
        by = make_person()
        key = propose_replacement(entry, {"jp": 2}, "Sertifikat: 2 JP.", by, NOW).id
        approve(key, "", make_person(), NOW)
    page = Visitor(app).open(f"/verifikasi/transkrip/{code}").page
    assert len([row for row in page.select("#isi ~ tbody tr") if "Diganti" in row.text]) == 1


def test_a_transcripts_code_is_led_on_from_where_certificates_are_checked(app: Application) -> None:
    with work(app):
        code = made_for(make_history(name="Rini Wulandari")).code
    visitor = Visitor(app)
    links = [each["href"] for each in visitor.open("/verifikasi/").page.select("main a")]
    assert "/verifikasi/transkrip/" in links
    missed = visitor.open(f"/verifikasi/{code}")
    assert missed.status == 404
    address = f"/verifikasi/transkrip/?kode={code}"
    assert address in [each["href"] for each in missed.page.select("main a")]
    assert "Rini Wulandari" in visitor.open(address).text


def test_a_wrong_code_says_what_to_do_and_guessers_wait(app: Application) -> None:
    visitor = Visitor(app).open("/verifikasi/transkrip/SALAH")
    assert visitor.status == 404
    assert "Tidak ada transkrip dengan kode ini" in visitor.text
    for number in range(WRONG_CODES):
        visitor.open(f"/verifikasi/transkrip/SALAH{number}")
    assert visitor.status == 429


def test_a_person_makes_and_downloads_a_transcript(app: Application) -> None:
    with work(app):
        person = make_person()
        record_external(person, make_training(), NOW)
    visitor = signed_in(app, person)
    assert "transkrip" in visitor.open("/riwayat/transkrip.pdf").address
    page = visitor.open("/riwayat/transkrip").send(tahun="2025")
    assert "Transkrip siap diunduh" in page.text
    visitor.open("/riwayat/transkrip.pdf")
    assert visitor.response is not None
    assert visitor.response.mimetype == "application/pdf"
    assert "Seminar Arsip Digital" in text_of(visitor.response.data)


def test_a_history_without_training_has_no_transcript(app: Application) -> None:
    with work(app):
        person = make_person()
    assert "Belum ada pelatihan" in signed_in(app, person).open("/riwayat/transkrip").text
