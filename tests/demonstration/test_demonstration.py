"""The demonstration: what is there, made as people would have made it, and made once."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from elearning.accounts import nip
from elearning.accounts.models import Person, RoleGrant, Unit
from elearning.accounts.ranks import ranks_of
from elearning.certificates.models import Certificate, Signatory
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.clock import local_date
from elearning.core.db import db, writing
from elearning.core.errors import Refused
from elearning.courses.models import Course, Enrolment, ItemFinish
from elearning.courses.queries import outline_of
from elearning.demonstration.building import build
from elearning.demonstration.sources import accounts
from elearning.demonstration.stories import COURSE, Story
from elearning.development.models import Proposal
from elearning.quizzes.models import AnswerEvent, Attempt
from elearning.records.models import Completion, HistoryEntry, PersonYear
from elearning.records.queries import every_entry
from elearning.records.verifying import first_break
from elearning.surveys import checking
from elearning.surveys.models import SurveyUnitSum
from tests.factories import NOW, make_person, work
from tests.visitor import Visitor

COUNTED = (Unit, Person, RoleGrant, Course, Enrolment, ItemFinish, Attempt, AnswerEvent)
COUNTED += (Completion, Certificate, HistoryEntry, AuditEntry)
BEGUN_COURSE = "pelindungan-data-pribadi"
BEGINNER, LEARNER, PPPK = "199012052015032996", "198503172010011987", "199207042022212993"


def counts() -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in COUNTED
    }


def years(number: str) -> dict[int, int]:
    """Return a person's JP by year."""
    found = select(PersonYear.year, PersonYear.jp).join(Person, Person.id == PersonYear.person_id)
    return dict(db.session.execute(found.where(Person.nip == number)).all())


def enrolments(number: str) -> dict[str, Enrolment]:
    """Return a person's enrolments by course."""
    own = select(Course.slug, Enrolment).join(Person, Person.id == Enrolment.person_id)
    own = own.join(Course, Course.id == Enrolment.course_id).where(Person.nip == number)
    return dict(db.session.execute(own).all())


def test_building_again_changes_nothing(demonstrated: Application) -> None:
    with work(demonstrated):
        before = counts()
    with demonstrated.app_context(), writing():
        assert not build(NOW + timedelta(days=40))
    with work(demonstrated):
        assert counts() == before


def test_a_database_with_other_people_is_refused_and_left_alone(app: Application) -> None:
    with work(app):
        make_person()
        before = counts()
    with app.app_context(), writing(), pytest.raises(Refused):
        build(NOW)
    with work(app):
        assert counts() == before


def test_an_interrupted_build_goes_on_and_does_nothing_twice(
    app: Application, demonstrated: Application
) -> None:
    def interrupted(stories: Sequence[Story]) -> Iterator[Story]:
        yield from stories[:5]
        raise KeyboardInterrupt

    with app.app_context(), writing(), pytest.raises(KeyboardInterrupt):
        build(NOW, interrupted)
    with app.app_context(), writing():
        assert build(NOW + timedelta(days=1))
    with work(app):
        resumed = counts()
    with work(demonstrated):
        assert resumed == counts()


def test_ten_departments_have_two_to_four_units_each(demonstrated: Application) -> None:
    with work(demonstrated):
        departments = db.session.scalars(select(Unit).where(Unit.kind == "department")).all()
        below = dict(
            db.session.execute(
                select(Unit.parent_id, func.count())
                .where(Unit.kind == "unit")
                .group_by("parent_id")
            ).all()
        )
    assert len(departments) == 10
    assert all(2 <= below[department.id] <= 4 for department in departments)


def test_two_hundred_invented_people_cannot_sign_in(demonstrated: Application) -> None:
    with work(demonstrated):
        people = db.session.scalars(select(Person)).all()
    named = {row["sign_in"] for row in accounts()}
    invented = [person for person in people if (person.nip or person.username) not in named]
    assert len(invented) == 200
    assert not any(person.password_hash for person in invented)
    assert len({person.name for person in people}) == len(people)


def test_every_nip_and_rank_fits_its_status(demonstrated: Application) -> None:
    with work(demonstrated):
        people = db.session.scalars(select(Person).where(Person.nip.is_not(None))).all()
    assert {person.status for person in people} == {"PNS", "CPNS", "PPPK", "PPPK Paruh Waktu"}
    assert [p.nip for p in people if nip.warnings(p.nip or "", p.status)] == []
    assert [p.nip for p in people if p.rank not in ranks_of(p.status)] == []


def test_the_first_three_answer_to_the_same_supervisor(demonstrated: Application) -> None:
    with work(demonstrated):
        boss = db.session.scalar(select(Person.id).where(Person.nip == "197205101998031993"))
        people = select(Person.supervisor_id).where(Person.nip.in_((LEARNER, BEGINNER, PPPK)))
        assert set(db.session.scalars(people)) == {boss}


def test_the_roles_are_those_of_the_contract(demonstrated: Application) -> None:
    with work(demonstrated):
        found = select(func.coalesce(Person.nip, Person.username), RoleGrant.role, Unit.kind)
        found = found.join(RoleGrant, RoleGrant.person_id == Person.id)
        granted = {
            tuple(row)
            for row in db.session.execute(found.outerjoin(Unit, Unit.id == RoleGrant.unit_id))
        }
    assert granted == {
        ("197804122003121992", "pengajar", None),
        ("197804122003121992", "penerbit", None),
        ("198111232006042991", "kepegawaian", "agency"),
        ("198806152011012994", "kepegawaian", "department"),
        ("admin", "admin", None),
    }


def test_everybody_of_the_contract_can_sign_in(demonstrated: Application) -> None:
    for row in accounts():
        visitor = Visitor(demonstrated).sign_in(row["sign_in"])
        assert visitor.status == 200
        assert visitor.address != "/masuk", row["sign_in"]


def test_certificates_are_numbered_without_a_gap_in_the_order_of_completion(
    demonstrated: Application,
) -> None:
    with work(demonstrated):
        ordered = select(Certificate.serial, Certificate.issued_at, Certificate.signatory_name)
        rows = db.session.execute(ordered.order_by(Certificate.serial)).all()
        assert [row.serial for row in rows] == list(range(1, len(rows) + 1))
        assert all(one.issued_at <= next_.issued_at for one, next_ in pairwise(rows))
        assert {row.signatory_name for row in rows} == {db.session.scalar(select(Signatory.name))}
    assert len(rows) > 50


def test_every_chain_of_histories_is_whole(demonstrated: Application) -> None:
    with work(demonstrated):
        assert first_break(every_entry()) is None


def test_nothing_happens_before_the_course_is_out_or_after_yesterday(
    demonstrated: Application,
) -> None:
    with work(demonstrated):
        published = db.session.scalar(select(func.max(Course.published_at)))
        first, last = db.session.execute(
            select(func.min(Enrolment.started_at), func.max(Enrolment.seen_at))
        ).one()
    assert published is not None
    assert published < first
    assert local_date(last, "Asia/Jakarta") < local_date(NOW, "Asia/Jakarta")


def test_each_completion_follows_the_person_s_own_steps(demonstrated: Application) -> None:
    with work(demonstrated):
        later = (
            select(ItemFinish.id)
            .join(Enrolment, Enrolment.id == ItemFinish.enrolment_id)
            .where(Enrolment.completed_at < ItemFinish.at)
        )
        assert db.session.scalars(later).all() == []
        failed = select(func.count()).where(Attempt.passed.is_(False))
        assert (db.session.scalar(failed) or 0) > 10


def test_the_learner_has_a_history_and_courses_in_progress(demonstrated: Application) -> None:
    with work(demonstrated):
        assert years(LEARNER) == {2023: 20, 2024: 18, 2025: 16}
        own = enrolments(LEARNER)
        begun = {slug for slug, each in own.items() if each.completed_at is None}
        assert begun == {BEGUN_COURSE, "manajemen-proyek"}
        completed, enrolment = (own[slug] for slug in (COURSE, BEGUN_COURSE))
        assert completed.completed_at is not None
        assert (enrolment.completed_at, bool(enrolment.last_anchor)) == (None, True)
        done = select(ItemFinish.key).where(ItemFinish.enrolment_id == enrolment.id)
        items = [item.key for item in outline_of(enrolment.revision_id).items]
        assert sorted(db.session.scalars(done)) == sorted(items[:4])  # the pre-test, three lessons


def test_whoever_learns_has_taken_the_pre_test_first(demonstrated: Application) -> None:
    with work(demonstrated):
        sent = select(Attempt.enrolment_id, Attempt.score, Attempt.closed_at)
        pretests = db.session.execute(sent.where(Attempt.quiz_key == "tes-awal")).all()
        finish = select(ItemFinish.enrolment_id, func.min(ItemFinish.at))
        first = dict(
            db.session.execute(
                finish.where(ItemFinish.key != "tes-awal").group_by(ItemFinish.enrolment_id)
            ).all()
        )
        everybody = db.session.scalars(select(Enrolment.id)).all()
    assert sorted(each.enrolment_id for each in pretests) == sorted(everybody)
    assert all(each.closed_at < first[each.enrolment_id] for each in pretests)
    assert len({each.score for each in pretests}) > 3


def test_every_answer_of_the_final_quiz_earns_all_or_nothing(demonstrated: Application) -> None:
    with work(demonstrated):
        graded = select(Attempt.score).where(Attempt.quiz_key == "kuis-akhir")
        scores = db.session.scalars(graded.distinct()).all()
    assert set(scores) <= {round(Decimal(right * 100) / 15, 2) for right in range(16)}
    assert len(scores) > 5


def test_the_beginner_has_not_begun_and_the_pppk_has_a_little(demonstrated: Application) -> None:
    with work(demonstrated):
        assert (enrolments(BEGINNER), years(BEGINNER)) == ({}, {})
        assert 0 < years(PPPK)[2025] < 10


def test_some_reach_twenty_jp_this_year_and_many_do_not(demonstrated: Application) -> None:
    with work(demonstrated):
        totals = db.session.scalars(select(PersonYear.jp).where(PersonYear.year == 2025)).all()
    reached = sum(jp >= 20 for jp in totals)
    assert 20 < reached < len(totals) / 2


@pytest.mark.postgresql
def test_it_is_built_on_postgresql_as_well(
    postgresql_app: Application, demonstrated: Application
) -> None:
    with postgresql_app.app_context(), writing():
        assert build(NOW)
    with work(postgresql_app):
        built = counts()
        assert first_break(every_entry()) is None
    with work(demonstrated):
        assert built == counts()


def test_proposed_training_waits_needs_mending_and_is_approved(demonstrated: Application) -> None:
    with work(demonstrated):
        states = select(Proposal.state).join(Person, Person.id == Proposal.person_id)
        found = db.session.scalars(states.where(Person.nip == LEARNER))
        assert sorted(found) == ["approved", "needs_work", "submitted"]


def test_satisfaction_is_told_of_the_agency_of_departments_and_of_a_unit(
    demonstrated: Application,
) -> None:
    with work(demonstrated):
        kinds = select(Unit.kind, func.count(Unit.id.distinct())).group_by(Unit.kind)
        told = kinds.join(SurveyUnitSum, SurveyUnitSum.unit_id == Unit.id)
        numbers = dict(db.session.execute(told).all())
        assert numbers["agency"] == 1
        assert numbers["department"] >= 3
        assert numbers["unit"] >= 1
        assert list(checking.differences()) == []
