"""What the public page of a course says, to a visitor and to someone on the way."""

from datetime import date
from typing import Any, NamedTuple

from flask_babel import LazyString
from markupsafe import Markup

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_learner
from elearning.assignments.duties import Duty
from elearning.assignments.duty_queries import duty_in
from elearning.core import clock
from elearning.core.settings import current_settings
from elearning.core.trusted import trusted
from elearning.courses.compiled import Facts
from elearning.courses.models import CHANGE_CLASSES
from elearning.courses.queries import CourseCard, Outline, Place, classes_after, outline_of
from elearning.learning.catalogue.contents import LEVELS, contents, duration, kilobytes, stop_url
from elearning.learning.enrolment import queries
from elearning.learning.enrolment.policy import can_read
from elearning.learning.enrolment.progress import Progress, progress_of, resume
from elearning.learning.enrolment.recertification import Renewal, renewal_after, renewal_asked
from elearning.learning.languages import Tongue, read_outline, tongue_of_course
from elearning.quizzes.essay_queries import quizzes_waiting
from elearning.surveys.queries import OPEN, invitation_at, open_since


class About(NamedTuple):
    """The course as it is taught now."""

    facts: Facts
    description: Markup
    level: LazyString | str
    duration: str
    weight: int
    version: int
    updated_on: date
    tongue: Tongue


class Standing(NamedTuple):
    """Where the reader stands; before joining, at the beginning."""

    items: list[dict[str, object]]
    progress: Progress
    has_begun: bool
    next_title: str
    resume_url: str
    earned: queries.Earned | None
    prerequisites: list[queries.Prerequisite]
    may_preview: bool
    update: "Update | None"
    #: Titles of unfinished quizzes whose essays wait for their trainer.
    waiting: tuple[str, ...] = ()
    #: How a completed course is taken again; None when what was earned has no end.
    renewal: Renewal | None = None
    today: date | None = None
    #: The reader's duty to complete the course.
    duty: Duty | None = None
    #: The enrolment for which the reader can still say what they think of the course.
    survey: int | None = None


class Update(NamedTuple):
    """A newer version than the person's own, and what it asks for more of those who join now."""

    #: "content" or "requirements", for those who have finished; for others always requirements.
    change_class: str
    added: tuple[str, ...]
    jp: int
    own_jp: int


def about(card: CourseCard) -> About:
    """Return what everyone may know of a course."""
    outline = read_outline(card.revision_id)
    return About(
        outline.facts,
        trusted(outline.facts.description),
        LEVELS.get(card.level, card.level),
        duration(card.minutes),
        kilobytes(sum(item.size for item in outline.items)),
        outline.number,
        clock.local_date(card.published_at, current_settings().timezone),
        tongue_of_course(card.slug, card.revision_id),
    )


def standing(person: Any, place: Place, card: CourseCard) -> Standing:
    """Return the reader's own part of the page."""
    outline, may_read = read_outline(place.revision_id), can_read(person, place)
    waiting = waiting_keys(place)
    stop = resume(outline, place.finished, place.last_key or "", place.last_anchor or "")
    here = place.last_key or ""
    earned = queries.earned_by(place.enrolment_id) if place.completed_at else None
    months = outline_of(card.revision_id).facts.validity_months
    today = clock.local_date(clock.now(), current_settings().timezone)
    duty = duty_in(person.id, place.course_id, today) if is_learner(person) else None
    may_renew = place.completed_at and not card.withdrawn_at
    return Standing(
        contents(place.slug, outline, place.finished, here=here, is_open=may_read),
        progress_at(place),
        bool(place.finished or place.last_key),
        stop.item.title,
        stop_url(place.slug, stop),
        earned,
        needed_before(person, outline_of(card.revision_id)),
        may_read and place.enrolment_id is None,
        update_for(place, card),
        tuple(item.title for item in outline.items if item.key in waiting),
        renewal_asked(duty, renewal_after(earned, months)) if may_renew else None,
        today,
        duty,
        open_survey(place),
    )


def open_survey(place: Place) -> int | None:
    """Return the enrolment for which a completed course can still be evaluated."""
    if place.enrolment_id is None or place.completed_at is None:
        return None
    asked = invitation_at(place.enrolment_id)
    since = open_since(own_today(), current_settings().survey_days)
    return place.enrolment_id if asked and asked.state(since) == OPEN else None


def waiting_keys(place: Place) -> frozenset[str]:
    """Return the unfinished quizzes of somebody on the way whose essays are not graded yet."""
    if place.enrolment_id is None or place.completed_at is not None:
        return frozenset()
    return quizzes_waiting(place.enrolment_id) - place.finished


def update_for(place: Place, card: CourseCard) -> Update | None:
    """Return the newer version that a person may go over to; None when theirs is the newest.

    Who has finished is offered whatever is more than cosmetic.
    """
    if place.revision_id == card.revision_id or card.withdrawn_at is not None:
        return None
    own, now = (
        outline_of(place.requirements_id or place.revision_id),
        read_outline(card.revision_id),
    )
    change_class = "requirements"
    if place.completed_at is not None:
        own = outline_of(place.revision_id)
        classes = classes_after(place.course_id, own.number)
        change_class = max(classes, key=CHANGE_CLASSES.index)
    if change_class == "cosmetic":
        return None
    known = {item.key for item in own.required} | place.finished
    added = tuple(item.title for item in now.required if item.key not in known)
    return Update(change_class, added, now.jp, own.jp)


def progress_at(place: Place) -> Progress:
    """Count what is finished of what the enrolment requires."""
    return progress_of(outline_of(place.requirements_id or place.revision_id), place.finished)


def needed_before(person: Any, outline: Outline) -> list[queries.Prerequisite]:
    """Return the courses that this one builds on."""
    person_id = person.id if person.is_authenticated else 0
    return queries.prerequisites(outline.facts.prerequisites, person_id)
