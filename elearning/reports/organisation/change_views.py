"""Moving, merging, closing and reopening units, and taking changes back; each is shown first."""

from datetime import datetime

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import organisation, unit_merging, unit_names
from elearning.accounts.models import Unit
from elearning.accounts.organisation_models import UnitChange
from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_overseer
from elearning.accounts.unit_choices import unit_choices
from elearning.assignments import unit_changes
from elearning.assignments.operations import follow_units
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.reports.blueprint import bp
from elearning.reports.organisation import queries
from elearning.reports.organisation.forms import ConfirmForm, PlaceForm
from elearning.reports.organisation.policy import can_change_unit, can_see_unit, reach
from elearning.reports.organisation.views import PLACE, UNIT, done, unit_page

UNDO = f"{PLACE}perubahan/<key:change_id>/batalkan"


@bp.get(f"{UNIT}/pindah")
@requires(is_overseer)
def moving(unit_id: int) -> ResponseReturnValue:
    """Choose where a unit goes, then show what that does."""
    found = permitted(queries.unit_at(unit_id), can_change_unit)
    return choosing_page(found, "unit_move", but=found.parent_id)


@bp.post(f"{UNIT}/pindah")
@requires(is_overseer)
def move_unit(unit_id: int) -> ResponseReturnValue:
    """Move a unit with everything below it."""
    found, place = confirmed(unit_id)
    organisation.move(found, place, clock.now(), by_id=current_user.id)
    follow_units(found.path)
    return done(
        found, _("“%(name)s” now lies below “%(place)s”.", name=found.name, place=place.name)
    )


@bp.get(f"{UNIT}/gabung")
@requires(is_overseer)
def merging(unit_id: int) -> ResponseReturnValue:
    """Choose the unit into which another is merged, then show what that does."""
    found = permitted(queries.unit_at(unit_id), can_change_unit)
    return choosing_page(found, "unit_merge")


@bp.post(f"{UNIT}/gabung")
@requires(is_overseer)
def merge_unit(unit_id: int) -> ResponseReturnValue:
    """Merge a unit into another from today on."""
    found, into = confirmed(unit_id)
    named = unit_changes.name_people(found)
    change = unit_merging.merge(found, into, own_today(), clock.now(), by_id=current_user.id)
    unit_changes.go_over(change, named, into)
    follow_units(into.path)
    return done(found, _("“%(name)s” is merged into “%(into)s”.", name=found.name, into=into.name))


def choosing_page(found: Unit, page: str, *, but: int | None = None) -> str:
    """Return the page that offers units, and shows the effect of the chosen one."""
    form = PlaceForm(request.args)
    has_choice = form.offer(unit_choices(reach(current_user)), found, but=but)
    is_chosen = bool(form.ke.data) and form.validate()
    place = permitted(queries.unit_at(int(form.ke.data)), can_see_unit) if is_chosen else None
    parent = queries.unit_at(found.parent_id or 0)
    return unit_page(page, found, form=form, place=place, parent=parent, has_choice=has_choice)


def confirmed(unit_id: int) -> tuple[Unit, Unit]:
    """Return the unit and the other one, both of which the officer oversees."""
    found = permitted(queries.unit_at(unit_id), can_change_unit)
    form = ConfirmForm()
    if not form.validate_on_submit():
        abort(422)
    return found, permitted(queries.unit_at(form.key), can_see_unit)


@bp.get(f"{UNIT}/tutup")
@requires(is_overseer)
def closing(unit_id: int) -> ResponseReturnValue:
    """Show what closing a unit does."""
    return unit_page("unit_close", permitted(queries.unit_at(unit_id), can_change_unit))


@bp.post(f"{UNIT}/tutup")
@requires(is_overseer)
def close_unit(unit_id: int) -> ResponseReturnValue:
    """Close an empty unit."""
    found = permitted(queries.unit_at(unit_id), can_change_unit)
    organisation.close(found, clock.now(), by_id=current_user.id)
    return done(found, _("“%(name)s” is closed.", name=found.name))


@bp.post(f"{UNIT}/buka")
@requires(is_overseer)
def reopen_unit(unit_id: int) -> ResponseReturnValue:
    """Open a closed unit again."""
    found = permitted(queries.unit_at(unit_id), can_change_unit)
    organisation.reopen(found, clock.now(), by_id=current_user.id)
    return done(found, _("“%(name)s” is open again.", name=found.name))


# Taking back


@bp.get(UNDO)
@requires(is_overseer)
def undoing(change_id: int) -> ResponseReturnValue:
    """Show what taking a change back does."""
    change, unit = undoable(change_id)
    lines = queries.changes_of(unit.id)
    shown = next((each for each in lines if each.id == change.id), None) or abort(404)
    return render_template("reports/unit_undo.html", change=shown, unit=unit)


@bp.post(UNDO)
@requires(is_overseer)
def undo_change(change_id: int) -> ResponseReturnValue:
    """Take a change back."""
    change, unit = undoable(change_id)
    take_back(change, unit, clock.now())
    return done(unit, _("The change is taken back."))


def undoable(change_id: int) -> tuple[UnitChange, Unit]:
    """Return a change that can be taken back; the officer oversees the unit and where it was."""
    change = queries.change_at(change_id) or abort(404)
    unit = permitted(queries.unit_at(change.unit_id), can_change_unit)
    if change.kind not in ("renamed", "moved", "merged") or change.undone_at is not None:
        abort(404)
    if change.kind != "renamed":
        permitted(queries.unit_at(change.details["from"]), can_see_unit)
    return change, unit


def take_back(change: UnitChange, unit: Unit, at: datetime) -> None:
    """Take a change back in the way of its kind."""
    by = current_user.id
    if change.kind == "renamed":
        unit_names.unname(change, unit, own_today(), at, by_id=by)
    elif change.kind == "moved":
        organisation.move_back(change, unit, at, by_id=by)
        follow_units(unit.path)
    else:
        unit_merging.unmerge(change, unit, at, by_id=by)
        unit_changes.come_back(change, unit)
        follow_units(unit.path)
