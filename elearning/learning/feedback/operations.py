"""Reporting mistakes and asking the trainer; handling, answering, hiding."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from elearning.accounts.models import Person
from elearning.accounts.names import calling_name
from elearning.core.db import db, insert_new
from elearning.core.errors import Refused
from elearning.core.secrets import fingerprint
from elearning.courses.queries import Place, publisher_of
from elearning.learning.feedback import notices, queries
from elearning.learning.feedback.models import ErrorReport, LessonQuestion
from elearning.learning.lessons.paragraphs import Paragraph

DAY = timedelta(days=1)
REPORTS_A_DAY = 20
QUESTIONS_A_DAY = 10
LONGEST_ANSWER = 5000
HANDLED, DECLINED = "handled", "declined"


def report_error(
    reporter: Person, place: Place, key: str, paragraph: Paragraph | None, text: str, at: datetime
) -> None:
    """Tell the trainers of a mistake in a paragraph, or in a lesson without one.

    Sent twice it is one report. Who published the course is told of the first that waits.
    """
    spot = paragraph or Paragraph("", "", "")
    _require_few(queries.reports_since, reporter, REPORTS_A_DAY, at)
    is_first = not queries.has_new_report(place.course_id)
    row = _sent(reporter.id, place, key, spot.digest, text)
    row |= {"digest": spot.digest, "quote": spot.quote}
    row |= {"reporter_id": reporter.id, "reported_at": at, "state": "new"}
    insert_new(ErrorReport, row, ["fingerprint"])
    if is_first:
        notices.report_waits(publisher_of(place.revision_id), place.title, at)


def handle_report(report: ErrorReport, state: str, answer: str, by: Person, at: datetime) -> None:
    """Close a report as handled or declined and tell the reporter; declining needs a reason."""
    if state == DECLINED and not answer:
        raise Refused(_("Give a reason: the reporter reads why nothing is changed."), "answer")
    _require_short(answer)
    if (report.state, report.answer) == (state, answer):
        return
    report.state, report.answer = state, answer
    report.handled_at, report.handled_by_id = at, by.id
    notices.report_was_handled(_person(report.reporter_id), report.quote, state, answer, at)


def ask(asker: Person, place: Place, key: str, text: str, at: datetime) -> None:
    """Ask a course's trainers about a lesson; sent twice it is one question."""
    _require_few(queries.questions_since, asker, QUESTIONS_A_DAY, at)
    row = _sent(asker.id, place, key, "?", text)
    row |= {"asker_id": asker.id, "signed_as": signature(asker), "asked_at": at}
    insert_new(LessonQuestion, row, ["fingerprint"])


def signature(person: Person) -> str:
    """Return the given name and unit under which others see a question."""
    unit = person.unit.name if person.unit else ""
    return ", ".join(part for part in (calling_name(person.name), unit) if part)


def answer_question(question: LessonQuestion, answer: str, by: Person, at: datetime) -> None:
    """Answer a question, or put a better answer in place; the asker is told."""
    if not answer:
        raise Refused(_("Write an answer first."), "answer")
    _require_short(answer)
    if question.answer == answer:
        return
    question.answer, question.answered_at, question.answered_by_id = answer, at, by.id
    notices.question_was_answered(_person(question.asker_id), question.text, answer, at)


def hide_question(question: LessonQuestion, reason: str, by: Person, at: datetime) -> None:
    """Show a question to its asker only, who reads the reason and is told."""
    if not reason:
        raise Refused(_("Give a reason: the asker reads why the question is hidden."), "answer")
    _require_short(reason)
    if question.hidden_reason == reason:
        return
    question.hidden_reason, question.hidden_at, question.hidden_by_id = reason, at, by.id
    notices.question_was_hidden(_person(question.asker_id), question.text, reason, at)


def show_question(question: LessonQuestion) -> None:
    """Show a hidden question again."""
    question.hidden_reason, question.hidden_at, question.hidden_by_id = "", None, None


def note_read(person_id: int, at: datetime) -> None:
    """Note that a person has read what became of everything they sent."""
    for table, sender in (
        (ErrorReport, ErrorReport.reporter_id),
        (LessonQuestion, LessonQuestion.asker_id),
    ):
        db.session.execute(update(table).where(sender == person_id).values(seen_at=at))


def _require_short(answer: str) -> None:
    """Refuse an answer that is too long, rather than cut it."""
    if len(answer) > LONGEST_ANSWER:
        sentence = _(
            "The answer has %(count)s characters; at most %(limit)s are accepted. Shorten it.",
            count=len(answer),
            limit=LONGEST_ANSWER,
        )
        raise Refused(sentence, "answer")


def _require_few(
    sent: Callable[[int, datetime], int], person: Person, most: int, at: datetime
) -> None:
    """Refuse more than so many a day."""
    if sent(person.id, at - DAY) >= most:
        raise Refused(
            _(
                "You have sent %(count)s of these in the last 24 hours, which is the most. "
                "Copy your text and send it tomorrow.",
                count=most,
            )
        )


def _sent(person_id: int, place: Place, key: str, about: str, text: str) -> dict[str, Any]:
    """Return what every message to the trainers has; its fingerprint makes it one."""
    return {
        "course_id": place.course_id,
        "revision_id": place.revision_id,
        "key": key,
        "text": text,
        "fingerprint": fingerprint(f"{person_id}:{place.course_id}:{key}:{about}:{text}"),
    }


def _person(person_id: int) -> Person:
    """Return who wrote."""
    return db.session.scalars(select(Person).where(Person.id == person_id)).one()
