"""What somebody must complete, as their own pages show it: by when, how far they are."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from elearning.assignments.conditions import DONE, is_overdue

#: Days before the deadline from which it is shown as near.
NEAR = 7
#: Between the fields of a duty and between duties, where one statement carries several.
FIELD, LINE = "\x1f", "\x1e"


class Duty(NamedTuple):
    """An assigned course of a person."""

    assignment_id: int
    course_id: int
    slug: str
    title: str
    due_on: date
    starts_on: date
    basis: str
    unit: str
    state: str

    def days_left(self, today: date) -> int:
        """Days until the deadline; below zero when it has passed."""
        return (self.due_on - today).days

    def is_overdue(self, today: date) -> bool:
        """Whether the deadline has passed and the course is not completed."""
        return is_overdue(self.state, self.due_on, today)

    def tone(self, today: date) -> str:
        """Return the tone of its tag."""
        if self.state == DONE:
            return "ok"
        if self.is_overdue(today):
            return "late"
        return "warn" if self.days_left(today) <= NEAR else "go"


def in_words(days: int) -> str:
    """Say how long it is until a deadline."""
    if days < 0:
        return str(ngettext("%(num)s day overdue", "%(num)s days overdue", -days))
    if days == 0:
        return str(_("today is the last day"))
    if days == 1:
        return str(_("tomorrow is the last day"))
    return str(ngettext("%(num)s day left", "%(num)s days left", days))


def carried(text: str) -> list[Duty]:
    """Read the duties that `duty_queries.OPEN_DUTIES` carries: one a course, the nearest first."""
    found = (_read(line.split(FIELD)) for line in text.split(LINE) if line)
    return one_a_course(sorted(found, key=lambda duty: (duty.due_on, duty.assignment_id)))


def _read(fields: list[str]) -> Duty:
    """Read one carried duty."""
    key, course, slug, title, due_on, starts_on, state = fields
    days = (date.fromisoformat(due_on), date.fromisoformat(starts_on))
    return Duty(int(key), int(course), slug, title, *days, "", "", state)


def one_a_course(duties: Iterable[Duty]) -> list[Duty]:
    """Return the first duty of each course: two assignments ask for it only once."""
    found: dict[int, Duty] = {}
    for duty in duties:
        found.setdefault(duty.course_id, duty)
    return list(found.values())


def duty_tag(duty: Duty, today: date) -> dict[str, Any]:
    """Return text and tone of a duty's tag."""
    text = _("Completed") if duty.state == DONE else in_words(duty.days_left(today))
    return {"text": text, "tone": duty.tone(today)}
