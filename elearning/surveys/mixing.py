"""Mixing: who answered lies in the order of answering until the worker stirs it.

PostgreSQL keeps rows in the order in which they came and notes which transaction wrote each, so a
fresh mark could be matched with a fresh text. Both are written anew, in random order, together
with at least as many others as a shown group has; texts are read only afterwards.
"""

from datetime import datetime
from functools import partial
from secrets import SystemRandom

from sqlalchemy import delete, insert, select, update

from elearning.core.db import db, reading, retrying, writing
from elearning.core.settings import current_settings
from elearning.courses.models import Enrolment
from elearning.surveys.models import SurveyMark, SurveyText
from elearning.surveys.queries import courses_to_mix


def mix_due(_at: datetime) -> int:
    """Mix the answers of every course that has enough fresh ones; return how many courses."""
    least = current_settings().survey_least
    with reading():
        courses = courses_to_mix(least)
    if not courses:
        return 0
    with writing():
        return sum(retrying(partial(mix, course_id, least)) for course_id in courses)


def mix(course_id: int, least: int) -> bool:
    """Write a course's fresh marks and texts anew; False when another worker has done so."""
    db.session.rollback()
    here = SurveyMark.enrolment_id.in_(select(Enrolment.id).where(Enrolment.course_id == course_id))
    taken = delete(SurveyMark).where(SurveyMark.fresh, here).returning(SurveyMark.enrolment_id)
    enrolments = list(db.session.scalars(taken.execution_options(synchronize_session=False)))
    if len(enrolments) < least:
        db.session.rollback()
        return False
    SystemRandom().shuffle(enrolments)
    rows = [{"enrolment_id": each, "fresh": False} for each in enrolments]
    db.session.execute(insert(SurveyMark), rows)
    fresh = (SurveyText.course_id == course_id, SurveyText.fresh)
    db.session.execute(update(SurveyText).where(*fresh).values(fresh=False))
    db.session.commit()
    return True
