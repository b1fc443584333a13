"""Kept exports: the list, keeping one, and removing it."""

from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from elearning.accounts.own_time import own_today, own_zone
from elearning.accounts.policy import is_hr
from elearning.accounts.unit_choices import unit_choices
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_in
from elearning.core.db import db
from elearning.core.forms import accepted
from elearning.reports.blueprint import bp
from elearning.reports.exports import queries as export_queries
from elearning.reports.exports.choice_words import address_of, words_of
from elearning.reports.exports.log_queries import unit_at
from elearning.reports.forms import all_offered
from elearning.reports.saved import operations, queries
from elearning.reports.saved.forms import DAYS, SHARED, SavedForm
from elearning.reports.saved.queries import can_remove

#: The field of what another kept export may have already.
TAKEN = {"name": "nama"}
SAVED = "/kepegawaian/ekspor/tersimpan"


@bp.get(SAVED)
@requires(is_hr)
def saved_exports() -> ResponseReturnValue:
    """List the kept exports that an officer uses."""
    lines = queries.saved_exports(current_user)
    shown = [(line, words_of(line.choice), address_of(line.choice)) for line in lines]
    return render_template("reports/saved_exports.html", lines=shown, days=DAYS)


@bp.get(f"{SAVED}/baru")
@requires(is_hr)
def new_saved_export() -> ResponseReturnValue:
    """Ask for the name and the schedule of a choice."""
    form = saved_form(request.args or None)
    return saved_page(form) if all_offered(form) else abort(404)


@bp.post(f"{SAVED}/baru")
@requires(is_hr)
def save_export() -> ResponseReturnValue:
    """Keep a choice under a name."""
    form = saved_form(request.form)
    if not form.validate_on_submit():
        return saved_page(form), 422
    choice = form.choice(form.berkas.data)
    if choice is None:
        abort(404)
    paths = form.paths(current_user.hr_paths)
    shared = unit_at(paths) if form.untuk.data == SHARED else None
    schedule, now = form.schedule(own_zone()), clock.now()
    name, own_id = form.nama.data or "", current_user.id
    deed = partial(operations.save, name, choice, schedule, shared, own_id, now)
    if accepted(form, deed, TAKEN) is None:
        return saved_page(form), 422
    db.session.commit()
    flash(_("The export is kept."), "success")
    return redirect(url_for(".saved_exports"))


@bp.post(f"{SAVED}/<key:saved_id>/hapus")
@requires(is_hr)
def remove_saved_export(saved_id: int) -> ResponseReturnValue:
    """Keep an export no more."""
    line = permitted(queries.saved_at(saved_id), can_remove)
    operations.remove(line.saved, current_user.id, clock.now())
    db.session.commit()
    flash(_("The export is no longer kept; files that it made stay for their days."), "success")
    return redirect(url_for(".saved_exports"))


def saved_form(values: MultiDict[str, str] | None) -> SavedForm:
    """Return the form with what the officer can choose from."""
    form = SavedForm(values)
    form.offer(
        unit_choices(current_user.hr_paths, key_in(values, "unit")),
        own_today().year,
        export_queries.courses_offered(),
    )
    return form


def saved_page(form: SavedForm) -> str:
    """Return the page that keeps an export."""
    return render_template("reports/saved_export.html", form=form)
