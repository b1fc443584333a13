"""What people proposed, shared and had printed, for the page Data Saya."""

from sqlalchemy import select

from elearning.core.personal_data import OWNER, Erased, Held, Moved
from elearning.development.models import (
    OPEN,
    Proposal,
    ProposalStep,
    ShareLink,
    Transcript,
    TranscriptSignature,
)

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
            *(Transcript.made_at, Transcript.code, Transcript.verify_url, Transcript.content),
            *(TranscriptSignature.state.label("signature"), TranscriptSignature.signed_at),
            TranscriptSignature.withdrawn_at,
        )
        .outerjoin(TranscriptSignature, TranscriptSignature.transcript_id == Transcript.id)
        .where(Transcript.person_id == OWNER),
        Transcript.id,
    ),
)

_own_transcripts = select(Transcript.id).where(Transcript.person_id == OWNER)
_own_proposals = select(Proposal.id).where(Proposal.person_id == OWNER)

ERASED = (
    Erased(ProposalStep, ProposalStep.proposal_id.in_(_own_proposals)),
    Erased(Proposal, Proposal.person_id == OWNER, files=("file_digest", "preview_digest")),
    Erased(ShareLink, ShareLink.person_id == OWNER),
    Erased(
        TranscriptSignature,
        TranscriptSignature.transcript_id.in_(_own_transcripts),
        files=("digest",),
    ),
    Erased(Transcript, Transcript.person_id == OWNER, files=("pdf_digest",)),
)

MOVED = (
    Moved(Proposal, twin=("identity",), twins_among=Proposal.state.in_(OPEN), settled="decided_at"),
    Moved(ShareLink),
)
