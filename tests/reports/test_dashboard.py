"""HR's dashboards: figures from totals that are kept, the same as lists and exports have."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert

from elearning.accounts import operations as accounts
from elearning.accounts.models import Unit
from elearning.core import clock
from elearning.core.application import Application
from elearning.core.db import db
from elearning.learning.enrolment import operations as learning
from elearning.records.external import ExternalTraining, record_external
from elearning.reports.cli import records
from elearning.reports.dashboards import page as dashboard_page
from elearning.reports.dashboards import queries as dashboard_queries
from elearning.reports.dashboards import tallies
from elearning.reports.dashboards.queries import FAR, NEAR, NONE, REACHED
from elearning.reports.people import queries
from elearning.reports.people.queries import PeopleFilter
from tests.factories import make_completion, make_course, make_person, make_unit, work
from tests.reports.offices import NOW, TODAY, YEAR, Office, make_office, signed_in
from tests.statements import statements
from tests.visitor import Visitor

STANDINGS = ["01", "03", "15"]
ADDRESS = "/kepegawaian/dasbor"


def hear(person: Any, jp: int) -> None:
    """Record training earned elsewhere this year."""
    day = TODAY
    record_external(person, ExternalTraining(f"Seminar {jp}", "LAN", "10", day, day, jp), NOW)


def whole(office: Office) -> tallies.Tally:
    """Return the people of Dinas Satu."""
    counts = dashboard_queries.people_of([office.own.path], YEAR, 20)
    return tallies.tally(counts, STANDINGS)


def figures_of(visitor: Visitor) -> dict[str, str]:
    """Return the figures at the head of a dashboard."""
    return {
        str(item.dt.get_text()): str(item.dd.get_text())
        for item in visitor.page.select(".stats > div")
        if item.dt and item.dd
    }


def test_people_stand_on_steps_towards_the_target(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        for jp in (0, 1, 9, 10, 19, 20, 45):
            person = make_person(office.unit)
            if jp:
                hear(person, jp)
        make_person(office.unit, legal_standing="99")
        found = whole(office)
        # the officer of Dinas Satu has no JP either
        assert found.steps == {NONE: 2, FAR: 2, NEAR: 2, REACHED: 2}
        assert (found.counted, found.reached, found.share) == (8, 2, 25)
        assert found.excluded == {"99": 1}
        assert (found.jp, found.mean) == (104, Decimal("13.00"))


def test_any_target_gives_its_share(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        for jp in (5, 24, 30):
            hear(make_person(office.other), jp)
        shares = [
            tallies.tally(
                dashboard_queries.people_of([office.other.path], YEAR, target), STANDINGS
            ).reached
            for target in (1, 5, 6, 24, 25, 30, 31)
        ]
        assert shares == [3, 3, 2, 2, 1, 1, 0]


def test_units_are_compared_each_with_everything_below_it(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        hear(make_person(office.unit), 20)
        deep = make_unit(office.unit, "unit", name="Seksi")
        hear(make_person(deep), 4)
        officer = office.agency_officer
        scope = dashboard_page.scope_of(_Officer(office.agency.path), 0)
        page = dashboard_page.page_of(scope, YEAR, each_app.extensions["settings"], TODAY, "nama")
        found = {line.place.name: (line.tally.counted, line.tally.jp) for line in page.lines}
        assert found == {"Dinas Satu": (3, 24), "Pemerintah Contoh": (1, 0)}
        assert [line.is_itself for line in page.lines] == [False, True]
        assert page.whole.counted == 4
        assert officer.name == "Petugas Semua"


class _Officer:
    """Somebody with a reach."""

    def __init__(self, *paths: str) -> None:
        self.hr_paths = paths


def test_an_officer_of_several_units_sees_them_beside_each_other(app: Application) -> None:
    with work(app):
        office = make_office()
        accounts.grant(office.officer, "kepegawaian", office.other, NOW)
        accounts.grant(office.officer, "kepegawaian", office.unit, NOW)
        hear(make_person(office.unit), 20)
        hear(make_person(office.other), 20)
    visitor = signed_in(app, office.officer).open(ADDRESS)
    rows = [row.get_text() for row in visitor.page.select("table.data tbody th")]
    assert rows[:2] == ["Dinas Satu", "Dinas Dua"]
    assert "Bidang Layanan" not in rows
    assert figures_of(visitor)["Mencapai 20 JP"] == "66,7%"


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/kepuasan"])
def test_the_page_of_one_unit_leads_back_to_all_of_ones_own(app: Application, address: str) -> None:
    with work(app):
        office = make_office()
        accounts.grant(office.officer, "kepegawaian", office.other, NOW)
    visitor = signed_in(app, office.officer)

    def way(query: str) -> list[tuple[str, object]]:
        links = visitor.open(f"{address}{query}").page.select(".crumbs li > *")
        return [(link.get_text(), link.get("href")) for link in links]

    whole = ("Unit kerja Anda", f"{address}?tahun={YEAR}")
    assert way("") == []
    assert way(f"?unit={office.own.id}") == [whole, ("Dinas Satu", None)]
    own = ("Dinas Satu", f"{address}?unit={office.own.id}&tahun={YEAR}")
    assert way(f"?unit={office.unit.id}") == [whole, own, ("Bidang Layanan", None)]
    assert [name for name, _link in way(f"?unit={office.other.id}")] == [whole[0], "Dinas Dua"]


def test_a_unit_beyond_the_reach_is_not_found(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    for unit, status in ((office.unit, 200), (office.other, 404), (office.agency, 404)):
        assert visitor.open(f"{ADDRESS}?unit={unit.id}").status == status
    assert visitor.open(f"{ADDRESS}?tahun=1").status == 404
    assert visitor.open(f"{ADDRESS}?unit={2**70}").status == 404


def test_figures_are_those_of_the_list_of_people(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        for jp in (0, 4, 9, 12, 20):
            person = make_person(office.unit)
            if jp:
                hear(person, jp)
        make_person(office.unit, legal_standing="99")
        wanted = PeopleFilter(
            (office.own.path,), YEAR, 20, standing="counted", standings=tuple(STANDINGS)
        )
        for step, num in whole(office).steps.items():
            state = dashboard_page.STATES[step]
            assert len(queries.people_page(wanted._replace(state=state))) == num
        excluded = wanted._replace(standing="excluded")
        assert len(queries.people_page(excluded)) == whole(office).left_out == 1
        assert len(queries.people_page(wanted._replace(standing="99"))) == 1


def test_a_course_is_stuck_that_nobody_opens(each_app: Application) -> None:
    with work(each_app):
        office = make_office()
        for days in (0, 30, 31):
            course = make_course(slug=f"k{days}")
            learning.enrol(make_person(office.unit), course, NOW - timedelta(days=days))
        since = NOW.date() - timedelta(days=30)
        found = dashboard_queries.open_courses([office.own.path], since)
        assert found == (3, 1)
        wanted = PeopleFilter((office.own.path,), YEAR, 20, courses="stuck", stuck_since=since)
        assert len(queries.people_page(wanted)) == 1
        assert len(queries.people_page(wanted._replace(courses="open"))) == 3


def exported(app: Application, folder: Path) -> list[dict[str, Any]]:
    """Return the rows of the year's workbook."""
    words = ["export", "--year", str(YEAR), "-o", str(folder / "a.xlsx")]
    result = app.test_cli_runner().invoke(records, words)
    assert result.exit_code == 0, result.output
    sheet = CalamineWorkbook.from_path(folder / "a.xlsx").get_sheet_by_index(0)
    heads, *rows = sheet.to_python()
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def test_totals_are_those_of_the_exported_rows(each_app: Application, tmp_path: Path) -> None:
    with work(each_app):
        office = make_office()
        kinds = ("Teknis", "Manajerial", "Teknis")
        for number, kind in enumerate(kinds):
            course = make_course(slug=f"k{number}", competency_kind=kind, jp=3 + number)
            for unit in (office.own, office.unit, office.other):
                make_completion(make_person(unit), course, NOW)
        gone = make_person(office.unit)
        make_completion(gone, make_course(slug="k9", jp=11), NOW)
        accounts.change_employment(gone, TODAY, unit_id=office.other.id)
        db.session.flush()
        paths = {unit.name: unit.path for unit in (office.agency, office.own, office.other)}
    rows = exported(each_app, tmp_path)
    with work(each_app):
        for name, path in paths.items():
            own = [r for r in rows if name in (r["Instansi"], r["Perangkat Daerah"])]
            year = tallies.year_of(dashboard_queries.earned([path], [YEAR]), YEAR)
            assert year.completions == len(own) > 0
            assert year.jp == sum(int(r["Jumlah JP"]) for r in own) == sum(year.months.values())
            assert {kind: jp for kind, jp, _num in year.kinds} == by_kind(own)


def by_kind(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return the JP of each kind of competency in exported rows."""
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row["Jenis Kompetensi"]] = kinds.get(row["Jenis Kompetensi"], 0) + int(
            row["Jumlah JP"]
        )
    return kinds


def test_the_page_costs_the_same_however_much_was_learnt(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor, counts = signed_in(app, office.officer), []
    for more in (1, 5):
        with work(app):
            for number in range(more):
                person = make_person(office.unit)
                make_completion(person, make_course(slug=f"k{more}-{number}"), NOW)
        with statements(app) as seen:
            assert visitor.open(ADDRESS).status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 11


def test_every_chart_has_its_numbers_in_a_table(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit), make_course(jp=7), NOW)
    visitor = signed_in(app, office.officer).open(ADDRESS)
    charts = visitor.page.select("figure.chart")
    assert len(charts) == 3
    for chart in charts:
        assert chart.select_one("svg[role=img] > desc") or chart.select(".shares b")
        assert chart.select_one("details table td")
        assert not chart.select("[style]")
    month = visitor.page.select("#bulan ~ details tbody tr")[clock.now().month - 1]
    assert [cell.get_text() for cell in month.select("td")] == ["7", "0"]


@pytest.mark.parametrize("order", ["nama", "-nama", "pegawai", "capaian", "-jp", "belum", "x"])
def test_units_can_be_ordered(app: Application, order: str) -> None:
    with work(app):
        office = make_office()
        hear(make_person(office.other), 20)
    visitor = signed_in(app, office.agency_officer).open(f"{ADDRESS}?urut={order}")
    assert visitor.status == 200
    rows = [row.get_text() for row in visitor.page.select("table.data tbody th a")]
    assert {"Dinas Satu", "Dinas Dua"} <= set(rows)
    first = rows.index("Dinas Satu") < rows.index("Dinas Dua")
    expected = order in ("-nama", "capaian", "x")
    assert first == expected


def test_a_unit_without_people_says_so(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(f"{ADDRESS}?unit={office.unit.id}")
    assert visitor.page.select_one(".empty")


def test_people_of_a_unit_too_deep_to_be_offered_are_listed_all_the_same(app: Application) -> None:
    with work(app):
        office = make_office()
        deep = make_unit(make_unit(office.unit, "unit"), "unit", name="Seksi Terdalam")
        make_person(deep, name="Sari Terdalam")
        elsewhere = make_unit(make_unit(office.other, "unit"), "unit")
        many = [
            {"parent_id": office.own.id, "kind": "unit", "code": f"X{n}", "name": f"X{n}"}
            | {"path": f"{office.own.path}9{n}/"}
            for n in range(1_000)
        ]
        db.session.execute(insert(Unit), many)
    visitor = signed_in(app, office.officer)
    assert "Sari Terdalam" in visitor.open(f"/kepegawaian/?unit={deep.id}").text
    assert visitor.open(f"/kepegawaian/?unit={elsewhere.id}").status == 404
