"""The development history (riwayat)."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.policy import is_learner
from elearning.core import clock
from elearning.core.access import requires
from elearning.core.settings import current_settings
from elearning.development.queries import history_by_year

bp = Blueprint("development", __name__)


@bp.get("/riwayat/")
@requires(is_learner)
def history() -> ResponseReturnValue:
    """Show everything earned, by year, and the JP of this year against the target."""
    settings = current_settings()
    years = history_by_year(current_user.id)
    this_year = clock.local_date(clock.now(), current_user.timezone or settings.timezone).year
    jp = next((year.jp for year in years if year.year == this_year), 0)
    return render_template(
        "development/history.html",
        years=years,
        this_year=this_year,
        jp=jp,
        target=settings.jp_target,
        cap=settings.jp_cap_pppk,
        is_contract=current_user.status.startswith("PPPK"),
    )
