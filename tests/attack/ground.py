"""Where the attack happens: people who are one lesson away from completing each of many courses."""

from datetime import timedelta
from itertools import product
from random import Random
from typing import NamedTuple

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from elearning.accounts.models import Person
from elearning.accounts.operations import start_sign_in
from elearning.core import clock
from elearning.core.application import Application
from elearning.courses.models import Course
from elearning.learning.enrolment.operations import confirm_data, enrol, finish_item
from tests.conftest import KEY
from tests.factories import make_course, make_lesson, make_person, make_unit, work

CSRF = "0" * 40


class Step(NamedTuple):
    """A last lesson, and the cookie of the person who has read it."""

    person_id: int
    course_id: int
    slug: str
    cookie: str

    @property
    def pair(self) -> tuple[int, int]:
        """Who completes what."""
        return self.person_id, self.course_id


def steps_to_take(app: Application, people: int, courses: int) -> list[Step]:
    """Publish the courses, enrol everybody in each, and return every last step."""
    with work(app):
        unit = make_unit()
        taught = [
            make_course(make_lesson(), make_lesson("dua"), slug=f"pelatihan-{n}", code=f"P{n}")
            for n in range(courses)
        ]
        learners = [make_person(unit, nip=f"19850317201001{1000 + n}") for n in range(people)]
        cookies = {person.id: cookie_of(app, person) for person in learners}
        return [last_step(person, course, cookies) for person, course in product(learners, taught)]


def last_step(person: Person, course: Course, cookies: dict[int, str]) -> Step:
    """Bring a person to the last lesson of a course."""
    now = clock.now()
    enrolment = enrol(person, course, now - timedelta(days=1))
    confirm_data(enrolment, now)
    finish_item(enrolment, "satu", now)
    return Step(person.id, course.id, course.slug, cookies[person.id])


def cookie_of(app: Application, person: Person) -> str:
    """Sign a person in and return the browser's cookie."""
    token = start_sign_in(person.id, browser="attack", address="127.0.0.1", days=1, at=clock.now())
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    value = serializer.dumps({"_user_id": token, "_fresh": True, "csrf_token": CSRF})
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"


def form_token() -> str:
    """Return the token that everybody's forms carry."""
    return str(URLSafeTimedSerializer(KEY, salt="wtf-csrf-token").dumps(CSRF))


def shuffled(steps: list[Step], random: Random, copies: int) -> list[Step]:
    """Return the steps in some order, the copies of each side by side: several workers take one."""
    order = random.sample(steps, len(steps))
    return [step for step in order for _copy in range(copies)]
