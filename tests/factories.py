"""Things for tests, with defaults; each is made by the ordinary operations."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select

from elearning.accounts import operations as accounts
from elearning.accounts.models import Person, Unit
from elearning.accounts.privacy_notice import VERSION
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.courses import compiled
from elearning.courses.models import Course, Enrolment
from elearning.courses.operations import publish
from elearning.courses.paths.checker import CompiledPath
from elearning.courses.paths.operations import publish_path
from elearning.courses.queries import compiled_item, outline_of
from elearning.learning.completion.operations import advance
from elearning.learning.enrolment import operations as learning
from elearning.quizzes.operations import SUBMITTED, open_attempt
from elearning.records.models import Completion

NOW = datetime(2025, 11, 22, 3, 0, tzinfo=UTC)
PASSWORD = "belajar-kapan-saja"

_serial = count(1)


@contextmanager
def work(app: Application) -> Iterator[None]:
    """Run operations in an application context and commit them."""
    with app.app_context(), app.test_request_context(), writing():
        yield
        db.session.commit()


def make_unit(parent: Unit | None = None, kind: str = "agency", **fields: str) -> Unit:
    """Add a unit; an agency in WIB unless told."""
    number = next(_serial)
    values = {"code": f"U{number}", "name": f"Unit {number}"} | fields
    if parent is None:
        values = {
            "timezone": "Asia/Jakarta",
            "place": "Contoh",
            "organiser_name": "BKPSDM Contoh",
        } | values
    return accounts.add_unit(parent, kind, **values)


def make_nip() -> str:
    """Return an invented NIP of a PNS, another one each time."""
    # Nobody whom a test or the demonstration names was born before 1985-03-17 in that year.
    earlier, number = divmod(next(_serial), 1000)
    born = date(1985, 3, 16) - timedelta(days=earlier)
    return f"{born:%Y%m%d}201001{1000 + number:04d}"


def make_person(
    unit: Unit | None = None, *, password: str | None = PASSWORD, **fields: object
) -> Person:
    """Add a person to a unit, with a password."""
    values: dict[str, object] = {
        "nip": make_nip(),
        "name": "Contoh Lestari",
        "status": "PNS",
        "rank": "III/a",
        "position": "Analis Kebijakan Ahli Pertama",
        "position_kind": "Fungsional",
        "unit_id": (unit or make_unit()).id,
        "password_hash": password and _hash(password),
        "created_at": NOW,
        "notice_read": f"{VERSION}.0",
    }
    person = Person(**(values | fields))
    accounts.hire(person, date(2020, 1, 1))
    return person


@cache
def _hash(password: str) -> str:
    """Hash a password so that signing in costs nothing: a hash carries its own parameters."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def make_question(
    id: str = "q1", *, kind: str = "single", right: tuple[int, ...] = (0,)
) -> compiled.Question:
    """Return a question with four options, of which some are right."""
    options = tuple(
        compiled.Option(f"{id}-{n}", f"<p>Pilihan {n}</p>", n in right, f"<p>Umpan balik {n}</p>")
        for n in range(4)
    )
    return compiled.Question(id, kind, f"<p>Soal {id}</p>", options, "<p>Pembahasan</p>")


def make_lesson(
    key: str = "satu", *, required: bool = True, practice: bool = False
) -> compiled.Lesson:
    """Return a lesson of a paragraph, with a practice question if wanted."""
    parts: tuple[compiled.Part, ...] = (
        compiled.Html(f"<h2 id='isi-awal'>Awal</h2><p>Isi {key}.</p>"),
    )
    if practice:
        parts += (compiled.Practice(make_question(f"{key}-latihan")),)
    return compiled.Lesson(
        key=key,
        title=f"Materi {key}",
        minutes=10,
        required=required,
        words=1500,
        summary="",
        updated="2026-11-22",
        legal_basis=(),
        parts=parts,
        size=2048,
    )


def make_quiz(
    key: str = "kuis",
    *,
    preset: str = "kuis",
    questions: int = 2,
    draw: int | None = None,
    attempts: int = 3,
    minutes_limit: int | None = None,
    feedback: str = "after-submit",
    required: bool = True,
    pass_mark: Decimal | None = Decimal(70),
) -> compiled.Quiz:
    """Return a quiz of single choices whose first option is right."""
    rules = compiled.QuizRules(preset, pass_mark, attempts, minutes_limit, True, True, feedback)
    pool = compiled.Pool(
        "Dasar", draw, tuple(make_question(f"{key}-{n}") for n in range(questions))
    )
    return compiled.Quiz(key, f"Kuis {key}", 5, required, Decimal(1), "", rules, (pool,))


def make_compiled(
    *items: compiled.Item,
    slug: str = "pelatihan-contoh",
    glossary: tuple[tuple[str, str], ...] = (),
    **facts: Any,
) -> compiled.Course:
    """Return a compiled course; of one lesson and one quiz unless told."""
    values: dict[str, Any] = {
        "title": f"Pelatihan {slug}",
        "code": "PC",
        "summary": "Ringkasan.",
        "description": "<p>Tentang pelatihan.</p>",
        "jp": 4,
        "level": "dasar",
        "language": "id",
        "category": "Pelayanan Publik",
        "competencies": (),
        "prerequisites": (),
        "authors": ("Tim Penyusun",),
        "organiser": "BKPSDM Contoh",
        "competency_kind": "Teknis",
        "activity_type": "16",
        "certificate": True,
        "validity_months": None,
        "cover": "",
    }
    items = items or (make_lesson(), make_quiz())
    return compiled.Course(slug, compiled.Facts(**(values | facts)), items, (), glossary)


def make_course(
    *items: compiled.Item,
    slug: str = "pelatihan-contoh",
    change_class: str = "content",
    **facts: Any,
) -> Course:
    """Publish a course and return it; again with other items makes its next revision."""
    publish(
        make_compiled(*items, slug=slug, **facts), change_class=change_class, by_id=None, at=NOW
    )
    return db.session.scalars(select(Course).where(Course.slug == slug)).one()


def make_path(*courses: Course, slug: str = "uji") -> None:
    """Publish a learning path of some courses."""
    steps = tuple((course.slug, f"Alasan {course.slug}.") for course in courses)
    path = CompiledPath(slug, f"Jalur {slug}", "Ringkas.", "<p>Untuk siapa.</p>", steps)
    publish_path(path, NOW)


def make_completion(
    person: Person, course: Course, at: datetime = NOW, score: Decimal = Decimal(90)
) -> Completion:
    """Let a person enrol a week before, finish everything, score in each quiz and complete."""
    enrolment = learning.enrol(person, course, at - timedelta(days=7))
    for item in outline_of(enrolment.revision_id).items:
        if item.kind == "quiz":
            make_pass(enrolment, item.key, at, score)
        learning.finish_item(enrolment, item.key, at)
    learning.confirm_data(enrolment, at)
    completion = advance(enrolment, at)
    assert completion is not None
    return completion


def make_pass(enrolment: Enrolment, key: str, at: datetime, score: Decimal) -> None:
    """Add a passed attempt at a quiz with a score."""
    quiz = compiled_item(enrolment.revision_id, key)
    assert isinstance(quiz, compiled.Quiz)
    attempt = open_attempt(enrolment, key, quiz, enrolment.revision_id, at - timedelta(minutes=9))
    attempt.closed_at, attempt.close_reason = at, SUBMITTED
    attempt.score, attempt.passed = score, True
    db.session.flush()  # the completion reads the score
