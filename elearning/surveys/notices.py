"""What people are told of surveys: one invitation, and no reminder."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.notices.kinds import SURVEY
from elearning.notices.operations import tell
from elearning.records.models import Completion


def course_can_be_evaluated(person: Person, completion: Completion, at: datetime) -> None:
    """Invite a person to say what they think of a course."""

    def message() -> tuple[str, ...]:
        return (
            _("What do you say of “%(course)s”?", course=completion.course_title),
            _(
                "Eleven short questions, about two minutes. Your answers are counted without your"
                " name; answering is up to you."
            ),
        )

    tell(person, SURVEY, message, at, link=f"/evaluasi/{completion.enrolment_id}")
