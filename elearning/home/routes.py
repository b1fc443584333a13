"""Every view of personal data."""

from elearning.home import (
    data_request_views,
    erasure_views,
    merge_views,
    own_data_views,
    privacy_views,
)
from elearning.home.blueprint import bp

__all__ = [
    "bp",
    "data_request_views",
    "erasure_views",
    "merge_views",
    "own_data_views",
    "privacy_views",
]
