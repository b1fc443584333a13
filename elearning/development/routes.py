"""Every view of the development history."""

from elearning.development import (
    decision_views,
    file_views,
    proposal_views,
    share_views,
    signing_views,
    transcript_views,
)
from elearning.development.views import bp

__all__ = [
    "bp",
    "decision_views",
    "file_views",
    "proposal_views",
    "share_views",
    "signing_views",
    "transcript_views",
]
