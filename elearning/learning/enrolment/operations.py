"""Enrolling, finishing, remembering where one stopped."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, case, select, update

from elearning.accounts.models import Person
from elearning.core.db import db, insert_new, read_anew, write
from elearning.core.errors import Refused
from elearning.core.settings import current_settings
from elearning.courses.models import Course, Enrolment, ItemFinish
from elearning.courses.queries import Outline, Place, outline_of
from elearning.learning.enrolment import queries
from elearning.quizzes.operations import Enrolled

POSITION_EVERY = timedelta(seconds=10)
_ENROLMENT: Any = Enrolment.__table__
_BEGINNING = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.id == bindparam("enrolment"), _ENROLMENT.c.last_key == "")
    .values(last_key=bindparam("item"))
)
_last_key = case((_ENROLMENT.c.last_key == "", bindparam("item")), else_=_ENROLMENT.c.last_key)
_SEEN = (
    update(_ENROLMENT)
    .where(_ENROLMENT.c.id == bindparam("enrolment"))
    .values(seen_at=bindparam("at"), last_key=_last_key)
)


def enrol(person: Person, course: Course, at: datetime) -> Enrolment:
    """Enrol a person in a course as it is now; asking again changes nothing."""
    enrolment = queries.enrolment_of(person.id, course.id)
    if enrolment is not None:
        return enrolment
    revision_id = current_revision(course.id)
    require_learner(person)
    require_prerequisites(person, outline_of(revision_id))
    return insert_enrolment(person, course, 1, revision_id, at)


def insert_enrolment(
    person: Person, course: Course, cycle: int, revision_id: int, at: datetime
) -> Enrolment:
    """Begin a cycle, once."""
    row = {
        "person_id": person.id,
        "course_id": course.id,
        "cycle": cycle,
        "revision_id": revision_id,
        "requirements_id": revision_id,
        "started_at": at,
        "seen_at": at,
    }
    insert_new(Enrolment, row, ["person_id", "course_id", "cycle"])
    return db.session.scalars(
        select(Enrolment).where(
            Enrolment.person_id == person.id,
            Enrolment.course_id == course.id,
            Enrolment.cycle == cycle,
        )
    ).one()


def current_revision(course_id: int) -> int:
    """Return the revision to pin; a publish waits until this enrolment is there to be moved."""
    current = select(Course.revision_id, Course.withdrawn_at).where(Course.id == course_id)
    revision_id, withdrawn_at = db.session.execute(current.with_for_update(read=True)).one()
    if revision_id is None:
        raise Refused(_("This course is not published yet. Choose another one in the catalogue."))
    if withdrawn_at is not None:
        raise Refused(
            _(
                "This course takes no new participants any more. Choose another one in the catalogue."
            )
        )
    return int(revision_id)


def adopt_new_version(place: Place) -> Enrolment:
    """Move a person to the course as it is now; what they have finished stays finished.

    There is no way back. Who has completed the course only reads the new version: what completed
    it stays as it was.
    """
    revision_id = current_revision(place.course_id)  # before the enrolment, as publishing does
    enrolment = queries.enrolment_at(place.enrolment_id)
    enrolment.revision_id, enrolment.notice = revision_id, ""
    if enrolment.completed_at is None:
        enrolment.requirements_id = revision_id
    return enrolment


def require_learner(person: Person) -> None:
    """Refuse accounts without a NIP, and people whose legal standing does not let them learn."""
    if not person.is_learner:
        raise Refused(
            _(
                "This account has no NIP, so learning hours cannot be recorded for it. "
                "Sign in with your NIP to join the course."
            )
        )
    if person.legal_standing not in current_settings().counted_standings:
        raise Refused(
            _(
                "Your legal standing (kedudukan hukum) in the roster does not allow joining a "
                "course. Ask the HR office to check it."
            )
        )


def require_prerequisites(person: Person, outline: Outline) -> None:
    """Refuse while a course that this one builds on is not completed."""
    needed = queries.prerequisites(outline.facts.prerequisites, person.id)
    missing = [course.title for course in needed if not course.completed]
    if missing:
        raise Refused(
            _("Complete %(courses)s first; this course builds on it.", courses=quoted(missing))
        )


def quoted(titles: list[str]) -> str:
    """Write titles as a list inside a sentence."""
    return ", ".join(f"“{title}”" for title in titles)


def finish_item(enrolment: Enrolled, key: str, at: datetime) -> None:
    """Note that a lesson was read or a quiz passed; the first time counts.

    The caller holds the enrolment's lock: of two requests that finish the last two items, one sees
    both.
    """
    write(_SEEN, {"enrolment": enrolment.id, "item": key, "at": at})
    read_anew(Enrolment, enrolment.id, ["seen_at", "last_key"])
    row = {"enrolment_id": enrolment.id, "key": key, "at": at}
    insert_new(ItemFinish, row, ["enrolment_id", "key"])


def go_on_to(enrolment: Enrolment, key: str) -> None:
    """Let the person resume at the start of an item."""
    enrolment.last_key, enrolment.last_anchor = key, ""


def note_beginning(place: Place, key: str) -> None:
    """Note that a person who had done nothing yet is under way, in a lesson or quiz."""
    if not place.last_key:
        write(_BEGINNING, {"enrolment": place.enrolment_id, "item": key})


def note_position(place: Place, key: str, anchor: str, at: datetime) -> bool:
    """Remember the heading last read; within ten seconds of the last deed say that it is too soon."""
    due = (Enrolment.id == place.enrolment_id, Enrolment.seen_at <= at - POSITION_EVERY)
    values = {"last_key": key, "last_anchor": anchor, "seen_at": at}
    noted = update(Enrolment).where(*due).values(**values).returning(Enrolment.id)
    return db.session.execute(noted).first() is not None


def read_notice(place: Place) -> None:
    """Show the notice of a changed revision no more."""
    db.session.execute(
        update(Enrolment).where(Enrolment.id == place.enrolment_id).values(notice="")
    )


def confirm_data(enrolment: Enrolment, at: datetime) -> None:
    """Note that the data which the certificate prints are right; the first time counts."""
    enrolment.confirmed_at = enrolment.confirmed_at or at
