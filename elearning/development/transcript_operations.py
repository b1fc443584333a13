"""Making transcripts: equal content of one day is one transcript, which may wait for a signature."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from elearning.certificates.signature_models import SIGNED
from elearning.certificates.signing.adapter import is_on
from elearning.core import audit
from elearning.core.db import db
from elearning.core.secrets import BASE32, new_code
from elearning.core.settings import Settings
from elearning.development.models import Transcript, TranscriptSignature
from elearning.development.transcript_content import Office, content_digest
from elearning.development.transcript_queries import (
    TranscriptRow,
    office_of,
    transcript_saying,
    unasked_since,
)
from elearning.records.operations import lock_chain

CODE_LENGTH = 26


def make_transcript(
    person_id: int,
    content: dict[str, Any],
    public_url: str,
    at: datetime,
    office: Office | None = None,
) -> Transcript:
    """Freeze what a person's history says and let it wait for the office's signature, if any.

    The same content again is the transcript that there is; a withdrawn one waits again.
    """
    lock_chain(person_id)  # two of the same content wait for each other
    found = transcript_saying(person_id, content_digest(content))
    made = found or _new_transcript(person_id, content, public_url, at)
    if office is not None:
        await_signature(made, office)
    return made


def _new_transcript(
    person_id: int, content: dict[str, Any], public_url: str, at: datetime
) -> Transcript:
    """Freeze content that no transcript of the person has."""
    code = new_code(CODE_LENGTH, BASE32)
    made = Transcript(
        person_id=person_id,
        code=code,
        made_at=at,
        content=content,
        content_digest=content_digest(content),
        verify_url=f"{public_url}/verifikasi/transkrip/{code}",
    )
    db.session.add(made)
    db.session.flush()  # the log and the signature name the new key
    about = f"person:{person_id}"
    audit.record("transcript.made", about, at, actor_id=person_id, transcript=made.id)
    return made


def await_signature(made: Transcript, office: Office) -> None:
    """Let a transcript wait for the office's signatory; it counts at once all the same."""
    kept = db.session.get(TranscriptSignature, made.id)
    if kept is not None:
        kept.withdrawn_at = None
        return
    waiting = TranscriptSignature(
        transcript_id=made.id,
        organiser_id=office.organiser_id,
        signatory_name=office.name,
        signatory_nip=office.nip,
    )
    db.session.add(waiting)


def withdraw_signing(row: TranscriptRow, at: datetime) -> None:
    """Take a transcript out of the signatory's queue; a signature that is quicker stays."""
    own = (
        TranscriptSignature.transcript_id == row.transcript.id,
        TranscriptSignature.state != SIGNED,
    )
    db.session.execute(update(TranscriptSignature).where(*own).values(withdrawn_at=at))


def await_older(settings: Settings, since: datetime) -> int:
    """Let transcripts wait that nobody was asked to sign, where the agency has a signatory."""
    asked = 0
    for made in unasked_since(since) if is_on(settings) else ():
        office = office_of(made.person_id, date.fromisoformat(made.content["made_on"]))
        if office is not None:
            await_signature(made, office)
            asked += 1
    return asked


def keep_pdf(transcript_id: int, digest: str) -> None:
    """Name the stored PDF of a transcript, once."""
    unmade = (Transcript.id == transcript_id, Transcript.pdf_digest == "")
    db.session.execute(update(Transcript).where(*unmade).values(pdf_digest=digest))
