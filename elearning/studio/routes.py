"""Every view of the studio."""

from elearning.studio.desk import author_views, bringing_views, report_views
from elearning.studio.desk import views as desk_views
from elearning.studio.drafts.blueprint import bp
from elearning.studio.history import views as history_views
from elearning.studio.media import views as media_views
from elearning.studio.publishing import views as publishing_views
from elearning.studio.reviews import reading_views
from elearning.studio.reviews import views as reviews_views
from elearning.studio.writing import facts_views, outline_views, question_views
from elearning.studio.writing import views as writing_views

__all__ = [
    "author_views",
    "bp",
    "bringing_views",
    "desk_views",
    "facts_views",
    "history_views",
    "media_views",
    "outline_views",
    "publishing_views",
    "question_views",
    "reading_views",
    "report_views",
    "reviews_views",
    "writing_views",
]
