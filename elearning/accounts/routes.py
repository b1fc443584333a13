"""Every view of signing in and of one's own account."""

from elearning.accounts import account_views, activation_views, slip_views, views
from elearning.accounts.blueprint import bp

__all__ = ["account_views", "activation_views", "bp", "slip_views", "views"]
