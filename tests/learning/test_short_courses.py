"""A course below one JP."""

from elearning.core.application import Application
from tests.factories import make_completion, make_course, make_lesson, make_person, work


def test_a_course_without_jp_is_completed_like_any_other(each_app: Application) -> None:
    with work(each_app):
        completion = make_completion(make_person(), make_course(make_lesson(), jp=0))
        assert completion.jp == 0
