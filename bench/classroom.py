"""A database with one course and signed-in learners, for the measurements of pages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from flask.sessions import SecureCookieSessionInterface

from elearning.accounts.models import Person
from elearning.accounts.operations import add_unit, hire
from elearning.app import create_app
from elearning.core import clock, migrations
from elearning.core.application import Application
from elearning.core.csrf import signed
from elearning.core.db import db, writing
from elearning.core.markdown import Renderer
from elearning.core.settings import Settings
from elearning.courses.models import Course
from elearning.courses.publishing.courses import publish_folder
from elearning.learning.enrolment.operations import confirm_data, enrol, finish_item

ROOT = Path(__file__).parent.parent
COURSE = "pelayanan-publik-digital"
READ = ("hak-warga", "perjalanan-pengguna")
LEARNERS = 16
KEY = "a key for measurements only, long enough"
CSRF = "0" * 40


class Classroom(NamedTuple):
    """Where the data lie, and each learner's cookie."""

    folder: str
    cookies: tuple[str, ...]
    address: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables under which the application serves these data."""
        return {"DATA_DIR": self.folder, "SECRET_KEY": KEY, "DATABASE_URL": self.address}


@contextmanager
def classroom(
    course: Path = ROOT / "content" / COURSE,
    finished: Sequence[str] = READ,
    *,
    learners: int = LEARNERS,
    address: str = "",
) -> Iterator[Classroom]:
    """Build the database in a folder that is removed afterwards, or at an address."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), secret_key=KEY, database_url=address))
        with app.test_request_context(), writing():
            migrations.bring_up_to_date()
            with Renderer() as renderer:
                publish_folder(course, renderer, clock.now())
            cookies = tuple(cookie_of(app, each) for each in enrolled_tokens(finished, learners))
            db.session.commit()
            db.engine.dispose()
        yield Classroom(folder, cookies, address)


def enrolled_tokens(finished: Sequence[str], learners: int) -> list[str]:
    """Enrol people who have read some lessons; return the token of each one's sign-in."""
    from elearning.accounts.operations import start_sign_in

    now = clock.now()
    agency = add_unit(
        None, "agency", "BKPSDM", "Pemerintah Kabupaten Contoh", timezone="Asia/Jakarta"
    )
    course = db.session.query(Course).one()
    tokens = []
    for number in range(learners):
        person = Person(
            nip=f"198503172010011{number:03}",
            name=f"Peserta {number}",
            status="PNS",
            rank="III/a",
            position="Analis",
            unit_id=agency.id,
            created_at=now,
        )
        hire(person, now.date())
        enrolment = enrol(person, course, now - timedelta(days=1))
        confirm_data(enrolment, now)
        for key in finished:
            finish_item(enrolment, key, now)
        tokens.append(
            start_sign_in(person.id, browser="bench", address="127.0.0.1", days=1, at=now)
        )
    return tokens


def cookie_of(app: Application, token: str) -> str:
    """Return the cookie of a signed-in browser."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    value = serializer.dumps({"_user_id": token, "_fresh": True, "csrf_token": CSRF})
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"


def form_token() -> str:
    """Return the token that the forms of every learner carry."""
    return signed(KEY, CSRF)
