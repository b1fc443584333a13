"""The people and things on the stage of the browser tests: every page has something to show."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select

from elearning.accounts.models import Person, Unit
from elearning.accounts.operations import grant, make_activation
from elearning.accounts.passwords import hash_password
from elearning.certificates.models import Certificate
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.compiled import Quiz
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import compiled_item, outline_of
from elearning.learning import operations as learning
from elearning.quizzes.models import Attempt
from elearning.quizzes.operations import close_attempt, open_attempt
from tests.factories import (
    PASSWORD,
    make_completion,
    make_course,
    make_lesson,
    make_person,
    make_quiz,
    work,
)
from tests.stage import OFFICER, SLUG, make_learner

#: Each walks alone, so that no test sees what another has done.
SCRIPTED = "198503172010011101"
PLAIN = "198503172010011102"
BY_KEYBOARD = "198503172010011103"
#: Has something on every page.
SETTLED = "198503172010011104"
SMALL = "pelatihan-kecil"


class Cast(NamedTuple):
    """The keys of what the addresses name."""

    person: int
    open_attempt: int
    closed_attempt: int
    certificate: int
    code: str
    lesson: str
    quiz: str
    token: str


def call_the_cast(app: Application) -> Cast:
    """Add the learners, the administrator, a trainer and what the settled learner has done."""
    with work(app):
        unit = db.session.scalars(select(Unit).where(Unit.code == "BPI")).one()
        for nip in (SCRIPTED, PLAIN, BY_KEYBOARD):
            make_learner(unit, nip)
        make_admin()
        grant(make_person(unit, nip=TRAINER), "pengajar", None, clock.now())
        return settle(make_learner(unit, SETTLED))


TRAINER = "197804122003121992"
ADMIN = "admin"
ROLES = {"": "", "learner": SETTLED, "hr": OFFICER, "trainer": TRAINER, "admin": ADMIN}


def make_admin() -> None:
    """Add the administrator, who has no NIP and no unit."""
    admin = Person(
        username=ADMIN,
        name="Administrator",
        password_hash=hash_password(PASSWORD),
        created_at=clock.now(),
    )
    db.session.add(admin)
    db.session.flush()  # the role names the new key
    grant(admin, "admin", None, clock.now())


def settle(person: Person) -> Cast:
    """Let a learner complete one course, fail the quiz of another and be at work in the real one."""
    now = clock.now()
    make_completion(person, make_course(make_lesson(), make_quiz(), slug=SMALL), now)
    proof = db.session.scalars(select(Certificate)).one()
    failed = begin(person, make_course(make_lesson(), make_quiz(), slug="gagal"), "kuis")
    close_attempt(failed, quiz_of(failed), now)
    real = db.session.scalars(select(Course).where(Course.slug == SLUG)).one()
    assert real.revision_id is not None
    items = outline_of(real.revision_id).items
    lesson, quiz = items[0].key, items[-1].key
    attempt = begin(person, real, quiz)
    db.session.flush()
    token = make_activation(person, "link", made_by_id=None, valid=timedelta(days=1), at=now)
    return Cast(person.id, attempt.id, failed.id, proof.id, proof.code, lesson, quiz, token)


def begin(person: Person, course: Course, key: str) -> Attempt:
    """Let a person join a course, read its first lesson and open its quiz."""
    now = clock.now()
    yesterday = now - timedelta(days=1)
    enrolment: Enrolment = learning.enrol(person, course, yesterday)
    learning.finish_item(enrolment, outline_of(enrolment.revision_id).items[0].key, yesterday)
    quiz = compiled_item(enrolment.revision_id, key)
    assert isinstance(quiz, Quiz)
    return open_attempt(enrolment, key, quiz, enrolment.revision_id, now)


def quiz_of(attempt: Attempt) -> Quiz:
    """Return the quiz of an attempt."""
    quiz = compiled_item(attempt.revision_id, attempt.quiz_key)
    assert isinstance(quiz, Quiz)
    return quiz
