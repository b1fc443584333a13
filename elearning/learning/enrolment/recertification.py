"""Learning a course again: a new cycle begins beside the old one, which stays as it was."""

from datetime import date, datetime
from typing import NamedTuple

from flask_babel import format_date
from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.assignments.conditions import DONE
from elearning.assignments.duties import Duty
from elearning.assignments.duty_queries import duty_in
from elearning.core import clock
from elearning.core.errors import Refused
from elearning.core.settings import current_settings
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import outline_of
from elearning.learning.enrolment.operations import (
    current_revision,
    insert_enrolment,
    require_learner,
    require_prerequisites,
)
from elearning.learning.enrolment.queries import Earned, earned_by, enrolment_at, enrolment_of
from elearning.records.days import months_after


class Renewal(NamedTuple):
    """Why somebody who has completed a course may take it again, or when they may."""

    #: What was earned was revoked.
    is_revoked: bool
    #: The first day on which it can be begun, and the last one on which the old one counts.
    opens_on: date | None
    ends_on: date | None
    #: Whether the HR office asks for it, whatever was earned before.
    is_assigned: bool = False

    def is_open(self, today: date) -> bool:
        """Whether a new cycle can begin."""
        return (
            self.is_assigned
            or self.is_revoked
            or (self.opens_on is not None and today >= self.opens_on)
        )

    def has_ended(self, today: date) -> bool:
        """Whether what was earned counts no more today."""
        return self.ends_on is not None and today > self.ends_on


def renewal_after(earned: Earned | None, months: int | None) -> Renewal | None:
    """Return how a completed course is renewed; None when what was earned has no end.

    `months` is what the course says now; it counts where nothing was frozen at completion.
    """
    if earned is None:
        return Renewal(True, None, None)
    end = earned.valid_until
    if end is None and months is not None:
        end = months_after(earned.completed_on, months)
    if end is None:
        return None
    opening = months_after(end, -current_settings().recertify_months)
    return Renewal(False, max(opening, earned.completed_on), end)


def renewal_asked(duty: Duty | None, renewal: Renewal | None) -> Renewal | None:
    """Return the renewal of a completed course that is mandatory and not met by what was earned."""
    if duty is None or duty.state == DONE or (renewal and renewal.is_revoked):
        return renewal
    return Renewal(False, duty.starts_on, renewal.ends_on if renewal else None, is_assigned=True)


def begin_again(person: Person, course: Course, at: datetime) -> Enrolment:
    """Begin the next cycle of a completed course; asking again changes nothing."""
    revision_id = current_revision(course.id)  # before the enrolment, as publishing does
    first = enrolment_of(person.id, course.id)
    if first is not None:
        enrolment_at(first.id)
    latest = enrolment_of(person.id, course.id)  # of two that wait for the lock the second sees all
    if latest is None or latest.completed_at is None:
        raise Refused(_("You have not completed this course yet. Go on where you stopped."))
    if first is not None and latest.id != first.id:
        return latest
    outline = outline_of(revision_id)
    today = clock.local_date(at, current_settings().timezone)
    renewal = renewal_after(earned_by(latest.id), outline.facts.validity_months)
    require_open(renewal_asked(duty_in(person.id, course.id, today), renewal), at)
    require_learner(person)
    require_prerequisites(person, outline)
    return insert_enrolment(person, course, latest.cycle + 1, revision_id, at)


def require_open(renewal: Renewal | None, at: datetime) -> None:
    """Refuse a new cycle while what was earned counts for long."""
    if renewal is None:
        raise Refused(_("What you have earned here stays valid; there is nothing to renew."))
    today = clock.local_date(at, current_settings().timezone)
    if not renewal.is_open(today):
        day = format_date(renewal.opens_on, "long")
        raise Refused(_("You can take this course again from %(day)s.", day=day))
