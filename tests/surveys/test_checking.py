"""`elearning surveys check`, and arithmetic of answers."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Executable, case, delete, update

from elearning.core.application import Application
from elearning.core.db import db
from elearning.core.settings import Settings
from elearning.surveys.bands import band
from elearning.surveys.cli import surveys
from elearning.surveys.models import SurveySum
from elearning.surveys.satisfaction import Satisfaction, Spread, rate, together
from tests.conftest import make_settings
from tests.factories import make_course, make_unit, work
from tests.surveys.answering import make_answers

_own = SurveySum.item.in_(("isi_1", "isi_2"))
_traded = case((SurveySum.item == "isi_1", SurveySum.n5 + 1), else_=SurveySum.n5 - 1)
WRONG = {
    "one more": ("survey_sum", update(SurveySum).where(SurveySum.item == "isi_2").values(n5=9)),
    "one elsewhere": ("survey_sum", update(SurveySum).where(_own).values(n5=_traded)),
    "one item gone": ("survey_sum", delete(SurveySum).where(SurveySum.item == "isi_3")),
    "all gone": ("survey_mark", delete(SurveySum)),
}


def told(app: Application) -> tuple[int, str]:
    """Return the exit code and the words of `surveys check`."""
    result = app.test_cli_runner().invoke(surveys, ["check"])
    return result.exit_code, result.output


@pytest.mark.parametrize(("name", "deed"), WRONG.values(), ids=WRONG)
def test_sums_that_do_not_fit_are_named(each_app: Application, name: str, deed: Executable) -> None:
    with work(each_app):
        make_answers(make_unit(), make_course(), 1, 5, 5)
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
