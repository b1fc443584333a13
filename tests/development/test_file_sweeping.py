"""What a person takes back does not stay in the file store, unless somebody else names it."""

import os
from datetime import datetime, timedelta

from elearning.core import clock, files
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import CourseMedia
from elearning.development.attachments import PDF
from elearning.development.file_sweeping import GRACE, sweep_files
from elearning.development.proposal_operations import StoredFile, propose, revise, withdraw
from tests.development.papers import make_training, row_of
from tests.factories import make_course, make_person, work

NOW = clock.now()
LATER = NOW + GRACE + timedelta(hours=1)


def stored(content: bytes, at: datetime = NOW) -> StoredFile:
    """Store a certificate at a moment."""
    digest = files.store(content)
    os.utime(files.path_of(digest), (at.timestamp(), at.timestamp()))
    return StoredFile(digest, PDF, "")


def test_a_withdrawn_proposals_file_goes_a_day_later(each_app: Application) -> None:
    with work(each_app):
        file = stored(b"satu")
        row = row_of(propose(make_person().id, make_training(), 4, file, NOW))
        withdraw(row, NOW)
    with each_app.app_context():
        assert sweep_files(NOW) == 0
        assert files.path_of(file.digest).exists()
        assert sweep_files(LATER) == 1
        assert not files.path_of(file.digest).exists()


def test_a_replaced_file_goes_and_the_new_one_stays(app: Application) -> None:
    with work(app):
        old, new = stored(b"lama"), stored(b"baru")
        row = row_of(propose(make_person().id, make_training(), 4, old, NOW))
        revise(row, make_training(), 4, new, NOW)
    with app.app_context():
        sweep_files(LATER)
        assert [files.path_of(each.digest).exists() for each in (old, new)] == [False, True]


def test_what_somebody_else_has_sent_too_stays(app: Application) -> None:
    with work(app):
        file = stored(b"sama")
        propose(make_person().id, make_training(), 4, file, NOW)
        withdraw(row_of(propose(make_person().id, make_training(), 4, file, NOW)), NOW)
    with app.app_context():
        sweep_files(LATER)
        assert files.path_of(file.digest).exists()


def test_what_is_just_being_sent_again_stays(app: Application) -> None:
    with work(app):
        file = stored(b"lagi")
        withdraw(row_of(propose(make_person().id, make_training(), 4, file, NOW)), NOW)
    with app.app_context():
        os.utime(files.path_of(file.digest), (LATER.timestamp(), LATER.timestamp()))
        sweep_files(LATER)
        assert files.path_of(file.digest).exists()


def test_storing_again_tells_that_a_file_is_in_use(app: Application) -> None:
    with app.app_context():
        file = stored(b"kembali", NOW - timedelta(days=9))
        files.store(b"kembali")
        files.remove(file.digest, unused_since=NOW - GRACE)
        assert files.path_of(file.digest).exists()


def test_a_file_that_a_course_shows_stays(app: Application) -> None:
    with work(app):
        file = stored(b"%PDF-materi")
        row = CourseMedia(course_id=make_course().id, name="a-a.pdf", digest=file.digest)
        row.mime, row.size = PDF, 11
        db.session.add(row)
        withdraw(row_of(propose(make_person().id, make_training(), 4, file, NOW)), NOW)
    with app.app_context():
        sweep_files(LATER)
        assert files.path_of(file.digest).exists()
