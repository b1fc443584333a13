"""What readers report and ask reaches those who write the course, at its line."""

from typing import TypeVar

import pytest
from sqlalchemy import select, update

from elearning.accounts.queries import person_with_unit
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.courses.queries import place_of
from elearning.learning.enrolment.operations import enrol
from elearning.learning.feedback.models import ErrorReport, LessonQuestion
from elearning.learning.feedback.operations import LONGEST_ANSWER, ask, report_error
from elearning.learning.lessons.paragraphs import Paragraph
from elearning.studio.models import DraftFile
from tests.factories import NOW, make_person, work
from tests.statements import statements
from tests.studio.drafts import NIP, SLUG, make_trainer
from tests.studio.publishing import Publisher, publisher
from tests.visitor import Visitor

REPORTS = "/studio/laporan"
QUESTIONS = f"{REPORTS}?lihat=pertanyaan"
Told = TypeVar("Told", ErrorReport, LessonQuestion)
QUOTE = "Surat dinas ditulis singkat dan jelas."


def told(app: Application, count: int = 1) -> Publisher:
    """Return a trainer whose published course has error reports and questions."""
    person = publisher(app, published=True)
    with work(app):
        made = make_person(nip="198503172010011987", name="Pembaca")
        db.session.expire(made)
        reader = person_with_unit(made.id)
        assert reader is not None
        course = db.session.scalars(select(Course).where(Course.slug == SLUG)).one()
        enrol(reader, course, NOW)
        place = place_of(reader.id, SLUG)
        assert place is not None
        for number in range(count):
            spot = Paragraph("d", QUOTE, QUOTE)
            report_error(reader, place, "surat", spot, f"Salah ketik {number}.", NOW)
            ask(reader, place, "surat", f"Mengapa singkat {number}?", NOW)
    return person


def only(app: Application, kind: type[Told]) -> Told:
    """Return the one report or question."""
    with app.app_context():
        found = db.session.scalars(select(kind)).one()
        db.session.expunge(found)
        return found


def test_a_report_leads_to_its_line_in_the_editor(each_app: Application) -> None:
    page = told(each_app).open(REPORTS)
    assert "Salah ketik 0." in page.text
    assert QUOTE in page.text
    link = page.page.select_one("article a[href*=berkas]")
    assert link is not None
    assert str(link["href"]).endswith("?baris=5")


@pytest.mark.parametrize(("deed", "state"), [("selesai", "handled"), ("tolak", "declined")])
def test_a_report_is_closed_with_an_answer(each_app: Application, deed: str, state: str) -> None:
    person = told(each_app)
    report = only(each_app, ErrorReport)
    person.open(REPORTS).send(f"{REPORTS}/{report.id}", jawaban="Sudah diperiksa.", tindakan=deed)
    after = only(each_app, ErrorReport)
    assert (after.state, after.answer) == (state, "Sudah diperiksa.")
    assert "Salah ketik" not in person.open(REPORTS).text
    assert "Salah ketik" in person.open(f"{REPORTS}?keadaan={state}").text


def test_declining_needs_a_reason(app: Application) -> None:
    person = told(app)
    report = only(app, ErrorReport)
    assert person.open(REPORTS).send(f"{REPORTS}/{report.id}", tindakan="tolak").status == 422
    assert person.page.select(f"#jawaban-{report.id}-error")


def test_an_answer_is_seen_by_every_reader(each_app: Application) -> None:
    person = told(each_app)
    question = only(each_app, LessonQuestion)
    address = f"{REPORTS}/pertanyaan/{question.id}"
    person.open(QUESTIONS).send(address, jawaban="Agar cepat dibaca.", tindakan="jawab")
    assert only(each_app, LessonQuestion).answer == "Agar cepat dibaca."
    assert "Agar cepat dibaca." in person.open(f"{QUESTIONS}&keadaan=answered").text


def test_a_question_is_hidden_with_a_reason_and_shown_again(app: Application) -> None:
    person = told(app)
    question = only(app, LessonQuestion)
    address = f"{REPORTS}/pertanyaan/{question.id}"
    person.open(QUESTIONS).send(address, jawaban="Memuat data orang.", tindakan="sembunyikan")
    assert "Memuat data orang." in person.open(f"{QUESTIONS}&keadaan=hidden").text
    person.send(address, tindakan="tampilkan")
    assert "Mengapa singkat 0?" in person.open(QUESTIONS).text


def test_a_trainer_hears_only_of_the_courses_they_write(app: Application) -> None:
    told(app)
    with work(app):
        make_trainer("199001012015031001", "Lain")
    other = Visitor(app).sign_in("199001012015031001")
    assert "Salah ketik" not in other.open(REPORTS).text
    report = only(app, ErrorReport)
    token = other.client.get("/csrf").get_json()["csrf_token"]
    data = {"csrf_token": token, "jawaban": "x", "tindakan": "selesai"}
    assert other.client.post(f"{REPORTS}/{report.id}", data=data).status_code == 404


def test_a_course_without_a_draft_is_heard_of_by_publishers(app: Application) -> None:
    person = told(app)
    with work(app):
        db.session.execute(update(DraftFile).values(removed_at=NOW))
    page = person.open(REPORTS)
    assert "Salah ketik 0." in page.text
    assert not page.page.select("article a[href*=berkas]")


def test_a_report_on_a_course_of_files_names_the_published_line(each_app: Application) -> None:
    person = told(each_app)
    with work(each_app):
        db.session.execute(update(DraftFile).values(removed_at=NOW))
    article = person.open(REPORTS).page.select_one("article")
    assert article is not None
    assert "-surat.md, Baris 5" in " ".join(article.text.split())
    assert not article.select("a[href*=berkas]")


def test_a_question_on_a_course_of_files_names_the_published_text(each_app: Application) -> None:
    person = told(each_app)
    with work(each_app):
        db.session.execute(update(DraftFile).values(removed_at=NOW))
    article = person.open(QUESTIONS).page.select_one("article")
    assert article is not None
    assert "-surat.md" in article.text
    assert not article.select("a[href*=berkas]")


@pytest.mark.parametrize("address", [REPORTS, QUESTIONS])
def test_an_answer_cannot_be_typed_longer_than_is_kept(app: Application, address: str) -> None:
    box = told(app).open(address).page.select_one("textarea[name=jawaban]")
    assert box is not None
    assert box["maxlength"] == str(LONGEST_ANSWER)


def test_who_neither_writes_nor_publishes_finds_nothing(app: Application) -> None:
    with work(app):
        make_person(nip=NIP)
    assert Visitor(app).sign_in(NIP).open(REPORTS).status == 404


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_takes_the_same_statements_whatever_the_number_of_reports(
    app: Application, count: int
) -> None:
    person = told(app, count)
    person.open(REPORTS)
    with statements(app) as seen:
        person.open(REPORTS)
    assert len(seen) == 5, seen
