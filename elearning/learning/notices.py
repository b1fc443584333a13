"""What learners and trainers are told: completions, error reports, questions, further attempts."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.notices.kinds import ANSWER, CERTIFICATE, QUIZ, WORK
from elearning.notices.operations import tell

#: Where a person finds what they have sent.
SENT = "/catatan/kiriman"


def course_was_completed(person: Person, course: str, number: str, at: datetime) -> None:
    """Tell a person that a course is complete, and the number of its certificate if it gives one."""

    def message() -> tuple[str, ...]:
        if not number:
            return (
                _("You have completed “%(course)s”", course=course),
                _("The course stands in your history now."),
            )
        return (
            _("Your certificate for “%(course)s” is issued", course=course),
            _("You have completed the course. Your certificate has the number %(n)s.", n=number),
            _("It is in your history, where you can download it at any time."),
        )

    tell(person, CERTIFICATE, message, at, link="/riwayat/")


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
