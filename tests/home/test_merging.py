"""Two accounts of one person are read as one: nothing earned is lost, doubled or altered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from elearning.accounts import holds
from elearning.accounts.access_log import MERGE
from elearning.accounts.merge_models import AccountMerge
from elearning.accounts.models import Person
from elearning.accounts.operations import change_employment, deactivate, grant
from elearning.accounts.privacy_models import AccessEvent
from elearning.accounts.queries import credentials_of
from elearning.api.queries import history_of, holder_of, jp_of
from elearning.assignments.duty_queries import duties_of
from elearning.certificates.queries import valid_of
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db, retrying, writing
from elearning.core.errors import Refused
from elearning.core.outbox import OutboxEvent
from elearning.core.personal_data import ERASED_NAME
from elearning.core.schema import schema
from elearning.courses.models import Enrolment
from elearning.development.queries import history_by_year
from elearning.home import merge_operations as operations
from elearning.home.erasing import affected, erase
from elearning.home.own_data_queries import counts_of, json_of
from elearning.home.queries import year_of
from elearning.learning.completion.correcting import approve
from elearning.learning.completion.operations import advance
from elearning.learning.enrolment import operations as learning
from elearning.learning.enrolment.queries import enrolment_at, learning_among, prerequisites
from elearning.notices.models import Notice
from elearning.records import rollup_queries, rollups
from elearning.records.corrections import propose_revocation
from elearning.records.external import record_external
from elearning.records.models import Completion, HistoryEntry, PersonYear
from elearning.records.queries import every_entry, people_by_nip, wrong_totals
from elearning.records.verifying import first_break
from elearning.reports.exports.queries import Wanted, completions
from elearning.reports.recaps.queries import RecapFilter, people
from elearning.siasn.push_queries import next_outgoing
from elearning.staff.officers import OPERATOR, Officer, officer_at
from tests.assignments.duties_of_people import make_assignment
from tests.development.papers import make_proposal, make_training
from tests.factories import (
    PASSWORD,
    make_completion,
    make_course,
    make_lesson,
    make_person,
    make_unit,
    work,
)

NOW = clock.now()
YEAR = NOW.year
OLD, NEW = "199012052022212993", "199012052025032996"
REASON = "SK pengangkatan PNS 821/15/2026"


class Pair:
    """A former account (PPPK), the one that remains (PNS), and who oversees both."""

    def __init__(self, password: str | None = PASSWORD) -> None:
        self.agency = make_unit(name="Pemerintah Contoh")
        self.there = make_unit(self.agency, "department", name="Dinas Satu")
        self.here = make_unit(self.agency, "department", name="Dinas Dua")
        former = make_person(self.there, nip=OLD, status="PPPK", rank="IX", email="lama@contoh.id")
        into = make_person(self.here, nip=NEW, password=password)
        officer, other = make_person(self.agency), make_person(self.there)
        grant(officer, "kepegawaian", self.agency, NOW)
        grant(other, "kepegawaian", self.there, NOW)
        self.former, self.into = former.id, into.id
        self.officer, self.other = officer.id, other.id

    def merge(self, by: int | None = None) -> int:
        """Join the accounts."""
        officer = officer_at(by or self.officer)
        return operations.merge(self.former, self.into, REASON, officer, NOW).id

    def undo(self, merge_id: int) -> None:
        """Part the accounts."""
        operations.undo(merge_id, officer_at(self.officer), NOW + timedelta(hours=1))

    def account(self, key: int) -> Person:
        """Return an account as it is."""
        return db.session.get_one(Person, key, populate_existing=True)


def learnt(pair: Pair) -> None:
    """Let both accounts earn something, the former one twice."""
    former, into = pair.account(pair.former), pair.account(pair.into)
    make_completion(former, make_course(slug="lama"), NOW - timedelta(days=400))
    make_completion(former, make_course(slug="dua", jp=6), NOW - timedelta(days=2))
    make_completion(into, make_course(slug="baru", jp=3), NOW - timedelta(days=1))
    record_external(former, make_training(), NOW)


def sound() -> None:
    """Every total is what its rows say, and every chain holds."""
    while any(rollups.fold(table, amount) for table, amount in rollups._FOLDS):
        pass
    assert list(rollup_queries.differences()) == []
    assert wrong_totals() == []
    assert first_break(every_entry()) is None


def shown_to(person_id: int) -> dict[int, int]:
    """Return the JP of a person's years as their history shows them."""
    return {year.year: year.jp for year in history_by_year(person_id)}


def test_what_two_accounts_earned_is_read_as_one(each_app: Application) -> None:
    with work(each_app):
        pair = Pair()
        learnt(pair)
        before = [shown_to(pair.former), shown_to(pair.into)]
        total = {
            year: sum(each.get(year, 0) for each in before) for year in {*before[0], *before[1]}
        }
        recap = RecapFilter((pair.agency.path,), date(YEAR, 12, 31))
        db.session.commit()
        states = {each.nip: each.jp for each in people(db.engine, recap)}
        pair.merge()
        assert shown_to(pair.into) == shown_to(pair.former) == total
        kept = {y.year: y.jp for y in db.session.scalars(select(PersonYear))}
        assert kept == total
        assert {each.person_id for each in db.session.scalars(select(PersonYear))} == {pair.into}
        year = year_of(pair.into, NOW.date(), 9, NOW.date())
        assert (year.jp, len(year.recent)) == (total[YEAR], 3)
        assert len(valid_of(pair.into)) == 3
        holder = holder_of(pair.agency.path, OLD)
        assert holder is not None
        assert holder.nip == NEW
        assert dict(jp_of(holder)) == total
        assert {entry.nip for entry in history_of(holder)} == {NEW}
        assert len(history_of(holder)) == 4
        db.session.commit()
        after = {each.nip: each.jp for each in people(db.engine, recap)}
        assert OLD not in after
        assert after[NEW] == states[OLD] + states[NEW]
        assert sum(after.values()) == sum(states.values())
        sound()


def rows_of(pair: Pair) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that undoing brings back, apart from when somebody left."""
    logs = {"audit_entry", "notice", "account_merge", "people_by_jp", "open_courses"}
    logs |= {"outbox_event", "access_event", "sign_in", "throttle", "activation_code"}
    found = {}
    for table in schema().sorted_tables:
        if table.name not in logs and not table.name.startswith("search_"):
            rows = db.session.execute(select(table)).all()
            found[table.name] = sorted((tuple(map(str, row)) for row in rows), key=repr)
    found["people"] = sorted(map(tuple, db.session.execute(rollup_queries.everyone())))
    return found


def busy(pair: Pair) -> None:
    """Let the former account hold everything that can go over, and some of it twice."""
    learnt(pair)
    former, into = pair.account(pair.former), pair.account(pair.into)
    both, half = make_course(slug="keduanya"), make_course(slug="setengah")
    learning.enrol(former, make_course(slug="terbuka"), NOW)
    for person in (former, into):
        learning.enrol(person, both, NOW)
    learning.enrol(into, half, NOW)
    make_completion(former, half, NOW - timedelta(hours=3))
    db.session.flush()
    make_proposal(former.id, title="Diklat lain", certificate_number="77")
    pair.account(pair.other).supervisor_id = former.id
    make_assignment(pair.agency, pair.account(pair.officer), both, people=[former])
    db.session.flush()


def test_undoing_brings_every_row_back(each_app: Application) -> None:
    with work(each_app):
        pair = Pair(password=None)
        busy(pair)
        for key in (pair.former, pair.into):
            db.session.add(
                Notice(person_id=key, kind="work", title="a", text="", link="", made_at=NOW)
            )
        db.session.commit()
        before = rows_of(pair)
        merge_id = pair.merge()
        db.session.commit()
        sound()
        pair.undo(merge_id)
        db.session.commit()
        assert rows_of(pair) == before
        own = select(Notice.title).where(Notice.person_id == pair.former, Notice.kind == "work")
        assert db.session.scalars(own).all() == ["a"]
        sound()


def test_what_is_open_goes_over_and_what_is_completed_is_known(app: Application) -> None:
    with work(app):
        pair = Pair()
        busy(pair)
        merge_id = pair.merge()
        moved = db.session.get_one(AccountMerge, merge_id).moved
        held = dict(
            db.session.execute(
                select(Enrolment.course_id, Enrolment.completed_at).where(
                    Enrolment.person_id == pair.into
                )
            ).all()
        )
        open_ones = [done for done in held.values() if done is None]
        assert (len(held), len(open_ones), len(moved["swapped"])) == (6, 2, 1)
        known = learning_among(pair.into, list(held))
        assert sum(mine.counts for mine in known.values()) == 4
        assert pair.account(pair.other).supervisor_id == pair.into
        slugs = ["lama", "dua", "setengah"]
        assert all(each.completed for each in prerequisites(slugs, pair.into))
        assert [each.slug for each in duties_of(pair.into, NOW.date())] == ["keduanya"]


def test_an_assignment_is_met_by_what_the_former_account_completed(each_app: Application) -> None:
    with work(each_app):
        pair = Pair()
        course = make_course(slug="wajib")
        make_completion(pair.account(pair.former), course, NOW)
        make_assignment(pair.agency, pair.account(pair.officer), course)
        assert [each.state for each in duties_of(pair.into, NOW.date())] == ["todo"]
        pair.merge()
        assert [each.state for each in duties_of(pair.into, NOW.date())] == ["done"]


def test_what_was_completed_since_stays_where_it_was_completed(app: Application) -> None:
    with work(app):
        pair = Pair()
        course = make_course(make_lesson())
        enrolment = learning.enrol(pair.account(pair.former), course, NOW - timedelta(days=9))
        merge_id = pair.merge()
        made = make_completion(pair.account(pair.into), course, NOW + timedelta(minutes=5))
        assert (made.enrolment_id, made.person_id) == (enrolment.id, pair.into)
        pair.undo(merge_id)
        assert db.session.get_one(Enrolment, enrolment.id).person_id == pair.into
        assert shown_to(pair.former) == {}
        sound()


def test_a_correction_of_a_former_accounts_completion_counts_for_the_person(
    each_app: Application,
) -> None:
    with work(each_app):
        pair = Pair()
        learnt(pair)
        pair.merge()
        before = shown_to(pair.into)[YEAR]
        entry = db.session.scalars(
            select(HistoryEntry).where(HistoryEntry.person_id == pair.former, HistoryEntry.jp == 6)
        ).one()
        officer, second = pair.account(pair.officer), make_person(pair.agency)
        made = propose_revocation(entry, "twice", "Ganda", officer, NOW)
        with pytest.raises(Refused, match="riwayat Anda sendiri"):
            propose_revocation(entry, "twice", "", pair.account(pair.into), NOW)
        approve(made.id, "", second, NOW)
        assert shown_to(pair.into)[YEAR] == before - 6
        kept = db.session.get_one(PersonYear, (pair.into, YEAR), populate_existing=True)
        assert kept.jp == before - 6
        db.session.flush()
        told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "correction"))
        assert set(told) == {pair.into}
        sound()


def test_either_nip_and_address_sign_in_to_the_account_that_remains(app: Application) -> None:
    with work(app):
        pair = Pair(password=None)
        hashed = pair.account(pair.former).password_hash
        merge_id = pair.merge()
        found = [credentials_of(name) for name in (OLD, NEW, "lama@contoh.id", "LAMA@contoh.id")]
        assert {each and each.person_id for each in found} == {pair.into}
        assert {each and each.password_hash for each in found} == {hashed}
        pair.undo(merge_id)
        assert pair.account(pair.into).password_hash is None
        former = credentials_of("lama@contoh.id")
        assert former is not None
        assert former.person_id == pair.former


def test_the_former_account_follows_the_person_to_another_unit(each_app: Application) -> None:
    with work(each_app):
        pair = Pair()
        pair.merge()
        assert pair.account(pair.former).unit_id == pair.here.id
        change_employment(pair.account(pair.into), NOW.date(), unit_id=pair.there.id)
        db.session.flush()
        assert pair.account(pair.former).unit_id == pair.there.id
        sound()


def test_who_may_not_join_is_refused(app: Application) -> None:
    with work(app):
        pair = Pair()
        refused = partial(pytest.raises, Refused)
        with refused(match="di luar lingkup kewenangan"):
            pair.merge(pair.other)
        with refused(match="akun Anda sendiri"):
            operations.merge(
                pair.former, pair.into, "", Officer(pair.into, frozenset({"admin"}), ()), NOW
            )
        grant(pair.account(pair.into), "admin", None, NOW)
        db.session.flush()
        with refused(match="di atas kewenangan"):
            pair.merge()
        admin = make_person(None, nip=None, username="admin")
        with refused(match="memiliki NIP"):
            operations.merge(admin.id, pair.into, "", OPERATOR, NOW)
        deactivate(pair.account(pair.into), NOW, actor_id=None)
        with refused(match="sedang ditutup"):
            operations.merge(pair.former, pair.into, "", officer_at(admin.id), NOW)


def test_accounts_are_joined_in_a_row_and_parted_in_order(each_app: Application) -> None:
    with work(each_app):
        pair = Pair(password=None)
        busy(pair)
        person = make_person(pair.there)
        make_completion(person, make_course(slug="ketiga"), NOW)
        third = person.id
        db.session.commit()
        before = rows_of(pair)
        first = pair.merge()
        db.session.commit()
        between, held = rows_of(pair), (shown_to(pair.into), shown_to(third))
        officer = officer_at(pair.officer)
        with pytest.raises(Refused, match="sudah digabungkan dengan akun lain"):
            operations.merge(pair.former, third, "", officer, NOW)
        second = operations.merge(pair.into, third, REASON, officer, NOW).id
        db.session.commit()
        accounts = [pair.account(key) for key in (pair.former, pair.into)]
        assert {each.merged_into_id for each in accounts} == {third}
        assert {each.unit_id for each in accounts} == {pair.there.id}
        assert shown_to(third) == {
            year: sum(each.get(year, 0) for each in held) for year in {*held[0], *held[1]}
        }
        sound()
        with pytest.raises(Refused, match="akun ketiga"):
            pair.undo(first)
        pair.undo(second)
        db.session.commit()
        assert rows_of(pair) == between
        pair.undo(first)
        db.session.commit()
        assert rows_of(pair) == before
        sound()


def at_once(app: Application, *deeds: Any) -> list[str]:
    """Run deeds at the same time, each in a transaction of its own; return what was refused."""
    barrier = Barrier(len(deeds))

    def run(deed: Any) -> str:
        with app.app_context(), app.test_request_context():
            barrier.wait()

            def attempt() -> None:
                db.session.rollback()
                deed()
                db.session.commit()

            try:
                with writing():
                    retrying(attempt)
            except Refused as refused:
                return str(refused)
            finally:
                db.session.remove()
            return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_of_two_who_join_the_same_accounts_one_is_refused(each_app: Application) -> None:
    with work(each_app):
        pair = Pair()
        learnt(pair)
    told = at_once(each_app, pair.merge, pair.merge)
    assert sorted(map(bool, told)) == [False, True]
    with work(each_app):
        assert db.session.scalar(select(func.count()).select_from(AccountMerge)) == 1
        sound()


def test_a_completion_beside_a_joining_is_counted_once(each_app: Application) -> None:
    with work(each_app):
        pair = Pair()
        learnt(pair)
        course = make_course(make_lesson(), slug="bersamaan", jp=5)
        person = pair.account(pair.former)
        enrolment_id = learning.enrol(person, course, NOW - timedelta(days=1)).id

    def complete() -> None:
        enrolment = enrolment_at(enrolment_id)
        learning.finish_item(enrolment, "satu", NOW)
        learning.confirm_data(enrolment, NOW)
        assert advance(enrolment, NOW) is not None

    assert at_once(each_app, complete, pair.merge) == ["", ""]
    with work(each_app):
        made = select(func.count()).where(Completion.enrolment_id == enrolment_id)
        assert db.session.scalar(made) == 1
        assert shown_to(pair.into)[YEAR] == 6 + 3 + 5 + make_training().jp * (
            make_training().completed_on.year == YEAR
        )
        sound()


def test_an_erasure_and_a_hold_are_of_the_whole_person(each_app: Application) -> None:
    with work(each_app):
        pair = Pair()
        busy(pair)
        holds.place(
            pair.former,
            "LHP 1",
            until=None,
            is_shown=True,
            by_id=pair.officer,
            on=NOW.date(),
            at=NOW,
        )
        pair.merge()
        into = pair.account(pair.into)
        deactivate(into, NOW, actor_id=None)
        with pytest.raises(Refused, match="ditangguhkan"):
            erase(into, "request", NOW.date(), NOW, actor_id=None)
        hold = holds.hold_of(pair.into, NOW.date())
        assert hold is not None
        holds.lift(hold, pair.officer, NOW)
        db.session.flush()
        assert affected(pair.into)["completion"] == 4
        with pytest.raises(Refused, match="sudah digabungkan ke akun lain"):
            erase(pair.account(pair.former), "request", NOW.date(), NOW, actor_id=None)
        erase(into, "request", NOW.date(), NOW, actor_id=None)
        db.session.commit()
        both = [pair.account(key) for key in (pair.former, pair.into)]
        assert [(each.name, each.nip) for each in both] == [(ERASED_NAME, None)] * 2
        assert db.session.scalars(select(AccountMerge.reason)).one() == ""
        assert first_break(every_entry()) is None


def test_who_joined_accounts_is_named_to_nobody_once_they_are_erased(each_app: Application) -> None:
    with work(each_app):
        pair = Pair()
        officer = pair.account(pair.officer)
        officer.name, pair.account(pair.into).email = "Zyxwvut", "pns@contoh.id"
        pair.merge()
        deactivate(officer, NOW, actor_id=None)
        assert "Zyxwvut" in str([*texts_told(), *texts_waiting()])
        erase(officer, "request", NOW.date(), NOW, actor_id=None)
        (told,) = texts_told()
        assert ERASED_NAME in told
        assert texts_waiting() == []


def texts_told() -> list[str]:
    """Return the texts of every notice."""
    return list(db.session.scalars(select(Notice.text)))


def texts_waiting() -> list[str]:
    """Return the texts of the mail that waits."""
    waiting = select(OutboxEvent).where(OutboxEvent.topic == "mail")
    return [each.payload["text"] for each in db.session.scalars(waiting)]


def test_data_saya_holds_what_is_held_under_both_accounts(each_app: Application) -> None:
    with work(each_app):
        pair = Pair()
        learnt(pair)
        pair.merge()
        counts = counts_of(pair.into)
        assert (counts["account"], counts["completions"], counts["history"]) == (2, 3, 4)
        db.session.commit()
        text = "".join(json_of(db.engine, pair.into, NOW))
        assert text.count('"course_title"') == 3 or text.count("lama") > 0
        assert OLD in text


def test_a_joining_is_told_and_logged(app: Application) -> None:
    with work(app):
        pair = Pair()
        pair.undo(pair.merge())
        deeds = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert [deed for deed in deeds if "merged" in deed] == ["person.merged", "person.unmerged"]
        views = db.session.execute(select(AccessEvent.person_id, AccessEvent.page)).all()
        assert [tuple(view) for view in views] == [(pair.into, MERGE)] * 2
        told = db.session.execute(select(Notice.person_id, Notice.kind).order_by(Notice.id)).all()
        kinds = [tuple(each) for each in told if each.kind == "account"]
        assert kinds == [(pair.into, "account")] * 2 + [(pair.former, "account")]


def test_an_old_table_brings_nothing_back_under_the_former_nip(app: Application) -> None:
    with work(app):
        pair = Pair()
        learnt(pair)
        pair.merge()
        assert people_by_nip({OLD}) == {OLD: pair.into}
        assert record_external(pair.account(pair.into), make_training(), NOW) is None


def test_a_merged_account_is_never_open(each_app: Application) -> None:

    with work(each_app):
        pair = Pair()
        pair.merge()
        pair.account(pair.former).active = True
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_siasn_and_exports_know_the_person_by_the_id_of_the_remaining_account(
    each_app: Application,
) -> None:
    with work(each_app):
        pair = Pair()
        learnt(pair)
        pair.account(pair.into).siasn_id = "id-baru"
        db.session.flush()
        pair.merge()
        told = list(db.session.execute(completions(Wanted((pair.agency.path,)))))
        assert {row[0] for row in told} == {OLD, NEW}
        assert {row[21] for row in told} == {"id-baru"}
        found = next_outgoing(YEAR, (pair.agency.path,), 0, "instansi")
        assert found is not None
        assert found.nip == NEW
