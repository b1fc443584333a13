"""The bell, the list of notices and the choice of what comes by mail."""

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.accounts.operations import grant, start_sign_in
from elearning.accounts.queries import member_of
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.secrets import fingerprint
from elearning.notices.kinds import MESSAGE
from elearning.notices.queries import PAGE, own_ways
from tests.factories import NOW, make_person, work
from tests.notices.inbox import tell_something, told
from tests.statements import statements
from tests.visitor import Visitor

NIP, OTHER = "198503172010011987", "199012052015032996"
LIST, CHOICES = "/pemberitahuan/", "/pemberitahuan/pengaturan"


@pytest.fixture
def reader(app: Application) -> Visitor:
    """A person with two notices."""
    with work(app):
        person = make_person(nip=NIP)
        tell_something(person, title="Kabar pertama", link="/riwayat/")
        tell_something(person, title="Kabar kedua", link="")
    return Visitor(app).sign_in(NIP)


def owner() -> Person:
    """Return the reader."""
    return db.session.scalars(select(Person).where(Person.nip == NIP)).one()


def bell(visitor: Visitor) -> str:
    """Return what a screen reader says of the bell."""
    link = visitor.page.select_one("a.bell .vh")
    assert link is not None
    return " ".join(link.get_text(" ").split())


def test_the_bell_says_how_many_are_unread_on_every_page(reader: Visitor) -> None:
    assert bell(reader.open("/pelatihan/")) == "Pemberitahuan, 2 belum dibaca"
    assert reader.page.select_one("a.bell b").get_text() == "2"  # type: ignore[union-attr]
    reader.open(LIST).send(f"{LIST}dibaca")
    assert bell(reader) == "Pemberitahuan"
    assert not reader.page.select("a.bell b")


def test_visitors_have_no_bell(app: Application) -> None:
    assert not Visitor(app).open("/").page.select("a.bell")


def test_the_bell_asks_the_database_nothing_of_its_own(app: Application, reader: Visitor) -> None:
    reader.open("/bantuan")
    with statements(app) as asked:
        reader.open("/bantuan")
    assert len(asked) == 1


def test_the_newest_notice_stands_first_and_is_marked_until_read(reader: Visitor) -> None:
    titles = [head.get_text() for head in reader.open(LIST).page.select(".told h2")]
    assert titles == ["Kabar kedua", "Kabar pertama"]
    assert len(reader.page.select(".told .unread")) == 2
    reader.open(LIST)
    assert len(reader.page.select(".told .unread")) == 2, "looking changes nothing"


def test_opening_a_notice_reads_it_and_leads_where_one_acts(
    app: Application, reader: Visitor
) -> None:
    with work(app):
        first, second = (notice.id for notice in told(owner()))
    reader.open(LIST).send(f"{LIST}{first}/buka")
    assert reader.address == "/riwayat/"
    assert bell(reader) == "Pemberitahuan, 1 belum dibaca"
    reader.open(LIST).send(f"{LIST}{second}/buka")
    assert reader.address == LIST


def test_nobody_opens_the_notice_of_another(app: Application, reader: Visitor) -> None:
    with work(app):
        make_person(nip=OTHER)
        mine = told(owner())[0].id
    other = Visitor(app).sign_in(OTHER)
    assert "Kabar pertama" not in other.open(LIST).text
    token = other.client.get("/csrf").get_json()["csrf_token"]
    sent = other.client.post(f"{LIST}{mine}/buka", data={"csrf_token": token})
    assert sent.status_code == 404
    other.client.post(f"{LIST}dibaca", data={"csrf_token": token, "sampai": mine + 9})
    with work(app):
        assert [notice.read_at for notice in told(owner())] == [None, None]


def test_text_of_people_is_never_markup(app: Application, reader: Visitor) -> None:
    with work(app):
        tell_something(owner(), title="<b>Kabar</b>", link="javascript:alert(1)")
    reader.open(LIST)
    assert "<b>Kabar</b>" in reader.text
    newest = reader.page.select_one(".told form")
    assert newest is not None
    reader.send(str(newest["action"]))
    assert reader.address == "/"


def test_the_list_takes_as_many_statements_for_many_as_for_one(
    app: Application, reader: Visitor
) -> None:
    reader.open(LIST)
    with statements(app) as few:
        reader.open(LIST)
    with work(app):
        for _number in range(PAGE):
            tell_something(owner())
    with statements(app) as many:
        reader.open(LIST)
    assert len(reader.page.select(".told > li")) == PAGE
    assert len(many) == len(few)
    further = reader.page.select_one('a[rel="next"]')
    assert further is not None
    assert len(reader.open(str(further["href"])).page.select(".told > li")) == 2


def test_an_account_without_notices_reads_what_will_come(app: Application) -> None:
    with work(app):
        make_person(nip=OTHER)
    assert "Belum ada pemberitahuan" in Visitor(app).sign_in(OTHER).open(LIST).text


def test_the_choice_is_kept(app: Application, reader: Visitor) -> None:
    reader.open(CHOICES).send(CHOICES, message="daily")
    assert reader.status == 200
    with work(app):
        assert own_ways(owner().id)["message"] == "daily"
        assert own_ways(owner().id)["certificate"] == "now"


def test_a_choice_that_is_not_offered_is_refused(app: Application, reader: Visitor) -> None:
    assert reader.open(CHOICES).send(CHOICES, message="hourly").status == 422
    with work(app):
        assert own_ways(owner().id)["message"] == MESSAGE.way


def test_only_people_with_a_role_are_asked_about_waiting_work(
    app: Application, reader: Visitor
) -> None:
    assert not reader.open(CHOICES).page.select("#work")
    with work(app):
        trainer = make_person(nip=OTHER)
        db.session.flush()
        grant(trainer, "pengajar", None, NOW)
    assert Visitor(app).sign_in(OTHER).open(CHOICES).page.select("#work")


def test_a_person_without_an_address_is_told_so(app: Application, reader: Visitor) -> None:
    assert "belum memiliki alamat email" in reader.open(CHOICES).text
    with work(app):
        owner().email = "peserta@contoh.go.id"
    assert "peserta@contoh.go.id" in reader.open(CHOICES).text


def test_the_unread_number_is_right_on_both_databases(each_app: Application) -> None:
    with work(each_app):
        person = make_person()
        tell_something(person)
        db.session.flush()
        values = {"browser": "", "address": "", "days": 1, "at": clock.now()}
        token = start_sign_in(person.id, **values)  # type: ignore[arg-type]
        db.session.flush()
        member = member_of(token, fingerprint(token), clock.now())
        assert member is not None
        assert member.unread == 1
