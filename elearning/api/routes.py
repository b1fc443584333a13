"""Every view of the API and of its tokens."""

from elearning.api import token_views
from elearning.api.views import bp

__all__ = ["bp", "token_views"]
