"""Every view of badges."""

from elearning.certificates.badges import public_views
from elearning.certificates.badges.views import bp

__all__ = ["bp", "public_views"]
