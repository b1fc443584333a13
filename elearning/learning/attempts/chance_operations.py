"""One more attempt at a quiz: asked for, given, declined; the learner hears of it."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.core.db import db, insert_into
from elearning.core.errors import Refused
from elearning.courses.compiled import Quiz
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import Place, publisher_of
from elearning.learning.attempts import notices
from elearning.learning.attempts.standings import next_attempt
from elearning.quizzes.chance_queries import ASKED, DECLINED, GIVEN, chances_of, has_request
from elearning.quizzes.models import ExtraChance
from elearning.quizzes.queries import attempts_at


def ask(place: Place, quiz: Quiz, text: str, at: datetime) -> None:
    """Ask a course's trainers for one more attempt; a double click asks once.

    Who published the course is told of the first request that waits.
    """
    enrolment_id = place.enrolment_id or 0
    attempts, chances = attempts_at(enrolment_id, quiz.key), chances_of(enrolment_id, quiz.key)
    now = next_attempt(quiz, attempts, chances, is_finished=quiz.key in place.finished)
    if now.waiting is not None:
        return
    if not now.may_ask:
        raise Refused(_("You can ask for another chance when all your attempts are used up."))
    is_first = not has_request(place.course_id)
    row = _row(enrolment_id, place.course_id, quiz.key, at) | {"state": ASKED, "request": text}
    table = ExtraChance.__table__
    db.session.execute(insert_into(table).on_conflict_do_nothing().values(row))
    if is_first:
        notices.chance_is_asked(publisher_of(place.revision_id), place.title, at)


def _row(enrolment_id: int, course_id: int, quiz_key: str, at: datetime) -> dict[str, object]:
    """Return what every chance has."""
    mine = {"enrolment_id": enrolment_id, "course_id": course_id, "quiz_key": quiz_key}
    return mine | {"asked_at": at, "request": "", "answer": ""}


def give(chance: ExtraChance, answer: str, by: Person, at: datetime) -> None:
    """Give what was asked for; the learner is told."""
    _decide(chance, GIVEN, answer, by, at)


def decline(chance: ExtraChance, answer: str, by: Person, at: datetime) -> None:
    """Give no further attempt; the learner reads the reason."""
    if not answer:
        sentence = _("Give a reason: the learner reads why there is no further attempt.")
        raise Refused(sentence, "answer")
    _decide(chance, DECLINED, answer, by, at)


def _decide(chance: ExtraChance, state: str, answer: str, by: Person, at: datetime) -> None:
    """Answer an open request once; the same answer again changes nothing."""
    if (chance.state, chance.answer) == (state, answer):
        return
    if chance.state != ASKED:
        raise Refused(_("This request has been answered already. Open the list again."))
    chance.state, chance.answer = state, answer
    chance.decided_at, chance.decided_by_id = at, by.id
    _tell(chance, at)


def give_unasked(
    enrolment: Enrolment, quiz_key: str, reason: str, by: Person, at: datetime
) -> None:
    """Give one more attempt, asked or not; an open request is answered by it."""
    asked = next((each for each in chances_of(enrolment.id, quiz_key) if each.state == ASKED), None)
    if asked is not None:
        give(db.session.get_one(ExtraChance, asked.id, with_for_update=True), reason, by, at)
        return
    row = _row(enrolment.id, enrolment.course_id, quiz_key, at)
    row |= {"state": GIVEN, "answer": reason, "decided_at": at, "decided_by_id": by.id}
    chance = ExtraChance(**row)
    db.session.add(chance)
    _tell(chance, at)


def _tell(chance: ExtraChance, at: datetime) -> None:
    """Tell the learner the answer."""
    enrolment = db.session.get_one(Enrolment, chance.enrolment_id)
    course = db.session.get_one(Course, chance.course_id)
    person = db.session.get_one(Person, enrolment.person_id)
    page = f"/pelatihan/{course.slug}/{chance.quiz_key}"
    is_given = chance.state == GIVEN
    notices.chance_was_decided(person, course.title, page, chance.answer, at, is_given=is_given)
