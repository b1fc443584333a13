"""What assignments hold about a person, for the page Data Saya, and what an erasure removes."""

from sqlalchemy import select

from elearning.assignments.models import (
    AssignedPerson,
    Assignment,
    Exemption,
    Reminder,
    SupervisorNotice,
)
from elearning.core.personal_data import OWNER, Erased, Held, Moved
from elearning.courses.models import Course

_TITLE = Course.title.label("course")

PERSONAL_DATA = (
    Held(
        *("assigned_courses", "learning"),
        select(_TITLE, Assignment.due_on, Assignment.basis, Assignment.ended_at)
        .select_from(AssignedPerson)
        .join(Assignment, Assignment.id == AssignedPerson.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(AssignedPerson.person_id == OWNER),
        AssignedPerson.assignment_id,
    ),
    Held(
        *("exemptions", "learning"),
        select(
            *(_TITLE, Exemption.reason.label("kind"), Exemption.note),
            *(Exemption.given_at, Exemption.ended_at),
        )
        .select_from(Exemption)
        .join(Assignment, Assignment.id == Exemption.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(Exemption.person_id == OWNER),
        Exemption.id,
    ),
    Held(
        *("reminders", "notices"),
        select(_TITLE, Reminder.due_on, Reminder.told_at)
        .select_from(Reminder)
        .join(Assignment, Assignment.id == Reminder.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(Reminder.person_id == OWNER),
        Reminder.told_at,
    ),
    Held(
        *("supervisor_notices", "notices"),
        select(SupervisorNotice.week, SupervisorNotice.told_at).where(
            SupervisorNotice.person_id == OWNER
        ),
        SupervisorNotice.week,
    ),
)

#: Duties and reminders concern people who work here; the audit log keeps who exempted a key.
ERASED = (
    Erased(Reminder, Reminder.person_id == OWNER),
    Erased(SupervisorNotice, SupervisorNotice.person_id == OWNER),
    Erased(Exemption, Exemption.person_id == OWNER),
    Erased(AssignedPerson, AssignedPerson.person_id == OWNER),
)

MOVED = (
    Moved(AssignedPerson, twin=("assignment_id",)),
    Moved(Exemption, twin=("assignment_id",), twins_among=Exemption.ended_at.is_(None)),
    Moved(Reminder, twin=("assignment_id",)),
)
