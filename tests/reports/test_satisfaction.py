"""HR's page of satisfaction: sums of released batches, the same numbers wherever they stand."""

from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import text

from elearning.accounts import operations as accounts
from elearning.accounts import organisation
from elearning.accounts.models import Person, Unit
from elearning.accounts.unit_merging import merge
from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import current_settings
from elearning.records import rollup_queries
from elearning.reports.dashboards import queries as dashboard_queries
from elearning.reports.dashboards import satisfaction_page, tallies
from elearning.reports.dashboards.page import Scope, groups_of
from elearning.reports.dashboards.queries import Place
from elearning.surveys.result_queries import Group, below, of_course, of_each
from tests.factories import make_course, make_unit, work
from tests.reports.offices import NOW, YEAR, Office, make_office, signed_in
from tests.statements import statements
from tests.studio.drafts import make_draft, make_trainer
from tests.surveys.answering import LONG, complete, make_answers, release
from tests.visitor import Visitor

ADDRESS = "/kepegawaian/dasbor/kepuasan"
BOARD = "/kepegawaian/dasbor"


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
    release(each_app)
    visitor = signed_in(each_app, office.officer).open(ADDRESS)
    assert figures_of(visitor) == {
        "Kepuasan keseluruhan": "4,00",
        "Rata-rata semua pertanyaan": "4,00",
        "Responden": "6",
        "Tingkat pengisian": "85,7%",
    }
    counts = visitor.page.select(".spread details tbody tr")[0].select("td")
    assert [cell.get_text() for cell in counts] == ["0", "1", "0", "3", "2", "4,00"]
    bar = visitor.page.select_one(".spreads svg[role=img]")
    assert "Tidak Puas: 1" in bar["aria-label"]
    empty = visitor.open(f"{ADDRESS}?tahun={YEAR - 1}").text
    assert "Belum ada yang dapat ditampilkan" in empty


def test_the_dashboard_has_the_same_figures(app: Application) -> None:
    with work(app):
        office = make_office()
        make_answers(office.unit, make_course(), 5, 3, 4, 4, 1)
    release(app)
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


def group_of(unit: Unit) -> Group:
    """Return what is told of a unit with all below it."""
    scope = Scope(Place(unit.id, unit.path, unit.name), (unit.path,), ())
    return satisfaction_page.whole_of(groups_of(scope, YEAR), current_settings()).group


def test_dashboard_trainer_and_own_sums_agree(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        trainer = make_trainer()
        make_draft(trainer, slug=course.slug)
        make_answers(office.unit, course, 5, 5, 4, 3, 3, 3, 2)
        make_answers(office.other, course, 1, 2, 4, 4, 5, 5)
        make_answers(office.other, make_course(slug="lain"), 1, 1, 2, 2, 3, 5)
    release(each_app)
    with work(each_app):
        number, mean = by_hand("course_id = :course", course=course.id)
        assert (number, mean) == (13, Decimal("3.54"))
        found = of_course(course.id, YEAR)
        assert (found.number, found.overall) == (number, mean)
        below = [group_of(unit).said for unit in (office.own, office.other)]
        whole = group_of(office.agency).said
        assert whole.number == sum(each.number for each in below) == 19
        assert by_hand("unit_id = :unit", unit=office.unit.id) == (
            below[0].number,
            below[0].overall,
        )
        each = of_each([office.own.path, office.other.path], YEAR)
        assert [each[unit.id].said for unit in (office.own, office.other)] == below
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
            assert tallies.year_of(earned, YEAR).completions == group_of(unit).completions
        assert list(rollup_queries.differences()) == []


def test_a_unit_that_moves_takes_its_answers_along(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, 5, 5, 5, 5, 5)
    release(each_app)
    with work(each_app):
        make_answers(office.unit, course, 5, 5)
        move(office)
    release(each_app, NOW + LONG)
    with work(each_app):
        make_answers(office.other, course, 1, 1, 1)
    release(each_app)
    with work(each_app):
        assert (group_of(office.own).said.number, group_of(office.other).said.number) == (0, 10)
        assert group_of(office.other).completions == 10
        assert list(rollup_queries.differences()) == []


def test_a_unit_that_is_merged_takes_its_answers_along(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, 5, 5, 5, 5, 5)
    release(each_app)
    with work(each_app):
        unit, into = (db.session.get_one(Unit, each.id) for each in (office.unit, office.other))
        make_answers(unit, course, 5, 5, 5)
        merge(unit, into, NOW.date(), NOW, by_id=office.officer.id)
        make_answers(into, course, 1, 1)
    release(each_app, NOW + LONG)
    with work(each_app):
        assert group_of(office.own).said.number == 0
        into = db.session.get_one(Unit, office.other.id)
        assert (group_of(into).said.number, group_of(into).completions) == (10, 10)
        assert of_each([into.path], YEAR)[into.id].said.number == 10


def test_a_merged_unit_counts_in_the_one_that_took_it_in(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, 5, 5, 5, 5, 5)
        make_answers(office.other, course, 1, 1, 1, 1, 1)
    release(each_app)
    with work(each_app):
        unit, into = (db.session.get_one(Unit, each.id) for each in (office.unit, office.other))
        merge(unit, into, NOW.date(), NOW, by_id=office.officer.id)
    with work(each_app):
        found = below(office.other.id, YEAR)
        assert list(found) == [office.other.id]
        assert (found[office.other.id].said.number, found[office.other.id].completions) == (10, 10)
        assert found[office.other.id].said.overall == 3


def test_no_rate_where_a_unit_left_its_answers_behind(app: Application) -> None:
    with work(app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, 5, 5, 5)
    release(app, NOW + LONG)
    with work(app):
        make_answers(db.session.get_one(Unit, office.own.id), course, 4, 4)
    release(app, NOW + LONG)
    with work(app):
        move(office)
    with work(app):
        left, gained = group_of(office.own), group_of(office.other)
        assert (left.said.number, left.completions, left.rate) == (5, 2, None)
        assert (gained.said.number, gained.completions, gained.rate) == (0, 3, None)
    page = signed_in(app, office.officer).open(f"{ADDRESS}?unit={office.own.id}")
    assert figures_of(page)["Tingkat pengisian"] == "–"
    assert "dari 2" not in page.text


def move(office: Office) -> None:
    """Put the unit of Dinas Satu below Dinas Dua."""
    unit, other = (db.session.get_one(Unit, each.id) for each in (office.unit, office.other))
    organisation.move(unit, other, NOW, by_id=office.officer.id)
    db.session.flush()


def lines_of(visitor: Visitor) -> dict[str, list[str]]:
    """Return the table that compares units."""
    rows = visitor.page.select("#banding")[0].find_parent("table").select("tbody tr")
    return {row.th.get_text(): [cell.get_text(" ", True) for cell in row("td")] for row in rows}


def test_each_level_is_shown_with_those_right_below_it(each_app: Application) -> None:
    with work(each_app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, 4, 4, 4, 4, 4, 4)
        make_answers(office.other, course, *[3] * 9)
        complete(office.other, course)
    release(each_app)
    with work(each_app):
        make_answers(office.own, course, 1, 1)
        make_answers(office.agency, course, 1, 1, 1)
    release(each_app, NOW + LONG)
    visitor = signed_in(each_app, office.agency_officer).open(ADDRESS)
    assert figures_of(visitor)["Responden"] == "20"
    assert lines_of(visitor) == {
        "Dinas Satu": ["4,00 · Baik 4,00", "6", "75,0%"],
        "Dinas Dua": ["3,00 · Cukup 3,00", "9", "90,0%"],
    }
    assert "Jawaban 5 orang hanya terhitung di Pemerintah Contoh" in visitor.text
    visitor.open(visitor.page.select("table.data tbody a")[0]["href"])
    assert figures_of(visitor)["Responden"] == "6"
    assert list(lines_of(visitor)) == ["Bidang Layanan"]
    assert "hanya terhitung" not in visitor.text
    visitor.open(visitor.page.select("table.data tbody a")[0]["href"])
    assert figures_of(visitor)["Responden"] == "6"
    assert not visitor.page.select("#banding")


def test_units_stand_in_the_order_that_is_asked_for(app: Application) -> None:
    with work(app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, *[4] * 5)
        make_answers(office.other, course, *[3] * 6)
        quiet = make_unit(office.agency, "department", name="Dinas Sepi", code="D3")
        complete(quiet, course)
    release(app)
    visitor = signed_in(app, office.agency_officer)
    orders = {
        "": ["Dinas Satu", "Dinas Dua", "Dinas Sepi"],
        "nama": ["Dinas Dua", "Dinas Satu", "Dinas Sepi"],
        "kepuasan": ["Dinas Sepi", "Dinas Dua", "Dinas Satu"],
        "-responden": ["Dinas Dua", "Dinas Satu", "Dinas Sepi"],
        "pengisian": ["Dinas Sepi", "Dinas Dua", "Dinas Satu"],
        "lain": ["Dinas Satu", "Dinas Dua", "Dinas Sepi"],
    }
    for order, names in orders.items():
        found = sorted(lines_of(visitor.open(f"{ADDRESS}?urut={order}")))
        assert found == sorted(names)
        assert list(lines_of(visitor)) == names, order
    assert lines_of(visitor)["Dinas Sepi"] == ["–", "–", "–"]


def test_the_dashboard_compares_units_by_satisfaction_too(app: Application) -> None:
    with work(app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, *[4] * 5)
        make_answers(office.agency, course, *[2] * 5)
    release(app)
    visitor = signed_in(app, office.agency_officer).open(f"{BOARD}?urut=-kepuasan")
    told = {name: cells[-1] for name, cells in lines_of(visitor).items()}
    assert told == {"Dinas Satu": "4,00", "Langsung di Pemerintah Contoh": "–"}
    assert next(iter(told)) == "Dinas Satu"
    link = visitor.page.select(f"a[href='{ADDRESS}?unit={office.own.id}&tahun={YEAR}']")
    assert link


def test_who_reaches_several_parts_compares_them(app: Application) -> None:
    with work(app):
        office, course = make_office(), make_course()
        accounts.grant(office.officer, "kepegawaian", office.other, NOW)
        make_answers(office.unit, course, *[4] * 5)
        make_answers(office.other, course, *[2] * 5)
        make_answers(office.agency, course, *[1] * 5)
    release(app)
    visitor = signed_in(app, office.officer).open(ADDRESS)
    assert figures_of(visitor)["Responden"] == "10"
    assert {name: cells[1] for name, cells in lines_of(visitor).items()} == {
        "Dinas Satu": "5",
        "Dinas Dua": "5",
    }


def test_what_waits_is_nowhere(app: Application) -> None:
    with work(app):
        office, course = make_office(), make_course()
        make_answers(office.unit, course, 4, 4, 4, 4)
    release(app)
    visitor = signed_in(app, office.agency_officer).open(ADDRESS)
    assert "Belum ada yang dapat ditampilkan" in visitor.text
    assert figures_of(visitor) == {}
    assert not visitor.page.select("#banding")
    assert figures_of(visitor.open(BOARD)) == {}


def test_an_address_that_names_no_unit_shows_none(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    assert [visitor.open(f"{ADDRESS}?unit={key}").status for key in ("xyz", "-1")] == [404, 404]


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
    release(app)
    visitor, counts = signed_in(app, office.agency_officer), []
    for more in (0, 3):
        with work(app):
            for number in range(more):
                make_answers(office.unit, make_course(slug=f"k{number}"), *[3] * 6)
        release(app)
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
    release(app)
    with work(app):
        person = db.session.get_one(Person, made[0].person_id)
        accounts.change_employment(person, NOW.date(), unit_id=office.other.id)
        db.session.flush()
        assert group_of(office.own).said.number == 5
