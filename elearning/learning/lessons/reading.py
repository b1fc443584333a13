"""The lesson that an address names, for those who may read it."""

from collections.abc import Callable
from typing import Any

from flask import abort
from flask_login import current_user

from elearning.core.access import permitted
from elearning.courses.compiled import Lesson
from elearning.courses.queries import Place, place_of
from elearning.learning.enrolment.policy import is_enrolled
from elearning.learning.languages import read_item

LESSON = "/pelatihan/<course>/<key>"


def lesson_in(
    course: str, key: str, rule: Callable[[Any, Place], bool] = is_enrolled
) -> tuple[Place, Lesson]:
    """Return the reader's place in a course and one of its lessons."""
    place = permitted(place_of(current_user.id, course), rule)
    lesson = read_item(place, key)
    if not isinstance(lesson, Lesson):
        abort(404)
    return place, lesson
