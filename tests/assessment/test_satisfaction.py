"""The trainer's page of what people say of a course."""

from datetime import timedelta

import pytest

from elearning.accounts.models import Unit
from elearning.core.application import Application
from elearning.core.db import db
from elearning.courses.models import Course
from elearning.surveys.mixing import mix_due
from tests.factories import make_course, make_lesson, make_quiz, make_unit, work
from tests.studio.drafts import make_draft, make_trainer
from tests.surveys.answering import NOW, YEAR, complete, make_answers, release
from tests.visitor import Visitor

PAGE = "/penilaian/pelatihan-contoh/kepuasan"
NIP = "197804122003121992"
#: Ends in the year before.
LAST_YEAR = NOW.replace(month=6, day=1) - timedelta(days=365)


@pytest.fixture
def taught(each_app: Application) -> tuple[Application, int, int]:
    """A course with its trainer, and a unit, by their keys."""
    with work(each_app):
        unit, course = make_unit(), make_course()
        make_draft(make_trainer(), slug="pelatihan-contoh")
        return each_app, unit.id, course.id


def answered(
    taught: tuple[Application, int, int], *values: int, at: object = NOW, **texts: str
) -> None:
    """Let people answer."""
    app, unit_id, course_id = taught
    with work(app):
        unit, course = db.session.get_one(Unit, unit_id), db.session.get_one(Course, course_id)
        make_answers(unit, course, *values, at=at, **texts)
    release(app)


def page_of(app: Application, query: str = "") -> Visitor:
    """Return the trainer at the page."""
    return Visitor(app).sign_in(NIP).open(PAGE + query)


def figures_of(visitor: Visitor) -> dict[str, str]:
    """Return the figures at the head of the page."""
    return {
        str(item.dt.get_text()): str(item.dd.get_text())
        for item in visitor.page.select(".stats > div")
        if item.dt and item.dd
    }


def test_nothing_is_shown_before_five_have_answered(taught: tuple[Application, int, int]) -> None:
    app = taught[0]
    answered(taught, 5, 5, 5, 5, saran="Rahasia")
    visitor = page_of(app)
    assert "Jawaban belum cukup" in visitor.text
    assert figures_of(visitor) == {}
    answered(taught, 2)
    assert figures_of(page_of(app))["Kepuasan keseluruhan"] == "4,40"


def test_texts_are_read_once_they_are_mixed(taught: tuple[Application, int, int]) -> None:
    app = taught[0]
    answered(taught, 5, 5, 5, 5, 5, saran="Tambah contoh.", manfaat="Bab dua.")
    assert "Tambah contoh." not in page_of(app).text
    with app.app_context():
        assert mix_due(NOW) == 1
    voices = [each.get_text() for each in page_of(app).page.select(".voices li")]
    assert sorted(voices) == ["Bab dua."] * 5 + ["Tambah contoh."] * 5
    answered(taught, 1, saran="Yang keenam.")
    visitor = page_of(app)
    assert figures_of(visitor)["Responden"] == "5"
    assert "Yang keenam." not in visitor.text


def test_texts_come_in_another_order_each_time(taught: tuple[Application, int, int]) -> None:
    app = taught[0]
    for number in range(8):
        answered(taught, 4, saran=f"Saran {number}")
    with app.app_context():
        mix_due(NOW)
    visitor = page_of(app)
    orders = set()
    for _ in range(4):
        found = visitor.open(PAGE).page.select(".voices li")
        orders.add(tuple(each.get_text() for each in found))
    assert len(orders) > 1


def test_a_text_is_shown_as_it_was_written(taught: tuple[Application, int, int]) -> None:
    app = taught[0]
    answered(taught, 3, 3, 3, 3, 3, saran="<b>Satu</b>\nDua")
    with app.app_context():
        mix_due(NOW)
    assert "&lt;b&gt;Satu&lt;/b&gt;\nDua" in page_of(app).response.get_data(as_text=True)


def test_each_year_stands_by_itself(taught: tuple[Application, int, int]) -> None:
    app = taught[0]
    answered(taught, 1, 1, 1, 1, 1, at=LAST_YEAR)
    answered(taught, 5, 5)
    before = page_of(app)
    assert figures_of(before)["Kepuasan keseluruhan"] == "1,00"
    answered(taught, 5, 5, 5)
    now, before = page_of(app), page_of(app, f"?tahun={YEAR - 1}")
    assert figures_of(now)["Kepuasan keseluruhan"] == "5,00"
    assert figures_of(before)["Kepuasan keseluruhan"] == "1,00"
    years = [each.get_text() for each in before.page.select("#tahun option")]
    assert years == [str(YEAR), str(YEAR - 1)]


def test_versions_are_shown_that_have_enough_answers(
    taught: tuple[Application, int, int],
) -> None:
    app, unit_id, _course = taught
    answered(taught, 2, 2, 2, 2, 2)
    with work(app):
        course = make_course(make_lesson(), make_quiz(), make_lesson("dua", required=False))
        unit = db.session.get_one(Unit, unit_id)
        make_answers(unit, course, 4, 4, 4)
    release(app)
    visitor = page_of(app)
    assert visitor.page.select("#revisi") == []
    assert figures_of(visitor)["Responden"] == "5"
    answered(taught, 4, 4)
    visitor = page_of(app)
    options = visitor.page.select("#revisi option")
    assert [each.get_text() for each in options] == ["Semua versi", "Versi 2", "Versi 1"]
    assert figures_of(visitor)["Tingkat pengisian"] == "100,0%"
    first = page_of(app, f"?revisi={options[2]['value']}")
    assert figures_of(first)["Kepuasan keseluruhan"] == "2,00"
    assert "Tingkat pengisian" not in figures_of(first)


def test_what_an_address_asks_for_is_shown_or_not_found(
    taught: tuple[Application, int, int],
) -> None:
    app = taught[0]
    answered(taught, 2, 2, 2, 2, 2, at=LAST_YEAR)
    with work(app):
        course = make_course(make_lesson(), make_quiz(), make_lesson("dua", required=False))
        make_answers(db.session.get_one(Unit, taught[1]), course, 4, 4, 4, 4, 4)
        newest = course.revision_id
    release(app)
    visitor = page_of(app)
    for unknown in ("tahun=1999", "tahun=x", "revisi=999", "revisi=x", "revisi=-1"):
        assert visitor.open(f"{PAGE}?{unknown}").status == 404, unknown
    for known in ("tahun=&revisi=", f"revisi={newest}", f"tahun={YEAR - 1}&revisi={newest}"):
        assert visitor.open(f"{PAGE}?{known}").status == 200, known


def test_the_rate_is_of_everybody_who_completed(taught: tuple[Application, int, int]) -> None:
    app, unit_id, course_id = taught
    answered(taught, 4, 4, 4, 4, 4)
    with work(app):
        complete(db.session.get_one(Unit, unit_id), db.session.get_one(Course, course_id))
    assert figures_of(page_of(app))["Tingkat pengisian"] == "83,3%"


def test_the_desk_leads_to_the_page(taught: tuple[Application, int, int]) -> None:
    app = taught[0]
    visitor = Visitor(app).sign_in(NIP).open("/penilaian/")
    assert visitor.page.select(f"main a[href='{PAGE}']")
    assert visitor.open("/penilaian/none/kepuasan").status == 404
