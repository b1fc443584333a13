"""Every view of assignments."""

from elearning.assignments import exemption_views, export_views, making_views, own_views
from elearning.assignments.views import bp

__all__ = ["bp", "exemption_views", "export_views", "making_views", "own_views"]
