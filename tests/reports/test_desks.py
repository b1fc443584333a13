"""The desks of HR: who has which, and what waits there for them."""

from elearning.accounts import operations as accounts
from elearning.core import clock
from elearning.core.application import Application
from elearning.records.corrections import propose_revocation
from elearning.records.external import record_external
from tests.development.papers import make_proposal, make_training
from tests.factories import make_person, work
from tests.reports.offices import NOW, make_office, signed_in
from tests.visitor import Visitor


def test_what_waits_is_counted_for_who_may_decide(app: Application) -> None:
    with work(app):
        office = make_office()
        learner = make_person(office.unit)
        entry = record_external(learner, make_training(), NOW)
        assert entry is not None
        propose_revocation(entry, "document", "Surat panitia.", office.officer, NOW)
        make_proposal(make_person(office.unit).id)
        officers = (office.officer, office.agency_officer)
    own = signed_in(app, officers[0]).open("/kepegawaian/")
    other = signed_in(app, officers[1]).open("/kepegawaian/")
    desks = [" ".join(each.get_text(" ").split()) for each in own.page.select(".desks a")]
    assert {"Usulan pelatihan Menunggu: 1", "Koreksi tidak ada"} <= set(desks)
    desks = [" ".join(each.get_text(" ").split()) for each in other.page.select(".desks a")]
    assert {"Usulan pelatihan Menunggu: 1", "Koreksi Menunggu: 1"} <= set(desks)


def test_an_officer_meets_what_waits_before_the_courses(app: Application) -> None:
    with work(app):
        office = make_office()
        make_proposal(make_person(office.unit).id)
    home = signed_in(app, office.officer).open("/")
    heads = [each.get_text() for each in home.page.select("main h2")]
    assert heads.index("Yang menunggu Anda") < heads.index("Pelatihan berjalan")
    pressing, *others = (nav.get_text(" ") for nav in home.page.select("nav:has(.desks)"))
    assert "Usulan pelatihan" in pressing
    assert "Usulan pelatihan" not in " ".join(others)
    assert "Koreksi" in " ".join(others)
    names = [nav["aria-label"] for nav in home.page.select("nav:has(.desks)")]
    assert names == ["Yang menunggu Anda", "Tugas Anda yang lain"]


def test_the_administrator_finds_the_desks_from_the_first_page(app: Application) -> None:
    with work(app):
        admin = make_person(nip=None, username="admin")
        accounts.grant(admin, "admin", None, clock.now())
    home = Visitor(app).sign_in("admin").open("/")
    places = [each["href"] for each in home.page.select(".desks a")]
    expected = ("koreksi", "penugasan", "permintaan-data", "penghapusan-data")
    assert places == [f"/kepegawaian/{name}/" for name in expected]
    for place in places:
        assert home.open(place).status == 200


def test_what_waits_comes_first_for_an_administrator_too(app: Application) -> None:
    with work(app):
        office = make_office()
        entry = record_external(make_person(office.unit), make_training(), NOW)
        assert entry is not None
        propose_revocation(entry, "document", "Surat panitia.", office.officer, NOW)
        admin = make_person(nip=None, username="admin")
        accounts.grant(admin, "admin", None, clock.now())
    home = Visitor(app).sign_in("admin").open("/")
    heads = [each.get_text() for each in home.page.select("main h2")]
    assert heads[:2] == ["Yang menunggu Anda", "Tugas Anda yang lain"]
    pressing, others = (nav.get_text(" ") for nav in home.page.select("nav:has(.desks)"))
    assert "Koreksi" in pressing
    assert "Koreksi" not in others


def test_the_administrator_finds_organisation_and_staff_lists(app: Application) -> None:
    with work(app):
        admin = make_person(nip=None, username="admin")
        accounts.grant(admin, "admin", None, clock.now())
    home = Visitor(app).sign_in("admin").open("/")
    places = {str(each["href"]) for each in home.page.select("main .card h3 a")}
    doors = {"/kepegawaian/organisasi/", "/kepegawaian/pegawai/impor"}
    assert doors <= places
    for place in doors:
        assert home.open(place).status == 200


def test_who_has_no_role_has_no_desk(app: Application) -> None:
    with work(app):
        person = make_person()
    assert not signed_in(app, person).open("/").page.select(".desks")
