"""Reading the glossary of a revision."""

from sqlalchemy import select

from elearning.core.db import db
from elearning.courses.models import GlossaryTerm


def glossary_of(revision_id: int) -> tuple[tuple[str, str], ...]:
    """Return the terms that a revision explains with their meanings, by term."""
    terms = select(GlossaryTerm.term, GlossaryTerm.meaning).order_by(GlossaryTerm.term)
    found = db.session.execute(terms.where(GlossaryTerm.revision_id == revision_id))
    return tuple((term, meaning) for term, meaning in found)
