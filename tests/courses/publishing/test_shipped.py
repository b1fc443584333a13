"""The courses of `CONTENT_DIR` are published at the start when their files changed."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from elearning.core.application import Application
from elearning.core.db import db, writing
from elearning.core.settings import Settings
from elearning.courses.models import Course, CourseRevision
from elearning.courses.publishing.shipped import (
    MEMORY,
    fingerprint,
    newer_than_kept,
    publish_shipped,
    publish_shipped_paths,
)
from elearning.courses.writing.scaffold import new_course
from tests.factories import NOW


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Settings whose courses are a folder of the test."""
    new_course(tmp_path / "content" / "pelatihan-baru")
    return replace(settings, content_dir=tmp_path / "content")


def published() -> int:
    """Publish and return how many revisions there are."""
    for outcome in publish_shipped(NOW):
        assert outcome.published, outcome.checked.diagnostics
    return db.session.scalar(select(func.count(CourseRevision.id))) or 0


def test_a_course_is_published_once(app: Application) -> None:
    with app.app_context(), writing():
        assert published() == 1
        assert publish_shipped(NOW) == []


def test_a_changed_file_is_looked_at_and_equal_content_makes_no_revision(
    app: Application, settings: Settings
) -> None:
    course = settings.content_dir / "pelatihan-baru" / "course.md"
    with app.app_context(), writing():
        assert published() == 1
        course.write_text(course.read_text() + "\n")
        assert len(publish_shipped(NOW)) == 1
        course.write_text(course.read_text() + "\nSatu kalimat lagi.\n")
        assert published() == 2


def test_a_new_database_is_filled_whatever_was_remembered(
    app: Application, settings: Settings
) -> None:
    folder = settings.content_dir / "pelatihan-baru"
    (settings.data_dir / MEMORY).write_text(f'{{"pelatihan-baru": "{fingerprint(folder)}"}}')
    with app.app_context(), writing():
        assert published() == 1


def test_a_course_with_errors_is_told_and_tried_again(app: Application, settings: Settings) -> None:
    (settings.content_dir / "pelatihan-baru" / "course.md").write_text("tanpa kepala")
    with app.app_context(), writing():
        for _start in range(2):
            assert [outcome.published for outcome in publish_shipped(NOW)] == [None]


def keep_in_studio() -> None:
    """Let the studio be where the course is written."""
    db.session.execute(update(Course).values(kept_in="studio"))
    db.session.commit()


def test_what_the_studio_keeps_is_not_overwritten_and_a_newer_folder_is_named(
    app: Application, settings: Settings
) -> None:
    folder = settings.content_dir / "pelatihan-baru"
    with app.app_context(), writing():
        assert published() == 1
        keep_in_studio()
        assert newer_than_kept() == []
        course = folder / "course.md"
        course.write_text(course.read_text() + "\nSatu kalimat lagi.\n")
        for _start in range(2):
            assert published() == 1
            assert newer_than_kept() == [folder]


def test_a_fresh_copy_of_a_folder_that_was_published_once_is_not_newer(
    app: Application, settings: Settings
) -> None:
    course = settings.content_dir / "pelatihan-baru" / "course.md"
    first = course.read_text()
    with app.app_context(), writing():
        assert published() == 1
        course.write_text(first + "\nSatu kalimat lagi.\n")
        assert published() == 2
        keep_in_studio()
        course.write_text(first)
        assert newer_than_kept() == []
        assert publish_shipped(NOW) == []


PATH = "---\njudul: Jalur\npelatihan:\n- pelatihan-baru: Mulai di sini.\n---\nUntuk siapa.\n"


def write_path(settings: Settings, text: str) -> None:
    """Write a learning path beside the courses."""
    (settings.content_dir / "jalur").mkdir(exist_ok=True)
    (settings.content_dir / "jalur" / "uji.md").write_text(text)


def test_a_learning_path_is_published_once_after_its_courses(
    app: Application, settings: Settings
) -> None:
    with app.app_context(), writing():
        assert publish_shipped_paths(NOW) is None
        write_path(settings, PATH)
        published()
        outcome = publish_shipped_paths(NOW)
        assert outcome is not None
        assert outcome.published == {"uji": True}
        assert publish_shipped_paths(NOW) is None


def test_a_learning_path_with_errors_is_told_and_tried_again(
    app: Application, settings: Settings
) -> None:
    write_path(settings, PATH)
    with app.app_context(), writing():
        for _start in range(2):
            outcome = publish_shipped_paths(NOW)
            assert outcome is not None
            assert [each.code for each in outcome.checked.errors] == ["step-unknown"]
