"""Making transcripts: equal content of one day is one transcript."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from elearning.core import audit
from elearning.core.db import db
from elearning.core.secrets import BASE32, new_code
from elearning.development.models import Transcript
from elearning.development.transcript_content import content_digest
from elearning.development.transcript_queries import transcript_saying
from elearning.records.operations import lock_chain

CODE_LENGTH = 26


def make_transcript(
    person_id: int, content: dict[str, Any], public_url: str, at: datetime
) -> Transcript:
    """Freeze what a person's history says; the same content again is the transcript that there is."""
    lock_chain(person_id)  # two of the same content wait for each other
    found = transcript_saying(person_id, content_digest(content))
    if found is not None:
        return found
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
    db.session.flush()  # the log names the new key
    about = f"person:{person_id}"
    audit.record("transcript.made", about, at, actor_id=person_id, transcript=made.id)
    return made


def keep_pdf(transcript_id: int, digest: str) -> None:
    """Name the stored PDF of a transcript, once."""
    unmade = (Transcript.id == transcript_id, Transcript.pdf_digest == "")
    db.session.execute(update(Transcript).where(*unmade).values(pdf_digest=digest))
