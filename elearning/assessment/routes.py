"""Every view of assessment."""

from elearning.assessment import (
    chance_views,
    essay_views,
    message_views,
    regrade_views,
    statistics_views,
    survey_views,
    time_views,
)
from elearning.assessment.views import bp

__all__ = [
    "bp",
    "chance_views",
    "essay_views",
    "message_views",
    "regrade_views",
    "statistics_views",
    "survey_views",
    "time_views",
]
