"""Proposing training earned elsewhere, and deciding on it; the person's chain is locked first."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import delete

from elearning.accounts import access_log
from elearning.accounts.models import Person
from elearning.core import audit
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.development.file_sweeping import sweep_later
from elearning.development.models import (
    APPROVED,
    NEEDS_WORK,
    OPEN,
    REJECTED,
    SUBMITTED,
    Proposal,
    ProposalStep,
)
from elearning.development.proposal_notices import proposal_was_decided
from elearning.development.proposal_queries import (
    ProposalRow,
    held_proposal,
    open_count,
    open_identities,
)
from elearning.records.external import ExternalTraining
from elearning.records.operations import append_entry, lock_chain
from elearning.records.queries import known_trainings, standing_as

MOST_OPEN = 30


class Overtaken(Refused):
    """The proposal has changed since the page was opened."""


class StoredFile(NamedTuple):
    """A certificate in the file store, with the picture that is shown of it."""

    digest: str
    type: str
    preview: str


def propose(
    person_id: int,
    training: ExternalTraining,
    suggested_jp: int | None,
    file: StoredFile,
    at: datetime,
) -> Proposal:
    """Send training to HR; what the history or another proposal holds is refused."""
    lock_chain(person_id)  # two sendings of the same training wait for each other
    if open_count(person_id) >= MOST_OPEN:
        raise Refused(
            _(
                "You have %(count)s proposals that are not decided. Wait for HR, or withdraw one.",
                count=MOST_OPEN,
            )
        )
    require_new(person_id, training)
    proposal = Proposal(person_id=person_id, edition=0, reason="")
    write(proposal, training, suggested_jp, file, at)
    db.session.add(proposal)
    db.session.flush()  # the step and the log name the new key
    note_step(proposal, SUBMITTED, person_id, at)
    return proposal


def revise(
    proposal: ProposalRow,
    training: ExternalTraining,
    suggested_jp: int | None,
    file: StoredFile,
    at: datetime,
) -> None:
    """Send a changed proposal again; it waits from now on."""
    held = hold(proposal)
    if held.state not in OPEN:
        raise decided_already()
    require_new(held.person_id, training, but=held.id)
    if file.digest != held.file_digest:
        sweep_later((held.file_digest, held.preview_digest), at)
    write(held, training, suggested_jp, file, at)
    note_step(held, "revised", held.person_id, at)


def withdraw(proposal: ProposalRow, at: datetime) -> None:
    """Take an undecided proposal back; nothing of it stays but the deed."""
    held = hold(proposal)
    if held.state not in OPEN:
        raise decided_already()
    db.session.execute(delete(ProposalStep).where(ProposalStep.proposal_id == held.id))
    db.session.delete(held)
    note_deed(held, "withdrawn", held.person_id, at)
    sweep_later((held.file_digest, held.preview_digest), at)


def approve(proposal: ProposalRow, officer_id: int, edition: int, at: datetime) -> None:
    """Add the training to the person's history, once, however many officers approve."""
    held = hold_for_decision(proposal, officer_id, edition)
    training = training_of(held)
    head = lock_chain(held.person_id)
    if known_trainings([held.person_id])[held.person_id].holds(
        training.identity, training.certificate_number
    ):
        raise Refused(
            _(
                "This training stands in the person's history already. Reject the proposal as double."
            )
        )
    held.entry_id = append_entry(head, training.entry, at).id
    settle(held, APPROVED, officer_id, "", at)


def give_back(
    proposal: ProposalRow, officer_id: int, edition: int, reason: str, at: datetime
) -> None:
    """Ask the person to mend a proposal."""
    held = hold_for_decision(proposal, officer_id, edition)
    settle(held, NEEDS_WORK, officer_id, reason, at)


def reject(proposal: ProposalRow, officer_id: int, edition: int, reason: str, at: datetime) -> None:
    """Refuse a proposal for good."""
    held = hold_for_decision(proposal, officer_id, edition)
    settle(held, REJECTED, officer_id, reason, at)


def hold(proposal: ProposalRow) -> Proposal:
    """Lock the person's chain, then the proposal: the order of everything here."""
    lock_chain(proposal.person_id)
    held = held_proposal(proposal.id)
    if held is None:
        raise Overtaken(_("The proposal was withdrawn meanwhile. Go back to the list."))
    return held


def hold_for_decision(proposal: ProposalRow, officer_id: int, edition: int) -> Proposal:
    """Hold a proposal that waits in the edition that the officer has read."""
    held = hold(proposal)
    if held.person_id == officer_id:
        raise Refused(_("Nobody decides on their own training. A colleague in HR does."))
    if held.state != SUBMITTED:
        raise decided_already()
    if held.edition != edition:
        raise Overtaken(
            _("The person has changed the proposal meanwhile. Read it again, then decide.")
        )
    return held


def decided_already() -> Overtaken:
    """Say that a decision stands."""
    return Overtaken(_("This proposal has been decided meanwhile. Look at its present state."))


def require_new(person_id: int, training: ExternalTraining, but: int | None = None) -> None:
    """Refuse what is in the history, or among the undecided proposals, exactly like this."""
    why = reason_against(person_id, training, but)
    if why:
        raise Refused(why)


def reason_against(person_id: int, training: ExternalTraining, but: int | None = None) -> str:
    """Say why a training cannot be proposed, one proposal left out; empty when it can."""
    if training.identity in open_identities(person_id, but):
        return str(
            _(
                "You have proposed this training already. Change that proposal instead of sending it."
            )
        )
    known = known_trainings([person_id])[person_id]
    if not known.holds(training.identity, training.certificate_number):
        return ""
    if training.identity in known.identities and not standing_as(person_id, training.identity):
        return str(
            _(
                "This training was in your history and was revoked. If you do not agree, write to your"
                " HR office."
            )
        )
    return str(
        _(
            "This training stands in your history already. If something in it is wrong, ask your"
            " HR office to correct it."
        )
    )


def write(
    proposal: Proposal,
    training: ExternalTraining,
    suggested_jp: int | None,
    file: StoredFile,
    at: datetime,
) -> None:
    """Put what the person states into a proposal, which waits from now on."""
    for name, value in training._asdict().items():
        setattr(proposal, name, value)
    proposal.identity = training.identity
    proposal.suggested_jp = suggested_jp
    proposal.file_digest, proposal.file_type, proposal.preview_digest = file
    proposal.state, proposal.submitted_at = SUBMITTED, at
    proposal.edition += 1


def training_of(proposal: Proposal) -> ExternalTraining:
    """Return the training that a proposal states."""
    return ExternalTraining(**{name: getattr(proposal, name) for name in ExternalTraining._fields})


def settle(proposal: Proposal, state: str, officer_id: int, reason: str, at: datetime) -> None:
    """Write a decision down, and tell the person."""
    proposal.state, proposal.reason = state, reason
    proposal.decided_at, proposal.decided_by_id = at, officer_id
    note_step(proposal, state, officer_id, at, reason)
    proposal_was_decided(db.session.get_one(Person, proposal.person_id), proposal, at)


def note_step(proposal: Proposal, step: str, actor_id: int, at: datetime, reason: str = "") -> None:
    """Add to what happened to a proposal, and to the audit log."""
    db.session.add(
        ProposalStep(proposal_id=proposal.id, step=step, at=at, actor_id=actor_id, reason=reason)
    )
    note_deed(proposal, step, actor_id, at)


def note_deed(proposal: Proposal, step: str, actor_id: int, at: datetime) -> None:
    """Note a deed without what people wrote."""
    facts = {"proposal": proposal.id, "edition": proposal.edition, "entry": proposal.entry_id}
    subject = f"person:{proposal.person_id}"
    audit.record(f"proposal.{step}", subject, at, actor_id=actor_id, **facts)


def note_opening(proposal: ProposalRow, officer_id: int, at: datetime) -> None:
    """Note that an officer reads what a person has proposed."""
    subject = f"person:{proposal.person_id}"
    audit.record("person.opened", subject, at, actor_id=officer_id, proposal=proposal.id)
    access_log.note_view(proposal.person_id, officer_id, access_log.PROPOSAL, at)
