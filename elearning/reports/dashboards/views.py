"""HR's dashboards: one for each unit of the organisation."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_hr
from elearning.core import clock
from elearning.core.access import requires
from elearning.core.addresses import key_named
from elearning.core.languages import MONTHS, request_locale
from elearning.core.settings import current_settings
from elearning.reports.blueprint import bp
from elearning.reports.dashboards import page as dashboard_page
from elearning.reports.dashboards import satisfaction_page
from elearning.reports.dashboards.forms import DashboardForm
from elearning.reports.dashboards.page import Page, Scope


@bp.get("/kepegawaian/dasbor")
@requires(is_hr)
def dashboard() -> ResponseReturnValue:
    """Show how far a unit's people are and what was learnt in it."""
    form = DashboardForm(request.args)
    form.offer(own_today().year)
    if not form.validate():
        abort(404)
    settings, scope = current_settings(), dashboard_page.scope_of(current_user, key_named("unit"))
    year, order = form.tahun.data, request.args.get("urut", dashboard_page.FIRST_ORDER)
    page = dashboard_page.page_of(scope, year, settings, clock.now().date(), order)

    def address(**other: Any) -> str:
        return url_for(".dashboard", **({"unit": key_of(scope), "tahun": year} | other))

    def people(**narrowed: Any) -> str:
        return url_for(".people", **({"unit": key_of(scope), "tahun": year} | narrowed))

    return render_template(
        "reports/dashboard.html",
        form=form,
        page=page,
        scope=scope,
        year=year,
        settings=settings,
        heads=dashboard_page.heads(order, lambda name: address(urut=name)),
        excluded=dashboard_page.excluded_words(page.whole),
        steps=step_rows(page, settings.jp_target, people),
        months=month_rows(page),
        kinds=[(kind or _("Not stated"), jp, num) for kind, jp, num in page.this_year.kinds],
        address=address,
        crumbs=dashboard_page.crumbs_of(scope, address),
        people=people,
        satisfaction=satisfaction_page.whole_of(page.groups, settings),
    )


def key_of(scope: Scope) -> int | None:
    """Return the key of the unit that is shown; None for all of an officer's."""
    return scope.place.id if scope.place else None


def step_rows(page: Page, target: int, people: Any) -> list[tuple[str, int, str]]:
    """Return the steps towards the target: name, people, and the list of them."""
    words = dashboard_page.step_words(target)
    return [
        (words[step], num, people(jp=dashboard_page.STATES[step], kedudukan="counted"))
        for step, num in page.whole.steps.items()
    ]


def month_rows(page: Page) -> list[tuple[str, int, int]]:
    """Return the months: name, JP of the year, JP of the year before."""
    names = MONTHS[request_locale()]
    return [
        (names[month - 1], jp, page.year_before.months[month])
        for month, jp in page.this_year.months.items()
    ]
