"""Every view of the HR office."""

from elearning.reports.blueprint import bp
from elearning.reports.corrections import views as corrections_views
from elearning.reports.dashboards import satisfaction_views
from elearning.reports.dashboards import views as dashboards_views
from elearning.reports.exports import log_views
from elearning.reports.exports import views as export_views
from elearning.reports.organisation import change_views
from elearning.reports.organisation import views as organisation_views
from elearning.reports.people import views as people_views
from elearning.reports.recaps import views as recaps_views
from elearning.reports.saved import views as saved_views

__all__ = [
    "bp",
    "change_views",
    "corrections_views",
    "dashboards_views",
    "export_views",
    "log_views",
    "organisation_views",
    "people_views",
    "recaps_views",
    "satisfaction_views",
    "saved_views",
]
