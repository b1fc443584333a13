"""Every view of the classroom."""

from elearning.learning.attempts import chance_views, checking_views, expired_forms
from elearning.learning.attempts import views as attempts_views
from elearning.learning.blueprint import bp
from elearning.learning.catalogue import joining_views
from elearning.learning.catalogue import views as catalogue_views
from elearning.learning.completion import views as completion_views
from elearning.learning.feedback import views as feedback_views
from elearning.learning.lessons import text_size
from elearning.learning.lessons import views as lessons_views
from elearning.learning.notes import views as notes_views

__all__ = [
    "attempts_views",
    "bp",
    "catalogue_views",
    "chance_views",
    "checking_views",
    "completion_views",
    "expired_forms",
    "feedback_views",
    "joining_views",
    "lessons_views",
    "notes_views",
    "text_size",
]
