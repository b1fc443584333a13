"""What learners and trainers are told of a quiz: essays that wait, further attempts."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.notices.kinds import QUIZ, WORK
from elearning.notices.operations import tell


def chance_is_asked(publisher: Person | None, course: str, at: datetime) -> None:
    """Tell who published a course that somebody asks for one more attempt."""

    def message() -> tuple[str, ...]:
        return (
            _("Request for another attempt in “%(course)s”", course=course),
            _("Somebody asks for one more attempt at a quiz of “%(course)s”.", course=course),
            _("Further requests wait here without another message:"),
        )

    tell(publisher, WORK, message, at, link="/penilaian/permintaan")


def essay_waits(publisher: Person | None, course: str, at: datetime) -> None:
    """Tell who published a course that an essay waits to be graded."""

    def message() -> tuple[str, ...]:
        return (
            _("Essay to grade in “%(course)s”", course=course),
            _("Somebody has sent an essay in “%(course)s” and waits for its mark.", course=course),
            _("Further essays wait here without another message:"),
        )

    tell(publisher, WORK, message, at, link="/penilaian/esai")


def chance_was_decided(
    learner: Person, course: str, page: str, answer: str, at: datetime, *, is_given: bool
) -> None:
    """Tell a learner whether there is one more attempt."""

    def message() -> tuple[str, ...]:
        told = (
            _(
                "The trainer has given you one more attempt at a quiz of “%(course)s”.",
                course=course,
            )
            if is_given
            else _("The trainer gives no further attempt at a quiz of “%(course)s”.", course=course)
        )
        return (_("Another attempt in “%(course)s”", course=course), told, answer)

    tell(learner, QUIZ, message, at, link=page)
