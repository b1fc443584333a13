"""Several trainers write on one draft: added by NIP, removed, leaving."""

import pytest
from sqlalchemy import select

from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.studio.models import Draft
from tests.factories import make_person, work
from tests.studio.drafts import NIP, SLUG, make_draft, make_trainer
from tests.visitor import Visitor

COLLEAGUE = "199001012015031001"
AUTHORS = f"/studio/{SLUG}/penulis"


@pytest.fixture
def owner(app: Application) -> Visitor:
    """The author of a draft, beside a colleague who is a trainer."""
    with work(app):
        make_draft()
        make_trainer(COLLEAGUE, "Rekan")
    return Visitor(app).sign_in(NIP).open(AUTHORS)


def writers(app: Application) -> list[int]:
    with work(app):
        return [each.person_id for each in db.session.scalars(select(Draft)).one().authors]


def deeds(app: Application) -> list[str]:
    with work(app):
        found = select(AuditEntry.action).where(AuditEntry.action.startswith("draft.author"))
        return list(db.session.scalars(found.order_by(AuditEntry.id)))


def test_a_trainer_is_added_by_nip_and_writes(app: Application, owner: Visitor) -> None:
    colleague = Visitor(app).sign_in(COLLEAGUE)
    assert colleague.open(f"/studio/{SLUG}/tinjauan").status == 404
    assert owner.send(AUTHORS, nip="19900101 201503 1 001").status == 200
    assert colleague.open(f"/studio/{SLUG}/tinjauan").status == 200
    assert deeds(app) == ["draft.author-added"]


def test_added_twice_is_added_once(app: Application, owner: Visitor) -> None:
    owner.send(AUTHORS, nip=COLLEAGUE).send(AUTHORS, nip=COLLEAGUE)
    assert len(writers(app)) == 2
    assert deeds(app) == ["draft.author-added"]


def test_who_is_no_trainer_and_who_is_unknown_look_alike(app: Application, owner: Visitor) -> None:
    with work(app):
        make_person(nip="198001012005011001")
    told = []
    for nip in ("198001012005011001", "198001012005011002"):
        assert owner.open(AUTHORS).send(AUTHORS, nip=nip).status == 422
        told.append(owner.page.select_one(".field.bad .error").get_text())  # type: ignore[union-attr]
    assert told[0] == told[1]
    assert len(writers(app)) == 1


def test_what_is_no_nip_is_told_in_a_sentence(owner: Visitor) -> None:
    assert owner.send(AUTHORS, nip="123").status == 422
    assert owner.page.select_one(".field.bad .error")


def test_an_author_is_removed_after_a_question(app: Application, owner: Visitor) -> None:
    owner.send(AUTHORS, nip=COLLEAGUE)
    address = f"{AUTHORS}/{writers(app)[1]}/keluarkan"
    owner.open(address).send(address)
    assert len(writers(app)) == 1
    assert deeds(app)[-1] == "draft.author-removed"
    assert Visitor(app).sign_in(COLLEAGUE).open(f"/studio/{SLUG}/tinjauan").status == 404


def test_an_author_leaves(app: Application, owner: Visitor) -> None:
    owner.send(AUTHORS, nip=COLLEAGUE)
    address = f"{AUTHORS}/{writers(app)[0]}/keluarkan"
    owner.open(address).send(address)
    assert (owner.status, owner.address) == (200, "/studio/")
    assert owner.open(AUTHORS).status == 404


def test_the_last_author_stays(app: Application, owner: Visitor) -> None:
    address = f"{AUTHORS}/{writers(app)[0]}/keluarkan"
    assert owner.open(address).send(address).status == 409
    assert len(writers(app)) == 1
