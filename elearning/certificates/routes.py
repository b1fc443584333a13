"""Every view of certificates."""

from elearning.certificates import archive_views, mailing_views, template_views
from elearning.certificates.views import bp

__all__ = ["archive_views", "bp", "mailing_views", "template_views"]
