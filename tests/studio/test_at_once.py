"""Two people at one draft at the same moment: its state and its history stay true.

SQLite lets one write at a time; PostgreSQL lets another overtake what was read.
"""

import pytest
from sqlalchemy import insert, select, update

from elearning.core.application import Application
from elearning.core.db import db
from elearning.studio.drafts.operations import note_change, reorder, save_text
from elearning.studio.drafts.queries import draft_at, files_of
from elearning.studio.models import Draft, DraftFile, FileVersion
from tests.factories import NOW, work
from tests.studio.drafts import SLUG, make_draft

pytestmark = pytest.mark.postgresql


@pytest.fixture
def app(postgresql_app: Application) -> Application:
    """The application with a draft."""
    with work(postgresql_app):
        make_draft()
    return postgresql_app


def read() -> tuple[Draft, list[DraftFile], int]:
    """Return the draft with its lesson and quiz as this session sees them, and its author."""
    draft = draft_at(SLUG)
    assert draft is not None
    return draft, files_of(draft.id)[1:], draft.authors[0].person_id


def publish_elsewhere() -> None:
    """Say on another connection that the draft is published."""
    with db.engine.begin() as other:
        other.execute(update(Draft).values(state="published"))


def save_elsewhere(file_id: int, text: str) -> None:
    """Save a text on another connection."""
    with db.engine.begin() as other:
        own = update(DraftFile).where(DraftFile.id == file_id)
        other.execute(own.values(text=text, edition=2, changed_at=NOW))
        said = {"name": "10-surat.md", "text": text, "deed": "save", "at": NOW}
        other.execute(insert(FileVersion).values(file_id=file_id, edition=2, **said))


def state(app: Application) -> str:
    """Return the draft's state as the database has it."""
    with app.app_context():
        return db.session.scalars(select(Draft.state)).one()


def test_what_is_saved_while_its_course_is_published_makes_it_a_draft_again(
    app: Application,
) -> None:
    with work(app):
        draft, (lesson, _quiz), by = read()
        publish_elsewhere()
        save_text(draft, lesson, 1, "Berubah.", by, NOW, auto=False)
    assert state(app) == "draft"


def test_a_medium_changed_while_its_course_is_published_makes_it_a_draft_again(
    app: Application,
) -> None:
    with work(app):
        draft, _files, _by = read()
        publish_elsewhere()
        note_change(draft, NOW)
    assert state(app) == "draft"


def test_contents_moved_while_a_text_is_saved_keep_its_history_true(app: Application) -> None:
    with work(app):
        draft, (lesson, quiz), by = read()
        save_elsewhere(lesson.id, "Lebih baru.")
        reorder(draft, [quiz.id, lesson.id], by, NOW)
    with app.app_context():
        said = select(FileVersion.edition, FileVersion.text)
        kept = db.session.execute(
            said.where(FileVersion.file_id == lesson.id).order_by(FileVersion.id)
        ).all()
    assert [tuple(row) for row in kept[1:]] == [(2, "Lebih baru."), (3, "Lebih baru.")]
