"""What rosters say about a person, and what becomes of it when the person is erased."""

from sqlalchemy import or_, select

from elearning.accounts.models import Employment, Person
from elearning.core.personal_data import OWNER, Erased
from elearning.staff.models import RosterLine, RosterProblem

_own_nips = select(Employment.nip).where(Employment.person_id == OWNER)
_own_nip = select(Person.nip).where(Person.id == OWNER).scalar_subquery()

#: Lines of rosters that were never applied know the NIP only.
ERASED = (
    Erased(
        RosterLine,
        or_(
            RosterLine.person_id == OWNER,
            RosterLine.nip == _own_nip,
            RosterLine.nip.in_(_own_nips),
        ),
    ),
    Erased(RosterLine, RosterLine.boss_nip == _own_nip, {"boss_nip": ""}),
    Erased(RosterProblem, RosterProblem.message.contains(_own_nip)),
)
