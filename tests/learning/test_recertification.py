"""Recertification is a new cycle: the old completion, its certificate and its history stay."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from elearning.accounts.models import Person
from elearning.certificates.models import Certificate
from elearning.certificates.queries import proof
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db, retrying, writing
from elearning.core.errors import Refused
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import place_of
from elearning.learning.completion.correcting import approve
from elearning.learning.completion.operations import advance
from elearning.learning.enrolment.operations import confirm_data, enrol, finish_item
from elearning.learning.enrolment.recertification import begin_again
from elearning.quizzes.models import Attempt
from elearning.records.corrections import propose_revocation
from elearning.records.days import months_after
from elearning.records.models import Completion, HistoryEntry, PersonYear
from elearning.reports.cli import records
from tests.factories import NOW, make_completion, make_course, make_lesson, make_person, work
from tests.visitor import Visitor

YEAR_LATER = NOW.replace(year=2026)


def certified(months: int | None = 12, at: datetime = NOW) -> tuple[Person, Course]:
    """Let somebody complete a course whose certificate is valid for some months."""
    person, course = make_person(), make_course(validity_months=months)
    make_completion(person, course, at)
    return person, course


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 11, 22), 12, date(2026, 11, 22)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_the_end_of_its_validity_is_frozen_at_completion(app: Application) -> None:
    with work(app):
        certified(18)
        make_course(validity_months=1)
        assert db.session.scalars(select(Completion.valid_until)).one() == date(2027, 5, 22)


def test_a_new_cycle_begins_anew_and_leaves_the_old_one_as_it_was(each_app: Application) -> None:
    with work(each_app):
        person, course = certified()
        again = begin_again(person, course, YEAR_LATER)
        assert (again.cycle, again.completed_at, again.confirmed_at) == (2, None, None)
        place = place_of(person.id, course.slug)
        assert place is not None
        assert (place.enrolment_id, place.finished) == (again.id, frozenset())
        attempts = select(func.count()).select_from(Attempt)
        assert db.session.scalar(attempts.where(Attempt.enrolment_id == again.id)) == 0
        assert len(db.session.scalars(select(Completion)).all()) == 1
        assert db.session.scalars(select(Certificate.status)).all() == ["valid"]


def test_jp_count_again_in_the_new_cycle_only(each_app: Application) -> None:
    with work(each_app):
        person, course = make_person(), make_course(make_lesson(), validity_months=12)
        make_completion(person, course)
        enrolment = begin_again(person, course, YEAR_LATER)
        finish_item(enrolment, "satu", YEAR_LATER)
        confirm_data(enrolment, YEAR_LATER)
        assert advance(enrolment, YEAR_LATER) is not None
        years = db.session.execute(select(PersonYear.year, PersonYear.jp)).all()
        assert sorted(map(tuple, years)) == [(2025, 4), (2026, 4)]
        assert db.session.scalars(select(HistoryEntry.kind)).all() == ["course", "course"]
        assert db.session.scalars(select(Certificate.status)).all() == ["valid", "valid"]
    assert "2 entri" in each_app.test_cli_runner().invoke(records, ["verify"]).output


@pytest.mark.parametrize(
    ("months", "later", "refused"),
    [
        (12, timedelta(days=265), True),
        (12, timedelta(days=275), False),
        (None, timedelta(days=4000), True),
        (1, timedelta(), False),
    ],
)
def test_it_opens_some_months_before_the_end(
    app: Application, months: int | None, later: timedelta, refused: bool
) -> None:
    with work(app):
        person, course = certified(months)
        if refused:
            with pytest.raises(Refused):
                begin_again(person, course, NOW + later)
        else:
            assert begin_again(person, course, NOW + later).cycle == 2


def test_a_course_that_names_its_validity_later_can_be_renewed_too(app: Application) -> None:
    with work(app):
        person, course = certified(None)
        make_course(validity_months=6)
        assert begin_again(person, course, YEAR_LATER).cycle == 2


def test_what_was_revoked_can_be_earned_again_at_once(each_app: Application) -> None:
    with work(each_app):
        person, course = certified(None)
        entry = db.session.scalars(select(HistoryEntry)).one()
        key = propose_revocation(entry, "requirements", "Ujian diulang.", make_person(), NOW).id
        approve(key, "", make_person(), NOW)
        again = begin_again(person, course, NOW)
        assert again.cycle == 2
        make_completion_in(again)
        assert db.session.scalars(select(PersonYear.jp)).all() == [4]
    assert "3 entri" in each_app.test_cli_runner().invoke(records, ["verify"]).output


def test_no_end_is_told_of_a_certificate_that_prints_none(app: Application) -> None:
    with work(app):
        person, course = certified(None)
        slug, nip = course.slug, person.nip
        make_course(validity_months=1)
    assert nip is not None
    text = Visitor(app).sign_in(nip).open(f"/pelatihan/{slug}/").text
    assert "diikuti lagi paling lambat" in text
    assert "Sertifikat Anda berlaku" not in text


def test_what_was_revoked_is_nowhere_shown_as_finished(app: Application) -> None:
    with work(app):
        person, course = certified(None)
        entry = db.session.scalars(select(HistoryEntry)).one()
        slug, nip = course.slug, person.nip
    assert nip is not None
    visitor = Visitor(app).sign_in(nip)
    assert "Selesai" in visitor.open("/pelatihan/").page.select_one(".tile").text
    with work(app):
        entry = db.session.scalars(select(HistoryEntry)).one()
        key = propose_revocation(entry, "requirements", "Ujian diulang.", make_person(), NOW).id
        approve(key, "", make_person(), NOW)
    tile = visitor.open("/pelatihan/").page.select_one(".tile").text
    assert "Dicabut" in tile
    assert "Selesai" not in tile
    page = visitor.open(f"/pelatihan/{slug}/")
    assert "telah Anda selesaikan" not in page.text
    assert "pernah Anda ikuti" in page.text


def make_completion_in(enrolment: Enrolment) -> None:
    """Finish what is required and complete."""
    for key in ("satu", "kuis"):
        finish_item(enrolment, key, NOW)
    confirm_data(enrolment, NOW)
    assert advance(enrolment, NOW) is not None


def test_who_has_not_completed_the_course_begins_nothing_again(app: Application) -> None:
    with work(app):
        person, course = make_person(), make_course(validity_months=1)
        with pytest.raises(Refused):
            begin_again(person, course, NOW)
        enrol(person, course, NOW)
        with pytest.raises(Refused):
            begin_again(person, course, NOW)


def test_beginning_again_many_times_at_once_begins_one_cycle(each_app: Application) -> None:
    with work(each_app):
        person, course = certified()
        keys = (person.id, course.id)
    start = Barrier(8)

    def begin(_turn: int) -> None:
        start.wait()
        with each_app.app_context(), writing():
            retrying(lambda: begin_and_commit(*keys))

    def begin_and_commit(person_id: int, course_id: int) -> None:
        person = db.session.get_one(Person, person_id)
        try:
            begin_again(person, db.session.get_one(Course, course_id), YEAR_LATER)
        except Refused:
            db.session.rollback()
        db.session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(begin, range(8)))
    with each_app.app_context():
        cycles = select(Enrolment.cycle).order_by(Enrolment.cycle)
        assert db.session.scalars(cycles).all() == [1, 2]


def test_the_certificate_says_until_when_it_counts(app: Application) -> None:
    from elearning.certificates.printing import facts_of

    with work(app):
        certified(12)
        found = proof(db.session.scalars(select(Certificate.id)).one())
        assert found is not None
        facts: Any = facts_of(found)
        code = found.certificate.code
    assert facts.valid_until == date(2026, 11, 22)
    assert replace(facts, valid_until=None) != facts
    assert "22 November 2026" in Visitor(app).open(f"/verifikasi/{code}").text


def test_the_course_page_offers_the_new_round_when_it_is_time(app: Application) -> None:
    with work(app):
        person, course = certified(1, clock.now() - timedelta(days=60))
        nip, address = str(person.nip), f"/pelatihan/{course.slug}/"
    visitor = Visitor(app).sign_in(nip).open(address)
    assert "Sertifikat Anda berlaku sampai" in visitor.text
    done = visitor.send(f"{address}ulangi")
    assert "Putaran baru telah dimulai" in done.text
    assert not done.page.select(f'form[action="{address}ulangi"]')
    with work(app):
        assert db.session.scalar(select(func.max(Enrolment.cycle))) == 2
