"""A published course is opened as a draft that equals it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.markdown import Renderer
from elearning.courses.publishing.courses import publish_folder
from elearning.courses.writing.scaffold import new_course
from elearning.studio.drafts.queries import draft_at, files_of, media_of
from tests.factories import NOW, make_course, work
from tests.studio.drafts import NIP, make_trainer
from tests.visitor import Visitor

SLUG = "etika-digital"


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    """A render process."""
    with Renderer() as renderer:
        yield renderer


def test_a_published_course_becomes_a_draft_with_its_texts_and_media(
    app: Application, tmp_path: Path, renderer: Renderer
) -> None:
    new_course(tmp_path / SLUG, "singkat")
    with work(app):
        make_trainer()
    with work(app):
        assert publish_folder(tmp_path / SLUG, renderer, NOW).published
    trainer = Visitor(app).sign_in(NIP).open("/studio/baru")
    trainer.send("/studio/buka", pelatihan=SLUG)
    assert trainer.address == f"/studio/{SLUG}/"
    with work(app):
        draft = draft_at(SLUG)
        assert draft is not None
        assert draft.state == "published"
        texts = {file.name: file.text for file in files_of(draft.id)}
        assert texts == {
            path.name: path.read_text("utf-8") for path in (tmp_path / SLUG).glob("*.md")
        }
        assert [medium.name for medium in media_of(draft.id)] == ["alur.svg"]
    assert SLUG not in {
        each["value"] for each in trainer.open("/studio/baru").page.select("option")
    }


def test_a_course_whose_texts_were_not_kept_is_refused(app: Application) -> None:
    with work(app):
        make_trainer()
        make_course(slug="lama")
        db.session.commit()
    trainer = Visitor(app).sign_in(NIP).open("/studio/baru")
    assert trainer.send("/studio/buka", pelatihan="lama").status == 422
    assert trainer.page.select("#pelatihan-error")
