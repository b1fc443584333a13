"""Learners in lessons of several paragraphs, and what the database keeps of their reading."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.accounts.queries import person_by_nip
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses import compiled
from elearning.learning.enrolment.operations import enrol
from elearning.learning.lessons.paragraphs import paragraphs_in
from elearning.learning.notes.models import ParagraphMark
from tests.factories import NOW, make_course, make_lesson, make_person, work
from tests.visitor import Visitor

NIP = "198503172010011987"
OTHER = "198503172010011988"
LESSON = "/pelatihan/pelatihan-contoh/satu"
FIRST = "Warga berhak atas jawaban dalam tujuh hari kerja."
SECOND = "Petugas mencatat setiap aduan pada buku besar."


def lesson_of(*texts: str, key: str = "satu") -> compiled.Lesson:
    """Return a lesson of some paragraphs."""
    html = "".join(f"<p>{text}</p>" for text in texts)
    return replace(make_lesson(key), parts=(compiled.Html(html),))


def digest_of(text: str) -> str:
    """Return the digest of a paragraph."""
    return paragraphs_in([f"<p>{text}</p>"])[0].digest


def reader(app: Application, nip: str = NIP, *texts: str, **fields: Any) -> Visitor:
    """Sign in a learner who has joined the course and opened the notes of its lesson."""
    with work(app):
        course = make_course(lesson_of(*(texts or (FIRST, SECOND))))
        enrol(make_person(nip=nip, **fields), course, NOW)
    return Visitor(app).sign_in(nip).open(f"{LESSON}/catatan")


def revise(app: Application, *texts: str) -> None:
    """Publish the lesson with other paragraphs; every reader has it at once."""
    with work(app):
        make_course(lesson_of(*texts), change_class="cosmetic")


def post(page: Visitor, address: str, *, script: bool = False, **fields: Any) -> int:
    """Send fields as js/reader.js or a form does, and return the status."""
    token = page.client.get("/csrf").get_json()["csrf_token"]
    headers = {"X-CSRFToken": token} | ({"X-Fragment": "mark"} if script else {})
    return page.client.post(address, data=fields, headers=headers).status_code


def marks(app: Application) -> list[tuple[str, bool, str]]:
    """Return quote, bookmark and note of every mark, oldest first."""
    with app.app_context():
        columns = select(ParagraphMark.quote, ParagraphMark.bookmarked, ParagraphMark.note)
        found = db.session.execute(columns.order_by(ParagraphMark.id))
        return [(quote, bookmarked, note) for quote, bookmarked, note in found]


def person(nip: str = NIP) -> Person:
    """Return somebody by NIP."""
    found = person_by_nip(nip)
    assert found is not None
    return found
