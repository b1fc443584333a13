"""Reviewers read questions of every kind; the key is in the page only when they ask for it."""

import pytest
from sqlalchemy import select

from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.studio.drafts.operations import add_file
from elearning.studio.models import Draft
from elearning.studio.reviews import operations as review_operations
from tests.factories import NOW, work
from tests.studio.drafts import make_draft
from tests.visitor import Visitor

#: Kind, how it is written, what everybody sees, what only the key tells.
KINDS = {
    "single": ("- [x] Nomor\n  > RAHASIA tepat.\n- [ ] Salam", "Nomor", "RAHASIA"),
    "multiple": (
        "- [x] Nomor\n- [x] Tanggal\n- [ ] Salam\n\n> Pembahasan: RAHASIA.",
        "Tanggal",
        "RAHASIA",
    ),
    "weighted": ("- [75%] Nomor\n- [25%] Tanggal\n- [ ] Salam", "Tanggal", "75%"),
    "short": ("Jawaban: RAHASIA ; R.H.S.", "", "RAHASIA"),
    "numeric": ("Jawaban: 4711", "", "4711"),
    "ordering": ("Urutkan:\n\n1. Terima\n2. Periksa\n3. Arsipkan", "Arsipkan", ""),
    "matching": (
        "Pasangkan:\n\n| Asas | Arti |\n|--|--|\n| Terbuka | dapat dilihat |\n| Setara | sama |",
        "dapat dilihat",
        "",
    ),
    "essay": ("Esai\n\n- [40%] RAHASIA satu\n  > RAHASIA dua\n- [60%] B", "", "RAHASIA dua"),
}


@pytest.fixture
def address(app: Application) -> str:
    """The private address of a quiz that holds a question of every kind."""
    questions = [f"### Soal {kind}?\n\n{text}" for kind, (text, *_rest) in KINDS.items()]
    quiz = "\n\n".join(["---\njudul: Semua\njenis: kuis\n---", *questions, "### Asas [[RAHASIA]]."])
    with work(app):
        draft = make_draft()
        author = draft.authors[0].person_id
        add_file(draft, "30-semua.quiz.md", quiz, author, NOW)
        token = review_operations.make_link(draft, "Peninjau", 7, author, clock.now())
        assert db.session.scalars(select(Draft)).one()
    return f"/tinjauan/{token}/semua"


def test_without_the_key_nothing_tells_what_is_right(app: Application, address: str) -> None:
    visitor = Visitor(app).open(address)
    assert len(visitor.page.select(".asked")) == len(KINDS) + 1
    for _text, shown, secret in KINDS.values():
        assert shown in visitor.text
        assert not secret or secret not in str(visitor.page)
    assert "RAHASIA" not in str(visitor.page)
    assert visitor.page.select(".is-right, .match, .asked ol") == []


def test_steps_stand_by_alphabet_until_the_key_is_shown(app: Application, address: str) -> None:
    def steps(visitor: Visitor) -> list[str]:
        lists = [each.select("li") for each in visitor.page.select(".asked")]
        return [each.get_text(strip=True) for each in lists[5]]

    assert steps(Visitor(app).open(address)) == ["Arsipkan", "Periksa", "Terima"]
    assert steps(Visitor(app).open(address + "?kunci=1")) == ["Terima", "Periksa", "Arsipkan"]


def test_with_the_key_every_kind_tells_it(app: Application, address: str) -> None:
    visitor = Visitor(app).open(address + "?kunci=1")
    for _text, shown, secret in KINDS.values():
        assert shown in visitor.text
        assert secret in visitor.text
    pairs = [each.get_text(strip=True) for each in visitor.page.select(".match")]
    assert pairs == ["dapat dilihat", "sama"]
    assert visitor.text.count("RAHASIA") == 6
