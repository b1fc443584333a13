"""What readers and trainers are told of error reports and questions."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.notices.kinds import ANSWER, WORK
from elearning.notices.operations import tell

#: Where a person finds what they have sent.
SENT = "/catatan/kiriman"


def report_waits(publisher: Person | None, course: str, at: datetime) -> None:
    """Tell who published a course that its readers report mistakes."""

    def message() -> tuple[str, ...]:
        return (
            _("Error report on “%(course)s”", course=course),
            _("A reader has reported a mistake in the course “%(course)s”.", course=course),
            _("Further reports wait in the studio without another message:"),
        )

    tell(publisher, WORK, message, at, link="/studio/laporan")


def report_was_handled(reporter: Person, quote: str, state: str, answer: str, at: datetime) -> None:
    """Tell a reporter what became of a report."""

    def message() -> tuple[str, ...]:
        done = (
            _("The mistake that you reported is being put right. Thank you.")
            if state == "handled"
            else _("The trainers have looked at your report and change nothing.")
        )
        return (_("Your error report"), done, f"“{quote}”" if quote else "", answer)

    tell(reporter, ANSWER, message, at, link=SENT)


def question_was_answered(asker: Person, question: str, answer: str, at: datetime) -> None:
    """Tell an asker the answer."""

    def message() -> tuple[str, ...]:
        head = _("Your question has been answered")
        return (head, _("You asked:"), question, _("The answer:"), answer)

    tell(asker, ANSWER, message, at, link=SENT)


def question_was_hidden(asker: Person, question: str, reason: str, at: datetime) -> None:
    """Tell an asker why others do not see a question."""

    def message() -> tuple[str, ...]:
        head = _("Your question is not shown to others")
        return (head, _("You asked:"), question, _("The reason:"), reason)

    tell(asker, ANSWER, message, at, link=SENT)
