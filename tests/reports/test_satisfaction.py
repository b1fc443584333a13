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
from tests.factories import make_course, work
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


def test_the_page_shows_what_people_said(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, 5, 5, 4, 4, 4, 2)
        complete(office.unit, course)
    visitor = signed_in(each_app, office.officer).open(ADDRESS)
    assert figures_of(visitor) == {
        "Kepuasan keseluruhan": "4,00",
        "Rata-rata semua pertanyaan": "4,00",
        "Responden": "6",
        "Tingkat pengisian": "85,7%",
    }
    counts = visitor.page.select(".spread details tbody tr")[0].select("td")
    assert [cell.get_text() for cell in counts] == ["0", "1", "0", "3", "2", "4"]
    bar = visitor.page.select_one(".spreads svg[role=img]")
    assert "Tidak Puas: 1" in bar["aria-label"]
    empty = visitor.open(f"{ADDRESS}?tahun={YEAR - 1}").text
    assert "Tidak ada angka yang dapat ditampilkan" in empty


def test_the_dashboard_has_the_same_figures(app: Application) -> None:
    with work(app):
        office = make_office()
        make_answers(office.unit, make_course(), 5, 3, 4, 4, 1)
    visitor = signed_in(app, office.officer)
    shown = figures_of(visitor.open(BOARD))
    assert shown == figures_of(visitor.open(ADDRESS))
    assert shown["Kepuasan keseluruhan"] == "3,40"


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


def office_settings() -> Settings:
    """Return the settings of the running application."""
    return current_settings()


def test_only_all_that_an_officer_reaches_is_shown(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, *[4] * 6)
        make_answers(office.other, course, *[3] * 9)
        db.session.flush()
        for reach, unit, number in (
            (office.agency, None, 15),
            (office.agency, office.agency, 15),
            (office.agency, office.own, None),
            (office.own, None, 6),
            (office.own, office.unit, None),
        ):
            officer = Reach(reach.path)
            scope = dashboard_page.scope_of(officer, unit.id if unit else 0)
            found = satisfaction_page.whole_of(officer, scope, YEAR, office_settings())
            assert (found.said.number if found else None) == number
    visitor = signed_in(each_app, office.agency_officer).open(f"{ADDRESS}?unit={office.own.id}")
    assert "Tidak ada angka yang dapat ditampilkan" in visitor.text
    assert figures_of(visitor.open(f"{BOARD}?unit={office.own.id}")) == {}


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
