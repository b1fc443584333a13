"""Every view of the exchange with SIASN."""

from elearning.siasn import push_views, sheet_views
from elearning.siasn.views import bp

__all__ = ["bp", "push_views", "sheet_views"]
