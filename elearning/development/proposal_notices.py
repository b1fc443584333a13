"""Telling people what became of the training that they proposed."""

from datetime import datetime

from flask_babel import gettext as _

from elearning.accounts.models import Person
from elearning.development.models import APPROVED, NEEDS_WORK, Proposal
from elearning.notices.kinds import TRAINING
from elearning.notices.operations import tell


def proposal_was_decided(person: Person, proposal: Proposal, at: datetime) -> None:
    """Tell the holder the decision, its reason and what to do next."""

    def message() -> tuple[str, ...]:
        if proposal.state == APPROVED:
            said = _(
                "“%(title)s” stands in your development history now, with %(jp)s JP.",
                title=proposal.title,
                jp=proposal.jp,
            )
            return (_("Your training was approved"), said)
        if proposal.state == NEEDS_WORK:
            head = _("Your proposed training needs mending")
            said = _("Mend “%(title)s” and send it again.", title=proposal.title)
        else:
            head = _("Your proposed training was rejected")
            said = _("“%(title)s” is not added to your history.", title=proposal.title)
        return (head, said, _("Reason: %(reason)s", reason=proposal.reason))

    link = f"/riwayat/usulan/{proposal.id}"
    tell(person, TRAINING, message, at, link=link)
