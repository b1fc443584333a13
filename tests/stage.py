"""The stage of the long stories: an agency, its people and the real course that is shipped."""

from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select, update

from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import grant
from elearning.certificates.models import Signatory
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.courses.cli import courses
from elearning.courses.compiled import Lesson, Question, Quiz
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import compiled_item, outline_of
from elearning.quizzes.queries import attempt_at
from tests.factories import NOW, make_person, make_unit, work
from tests.quizzes.samples import answers_with, as_fields

SLUG = "pelayanan-publik-digital"
FOLDER = Path(__file__).resolve().parent.parent / "content" / SLUG
COURSE = f"/pelatihan/{SLUG}"
#: Who plays: they sign in by these NIPs with `factories.PASSWORD`.
LEARNER = "198503172010011987"
OFFICER = "198111232006042991"


class Taught(NamedTuple):
    """The course as it was published: its keys in order, and what stands under them."""

    pretest: Quiz
    lessons: tuple[Lesson, ...]
    quiz: Quiz


def set_stage(app: Application) -> None:
    """Add the agency, the learner and the HR officer, and publish the course by the command."""
    with work(app):
        agency = make_agency()
        office = make_unit(agency, "department", code="DKI", name="Dinas Komunikasi")
        unit = make_unit(office, "unit", code="BPI", name="Bidang Pelayanan Informasi")
        make_learner(unit)
        grant(make_officer(agency), "kepegawaian", agency, NOW)
    with writing():
        result = app.test_cli_runner().invoke(courses, ["publish", str(FOLDER)])
    assert result.exit_code == 0, result.output


def make_agency() -> Unit:
    """Add the agency that organises the course, with who signs for it."""
    agency = make_unit(
        code="BKPSDM", name="Pemerintah Kabupaten Contoh", organiser_name="BKPSDM Kabupaten Contoh"
    )
    signatory = Signatory(
        organiser_id=agency.id,
        position="Kepala BKPSDM Kabupaten Contoh",
        name="Dr. Ratna Contoh, M.Si.",
        rank="Pembina Utama Muda, IV/c",
        nip="197002121995032001",
        valid_from=NOW.date().replace(year=2020),
        valid_until=None,
    )
    db.session.add(signatory)
    return agency


def make_learner(unit: Unit, nip: str = LEARNER) -> Person:
    """Add somebody whose name has titles before and behind."""
    titles = {"front_title": "Dra.", "name": "Contoh Lestari", "back_title": "M.AP."}
    return make_person(unit, nip=nip, **titles)


def make_officer(agency: Unit) -> Person:
    """Add the HR officer."""
    return make_person(agency, nip=OFFICER, name="Sri Contoh Utami")


def taught(app: Application) -> Taught:
    """Return the course's lessons and its quizzes, answers included."""
    with app.app_context():
        revision = db.session.scalars(select(Course.revision_id).where(Course.slug == SLUG)).one()
        assert revision is not None
        items = [compiled_item(revision, each.key) for each in outline_of(revision).items]
    pretest, quiz = (each for each in items if isinstance(each, Quiz))
    return Taught(pretest, tuple(each for each in items if isinstance(each, Lesson)), quiz)


def stop_at(app: Application, key: str, anchor: str) -> None:
    """Let everybody have stopped a day ago at a heading of a lesson, or before the first of it."""
    values = {"last_key": key, "last_anchor": anchor, "seen_at": clock.now() - timedelta(days=1)}
    with work(app):
        db.session.execute(update(Enrolment).values(values))


def right_places(question: Question) -> list[str]:
    """Return the places of a practice question's right options, counted from one."""
    return [str(n) for n, option in enumerate(question.options, start=1) if option.right]


def right_answers(app: Application, quiz: Quiz, attempt_id: int) -> dict[str, dict[str, Any]]:
    """Return the form's fields for each question of an attempt, filled in rightly."""
    with app.app_context():
        attempt = attempt_at(attempt_id)
        assert attempt is not None
        answers = answers_with(attempt.paper, quiz, right=True)
        return {slot.id: as_fields(slot, answers[slot.id]) for slot in attempt.paper}


def all_fields(answers: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the fields of several questions together."""
    return {name: value for fields in answers.values() for name, value in fields.items()}
