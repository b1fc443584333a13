"""Two people stand behind an erasure; a hold is seen by whom it is about, and keeps everything."""

from datetime import timedelta

from sqlalchemy import select

from elearning.accounts import holds
from elearning.accounts.models import Person, SignIn
from elearning.accounts.operations import deactivate, grant
from elearning.accounts.privacy_models import AccessEvent, Erasure, LegalHold
from elearning.accounts.retention import forget_old_sign_ins, forget_old_views
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.core.personal_data import ERASED_NAME
from elearning.home import erasure_operations as operations
from elearning.notices.digests import forget_old_notices
from elearning.notices.models import Notice
from tests.factories import make_person, make_unit, work
from tests.notices.inbox import tell_something, told
from tests.statements import statements
from tests.visitor import Visitor

NOW = clock.now()
TODAY = NOW.date()
PAGE = "/kepegawaian/penghapusan-data/"
OFFICER, LEAVER, STAYER = "198503172010011987", "199012052015032996", "199207042022212993"


def make_agency(app: Application) -> int:
    """Add the administrator, an officer, somebody who stays and somebody who has left; return whom."""
    with work(app):
        unit = make_unit()
        grant(make_person(None, nip=None, username="admin"), "admin", None, NOW)
        grant(make_person(unit, nip=OFFICER), "kepegawaian", unit, NOW)
        make_person(unit, nip=STAYER)
        leaver = make_person(unit, nip=LEAVER, name="Rini Wulandari")
        deactivate(leaver, NOW, actor_id=None)
        return leaver.id


def proposed(app: Application, key: int) -> Visitor:
    """Let the administrator propose to erase somebody."""
    page = Visitor(app).sign_in("admin").open(f"{PAGE}?q={LEAVER}").open(f"{PAGE}{key}")
    return page.send(f"{PAGE}{key}/usulan", dasar="request", surat="Surat 12/2026")


def person_at(app: Application, key: int) -> Person:
    """Return somebody as they are."""
    with app.app_context():
        return db.session.get_one(Person, key)


def test_the_administrator_proposes_and_an_officer_decides(app: Application) -> None:
    key = make_agency(app)
    proposed(app, key)
    own = Visitor(app).sign_in("admin").open(f"{PAGE}{key}")
    assert own.page.select_one(f"form[action='{PAGE}{key}/putusan']") is None
    officer = Visitor(app).sign_in(OFFICER).open(PAGE)
    assert "Rini Wulandari" in officer.text
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.nip == OFFICER)).one()
        assert [each.link for each in told(person)] == [f"{PAGE}{key}"]
    officer.open(f"{PAGE}{key}").send(f"{PAGE}{key}/putusan", keputusan="hapus")
    assert person_at(app, key).name == ERASED_NAME
    with app.app_context():
        deeds = db.session.scalars(select(AuditEntry.action)).all()
        assert deeds[-1] == "person.erased"


def test_nobody_decides_on_their_own_proposal(app: Application) -> None:
    key = make_agency(app)
    admin = proposed(app, key)
    token = admin.client.get("/csrf").get_json()["csrf_token"]
    with app.app_context():
        sent = {"keputusan": "hapus", "usulan": db.session.scalars(select(Erasure.id)).one()}
    answer = admin.client.post(f"{PAGE}{key}/putusan", data=sent, headers={"X-CSRFToken": token})
    assert answer.status_code == 409
    assert person_at(app, key).erased_at is None


def test_refusing_needs_a_reason_and_leaves_everything(app: Application) -> None:
    key = make_agency(app)
    proposed(app, key)
    officer = Visitor(app).sign_in(OFFICER).open(f"{PAGE}{key}")
    assert officer.send(f"{PAGE}{key}/putusan", keputusan="tolak").status == 422
    officer.send(f"{PAGE}{key}/putusan", keputusan="tolak", jawaban="JRA belum habis.")
    assert person_at(app, key).name == "Rini Wulandari"
    assert "JRA belum habis." in Visitor(app).sign_in("admin").open(f"{PAGE}{key}").text


def test_who_stays_is_not_proposed(app: Application) -> None:
    make_agency(app)
    with app.app_context():
        stayer = db.session.scalars(select(Person.id).where(Person.nip == STAYER)).one()
    page = Visitor(app).sign_in("admin").open(f"{PAGE}{stayer}")
    assert page.page.select_one(f"form[action='{PAGE}{stayer}/usulan']") is None


def test_a_hold_is_placed_shown_to_the_person_and_lifted(app: Application) -> None:
    make_agency(app)
    with app.app_context():
        key = db.session.scalars(select(Person.id).where(Person.nip == STAYER)).one()
    officer = Visitor(app).sign_in(OFFICER).open(f"{PAGE}{key}")
    officer.send(f"{PAGE}{key}/penahanan", alasan="LHP 700/12/2026")
    person = Visitor(app).sign_in(STAYER)
    assert "LHP 700/12/2026" in person.open("/data-saya").text
    assert "LHP 700/12/2026" in person.open("/data-saya/unduh.json").response.get_data(True)  # type: ignore[union-attr]
    officer.open(f"{PAGE}{key}").send(f"{PAGE}{key}/penahanan/cabut")
    assert "LHP 700/12/2026" not in person.open("/data-saya").text


def test_a_hold_that_the_law_hides_is_not_shown(app: Application) -> None:
    make_agency(app)
    with app.app_context():
        key = db.session.scalars(select(Person.id).where(Person.nip == STAYER)).one()
    officer = Visitor(app).sign_in(OFFICER).open(f"{PAGE}{key}")
    officer.send(f"{PAGE}{key}/penahanan", alasan="Penyidikan 9", rahasia="y")
    person = Visitor(app).sign_in(STAYER)
    assert "Penyidikan 9" not in person.open("/data-saya").text
    told = person.open("/data-saya/unduh.json").response.get_data(True)  # type: ignore[union-attr]
    assert "Penyidikan 9" not in told
    assert "hold." not in told
    officer.open(f"{PAGE}{key}").send(f"{PAGE}{key}/penahanan/cabut")
    told = person.open("/data-saya/unduh.json").response.get_data(True)  # type: ignore[union-attr]
    assert "hold." not in told


def test_the_access_log_says_that_the_record_was_opened(app: Application) -> None:
    key = make_agency(app)
    Visitor(app).sign_in(OFFICER).open(f"{PAGE}{key}")
    with app.app_context():
        assert db.session.scalars(select(AccessEvent.page)).all() == ["record"]


def test_a_page_that_shows_an_older_proposal_decides_nothing(app: Application) -> None:
    key = make_agency(app)
    proposed(app, key)
    stale = Visitor(app).sign_in(OFFICER).open(f"{PAGE}{key}")
    other = Visitor(app).sign_in(OFFICER).open(f"{PAGE}{key}")
    other.send(f"{PAGE}{key}/putusan", keputusan="tolak", jawaban="Surat salah.")
    proposed(app, key)
    assert stale.send(f"{PAGE}{key}/putusan", keputusan="hapus").status == 409
    assert person_at(app, key).erased_at is None
    other.open(f"{PAGE}{key}").send(f"{PAGE}{key}/putusan", keputusan="hapus")
    assert person_at(app, key).erased_at is not None


def test_retention_passes_by_what_is_held(each_app: Application) -> None:
    later = NOW + timedelta(days=4_000)
    with work(each_app):
        held, free = make_person(), make_person()
        by = {"by_id": free.id, "on": TODAY, "at": NOW}
        holds.place(held.id, "LHP 700", until=None, is_shown=True, **by)
        for each in (held, free):
            tell_something(each)
            add_traces(each.id)
        keys = (held.id, free.id)
    with each_app.app_context():
        for work_of in (forget_old_sign_ins, forget_old_views, forget_old_notices):
            work_of(later)
        for model in (SignIn, AccessEvent, Notice):
            assert set(db.session.scalars(select(model.person_id))) == {keys[0]}, model


def add_traces(person_id: int) -> None:
    """Add an old sign-in and an old view."""
    times = {"started_at": NOW, "seen_at": NOW, "expires_at": NOW}
    hash_ = f"hash {person_id}"
    sign_in = SignIn(person_id=person_id, token_hash=hash_, browser="", address="", **times)
    viewed = {"viewer": "link:1", "page": "record", "hour": NOW, "at": NOW}
    db.session.add_all([sign_in, AccessEvent(person_id=person_id, **viewed)])


def test_the_list_asks_no_more_with_more_rows(app: Application) -> None:
    make_agency(app)
    officer = Visitor(app).sign_in(OFFICER).open(PAGE)
    with statements(app) as few:
        officer.open(PAGE)
    with work(app):
        unit = db.session.scalars(select(Person).where(Person.nip == OFFICER)).one().unit_id
        by = db.session.scalars(select(Person.id).where(Person.nip == STAYER)).one()
        for _each in range(5):
            person = make_person(unit_id=unit)
            deactivate(person, NOW, actor_id=None)
            operations.propose(person, "request", "S", [], by_id=by, on=TODAY, at=NOW)
            hold = {"reason": "x", "placed_at": NOW, "placed_by_id": by, "is_shown": True}
            db.session.add(LegalHold(person_id=make_person(unit_id=unit).id, **hold))
    with statements(app) as many:
        officer.open(PAGE)
    assert len(many) == len(few)
