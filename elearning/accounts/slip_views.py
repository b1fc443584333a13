"""Activation slips and links, which HR makes for people without a password or who lost it."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from elearning.accounts import account_queries, activation, slips
from elearning.accounts.account_queries import Candidate
from elearning.accounts.blueprint import bp
from elearning.accounts.policy import is_hr
from elearning.core import clock
from elearning.core.access import requires
from elearning.core.addresses import keys_in
from elearning.core.db import db
from elearning.core.settings import current_settings

PAGE = 50
#: Slips of one print: ten sheets of A4 with five slips.
MOST = 50


@bp.get("/kepegawaian/aktivasi")
@requires(is_hr)
def activations() -> ResponseReturnValue:
    """List the people of one's subtree to whom a code can be given."""
    units = account_queries.reached_units(current_user)
    chosen = next((u for u in units if u.id == request.args.get("unit", 0, int)), None)
    search = request.args.get("q", "").strip()
    only_new = not (request.args.get("semua") or search)
    found = account_queries.candidates(
        current_user,
        unit_path=chosen.path if chosen else "",
        search=search,
        only_new=only_new,
        after=slips.cursor_of(request.args.get("setelah", "")),
        limit=PAGE + 1,
    )
    return render_template(
        "accounts/activations.html",
        units=units,
        chosen=chosen,
        search=search,
        only_new=only_new,
        people=found[:PAGE],
        next_page=slips.next_page(request.args, found[:PAGE]) if len(found) > PAGE else None,
    )


@bp.post("/kepegawaian/aktivasi/slip")
@requires(is_hr)
def print_slips() -> ResponseReturnValue:
    """Make slips and show them once, ready to print."""
    people, now, settings = chosen_people(), clock.now(), current_settings()
    if not people:
        return redirect(url_for(".activations"))
    made = slips.make_slips(people, current_user.id, timedelta(days=settings.activation_days), now)
    db.session.commit()
    return render_template(
        "accounts/slips.html",
        slips=made,
        address=f"{settings.public_url}/aktivasi",
        expires=slips.last_day(
            now, settings.activation_days, current_user.timezone or settings.timezone
        ),
    )


@bp.post("/kepegawaian/aktivasi/tautan")
@requires(is_hr)
def mail_links() -> ResponseReturnValue:
    """Let links be mailed to the chosen people who have an address."""
    people, now = chosen_people(), clock.now()
    mailable = [person for person in people if person.email]
    for person in mailable:
        hours = current_settings().activation_days * 24
        activation.ask_for_link(person.id, hours, now, made_by_id=current_user.id)
    db.session.commit()
    flash(
        ngettext(
            "A link will be sent to %(num)s person.",
            "Links will be sent to %(num)s people.",
            len(mailable),
        )
    )
    if len(mailable) < len(people):
        flash(_("Those without an e-mail address need a printed slip."), "info")
    return redirect(url_for(".activations"))


def chosen_people() -> list[Candidate]:
    """Return the ticked people; 404 when one of them is not this officer's to activate."""
    ids = sorted(set(keys_in(request.form, "person")))[:MOST]
    people = account_queries.chosen_candidates(current_user, ids)
    if len(people) < len(ids):
        abort(404)
    if not people:
        flash(_("Tick at least one person."), "warning")
    return people
