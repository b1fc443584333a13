"""The development history (riwayat): everything in one list, and the JP of the year."""

from datetime import datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_learner
from elearning.core.access import requires
from elearning.core.settings import current_settings
from elearning.development.proposal_queries import own_proposals
from elearning.development.queries import history_by_year
from elearning.development.standing import standing_in
from elearning.records.activity_types import ACTIVITY_TYPES
from elearning.surveys.queries import open_invitations, open_since

bp = Blueprint("development", __name__)


@bp.get("/riwayat/")
@requires(is_learner)
def history() -> ResponseReturnValue:
    """Show everything earned, by year, and the JP of this year against the target."""
    settings = current_settings()
    years, proposals = history_by_year(current_user.id), own_proposals(current_user.id)
    this_year = own_today().year
    since = open_since(own_today(), settings.survey_days)
    return render_template(
        "development/history.html",
        years=years,
        proposals=proposals,
        invitations=open_invitations(current_user.id, since),
        standing=standing_in(this_year, years, proposals),
        activities={code: kind.name for code, kind in ACTIVITY_TYPES.items()},
        target=settings.jp_target,
        cap=settings.jp_cap_pppk,
        is_contract=current_user.status.startswith("PPPK"),
    )


def waited(since: datetime, now: datetime) -> str:
    """Say how long something has waited."""
    days = (now - since).days
    return str(ngettext("%(num)s day", "%(num)s days", days)) if days else _("since today")
