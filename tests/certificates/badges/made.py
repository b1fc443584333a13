"""Certificates with badges, for the tests of badges."""

from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import select

from elearning.certificates.badges import operations, queries
from elearning.certificates.badges.models import Badge
from elearning.certificates.badges.printing import stored_file
from elearning.certificates.models import Certificate
from elearning.certificates.queries import proof
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Course
from tests.factories import NOW, make_completion, make_course, make_person, work

EMAIL = "Contoh.Lestari@contoh.go.id"

FORMS = ("json", "jwt", "png", "svg")

_serial = count(1)


class Held(NamedTuple):
    """A badge: the certificate's key, its holder's NIP, and its files."""

    certificate: int
    nip: str
    files: dict[str, bytes]

    @property
    def token(self) -> str:
        """The badge as JWT."""
        return self.files["jwt"].decode()


def make_certificate(**fields: Any) -> tuple[int, str]:
    """Let somebody complete the course; return the certificate's key and their NIP."""
    course = db.session.scalar(select(Course).limit(1)) or make_course(title="Pelindungan Data")
    email = f"Pegawai{next(_serial)}@contoh.go.id"
    person = make_person(**({"email": email} | fields))
    completion = make_completion(person, course)
    found = select(Certificate.id).where(Certificate.completion_id == completion.id)
    return db.session.scalars(found).one(), person.nip or ""


def make_held(app: Application, **fields: Any) -> Held:
    """Let somebody complete a course and make the badge with its files."""
    with work(app):
        key, nip = make_certificate(**fields)
        make_badge(key)
    return Held(key, nip, files_of(app, key))


def make_badge(key: int) -> Badge:
    """Make the badge of a certificate as its page does."""
    found = proof(key)
    assert found is not None
    email = queries.email_of(found.completion.person_id)
    return operations.make_badge(found.certificate, email, NOW)


def files_of(app: Application, key: int) -> dict[str, bytes]:
    """Return the stored files of a certificate's badge."""
    with app.app_context(), app.test_request_context():
        found, badge = proof(key), queries.badge_of(key)
        assert found is not None
        assert badge is not None
        return {form: stored_file(found, badge, form, NOW) for form in FORMS}
