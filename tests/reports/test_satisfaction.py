"""HR's page of satisfaction: sums of shown groups, the same numbers wherever they stand."""

from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import text

from elearning.accounts import operations as accounts
from elearning.accounts import organisation
from elearning.accounts.models import Person
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings, current_settings
from elearning.records import rollup_queries
from elearning.reports.dashboards import page as dashboard_page
from elearning.reports.dashboards import queries as dashboard_queries
from elearning.reports.dashboards import satisfaction_page, tallies
from elearning.surveys.result_queries import completions_in, of_course, of_units
from tests.factories import make_course, make_unit, work
from tests.reports.offices import NOW, YEAR, make_office, signed_in
from tests.statements import statements
from tests.studio.drafts import make_draft, make_trainer
from tests.surveys.answering import complete, make_answers
from tests.visitor import Visitor

ADDRESS = "/kepegawaian/dasbor/kepuasan"
BOARD = "/kepegawaian/dasbor"


class Reach:
    """Somebody with a reach."""

    def __init__(self, *paths: str) -> None:
        self.hr_paths = paths


def figures_of(visitor: Visitor) -> dict[str, str]:
    """Return the figures of satisfaction of a page."""
    names = {"Kepuasan keseluruhan", "Rata-rata semua pertanyaan", "Responden", "Tingkat pengisian"}
    found = {
        str(item.dt.get_text()): str(item.dd.get_text())
        for item in visitor.page.select(".stats > div")
        if item.dt and item.dd
    }
    return {name: value for name, value in found.items() if name in names}


def table_of(visitor: Visitor, caption: str) -> dict[str, list[str]]:
    """Return a table's cells by the head of the row."""
    for table in visitor.page.select("table.data"):
        if table.caption.get_text() == caption:
            return {
                row.th.get_text(): [cell.get_text() for cell in row.select("td")]
                for row in table.select("tbody tr")
            }
    return {}


def test_the_page_shows_what_people_said(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, 5, 5, 4, 4, 4, 2)
        complete(office.unit, course)
    visitor = signed_in(each_app, office.officer).open(ADDRESS)
    assert figures_of(visitor) == {
        "Kepuasan keseluruhan": "4",
        "Rata-rata semua pertanyaan": "4",
        "Responden": "6",
        "Tingkat pengisian": "85,7%",
    }
    assert table_of(visitor, "Menurut pelatihan") == {
        "Pelatihan pelatihan-contoh": ["6", "85,7%", "4", "4", "Baik"]
    }
    counts = visitor.page.select(".spread details tbody tr")[0].select("td")
    assert [cell.get_text() for cell in counts] == ["0", "1", "0", "3", "2", "4"]
    bar = visitor.page.select_one(".spreads svg[role=img]")
    assert "Tidak Puas: 1" in bar["aria-label"]
    assert "jawaban kurang dari 5" in visitor.open(f"{ADDRESS}?tahun={YEAR - 1}").text


def test_the_dashboard_has_the_same_figures(app: Application) -> None:
    with work(app):
        office = make_office()
        make_answers(office.unit, make_course(), 5, 3, 4, 4, 1)
    visitor = signed_in(app, office.officer)
    shown = figures_of(visitor.open(BOARD))
    assert shown == figures_of(visitor.open(ADDRESS))
    assert shown["Kepuasan keseluruhan"] == "3,4"


def by_hand(where: str, **values: object) -> tuple[int, Decimal]:
    """Return number and overall mean by an own statement."""
    statement = text(
        "select sum(n1 + n2 + n3 + n4 + n5), sum(n1 + 2 * n2 + 3 * n3 + 4 * n4 + 5 * n5) "
        f"from survey_sum where item = 'umum_1' and {where}"
    )
    number, points = db.session.execute(statement, values).one()
    return number, (Decimal(int(points)) / int(number)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_dashboard_trainer_and_own_sums_agree(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        trainer = make_trainer()
        make_draft(trainer, slug=course.slug)
        make_answers(office.unit, course, 5, 5, 4, 3, 3, 3, 2)
        make_answers(office.other, course, 1, 2, 4, 4, 5, 5)
        make_answers(office.other, make_course(slug="lain"), 1, 1, 2, 2, 3, 5)
        db.session.flush()
        number, mean = by_hand("course_id = :course", course=course.id)
        assert (number, mean) == (13, Decimal("3.54"))
        found = of_course(course.id, YEAR)
        assert (found.number, found.overall) == (number, mean)
        below = [of_units([unit.path], YEAR) for unit in (office.own, office.other)]
        whole = of_units([office.agency.path], YEAR)
        assert whole.number == sum(each.number for each in below) == 19
        unit_id = office.unit.id
        assert by_hand("unit_id = :unit", unit=unit_id) == (below[0].number, below[0].overall)
    hr = signed_in(each_app, office.agency_officer).open(ADDRESS)
    assert table_of(hr, "Menurut pelatihan")["Pelatihan pelatihan-contoh"][2] == "3,54"
    desk = signed_in(each_app, trainer).open("/penilaian/pelatihan-contoh/kepuasan")
    assert figures_of(desk)["Kepuasan keseluruhan"] == "3,54"
    assert figures_of(desk)["Responden"] == "13"


def test_completions_are_those_of_the_dashboard(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        for unit in (office.own, office.unit, office.unit, office.other):
            complete(unit, course)
        for unit in (office.agency, office.own, office.unit, office.other):
            earned = dashboard_queries.earned([unit.path], [YEAR])
            assert tallies.year_of(earned, YEAR).completions == completions_in([unit.path], YEAR)
        assert list(rollup_queries.differences()) == []


def test_a_unit_that_moves_takes_its_answers_along(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, 5, 5, 5, 5, 5)
        db.session.flush()
        organisation.move(office.unit, office.other, NOW, by_id=office.officer.id)
        db.session.flush()
        assert of_units([office.own.path], YEAR).number == 0
        assert of_units([office.other.path], YEAR).number == 5
        assert completions_in([office.other.path], YEAR) == 5
        assert list(rollup_queries.differences()) == []


def lines_of(*paths: str) -> dict[str, int | None]:
    """Return the compared units with their answers, None for the hidden ones."""
    scope = dashboard_page.scope_of(Reach(*paths), 0)
    found = satisfaction_page.unit_lines(scope, YEAR, office_settings())
    return {line.place.name: line.whole.said.number if line.whole else None for line in found}


def office_settings() -> Settings:
    """Return the settings of the running application."""
    return current_settings()


def test_a_total_minus_the_shown_units_is_never_small(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        third = make_unit(office.agency, "department", name="Dinas Tiga")
        make_answers(office.unit, course, 4, 4, 4, 4, 4, 4)
        make_answers(office.other, course, *[3] * 9)
        make_answers(third, course, 1, 1)
        db.session.flush()
        path = office.agency.path
        assert lines_of(path) == {"Dinas Satu": None, "Dinas Dua": 9, "Dinas Tiga": None}
        whole = satisfaction_page.whole_of
        for unit, is_shown in ((office.own, False), (office.other, True), (third, False)):
            scope = dashboard_page.scope_of(Reach(path), unit.id)
            found = whole(Reach(path), scope, YEAR, office_settings())
            assert (found is not None) is is_shown
        deep = dashboard_page.scope_of(Reach(path), office.unit.id)
        assert whole(Reach(path), deep, YEAR, office_settings()) is None
        own = dashboard_page.scope_of(Reach(office.own.path), 0)
        assert whole(Reach(office.own.path), own, YEAR, office_settings()) is not None
    visitor = signed_in(each_app, office.agency_officer).open(f"{ADDRESS}?unit={office.own.id}")
    assert "Tidak ada angka yang dapat ditampilkan" in visitor.text
    assert figures_of(visitor.open(f"{BOARD}?unit={office.own.id}")) == {}


def test_units_beside_each_other_hide_each_other_too(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.own, course, *[4] * 6)
        make_answers(office.other, course, 1, 1)
        db.session.flush()
        both = (office.own.path, office.other.path)
        assert lines_of(*both) == {"Dinas Satu": None, "Dinas Dua": None}
        scope = dashboard_page.scope_of(Reach(*both), office.own.id)
        assert satisfaction_page.whole_of(Reach(*both), scope, YEAR, office_settings()) is None


def test_courses_are_compared_for_the_whole_reach_only(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, *[4] * 6)
        make_answers(office.other, make_course(slug="lain"), *[5] * 8)
        make_answers(office.other, make_course(slug="kecil"), 1)
        db.session.flush()
        path, settings = office.agency.path, office_settings()
        whole = dashboard_page.scope_of(Reach(path), 0)
        found = satisfaction_page.courses_of(Reach(path), whole, YEAR, settings)
        assert found is not None
        assert [line.title for line in found.best] == ["Pelatihan lain"]
        assert (found.lowest, found.hidden) == ([], 2)
        part = dashboard_page.scope_of(Reach(path), office.other.id)
        assert satisfaction_page.courses_of(Reach(path), part, YEAR, settings) is None


def test_a_course_with_few_answers_elsewhere_is_hidden(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.own, course, *[4] * 6)
        make_answers(office.own, make_course(slug="lain"), *[4] * 7)
        make_answers(office.own, make_course(slug="besar"), *[4] * 9)
        make_answers(office.other, course, 1, 2)
        db.session.flush()
        reach = Reach(office.own.path)
        scope = dashboard_page.scope_of(reach, 0)
        found = satisfaction_page.courses_of(reach, scope, YEAR, office_settings())
        assert found is not None
        assert [line.title for line in found.best] == ["Pelatihan besar", "Pelatihan lain"]
        assert found.hidden == 1


def test_of_many_courses_the_best_and_the_lowest_are_shown(app: Application) -> None:
    with work(app):
        office = make_office()
        for number in range(11):
            value = 5 if number < 5 else 3
            values = [value] * 4 + [1 + number % 5]
            make_answers(office.unit, make_course(slug=f"k{number:02}"), *values)
    visitor = signed_in(app, office.officer).open(ADDRESS)
    best = table_of(visitor, "Pelatihan dengan kepuasan tertinggi")
    lowest = table_of(visitor, "Pelatihan dengan kepuasan terendah")
    assert (len(best), len(lowest)) == (5, 5)
    assert min(best.values(), key=lambda cells: cells[2])[2] > max(c[2] for c in lowest.values())


def test_a_unit_beyond_the_reach_is_not_found(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    for unit, status in ((office.unit, 200), (office.other, 404), (office.agency, 404)):
        assert visitor.open(f"{ADDRESS}?unit={unit.id}").status == status
    assert visitor.open(f"{ADDRESS}?tahun=1").status == 404


def test_the_page_costs_the_same_however_many_answered(app: Application) -> None:
    with work(app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, *[4] * 6)
        make_answers(office.other, course, *[4] * 6)
    visitor, counts = signed_in(app, office.agency_officer), []
    for more in (0, 3):
        with work(app):
            for number in range(more):
                make_answers(office.unit, make_course(slug=f"k{number}"), *[3] * 6)
        for address in (ADDRESS, f"{ADDRESS}?unit={office.own.id}"):
            with statements(app) as seen:
                assert visitor.open(address).status == 200
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 14


def test_who_moves_leaves_what_they_said_where_they_were(app: Application) -> None:
    with work(app):
        office, course = make_office(), make_course()
        made = make_answers(office.unit, course, 5, 5, 5, 5, 5)
        person = db.session.get_one(Person, made[0].person_id)
        accounts.change_employment(person, NOW.date(), unit_id=office.other.id)
        db.session.flush()
        assert of_units([office.own.path], YEAR).number == 5
