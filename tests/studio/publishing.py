"""A trainer who may publish, at the browser, with a draft."""

from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.studio.drafts.operations import save_text
from elearning.studio.drafts.queries import draft_at, files_of
from elearning.studio.models import Draft
from tests.factories import NOW, work
from tests.studio.drafts import NIP, SLUG, make_draft, make_trainer
from tests.visitor import Visitor

STUDIO = f"/studio/{SLUG}"
PUBLISH = f"{STUDIO}/terbitkan"


class Publisher(Visitor):
    """A trainer with the right to publish."""

    app: Application

    def write(self, name: str, old: str, new: str) -> None:
        """Change a text of the draft."""
        with work(self.app):
            draft = draft_of()
            file = next(file for file in files_of(draft.id) if file.name == name)
            assert old in file.text
            by = draft.authors[0].person_id
            save_text(draft, file, file.edition, file.text.replace(old, new), by, NOW, auto=False)

    def publish(self, **fields: str) -> "Publisher":
        """Open the impact and press the button."""
        self.open(PUBLISH).send(PUBLISH, **fields)
        return self

    @property
    def course(self) -> Course:
        """The course as the database holds it."""
        with self.app.app_context():
            found = db.session.scalars(select(Course).where(Course.slug == SLUG)).one()
            db.session.expunge(found)
            return found


def draft_of() -> Draft:
    """Return the draft of these tests."""
    draft = draft_at(SLUG)
    assert draft is not None
    return draft


def publisher(app: Application, *, published: bool = False) -> Publisher:
    """Return a publisher with a draft, published already if wanted."""
    with work(app):
        make_draft(make_trainer(NIP, "Pengajar", "pengajar", "penerbit"))
    person = Publisher(app)
    person.app = app
    person.sign_in(NIP)
    return person.publish() if published else person
