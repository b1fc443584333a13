"""The history shows everything earned by year, and the JP of this year against the target."""

from datetime import date

import pytest

from elearning.core import clock
from elearning.core.application import Application
from elearning.records.operations import Training, append_entry, lock_chain
from tests.factories import NOW, make_person, work
from tests.visitor import Visitor

YEAR = clock.now().year


def trained(person_id: int, title: str, year: int, jp: int) -> None:
    """Add a training earned elsewhere."""
    day = date(year, 1, 15)
    training = Training("external", title, title, "LAN", "9", "Teknis", "", day, day, jp)
    append_entry(lock_chain(person_id), training, NOW)


def history_of(app: Application, *jp: int, status: str = "PNS", rank: str = "III/a") -> str:
    """Return the page of a person with trainings of so many JP this year."""
    with work(app):
        person = make_person(status=status, rank=rank)
        for number, hours in enumerate(jp):
            trained(person.id, f"Seminar {number}", YEAR, hours)
        nip = person.nip or ""
    return Visitor(app).sign_in(nip).open("/riwayat/").text


def test_an_empty_history_says_how_to_begin(app: Application) -> None:
    assert "Belum ada pelatihan yang tercatat" in history_of(app)


def test_what_is_missing_until_the_end_of_the_year_is_told(app: Application) -> None:
    assert "12 dari 20 JP. Kurang 8 JP sampai 31 Desember." in history_of(app, 8, 4)


def test_a_reached_target_is_told(app: Application) -> None:
    assert "Target tercapai: 24 dari 20 JP." in history_of(app, 24)


@pytest.mark.parametrize(
    ("jp", "sentence"), [(24, "paling lama 24 JP"), (25, "melebihi batas 24 JP")]
)
def test_a_pppk_is_warned_above_the_cap_and_never_blocked(
    app: Application, jp: int, sentence: str
) -> None:
    assert sentence in history_of(app, jp, status="PPPK", rank="IX")


def test_years_stand_apart_the_newest_first(app: Application) -> None:
    with work(app):
        person = make_person()
        trained(person.id, "Lama", YEAR - 1, 6)
        trained(person.id, "Baru", YEAR, 4)
        nip = person.nip or ""
    text = Visitor(app).sign_in(nip).open("/riwayat/").text
    assert text.index("Baru") < text.index("Lama")
    assert "6 JP" in text


def test_nobody_sees_the_history_of_another(app: Application) -> None:
    with work(app):
        trained(make_person().id, "Rahasia", YEAR, 4)
        nip = make_person().nip or ""
    assert "Rahasia" not in Visitor(app).sign_in(nip).open("/riwayat/").text


def test_an_account_without_a_nip_has_no_history(app: Application) -> None:
    with work(app):
        make_person(nip=None, username="admin")
    assert Visitor(app).sign_in("admin").open("/riwayat/").status == 404
