"""Links with which somebody shows their history, and the page that such a link opens."""

from datetime import date, datetime, time, timedelta

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import nip
from elearning.accounts.guessing import looked_up
from elearning.accounts.own_time import own_today, own_zone
from elearning.accounts.policy import is_learner
from elearning.core import clock
from elearning.core.access import permitted, public, requires
from elearning.core.db import db, retrying, writing
from elearning.core.settings import current_settings
from elearning.development import share_operations as operations
from elearning.development import share_queries as queries
from elearning.development.policy import is_own
from elearning.development.queries import counting_years, years_of
from elearning.development.share_forms import ShareForm
from elearning.development.views import bp

#: A link that ends at midnight works until the day before.
MOMENT = timedelta(seconds=1)


@bp.get("/riwayat/berbagi")
@requires(is_learner)
def shares() -> ResponseReturnValue:
    """Show the links that were made, and the form of a new one."""
    return shares_page(share_form())


@bp.post("/riwayat/berbagi")
@requires(is_learner)
def share() -> ResponseReturnValue:
    """Make a link; its address is shown this once."""
    form = share_form()
    if not form.validate_on_submit():
        return shares_page(form), 422
    token = operations.make_link(
        current_user.id,
        form.untuk.data or "",
        form.years,
        end_of(form.last_day),
        clock.now(),
        shows_nip=form.nip.data,
    )
    db.session.commit()
    return shares_page(share_form(empty=True), new_token=token)


@bp.post("/riwayat/berbagi/<key:link_id>/cabut")
@requires(is_learner)
def unshare(link_id: int) -> ResponseReturnValue:
    """Revoke a link at once."""
    operations.revoke_link(permitted(queries.share_link(link_id), is_own), clock.now())
    db.session.commit()
    flash(_("The link no longer works."), "success")
    return redirect(url_for(".shares"))


@bp.get("/berbagi/<token>")
@public
def shared(token: str) -> ResponseReturnValue:
    """Show what a link opens; wrong, expired and revoked ones look alike (404)."""
    now = clock.now()
    found = looked_up("share", lambda: queries.shared_by(token, now), is_long=True)
    if found is None:
        return secret(render_template("development/share_closed.html"), 404)
    with writing():
        retrying(lambda: note_opened(found.id, found.person_id, now))
    years = [year for year in counting_years(found.person_id) if found.shows(year.year)]
    number = nip.grouped(found.nip or "") if found.shows_nip else ""
    last_day = clock.local_date(found.expires_at - MOMENT, current_settings().timezone)
    page = render_template(
        "development/shared.html", found=found, years=years, number=number, last_day=last_day
    )
    return secret(page)


def note_opened(link_id: int, person_id: int, at: datetime) -> None:
    """Remember the opening in a short transaction of its own."""
    operations.note_opened(link_id, person_id, at)
    db.session.commit()


def secret(page: str, status: int = 200) -> ResponseReturnValue:
    """Let no search engine list a page and no other site learn its address."""
    answer = make_response(page, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def share_form(*, empty: bool = False) -> ShareForm:
    """Return the form with the years of the person's history."""
    form = ShareForm(formdata=None) if empty else ShareForm()
    form.prepare(years_of(current_user.id), own_today())
    return form


def shares_page(form: ShareForm, new_token: str = "") -> str:
    """Return the page of links."""
    address = url_for(".shared", token=new_token) if new_token else ""
    return render_template(
        "development/shares.html",
        form=form,
        links=queries.links_of(current_user.id),
        new_address=address and current_settings().public_url + address,
        now=clock.now(),
        last_day=lambda ends: clock.local_date(ends - MOMENT, own_zone()),
    )


def end_of(day: date) -> datetime:
    """Return the moment at which a day ends in the person's zone."""
    return datetime.combine(day + timedelta(days=1), time(), clock.zone(own_zone()))
