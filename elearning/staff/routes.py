"""Every view by which HR changes people."""

from elearning.staff import change_views, person_views, search_views, views
from elearning.staff.blueprint import bp

__all__ = ["bp", "change_views", "person_views", "search_views", "views"]
