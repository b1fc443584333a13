"""One person of the organisation, found by name or NIP, for whoever looks after accounts.

The administrator has no HR office: here stands whose account it is, and nothing of what they learn.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.departments import departments_of
from elearning.accounts.policy import is_overseer, reaches
from elearning.core.access import requires
from elearning.core.addresses import key_asked
from elearning.staff import search_queries as queries
from elearning.staff.blueprint import bp
from elearning.staff.forms import SearchForm
from elearning.staff.search_queries import Found


@bp.get("/cari")
@requires(is_overseer)
def search() -> ResponseReturnValue:
    """Find people in all that one oversees; nobody is listed before something is typed."""
    form = SearchForm(request.args)
    words = form.cari.data if form.validate() and form.cari.data else ""
    found = queries.people_found(current_user, words, key_asked("setelah")) if words else []
    shown = found[: queries.PAGE]
    more = shown[-1].id if len(found) > queries.PAGE else None
    return render_template(
        "staff/search.html",
        form=form,
        words=words,
        lines=[(each, page_of(each)) for each in shown],
        departments=departments_of(each.path for each in shown),
        next_page=more and url_for(".search", cari=words, setelah=more),
    )


def page_of(found: Found) -> str:
    """Return the page that the reader has of somebody; of oneself there may be none."""
    if reaches(current_user, found.path):
        return url_for("reports.person", key=found.id)
    return url_for(".person", key=found.id) if found.id != current_user.id else ""
