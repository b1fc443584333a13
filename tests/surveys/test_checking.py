"""`elearning surveys check`, and arithmetic of answers."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Executable, Table, case, delete, update

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from elearning.surveys.bands import band
from elearning.surveys.cli import surveys
from elearning.surveys.satisfaction import Satisfaction, Spread, joined, rate, together
from elearning.surveys.sums import OF_UNITS, RELEASED, WAITING
from tests.conftest import make_settings
from tests.factories import make_course, make_unit, work
from tests.surveys.answering import make_answers, release


def wrong(table: Table) -> dict[str, tuple[str, Executable]]:
    """Return what can go wrong in a table of sums, with what is named then."""
    item, n5 = table.c.item, table.c.n5
    traded = case((item == "isi_1", n5 + 1), else_=n5 - 1)
    deeds = {
        "one more": update(table).where(item == "isi_2").values(n5=9),
        "one elsewhere": update(table).where(item.in_(("isi_1", "isi_2"))).values(n5=traded),
        "one item gone": delete(table).where(item == "isi_3"),
    }
    return {f"{name} {table.name}": (table.name, deed) for name, deed in deeds.items()}


_TRADED = update(OF_UNITS).where(OF_UNITS.c.item == "isi_1").values(n5=OF_UNITS.c.n1, n1=9)
WRONG = (
    wrong(RELEASED)
    | {"a unit": ("survey_unit_sum", _TRADED)}
    | wrong(WAITING)
    | {"all gone": ("survey_mark", delete(RELEASED))}
)


def told(app: Application) -> tuple[int, str]:
    """Return the exit code and the words of `surveys check`."""
    result = app.test_cli_runner().invoke(surveys, ["check"])
    return result.exit_code, result.output


@pytest.mark.parametrize(("name", "deed"), WRONG.values(), ids=WRONG)
def test_sums_that_do_not_fit_are_named(each_app: Application, name: str, deed: Executable) -> None:
    with work(each_app):
        unit, course = make_unit(), make_course()
        make_answers(unit, course, 1, 2, 3, 5, 5)
    release(each_app)
    with work(each_app):
        make_answers(unit, course, 1, 5)
    assert told(each_app)[0] == 0
    with work(each_app):
        db.session.execute(deed)
    code, output = told(each_app)
    assert code == 1
    assert name in output


def test_a_mean_is_half_up_to_hundredths() -> None:
    assert Spread((0, 0, 0, 5, 3)).mean == Decimal("4.38")  # 4.375
    assert Spread((1, 0, 0, 0, 0)).mean == Decimal("1.00")
    assert Spread().mean is None
    assert together([]).number == 0
    assert together([Spread((1, 0, 0, 0, 0)), Spread((0, 0, 0, 0, 3))]).mean == Decimal("4.00")


def test_a_rate_has_one_decimal_and_never_exceeds_all() -> None:
    assert rate(2, 3) == Decimal("66.7")
    assert rate(3, 2) == Decimal("100.0")
    assert rate(0, 0) is None


@pytest.mark.parametrize(
    ("mean", "word"),
    [
        *(("1.00", "Tidak Baik"), ("1.79", "Tidak Baik"), ("1.80", "Kurang Baik")),
        *(("2.60", "Cukup"), ("3.39", "Cukup"), ("3.40", "Baik"), ("4.19", "Baik")),
        *(("4.20", "Sangat Baik"), ("5.00", "Sangat Baik")),
    ],
)
def test_a_mean_has_its_word(app: Application, mean: str, word: str) -> None:
    with app.test_request_context():
        assert band(Decimal(mean), Settings()) == word
        assert band(None, Settings()) == ""


def test_bands_are_a_setting(tmp_path: Path, app: Application) -> None:
    bands = "4.35:Istimewa,1:Biasa"
    with app.test_request_context():
        assert band(Decimal("4.34"), make_settings(tmp_path, survey_bands=bands)) == "Biasa"


def test_nobody_said_nothing() -> None:
    nothing = Satisfaction({})
    assert (nothing.number, nothing.overall, nothing.mean) == (0, None, None)


def test_several_groups_are_one() -> None:
    one = Satisfaction({"umum_1": Spread((1, 0, 0, 0, 0)), "isi_1": Spread((0, 1, 0, 0, 0))})
    both = joined([one, Satisfaction({"umum_1": Spread((0, 0, 0, 0, 3))}), Satisfaction({})])
    assert both.spread("umum_1").counts == (1, 0, 0, 0, 3)
    assert both.spread("isi_1").counts == (0, 1, 0, 0, 0)
    assert joined([]).number == 0
