"""Mail about error reports and questions: in the language of who receives it, after the commit."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core import mail
from elearning.core.settings import current_settings

#: Subject and paragraphs of a message, made in the receiver's language.
Message = Callable[[], tuple[str, ...]]


def report_waits(publisher: Person | None, course: str, at: datetime) -> None:
    """Tell who published a course that its readers report mistakes."""
    site = current_settings().public_url

    def message() -> tuple[str, ...]:
        return (
            _("Error report on “%(course)s”", course=course),
            _("A reader has reported a mistake in the course “%(course)s”.", course=course),
            _("Further reports wait in the studio without another message:"),
            f"{site}/studio/",
        )

    post_to(publisher, message, at)


def report_was_handled(reporter: Person, quote: str, state: str, answer: str, at: datetime) -> None:
    """Tell a reporter what became of a report."""

    def message() -> tuple[str, ...]:
        done = (
            _("The mistake that you reported is being put right. Thank you.")
            if state == "handled"
            else _("The trainers have looked at your report and change nothing.")
        )
        return (_("Your error report"), done, f"“{quote}”" if quote else "", answer, _sent_page())

    post_to(reporter, message, at)


def question_was_answered(asker: Person, question: str, answer: str, at: datetime) -> None:
    """Tell an asker the answer."""

    def message() -> tuple[str, ...]:
        head = _("Your question has been answered")
        return (head, _("You asked:"), question, _("The answer:"), answer, _sent_page())

    post_to(asker, message, at)


def question_was_hidden(asker: Person, question: str, reason: str, at: datetime) -> None:
    """Tell an asker why others do not see a question."""

    def message() -> tuple[str, ...]:
        head = _("Your question is not shown to others")
        return (head, _("You asked:"), question, _("The reason:"), reason, _sent_page())

    post_to(asker, message, at)


def chance_is_asked(publisher: Person | None, course: str, at: datetime) -> None:
    """Tell who published a course that somebody asks for one more attempt."""
    site = current_settings().public_url

    def message() -> tuple[str, ...]:
        return (
            _("Request for another attempt in “%(course)s”", course=course),
            _("Somebody asks for one more attempt at a quiz of “%(course)s”.", course=course),
            _("Further requests wait here without another message:"),
            f"{site}/penilaian/permintaan",
        )

    post_to(publisher, message, at)


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
        here = f"{current_settings().public_url}{page}"
        return (_("Another attempt in “%(course)s”", course=course), told, answer, here)

    post_to(learner, message, at)


def _sent_page() -> str:
    """Return where a person finds what they have sent."""
    return f"{current_settings().public_url}/catatan/kiriman"


def post_to(person: Person | None, message: Message, at: datetime) -> None:
    """Put a message into the outbox for somebody who has an address."""
    if person is None or not person.active or not person.email:
        return
    with force_locale(person.locale or current_settings().default_locale):
        subject, *lines = message()
        greeting = _("Dear %(name)s,", name=person.full_name)
    text = "\n\n".join([greeting, *filter(None, lines)])
    mail.post(person.email, subject, text + "\n", at)
