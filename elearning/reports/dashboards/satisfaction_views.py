"""HR's page of satisfaction with the courses, one for each unit of the organisation."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_hr
from elearning.core.access import requires
from elearning.core.addresses import key_named
from elearning.core.settings import current_settings
from elearning.reports.blueprint import bp
from elearning.reports.dashboards import page as dashboard_page
from elearning.reports.dashboards import satisfaction_page
from elearning.reports.dashboards.forms import DashboardForm
from elearning.reports.dashboards.views import key_of
from elearning.surveys.results_page import aspect_rows, item_rows, scale_words


@bp.get("/kepegawaian/dasbor/kepuasan")
@requires(is_hr)
def satisfaction() -> ResponseReturnValue:
    """Show what people said of the courses that they completed in a year."""
    form = DashboardForm(request.args)
    form.offer(own_today().year)
    if not form.validate():
        abort(404)
    settings, scope = current_settings(), dashboard_page.scope_of(current_user, key_named("unit"))
    year, order = form.tahun.data, request.args.get("urut", satisfaction_page.FIRST_ORDER)
    page = satisfaction_page.page_of(scope, year, settings, order)
    said = page.whole.group.said

    def address(**other: Any) -> str:
        return url_for(".satisfaction", **({"unit": key_of(scope), "tahun": year} | other))

    return render_template(
        "reports/satisfaction.html",
        form=form,
        scope=scope,
        year=year,
        settings=settings,
        address=address,
        crumbs=dashboard_page.crumbs_of(scope, address),
        page=page,
        heads=satisfaction_page.heads(order, lambda name: address(urut=name)),
        scale=scale_words(),
        items=item_rows(said, settings),
        aspects=aspect_rows(said, settings),
    )
