"""What people keep of exports: what becomes of it when the person is erased."""

from elearning.core.personal_data import OWNER, Erased
from elearning.reports.saved.models import SavedExport

ERASED = (Erased(SavedExport, SavedExport.person_id == OWNER),)
