"""The HR office's pages of people: the list with their JP, and one person's record."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.departments import departments_of
from elearning.accounts.joined_accounts import joined_into
from elearning.accounts.own_time import own_today, own_zone
from elearning.accounts.policy import is_hr
from elearning.accounts.standings import STANDINGS
from elearning.accounts.unit_choices import unit_choices
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked, key_named
from elearning.core.db import db, reading, retrying, writing
from elearning.core.settings import current_settings
from elearning.development.queries import history_by_year
from elearning.learning.catalogue.tiles import progress_in
from elearning.learning.enrolment.queries import in_progress
from elearning.reports.blueprint import bp
from elearning.reports.desks import desks_of
from elearning.reports.people import operations, queries
from elearning.reports.people.forms import PeopleForm
from elearning.reports.policy import can_see
from elearning.reports.targets import jp_state

MOST_COURSES = 50
#: What narrows the list of people.
FILTERS = ("cari", "unit", "status", "jp", "kedudukan", "kursus")


@bp.get("/kepegawaian/")
@requires(is_hr)
def people() -> ResponseReturnValue:
    """List the people of one's subtree with their JP of the year."""
    settings, paths = current_settings(), current_user.hr_paths
    form = PeopleForm(request.args)
    form.offer(unit_choices(paths, key_named("unit")), own_today().year, settings.jp_target)
    if not form.is_offered():
        abort(404)
    wanted = form.wanted(paths, settings, clock.now().date())
    found = [] if form.errors else queries.people_page(wanted, key_asked("setelah"))
    lines = found[: queries.PAGE]
    more = {"setelah": lines[-1].id} if len(found) > queries.PAGE else None
    return render_template(
        "reports/people.html",
        form=form,
        lines=lines,
        departments=departments_of(line.unit_path for line in lines),
        figures=queries.figures(wanted, wanted.standings),
        jp_state=jp_state,
        settings=settings,
        desks=desks_of(current_user, settings, clock.now()),
        next_page=more and address_with(more),
        first_page=address_with({}) if "setelah" in request.args else None,
        is_filtered=any(request.args.get(name) for name in FILTERS),
    )


@bp.get("/kepegawaian/pegawai/<key:key>")
@requires(is_hr)
def person(key: int) -> ResponseReturnValue:
    """Show one person's record, of all their accounts; every opening is noted in the audit log."""
    with reading():
        record = permitted(queries.record_of(key), can_see)
    if record.merged_into_id is not None:
        return redirect(url_for(".person", key=record.merged_into_id))
    with writing():
        retrying(lambda: note_opening(record.id))
    settings = current_settings()
    courses = in_progress(record.id, MOST_COURSES)
    years = history_by_year(record.id)
    jp = next((year.jp for year in years if year.year == own_today().year), 0)
    return render_template(
        "reports/person.html",
        record=record,
        units=queries.units_on(record.unit_path),
        standing=STANDINGS.get(record.legal_standing, record.legal_standing),
        periods=queries.periods_of(record.id, own_today()),
        years=years,
        state=jp_state(record.status, record.legal_standing, jp, settings),
        this_year=own_today().year,
        joined=joined_into(record.id),
        zone=own_zone(),
        courses=[(course, progress_in(course)) for course in courses],
    )


def note_opening(person_id: int) -> None:
    """Note in a short transaction of its own that the officer opens a record."""
    operations.note_opening(current_user.id, person_id, clock.now())
    db.session.commit()


def address_with(more: dict[str, int]) -> str:
    """Return this list's address with the same filters, from another place on."""
    kept: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name != "setelah"
    }
    return url_for(".people", **(kept | more))
