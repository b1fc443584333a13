"""Drafts for tests."""

from elearning.accounts.models import Person
from elearning.accounts.operations import grant
from elearning.core import files
from elearning.core.db import db
from elearning.studio.drafts.operations import create_draft
from elearning.studio.media.operations import put_medium
from elearning.studio.models import Draft, DraftMedium
from tests.factories import NOW, make_person

NIP = "197804122003121992"
SLUG = "tata-naskah"
FILES = {
    "course.md": "---\njudul: Tata naskah\njp: 0\n---\nMenulis surat dinas.\n",
    "10-surat.md": "---\njudul: Surat dinas\nmenit: 5\n---\nSurat dinas ditulis singkat dan jelas.\n",
    "20-kuis.quiz.md": (
        "---\njudul: Kuis\njenis: kuis\n---\n\n### Apa yang pertama ditulis?\n\n"
        "- [x] Nomor surat\n  > Tepat.\n- [ ] Salam penutup\n  > Itu terakhir.\n"
    ),
}


def make_trainer(nip: str = NIP, name: str = "Pengajar", *roles: str) -> Person:
    """Return a trainer; with the role `penerbit` one who may publish."""
    person = make_person(nip=nip, name=name)
    for role in roles or ("pengajar",):
        grant(person, role, None, NOW)
    return person


def make_draft(author: Person | None = None, slug: str = SLUG) -> Draft:
    """Return a draft of a course with a lesson and a quiz."""
    draft = create_draft(slug, FILES, author or make_trainer(), NOW)
    db.session.flush()
    return draft


def make_drawing(draft: Draft, name: str = "alur.svg") -> DraftMedium:
    """Add a drawing to a draft."""
    content = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'/>"
    medium = DraftMedium(
        name=name,
        digest=files.store(content),
        mime="image/svg+xml",
        size=len(content),
        width=4,
        height=4,
        added_at=NOW,
        added_by_id=draft.authors[0].person_id,
    )
    return put_medium(draft, medium)
