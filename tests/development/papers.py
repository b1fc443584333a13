"""Certificates of other organisers, as people send them."""

import io
from typing import Any

from PIL import Image
from pypdf import PdfWriter

from elearning.development.attachments import PDF
from elearning.development.models import Proposal
from elearning.development.proposal_operations import StoredFile, propose
from elearning.development.proposal_queries import ProposalRow, proposal_at
from elearning.records.external import ExternalTraining
from tests.factories import NOW

NO_FILE = StoredFile("0" * 64, PDF, "")


def make_pdf(**pages: int) -> PdfWriter:
    """Return a document of one empty page, or more, to be filled and written."""
    writer = PdfWriter()
    for _ in range(pages.get("pages", 1)):
        writer.add_blank_page(300, 200)
    return writer


def written(writer: PdfWriter) -> bytes:
    """Return a document's bytes."""
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def make_picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """Return a picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "ivory").save(buffer, kind, **options)
    return buffer.getvalue()


def make_training(**facts: Any) -> ExternalTraining:
    """Return a seminar of one day, unless told otherwise."""
    values: dict[str, Any] = {
        "title": "Seminar Arsip Digital",
        "organiser": "ANRI",
        "activity_type": "9",
        "started_on": NOW.date(),
        "completed_on": NOW.date(),
        "jp": 4,
        "certificate_number": "12/ANRI",
        "competency_kind": "Teknis",
    }
    return ExternalTraining(**(values | facts))


def make_proposal(person_id: int, *, at: Any = NOW, **facts: Any) -> Proposal:
    """Let a person propose a training."""
    return propose(person_id, make_training(**facts), 4, NO_FILE, at)


def row_of(proposal: Proposal) -> ProposalRow:
    """Return a proposal as views read it."""
    row = proposal_at(proposal.id)
    assert row is not None
    return row
