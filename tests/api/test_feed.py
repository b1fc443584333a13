"""The feed of completions: everything once, in lasting order, within the token's units."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import pytest
from sqlalchemy import select

from elearning.accounts.models import Person
from elearning.accounts.operations import change_employment
from elearning.api import queries
from elearning.certificates.models import Certificate
from elearning.core.application import Application
from elearning.core.db import db
from elearning.learning.completion.correcting import approve
from elearning.records.corrections import propose_replacement, propose_revocation
from elearning.records.external import ExternalTraining, record_external
from elearning.records.ledger import number_due
from elearning.records.models import HistoryEntry, LedgerLine
from tests.api.callers import all_items, call, give_token, read
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.offices import NOW, Office, make_office
from tests.statements import statements

TODAY = NOW.date()


class Stage(NamedTuple):
    """An office, somebody who has completed a course in it, and a token of each reach."""

    office: Office
    person: Person
    token: str
    elsewhere: str


@pytest.fixture
def stage(each_app: Application) -> Stage:
    """One completion in Dinas Satu."""
    with work(each_app):
        return make_stage()


def make_stage() -> Stage:
    """Let somebody of Dinas Satu complete a course."""
    office = make_office()
    person = make_person(office.unit, name="Ayu Lestari")
    make_completion(person, make_course(title="Pelatihan Uji"), NOW)
    whole = office.agency_officer
    return Stage(
        office, person, give_token(office.officer, office.own), give_token(whole, office.other)
    )


def train(person: Person, name: str) -> None:
    """Record training from elsewhere."""
    record_external(person, ExternalTraining(name, "ANRI", "9", TODAY, TODAY, 3, name), NOW)


def entry_of(person: Person) -> HistoryEntry:
    """Return somebody's first entry."""
    own = select(HistoryEntry).where(HistoryEntry.person_id == person.id)
    return db.session.scalars(own.order_by(HistoryEntry.seq).limit(1)).one()


def test_a_completion_is_told_as_it_was_frozen(each_app: Application, stage: Stage) -> None:
    page = read(each_app, "/completions", stage.token, "Feed")
    (item,) = page["items"]
    assert (item["kind"], item["title"], item["counts"]) == ("course", "Pelatihan Uji", True)
    assert item["nip"] == item["completion"]["nip"] == stage.person.nip
    assert item["completion"]["department"] == "Dinas Satu"
    assert item["certificate"]["status"] == "valid"
    assert (page["next"], page["has_more"]) == ("1", False)


def test_a_reader_goes_on_where_it_stopped(each_app: Application, stage: Stage) -> None:
    with work(each_app):
        for number in range(4):
            train(stage.person, f"Kursus {number}")
    first = read(each_app, "/completions?limit=2", stage.token, "Feed")
    assert first["has_more"]
    rest = read(each_app, f"/completions?after={first['next']}", stage.token, "Feed")
    titles = [item["title"] for item in first["items"] + rest["items"]]
    assert titles == ["Pelatihan Uji", *(f"Kursus {number}" for number in range(4))]
    assert not rest["has_more"]
    later = read(each_app, f"/completions?after={rest['next']}", stage.token, "Feed")
    assert (later["items"], later["next"]) == ([], rest["next"])


def test_other_units_are_not_told(each_app: Application, stage: Stage) -> None:
    entry = all_items(each_app, stage.token)[0]
    page = read(each_app, "/completions", stage.elsewhere, "Feed")
    assert (page["items"], page["next"]) == ([], "1")
    foreign = call(each_app, f"/completions/{entry['id']}", stage.elsewhere)
    missing = call(each_app, "/completions/999999", stage.elsewhere)
    assert foreign.status_code == missing.status_code == 404
    assert without_id(foreign.get_json()) == without_id(missing.get_json())
    own = read(each_app, f"/completions/{entry['id']}", stage.token, "Entry")
    assert own == entry


def without_id(problem: dict[str, object]) -> dict[str, object]:
    """Return a problem without what differs with each request."""
    return {name: value for name, value in problem.items() if name != "request_id"}


def test_a_revocation_is_a_reversing_item(each_app: Application, stage: Stage) -> None:
    read(each_app, "/completions", stage.token, "Feed")
    with work(each_app):
        entry = entry_of(stage.person)
        made = propose_revocation(entry, "twice", "Ganda.", stage.office.officer, NOW)
        approve(made.id, "", stage.office.agency_officer, NOW)
    (item,) = read(each_app, "/completions?after=1", stage.token, "Feed")["items"]
    assert (item["kind"], item["reverses"], item["reason"]) == ("reversal", entry.id, "twice")
    assert item["completion"]["full_name"] == "Ayu Lestari"
    old = read(each_app, f"/completions/{entry.id}", stage.token, "Entry")
    assert (old["counts"], old["reversed_by"]) == (False, item["id"])
    assert old["certificate"]["status"] == "revoked"
    assert sum(each["jp"] for each in all_items(each_app, stage.token)) == 0


def test_a_replacement_names_what_it_replaces(each_app: Application, stage: Stage) -> None:
    with work(each_app):
        entry = entry_of(stage.person)
        changes = {"full_name": "Ayu Lestari, S.Sos."}
        made = propose_replacement(entry, changes, "SK.", stage.office.officer, NOW)
        approve(made.id, "", stage.office.agency_officer, NOW)
        old = db.session.scalars(select(Certificate).order_by(Certificate.id).limit(1)).one()
    first, reversal, new = all_items(each_app, stage.token)
    assert (reversal["reverses"], new["replaces"]) == (first["id"], first["id"])
    assert new["completion"]["version"] == 2
    assert new["completion"]["full_name"] == "Ayu Lestari, S.Sos."
    told = read(each_app, f"/certificates/{old.code}", stage.token, "Certificate")
    assert (told["status"], told["replaced_by"]) == ("replaced", new["certificate"]["code"])


def test_after_a_move_both_units_read_what_was_earned(each_app: Application, stage: Stage) -> None:
    with work(each_app):
        person = db.session.get_one(Person, stage.person.id)
        change_employment(person, TODAY, unit_id=stage.office.other.id)
        train(person, "Kursus baru")
    old = [item["title"] for item in all_items(each_app, stage.token)]
    new = [item["title"] for item in all_items(each_app, stage.elsewhere)]
    assert (old, new) == (["Pelatihan Uji"], ["Pelatihan Uji", "Kursus baru"])


def test_a_request_looks_at_few_lines_of_a_log_of_others(
    each_app: Application, stage: Stage
) -> None:
    with work(each_app):
        for number in range(9):
            train(stage.person, f"Kursus {number}")
    with work(each_app):
        number_due(NOW)
        path = stage.office.other.path
        page = queries.feed(path, 0, 100, looked_at=4)
        assert (page.items, page.next, page.has_more) == ([], 4, True)
        last = queries.feed(path, 8, 100, looked_at=4)
        assert (last.next, last.has_more) == (10, False)


def test_a_cursor_beyond_the_log_is_told_apart(each_app: Application, stage: Stage) -> None:
    assert call(each_app, "/completions?after=1", stage.token).status_code == 200
    answer = call(each_app, "/completions?after=2", stage.token)
    assert (answer.status_code, answer.get_json()["parameter"]) == (409, "after")


@pytest.mark.parametrize("query", ["after=01", "after=-1", "after=x", "limit=0", "limit=501"])
def test_what_is_no_page_is_refused(each_app: Application, stage: Stage, query: str) -> None:
    answer = call(each_app, f"/completions?{query}", stage.token)
    assert answer.status_code == 422
    assert answer.get_json()["parameter"] == query.partition("=")[0]


def test_the_feed_asks_no_more_for_more_items(app: Application) -> None:
    with work(app):
        stage = make_stage()
    all_items(app, stage.token)
    with statements(app) as few:
        all_items(app, stage.token)
    with work(app):
        for number in range(30):
            train(stage.person, f"Kursus {number}")
    all_items(app, stage.token)
    with statements(app) as many:
        assert len(all_items(app, stage.token)) == 31
    assert len(many) == len(few)


def test_nothing_is_missed_or_told_twice_while_entries_are_written(each_app: Application) -> None:
    writers, each = 4, 12
    settings = replace(each_app.extensions["settings"], api_requests_per_minute=100_000)
    each_app.extensions["settings"] = settings
    with work(each_app):
        office = make_office()
        people = [make_person(office.unit) for _number in range(writers)]
        token = give_token(office.officer, office.own)

    def write(person: Person) -> None:
        for number in range(each):
            with work(each_app):
                train(person, f"Kursus {person.id} {number}")
        with each_app.app_context():
            db.session.remove()

    told: list[int] = []
    with ThreadPoolExecutor(writers) as pool:
        jobs = [pool.submit(write, person) for person in people]
        after, idle = "0", False
        while not idle:
            idle = all(job.done() for job in jobs)
            page = read(each_app, f"/completions?after={after}&limit=5", token, "Feed")
            told, after = [*told, *(item["id"] for item in page["items"])], page["next"]
            idle = idle and not page["has_more"]
        for job in jobs:
            job.result()
    with work(each_app):
        written = set(db.session.scalars(select(HistoryEntry.id)))
        order = list(db.session.scalars(select(LedgerLine.entry_id).order_by(LedgerLine.number)))
    assert len(told) == writers * each
    assert set(told) == written
    assert told == order
