"""The HR office's list: subtree, search, JP, paging, statements."""

import pytest

from elearning.accounts.unit_choices import unit_choices
from elearning.core.application import Application
from elearning.learning.enrolment.operations import enrol
from elearning.reports.people import queries
from elearning.reports.people.queries import PeopleFilter
from tests.factories import make_completion, make_course, make_person, work
from tests.reports.offices import NOW, YEAR, make_office, signed_in
from tests.statements import statements
from tests.visitor import Visitor


def names(visitor: Visitor) -> list[str]:
    """Return the names on the page, in order."""
    return [a.get_text() for a in visitor.page.select("tbody th a")]


def test_an_officer_sees_the_people_of_their_subtree_only(app: Application) -> None:
    with work(app):
        office = make_office()
        make_person(office.own, name="Andi Dinas Satu")
        make_person(office.unit, name="Budi Bidang")
        make_person(office.other, name="Citra Dinas Dua")
    assert names(signed_in(app, office.officer).open("/kepegawaian/")) == [
        "Andi Dinas Satu",
        "Budi Bidang",
        "Petugas Satu",
    ]
    assert "Citra Dinas Dua" in names(signed_in(app, office.agency_officer).open("/kepegawaian/"))


@pytest.mark.parametrize("page", ["/kepegawaian/", "/kepegawaian/dasbor"])
@pytest.mark.parametrize("asked", ["tahun=0", "tahun=x", "tahun=1", "unit=x", "unit=-1", "unit=9"])
def test_what_an_address_asks_for_is_shown_or_not_found(
    app: Application, page: str, asked: str
) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    assert visitor.open(f"{page}?{asked}").status == 404
    assert visitor.open(f"{page}?unit=").status == 200


def test_closed_accounts_and_accounts_without_a_nip_are_not_listed(app: Application) -> None:
    with work(app):
        office = make_office()
        make_person(office.own, name="Tutup Akun", active=False)
        make_person(office.own, name="Akun Sistem", nip=None, username="sistem")
    assert names(signed_in(app, office.officer).open("/kepegawaian/")) == ["Petugas Satu"]


def test_a_unit_outside_the_subtree_is_not_found(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    assert visitor.open(f"/kepegawaian/?unit={office.unit.id}").status == 200
    assert visitor.open(f"/kepegawaian/?unit={office.other.id}").status == 404
    assert visitor.open(f"/kepegawaian/?unit={office.agency.id}").status == 404


def test_people_without_the_role_do_not_find_the_pages(app: Application) -> None:
    with work(app):
        office = make_office()
        learner = make_person(office.own)
    visitor = signed_in(app, learner)
    for address in ("", "ekspor", f"pegawai/{learner.id}"):
        assert visitor.open(f"/kepegawaian/{address}").status == 404


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lestari", ["Ayu Lestari"]),
        ("LES ayu", ["Ayu Lestari"]),
        ("100%", []),
        ("1990 1205", ["Ayu Lestari"]),
        ("1990-1205.20", ["Ayu Lestari"]),
        ("'199012052015032996", ["Ayu Lestari"]),
        ("90120", []),
        ("Dr. Ayu Lestari, S.Kom., M.T.", ["Ayu Lestari"]),
        ("ayu lestari m.t", ["Ayu Lestari"]),
        ("ayu lestari m.si", []),
        ("-", []),
    ],
)
def test_search_takes_words_of_the_name_or_the_beginning_of_a_nip(
    app: Application, words: str, found: list[str]
) -> None:
    with work(app):
        office = make_office()
        titles = {"front_title": "Dr.", "back_title": "S.Kom., M.T."}
        make_person(office.unit, name="Ayu Lestari", nip="199012052015032996", **titles)
    visitor = signed_in(app, office.officer).open("/kepegawaian/")
    found_names = names(visitor.send("/kepegawaian/", cari=words))
    assert [name.removeprefix("Dr. ").partition(",")[0] for name in found_names] == found


def test_the_list_shows_jp_of_the_year_and_how_far_the_target_is(app: Application) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit, name="Ayu"), make_course(jp=6), NOW)
        make_completion(make_person(office.unit, name="Bayu"), make_course(slug="b", jp=20), NOW)
        contract = make_person(office.unit, name="Cici", status="PPPK", rank="IX")
        make_completion(contract, make_course(slug="c", jp=25), NOW)
    text = signed_in(app, office.officer).open("/kepegawaian/").text
    assert "6/20" in text
    assert "Kurang 14 JP" in text or "14 JP to go" in text
    assert "Mencapai target" in text or "Target reached" in text
    assert "25/24" in text


@pytest.mark.parametrize(
    ("state", "found"),
    [("reached", ["Bayu"]), ("below", ["Ayu"]), ("none", ["Dedi", "Petugas Satu"])],
)
def test_the_list_narrows_to_a_state_of_jp(app: Application, state: str, found: list[str]) -> None:
    with work(app):
        office = make_office()
        make_completion(make_person(office.unit, name="Ayu"), make_course(jp=6), NOW)
        make_completion(make_person(office.unit, name="Bayu"), make_course(slug="b", jp=20), NOW)
        make_person(office.unit, name="Dedi")
    visitor = signed_in(app, office.officer).open(f"/kepegawaian/?jp={state}")
    assert names(visitor) == found
    assert names(visitor.open(f"/kepegawaian/?jp=none&tahun={YEAR - 1}"))[0] == "Ayu"


@pytest.mark.parametrize(("asked", "is_open"), [("?cari=ayu", False), ("?jp=none", True)])
def test_seldom_used_filters_are_open_while_one_is_used(
    app: Application, asked: str, is_open: bool
) -> None:
    with work(app):
        office = make_office()
    page = signed_in(app, office.officer).open(f"/kepegawaian/{asked}").page
    assert bool(page.select("form.filters details[open]")) is is_open
    assert len(page.select("form.filters details select")) == 4


def test_paging_by_key_has_no_gap_and_no_repeat(app: Application) -> None:
    with work(app):
        office = make_office()
        for n in range(2 * queries.PAGE + 7):
            make_person(office.unit, name=f"Sama {n % 3}")
    visitor = signed_in(app, office.officer).open("/kepegawaian/?cari=sama")
    seen = []
    while True:
        seen += [a["href"] for a in visitor.page.select("tbody th a")]
        following = visitor.page.find("a", rel="next")
        if following is None:
            break
        visitor.open(str(following["href"]))
    assert len(seen) == len(set(seen)) == 2 * queries.PAGE + 7
    assert visitor.open(str(visitor.page.select_one("p > a[href*='cari=']")["href"])).status == 200  # type: ignore[index]


@pytest.mark.parametrize("place", ["0", "-1", "abc", str(10**30)])
def test_a_place_that_is_nobodys_is_the_beginning(app: Application, place: str) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(f"/kepegawaian/?setelah={place}")
    assert names(visitor) == ["Petugas Satu"]


def test_a_place_outside_the_subtree_says_nothing_of_whose_it_is(app: Application) -> None:
    with work(app):
        office = make_office()
        stranger = make_person(office.other, name="Zulkifli Asing")
    visitor = signed_in(app, office.officer).open(f"/kepegawaian/?setelah={stranger.id}")
    assert names(visitor) == ["Petugas Satu"]


def test_paging_goes_on_after_a_person_whose_account_was_closed(app: Application) -> None:
    with work(app):
        office = make_office()
        closed = make_person(office.unit, name="Ayu", active=False)
        make_person(office.unit, name="Abdul")
    visitor = signed_in(app, office.officer).open(f"/kepegawaian/?setelah={closed.id}")
    assert names(visitor) == ["Petugas Satu"]


def test_the_number_of_statements_does_not_grow_with_the_people(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer)
    counts = []
    for more in (1, 30):
        with work(app):
            for n in range(more):
                make_completion(make_person(office.unit), make_course(slug=f"k{more}-{n}"), NOW)
        with statements(app) as seen:
            assert visitor.open("/kepegawaian/").status == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20  # most of them count what waits at the desks


def test_shares_count_active_people_whose_legal_standing_lets_them_learn(
    each_app: Application,
) -> None:
    with work(each_app):
        office = make_office()
        course = make_course(jp=20)
        make_completion(make_person(office.unit), course, NOW)
        enrol(make_person(office.unit), course, NOW)
        make_person(office.unit, legal_standing="99")
        make_person(office.unit, active=False)
        wanted = PeopleFilter((office.own.path,), YEAR, 20)
        assert queries.figures(wanted, ["01", "03", "15"]) == (3, 1, 1, 1, 1)
        elsewhere = wanted._replace(paths=(office.other.path,))
        assert queries.figures(elsewhere, ["01"]) == (0, 0, 0, 0, 0)


def test_a_completion_counts_where_it_was_earned_after_a_move(app: Application) -> None:
    with work(app):
        office = make_office()
        person = make_person(office.unit)
        make_completion(person, make_course(), NOW)
        person.unit_id = office.other.id
    with work(app):
        here = queries.figures(PeopleFilter((office.own.path,), YEAR, 20), ["01"])
        there = queries.figures(PeopleFilter((office.other.path,), YEAR, 20), ["01"])
    assert (here.completed, there.completed) == (1, 0)


def test_an_empty_list_says_what_to_do(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open("/kepegawaian/?cari=tidak+ada")
    remedy = visitor.page.select_one(".empty a")
    assert remedy is not None
    assert names(visitor.open(str(remedy["href"]))) == ["Petugas Satu"]


def test_units_are_offered_as_a_tree_below_the_officers_own(app: Application) -> None:
    with work(app):
        office = make_office()
        choices = unit_choices((office.agency.path,))
    assert [(unit.depth, unit.name) for unit in choices] == [
        (0, "Pemerintah Contoh"),
        (1, "Dinas Dua"),
        (1, "Dinas Satu"),
        (2, "Bidang Layanan"),
    ]


def test_the_list_names_the_perangkat_daerah_and_the_unit(app: Application) -> None:
    with work(app):
        office = make_office()
        make_person(office.unit, name="Ayu")
    cell = signed_in(app, office.officer).open("/kepegawaian/?cari=ayu").page.select_one("tbody td")
    assert cell is not None
    assert list(cell.stripped_strings) == ["Dinas Satu", "Bidang Layanan"]


def test_words_that_are_too_long_are_told_at_their_field(app: Application) -> None:
    with work(app):
        office = make_office()
    visitor = signed_in(app, office.officer).open(f"/kepegawaian/?cari={'a' * 101}")
    assert visitor.status == 200
    assert visitor.page.select_one("#cari-error")
    assert names(visitor) == []
    assert visitor.open(f"/kepegawaian/?cari={'a' * 101}&status=x").status == 404
