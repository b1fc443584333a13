"""What people proposed, shared and had printed, for the page Data Saya."""

from sqlalchemy import select

from elearning.core.personal_data import OWNER, Held
from elearning.development.models import Proposal, ProposalStep, ShareLink, Transcript

PERSONAL_DATA = (
    Held(
        *("proposals", "development"),
        select(
            *(Proposal.id.label("proposal"), Proposal.state, Proposal.title, Proposal.organiser),
            *(Proposal.activity_type, Proposal.competency_kind),
            *(Proposal.certificate_number.label("number"), Proposal.started_on),
            *(Proposal.completed_on, Proposal.jp, Proposal.file_digest, Proposal.file_type),
            *(Proposal.submitted_at, Proposal.decided_at, Proposal.reason),
        ).where(Proposal.person_id == OWNER),
        Proposal.id,
    ),
    Held(
        *("proposal_steps", "development"),
        select(
            Proposal.id.label("proposal"), ProposalStep.at, ProposalStep.step, ProposalStep.reason
        )
        .join(Proposal, Proposal.id == ProposalStep.proposal_id)
        .where(Proposal.person_id == OWNER),
        ProposalStep.id,
    ),
    Held(
        *("share_links", "development"),
        select(
            *(ShareLink.note, ShareLink.years, ShareLink.shows_nip, ShareLink.made_at),
            *(ShareLink.expires_at, ShareLink.revoked_at, ShareLink.opened_at),
        ).where(ShareLink.person_id == OWNER),
        ShareLink.id,
    ),
    Held(
        *("transcripts", "development"),
        select(
            Transcript.made_at, Transcript.code, Transcript.verify_url, Transcript.content
        ).where(Transcript.person_id == OWNER),
        Transcript.id,
    ),
)
