"""A learner who has signed in."""

import pytest

from elearning.core.application import Application
from tests.factories import make_lesson
from tests.learning.browsers import Browser, browser


@pytest.fixture
def learner(app: Application) -> Browser:
    """A learner in a lesson and a quiz of two questions."""
    return browser(app, None, make_lesson())
