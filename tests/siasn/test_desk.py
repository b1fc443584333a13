"""The desk of SIASN, one record's page, and what the person reads of it."""

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db
from elearning.records.models import Completion
from elearning.siasn import queries
from elearning.siasn.queries import PAGE, Wanted, waiting_count
from elearning.siasn.states import (
    FAILED,
    REJECTED,
    SENT,
    TO_DELETE,
    TO_RESEND,
    UNSENT,
    VERIFIED,
)
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.offices import NOW, YEAR, Office, make_office, signed_in
from tests.siasn.offices import correct, fresh, make_done, revoke, say, standing
from tests.statements import statements
from tests.visitor import Visitor

DESK = "/kepegawaian/siasn/"


@pytest.fixture
def office(app: Application) -> Office:
    """An office."""
    with work(app):
        return make_office()


def state_all(app: Application, states: dict[int, tuple[str, str]]) -> None:
    """State what completions are, with the note."""
    with work(app):
        for key, (state, note) in states.items():
            say(db.session.get_one(Completion, key), state, note=note)


def counts(office: Office, app: Application) -> dict[str, int]:
    """Return how many records are in each state."""
    with work(app):
        return queries.counts(Wanted((office.own.path,), YEAR))


def make_every_state(app: Application, office: Office) -> list[int]:
    """Add a completion in each state; one of Dinas Dua beside them."""
    keys = make_done(app, office, 6)
    told = {1: SENT, 2: VERIFIED, 3: REJECTED, 4: SENT, 5: SENT}
    state_all(app, {keys[n]: (state, f"Catatan {n}.") for n, state in told.items()})
    with work(app):
        here = fresh(office)
        correct(db.session.get_one(Completion, keys[4]), here)
        revoke(db.session.get_one(Completion, keys[5]), here)
        course = make_course(slug="uji", title="Pelatihan Uji")
        foreign = make_completion(make_person(office.other), course, NOW)
        say(foreign, REJECTED, note="Bukan urusan Dinas Satu.")
    return keys


def test_the_desk_counts_the_states_of_its_units(app: Application, office: Office) -> None:
    make_every_state(app, office)
    expected = dict.fromkeys((UNSENT, SENT, VERIFIED, REJECTED, TO_RESEND, TO_DELETE), 1)
    assert counts(office, app) == expected
    with work(app):
        assert waiting_count((office.own.path,)) == 3
        assert waiting_count((office.agency.path,)) == 4


def test_the_desk_shows_what_asks_for_something_with_the_reason(
    app: Application, office: Office
) -> None:
    make_every_state(app, office)
    text = signed_in(app, office.officer).open(DESK).text
    assert "Catatan 3." in text
    assert "Bukan urusan" not in text
    assert "Perlu ditangani 3" in text


def test_a_list_goes_on_behind_the_last_record(app: Application, office: Office) -> None:
    make_done(app, office, PAGE + 1)
    visitor = signed_in(app, office.officer).open(f"{DESK}?status=unsent")
    assert len(visitor.page.select("tbody tr")) == PAGE
    link = visitor.page.select_one("a[rel=next]")
    assert link is not None
    assert len(visitor.open(str(link["href"])).page.select("tbody tr")) == 1


def test_the_desk_asks_as_much_for_many_as_for_few(app: Application, office: Office) -> None:
    keys = make_done(app, office, 2)
    visitor = signed_in(app, office.officer)
    asked = []
    for states in ({keys[0]: (REJECTED, "a")}, {keys[1]: (REJECTED, "b")}):
        state_all(app, states)
        with statements(app) as seen:
            visitor.open(DESK)
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_more_records_than_a_page_counts_are_listed_without_numbers(
    app: Application, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = make_done(app, office, 3)
    state_all(app, {keys[0]: (REJECTED, "a")})
    visitor = signed_in(app, office.officer).open(DESK)
    assert [each.get_text() for each in visitor.page.select(".desks .num")] == ["2", "1"]
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    visitor.open(DESK)
    assert visitor.page.select(".desks .num") == []
    assert "terlalu banyak" in visitor.text
    assert visitor.page.select_one(".desks .tag").get_text().strip() == "1"  # type: ignore[union-attr]
    assert len(visitor.page.select("tbody tr")) == 1


def open_record(app: Application, person: Person, key: int) -> Visitor:
    """Open a record's page."""
    return signed_in(app, person).open(f"{DESK}catatan/{key}")


def test_a_state_is_noted_by_hand_with_its_reason(app: Application, office: Office) -> None:
    (key,) = make_done(app, office)
    address = f"{DESK}catatan/{key}"
    visitor = open_record(app, office.officer, key)
    assert visitor.send(address, status=REJECTED, catatan="").status == 422
    visitor.open(address).send(address, status=REJECTED, catatan="Tanggal berbeda.")
    assert "Tanggal berbeda." in visitor.text
    assert "Petugas Satu" in visitor.text
    with work(app):
        assert standing(key)[0] == REJECTED
        deed = select(AuditEntry).where(AuditEntry.action == "siasn.stated")
        assert db.session.scalars(deed).one().actor_id == office.officer.id


def test_what_is_verified_is_taken_back_by_hand_only(app: Application, office: Office) -> None:
    (key,) = make_done(app, office)
    state_all(app, {key: (VERIFIED, "")})
    address = f"{DESK}catatan/{key}"
    visitor = open_record(app, office.officer, key)
    visitor.send(address, status=FAILED, catatan="Dibatalkan verifikator.")
    with work(app):
        assert standing(key)[0] == FAILED


def test_only_what_was_revoked_is_deleted(app: Application, office: Office) -> None:
    (key,) = make_done(app, office)
    visitor = open_record(app, office.officer, key)
    assert visitor.send(f"{DESK}catatan/{key}", status="deleted").status == 422


def test_officers_handle_what_concerns_their_units_now_or_then(
    app: Application, office: Office
) -> None:
    (key,) = make_done(app, office)
    elsewhere = {"own": True, "other": False}
    for moved in (False, True):
        with work(app):
            completion = db.session.get_one(Completion, key)
            if moved:
                db.session.get_one(Person, completion.person_id).unit_id = office.other.id
                elsewhere = {"own": True, "other": True}
            db.session.flush()
            found = {
                name: queries.line_at(key, (getattr(office, name).path,)) is not None
                for name in ("own", "other")
            }
            assert found == elsewhere
            assert queries.line_at(key, ()) is None


def history_of(app: Application, key: int) -> Visitor:
    """Open the history of whom a completion belongs to."""
    with work(app):
        completion = db.session.get_one(Completion, key)
        person = db.session.get_one(Person, completion.person_id)
    return signed_in(app, person).open("/riwayat/")


@pytest.mark.parametrize(
    ("state", "note", "sentence"),
    [
        (REJECTED, "Berkas tidak terbaca.", "ditolak SIASN: Berkas tidak terbaca."),
        (FAILED, "Rahasia mesin.", "Anda tidak perlu melakukan apa pun"),
        (SENT, "", "menunggu verifikasi"),
    ],
)
def test_people_read_where_their_record_stands_and_what_to_do(
    app: Application, office: Office, state: str, note: str, sentence: str
) -> None:
    (key,) = make_done(app, office)
    state_all(app, {key: (state, note)})
    text = history_of(app, key).text
    assert sentence in text
    assert "Tercatat di SIASN 0 JP" in text
    assert "Rahasia mesin" not in text


def test_hours_at_siasn_are_told_apart_from_those_that_count(
    app: Application, office: Office
) -> None:
    (key,) = make_done(app, office)
    assert "SIASN" not in history_of(app, key).text
    state_all(app, {key: (VERIFIED, "")})
    assert "Tercatat di SIASN 4 JP" in history_of(app, key).text
