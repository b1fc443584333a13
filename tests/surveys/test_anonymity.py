"""Nothing in the database leads from an answer to who gave it."""

from itertools import product

import pytest
from sqlalchemy import Date, DateTime, func, select, text

from elearning.core import clock
from elearning.core.application import Application
from elearning.core.audit import AuditEntry
from elearning.core.db import db, is_postgresql, writing
from elearning.core.schema import schema
from elearning.core.setting_rules import LEAST_ANSWERS as LEAST
from elearning.surveys.instrument import instrument
from elearning.surveys.mixing import mix, mix_due
from elearning.surveys.models import (
    SurveyMark,
    SurveySum,
    SurveyText,
    SurveyUnitSum,
    SurveyWaiting,
)
from elearning.surveys.operations import answer
from elearning.surveys.result_queries import texts_of
from tests.factories import make_course, make_person, make_unit, work
from tests.surveys.answering import NOW, YEAR, complete, form_of, make_answers, said
from tests.visitor import Visitor

ANSWERS = tuple(model.__table__ for model in (SurveySum, SurveyUnitSum, SurveyWaiting, SurveyText))


def referred(table: object) -> set[str]:
    """Return the tables that a table refers to."""
    return {key.column.table.name for key in table.foreign_keys}


def test_no_column_of_the_answers_leads_to_a_person() -> None:
    for table in ANSWERS:
        assert referred(table) <= {"course", "course_revision"}
        assert not any(isinstance(column.type, Date | DateTime) for column in table.columns)
    sums = {
        *("unit_id", "year", "course_id", "revision_id", "item"),
        *("n1", "n2", "n3", "n4", "n5"),
    }
    assert set(SurveySum.__table__.c.keys()) == sums
    assert set(SurveyUnitSum.__table__.c.keys()) == sums - {"course_id", "revision_id"}
    assert set(SurveyWaiting.__table__.c.keys()) == sums | {"month"}
    assert set(SurveyText.__table__.c.keys()) == {
        *("id", "course_id", "year", "question", "text", "fresh")
    }


def test_the_mark_says_nothing_but_for_which_enrolment() -> None:
    assert set(SurveyMark.__table__.c.keys()) == {"enrolment_id", "fresh"}
    assert not any(
        "survey" in name for table in schema().tables.values() for name in referred(table)
    )


def test_no_value_of_a_text_is_found_in_another_table(each_app: Application) -> None:
    """What could be joined on: keys, random or not, in any column of any table."""
    with work(each_app):
        make_answers(make_unit(), make_course(), 1, 2, 3, 4, 5, manfaat="A", saran="B")
        db.session.flush()
        keys = set(db.session.scalars(select(SurveyText.id)))
        assert len(keys) == 10
        for table in schema().sorted_tables:
            for column in table.columns:
                if table.name != "survey_text" and column.type.python_type is int:
                    found = set(db.session.scalars(select(column)))
                    assert not keys & found, column


def test_keys_tell_no_order(each_app: Application) -> None:
    with work(each_app):
        unit, course = make_unit(), make_course()
        for number in range(12):
            assert answer(complete(unit, course)[1], said(3, saran=f"{number:02}"), NOW)
        db.session.flush()
        found = list(db.session.scalars(select(SurveyText.text).order_by(SurveyText.id)))
        assert sorted(found) != found != sorted(found, reverse=True)


def test_two_texts_of_one_person_are_not_beside_each_other(each_app: Application) -> None:
    with work(each_app):
        unit, course = make_unit(), make_course()
        for number in range(12):
            texts = {"manfaat": f"m{number}", "saran": f"s{number}"}
            assert answer(complete(unit, course)[1], said(3, **texts), NOW)
        db.session.flush()
        found = list(db.session.scalars(select(SurveyText.text).order_by(SurveyText.id)))
        pairs = zip(found[::2], found[1::2], strict=True)
        assert any(one[1:] != other[1:] for one, other in pairs)


def test_answers_are_mixed_with_enough_others_before_they_are_read(each_app: Application) -> None:
    with work(each_app):
        course = make_course()
        made = make_answers(make_unit(), course, *[4] * (LEAST - 1), saran="Teks")
    with each_app.app_context():
        assert mix_due(NOW) == 0
        with writing():
            assert not mix(course.id, LEAST)
        assert texts_of(course.id, YEAR) == []
    with work(each_app):
        made += make_answers(make_unit(), course, 2, saran="Teks")
    with each_app.app_context():
        assert mix_due(NOW) == 1
        assert mix_due(NOW) == 0
        assert len(texts_of(course.id, YEAR)) == LEAST
        marks = list(db.session.scalars(select(SurveyMark.enrolment_id)))
        assert sorted(marks) == sorted(each.enrolment_id for each in made)
        assert answer(made[0], said(1), NOW) is False


@pytest.mark.postgresql
def test_postgresql_does_not_tell_who_came_with_which_text(postgresql_app: Application) -> None:
    """Its rows name the transaction that wrote them, and lie in the order of writing."""
    course, unit = None, None
    for number in range(12):
        with work(postgresql_app):
            unit, course = unit or make_unit(), course or make_course()
            assert answer(complete(unit, course)[1], said(3, saran=f"{number:02}"), NOW)
    with postgresql_app.app_context():
        assert is_postgresql()
        assert mix_due(NOW) == 1
        for table in ("survey_mark", "survey_text"):
            assert db.session.scalar(text(f"select count(distinct xmin::text) from {table}")) == 1
        marks = list(db.session.scalars(text("select enrolment_id from survey_mark order by ctid")))
        assert sorted(marks) != marks != sorted(marks, reverse=True)


def test_sqlite_keeps_the_rows_in_the_order_of_their_keys(app: Application) -> None:
    with app.app_context():
        for name in ("survey_sum", "survey_unit_sum", "survey_waiting"):
            made = text(f"select sql from sqlite_master where name = '{name}'")
            assert "WITHOUT ROWID" in db.session.scalar(made)
        for name in ("survey_mark", "survey_text"):
            columns = db.session.execute(text(f"pragma table_info({name})")).all()
            assert [row.type for row in columns if row.pk] == ["INTEGER"]


def test_no_log_ties_a_person_to_answers(
    app: Application, caplog: pytest.LogCaptureFixture
) -> None:
    with work(app):
        person, completion = complete(make_unit(), make_course())
        before = db.session.scalar(select(func.count()).select_from(AuditEntry))
        nip, address = person.nip, f"/evaluasi/{completion.enrolment_id}"
    visitor = Visitor(app).sign_in(nip)
    with caplog.at_level("INFO"):
        visitor.open(address).send(address, **form_of(2, saran="Rahasia sekali"))
    lines = [str(vars(record)) for record in caplog.records]
    assert lines
    told = (nip, "Rahasia", address, "umum_1")
    assert [line for line, word in product(lines, told) if word in line] == []
    with work(app):
        after = db.session.scalar(select(func.count()).select_from(AuditEntry))
        assert after == before


def test_an_erasure_takes_the_mark_and_leaves_the_answers(each_app: Application) -> None:
    from elearning.accounts.operations import deactivate
    from elearning.home.erasing import erase

    with work(each_app):
        person, completion = complete(make_unit(), make_course())
        assert answer(completion, said(4, saran="Tambah contoh."), NOW)
        deactivate(person, NOW, actor_id=None)
        db.session.flush()
        erase(person, "request", clock.now().date(), NOW, actor_id=None)
    with work(each_app):
        assert db.session.scalars(select(SurveyMark)).all() == []
        assert len(db.session.scalars(select(SurveyWaiting)).all()) == len(instrument().items)
        assert db.session.scalars(select(SurveyText.text)).all() == ["Tambah contoh."]


def test_data_saya_names_the_course_and_no_answer(app: Application) -> None:
    with work(app):
        person, completion = complete(make_unit(), make_course())
        assert answer(completion, said(4, saran="Tambah contoh."), NOW)
        nip = person.nip
    visitor = Visitor(app).sign_in(nip).open("/data-saya/rincian/surveys")
    assert "Pelatihan pelatihan-contoh" in visitor.text
    assert "tidak dapat ditampilkan kembali" in visitor.text
    told = visitor.client.get("/data-saya/unduh.json").get_json()["data"]
    assert told["surveys"] == [{"course": "Pelatihan pelatihan-contoh"}]
    assert "Tambah contoh." not in str(told)
    with work(app):
        make_person()
