"""What is known of a person at SIASN, and what becomes of it when the person is erased."""

from sqlalchemy import select

from elearning.core.personal_data import OWNER, Erased, Held
from elearning.records.models import Completion
from elearning.siasn.models import SiasnRecord, SiasnSheetRow, SiasnStep

PERSONAL_DATA = (
    Held(
        *("siasn_steps", "records"),
        select(
            *(Completion.course_title.label("course"), SiasnStep.at, SiasnStep.state),
            *(SiasnStep.siasn_id, SiasnStep.note),
        )
        .join(Completion, Completion.id == SiasnStep.completion_id)
        .where(Completion.person_id == OWNER),
        SiasnStep.id,
    ),
)

_own_completions = select(Completion.id).where(Completion.person_id == OWNER)
_SAID = {"siasn_id": "", "note": ""}

#: That a completion was sent stays; SIASN's id of it and what was said of it go.
ERASED = (
    Erased(
        SiasnSheetRow,
        (SiasnSheetRow.subject_id == OWNER) | SiasnSheetRow.completion_id.in_(_own_completions),
    ),
    Erased(SiasnStep, SiasnStep.completion_id.in_(_own_completions), _SAID),
    Erased(SiasnRecord, SiasnRecord.completion_id.in_(_own_completions), _SAID),
)
