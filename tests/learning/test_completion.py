"""What an ASN has earned is written exactly once, in one transaction, as it will be printed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from elearning.accounts.models import Person, Unit
from elearning.certificates.models import Certificate, CertificateCounter
from elearning.core.application import Application
from elearning.core.db import db, retrying, writing
from elearning.courses.models import Course, Enrolment
from elearning.courses.queries import Outline, outline_of
from elearning.learning.completion.operations import advance, final_score, missing_keys
from elearning.learning.enrolment.operations import confirm_data, enrol, finish_item
from elearning.learning.enrolment.queries import enrolment_at
from elearning.records.models import Completion, HistoryEntry, PersonYear
from elearning.records.rollup_models import UnitMonth
from tests.factories import (
    NOW,
    make_completion,
    make_course,
    make_lesson,
    make_person,
    make_quiz,
    make_unit,
    work,
)

LESSONS = (make_lesson("satu"), make_lesson("dua"))


def outline(course: Course) -> Outline:
    """Return a course's current outline."""
    assert course.revision_id is not None
    return outline_of(course.revision_id)


def counts() -> dict[str, int]:
    """Return how many rows a completion has left."""
    tables: tuple[type[Any], ...] = (Completion, Certificate, HistoryEntry)
    return {
        t.__tablename__: db.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables
    }


PRINTED = ("full_name", "rank", "unit", "department", "agency")
ONE = {"completion": 1, "certificate": 1, "history_entry": 1}
NONE = {"completion": 0, "certificate": 0, "history_entry": 0}


def started(person: Person, *, confirmed: bool = True, lessons: Any = LESSONS) -> Enrolment:
    """Return an enrolment in a course of two lessons, with the data confirmed."""
    enrolment = enrol(person, make_course(*lessons), NOW - timedelta(days=7))
    if confirmed:
        confirm_data(enrolment, NOW)
    return enrolment


def test_a_course_is_complete_with_its_last_required_lesson(each_app: Application) -> None:
    with work(each_app):
        enrolment = started(make_person())
        finish_item(enrolment, "satu", NOW)
        assert advance(enrolment, NOW) is None
        finish_item(enrolment, "dua", NOW)
        completion = advance(enrolment, NOW)
        assert completion is not None
        assert (completion.started_on, completion.completed_on) == (
            date(2025, 11, 15),
            date(2025, 11, 22),
        )
        assert counts() == ONE


def test_a_lesson_that_is_not_required_is_not_waited_for(app: Application) -> None:
    with work(app):
        lessons = (make_lesson("satu"), make_lesson("bonus", required=False))
        enrolment = started(make_person(), lessons=lessons)
        assert missing_keys(enrolment) == ("satu",)


def test_completion_waits_for_the_confirmation_of_the_printed_data(app: Application) -> None:
    with work(app):
        enrolment = started(make_person(), confirmed=False)
        finish_item(enrolment, "satu", NOW)
        finish_item(enrolment, "dua", NOW)
        assert advance(enrolment, NOW) is None
        confirm_data(enrolment, NOW)
        assert advance(enrolment, NOW) is not None


def test_finishing_again_never_makes_a_second_certificate(each_app: Application) -> None:
    with work(each_app):
        enrolment = started(make_person())
        for key in ("satu", "dua", "dua", "satu"):
            finish_item(enrolment, key, NOW)
            advance(enrolment, NOW)
        assert counts() == ONE


def test_twenty_requests_at_once_complete_exactly_once(each_app: Application) -> None:
    with work(each_app):
        enrolment = started(make_person())
        finish_item(enrolment, "satu", NOW)
    start = Barrier(20)

    def finish_last(_turn: int) -> None:
        start.wait()
        with each_app.app_context(), writing():
            retrying(lambda: finish_and_commit(enrolment.id))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(finish_last, range(20)))
    with each_app.app_context():
        assert counts() == ONE
        assert db.session.scalars(select(PersonYear.jp)).all() == [4]
        assert db.session.scalars(select(UnitMonth.completions)).all() == [1]


def finish_and_commit(enrolment_id: int) -> None:
    """Finish the second lesson in a transaction of its own."""
    enrolment = enrolment_at(enrolment_id)
    finish_item(enrolment, "dua", NOW)
    advance(enrolment, NOW)
    db.session.commit()


def test_numbers_are_gapless_and_unique_among_people_who_finish_at_once(
    each_app: Application,
) -> None:
    with work(each_app):
        unit, course = make_unit(), make_course(*LESSONS)
        keys = []
        for _n in range(12):
            enrolment = enrol(make_person(unit), course, NOW)
            confirm_data(enrolment, NOW)
            finish_item(enrolment, "satu", NOW)
            keys.append(enrolment.id)

    def finish_one(key: int) -> None:
        with each_app.app_context(), writing():
            retrying(lambda: finish_and_commit(key))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(finish_one, keys))
    with each_app.app_context():
        serials = db.session.scalars(select(Certificate.serial).order_by(Certificate.serial)).all()
        assert serials == list(range(1, 13))


def test_a_completion_that_fails_gives_its_number_back(app: Application) -> None:
    with work(app):
        first, second = started(make_person()), None
        finish_item(first, "satu", NOW)
        finish_item(first, "dua", NOW)
        db.session.commit()
        advance(first, NOW)
        db.session.rollback()
        assert counts() == NONE
        second = advance(db.session.get(Enrolment, first.id) or first, NOW)
        assert second is not None
        assert db.session.scalars(select(CertificateCounter.last)).all() == [1]


def test_what_is_frozen_stays_when_the_person_moves(app: Application) -> None:
    with work(app):
        agency = make_unit(name="Pemerintah Kabupaten Contoh")
        department = make_unit(agency, "department", name="Dinas Kesehatan")
        unit = make_unit(department, "unit", name="Puskesmas Contoh")
        person = make_person(unit, name="Contoh Lestari", front_title="dr.")
        enrolment = started(person)
        for key in ("satu", "dua"):
            finish_item(enrolment, key, NOW)
        completion = advance(enrolment, NOW)
        person.name, person.rank = "Nama Baru", "IV/a"
        department.name = "Dinas Lain"
        db.session.flush()
        assert completion is not None
        db.session.refresh(completion)
        frozen = [getattr(completion, name) for name in PRINTED]
        assert frozen == [
            "dr. Contoh Lestari",
            "Penata Muda, III/a",
            "Puskesmas Contoh",
            "Dinas Kesehatan",
            "Pemerintah Kabupaten Contoh",
        ]


def test_the_year_is_the_local_day_of_completion(app: Application) -> None:
    with work(app):
        papua = make_unit(timezone="Asia/Jayapura")
        enrolment = started(make_person(papua))
        new_year = NOW.replace(month=12, day=31, hour=16)
        for key in ("satu", "dua"):
            finish_item(enrolment, key, new_year)
        completion = advance(enrolment, new_year)
        assert completion is not None
        assert (completion.completed_on, completion.year) == (date(2026, 1, 1), 2026)


def test_a_required_lesson_added_later_leaves_everyone_their_work(app: Application) -> None:
    with work(app):
        done, going = started(make_person()), started(make_person())
        for key in ("satu", "dua"):
            finish_item(done, key, NOW)
        finish_item(going, "satu", NOW)
        finished = advance(done, NOW)
        make_course(*LESSONS, make_lesson("tiga"), change_class="requirements")
        db.session.refresh(done)
        assert finished is not None
        assert done.completed_at == NOW
        finish_item(going, "dua", NOW)
        assert advance(going, NOW) is not None


def test_the_exam_decides_the_final_score(app: Application) -> None:
    with work(app):
        course = make_course(make_quiz("kuis"), make_quiz("akhir", preset="ujian"))
        scores = {"kuis": Decimal(100), "akhir": Decimal("72.50")}
        assert final_score(outline(course), scores) == Decimal("72.50")


def test_without_an_exam_the_required_quizzes_are_averaged_half_up(app: Application) -> None:
    with work(app):
        course = make_course(make_quiz("satu"), make_quiz("dua"), make_quiz("coba", required=False))
        scores = {"satu": Decimal("70.01"), "dua": Decimal("80.00"), "coba": Decimal(0)}
        assert final_score(outline(course), scores) == Decimal("75.01")


def test_a_course_without_a_quiz_has_no_score(app: Application) -> None:
    with work(app):
        assert final_score(outline(make_course(make_lesson())), {}) is None


@pytest.mark.parametrize(("agency", "expected"), [("BKPSDM Contoh", 1), ("Lain", 2)])
def test_the_organiser_numbers_the_certificates(
    app: Application, agency: str, expected: int
) -> None:
    with work(app):
        home: Unit = make_unit(organiser_name="")
        make_unit(organiser_name="BKPSDM Contoh")
        enrolment = enrol(make_person(home), make_course(*LESSONS, organiser=agency), NOW)
        confirm_data(enrolment, NOW)
        for key in ("satu", "dua"):
            finish_item(enrolment, key, NOW)
        advance(enrolment, NOW)
        organiser = db.session.scalars(select(Certificate.organiser_id)).one()
        assert (organiser == home.id) is (expected == 2)


@pytest.mark.parametrize(
    ("own", "printed"), [("BKPSDM Sendiri", "BKPSDM Sendiri"), ("", "Kabupaten Sendiri")]
)
def test_a_course_without_an_organiser_is_its_learners_agencys(
    app: Application, own: str, printed: str
) -> None:
    with work(app):
        home = make_unit(name="Kabupaten Sendiri", organiser_name=own)
        completion = make_completion(make_person(home), make_course(organiser=""), NOW)
        assert completion.organiser == printed
