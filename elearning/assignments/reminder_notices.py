"""What people are told about an assignment, in their language."""

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from elearning.assignments.models import Assignment
from elearning.core.db import db
from elearning.core.languages import long_date
from elearning.courses.models import Course
from elearning.notices.operations import Message

NEW, MOVED, NEAR, OVERDUE = "new", "moved", "near", "overdue"
TEAM = "/penugasan/tim"


def link(assignment: Assignment) -> str:
    """Return where one acts."""
    return f"/pelatihan/{_course(assignment).slug}/"


def message(what: str, assignment: Assignment, due_on: date, today: date) -> Message:
    """Return what is said of an assignment to those with a deadline."""
    course, days = _course(assignment), (due_on - today).days
    told: dict[str, Callable[[], tuple[str, ...]]] = {
        NEW: lambda: _new(course.title, assignment, due_on),
        MOVED: lambda: _moved(course.title, due_on),
        NEAR: lambda: _near(course.title, due_on, days),
        OVERDUE: lambda: _overdue(course.title, due_on),
    }
    return told[what]


def team_message() -> tuple[str, ...]:
    """Return what a supervisor is told when some of their people are overdue."""
    return (
        _("Somebody in your team has passed a deadline"),
        _("At least one of your people has not completed a mandatory course in time."),
        _("See who it is and talk with them about what keeps them from it."),
    )


def _course(assignment: Assignment) -> Course:
    """Return the assigned course."""
    return db.session.get_one(Course, assignment.course_id)


def _new(title: str, assignment: Assignment, due_on: date) -> tuple[str, ...]:
    day = long_date(due_on)
    return (
        _("You are to complete “%(title)s” by %(day)s", title=title, day=day),
        _("The HR office has made this course mandatory for you."),
        _("This deadline is your own, because you have joined later.")
        if due_on > assignment.due_on
        else "",
        assignment.basis,
    )


def _moved(title: str, due_on: date) -> tuple[str, ...]:
    day = long_date(due_on)
    return (
        _("The deadline of “%(title)s” is now %(day)s", title=title, day=day),
        _("The HR office has moved the deadline of this mandatory course."),
    )


def _near(title: str, due_on: date, days: int) -> tuple[str, ...]:
    text = ngettext(
        "There is %(num)s day left to complete this mandatory course, until %(day)s.",
        "There are %(num)s days left to complete this mandatory course, until %(day)s.",
        days,
        day=long_date(due_on),
    )
    if days == 0:
        text = _("Today is the last day to complete this mandatory course.")
    return (_("“%(title)s” is due soon", title=title), text)


def _overdue(title: str, due_on: date) -> tuple[str, ...]:
    return (
        _("“%(title)s” is overdue", title=title),
        _("The deadline of this mandatory course was %(day)s.", day=long_date(due_on)),
        _("You can still complete it. If something keeps you from it, tell your HR office."),
    )
