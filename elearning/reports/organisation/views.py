"""The organisation: the tree, one unit, adding, describing and naming units."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import organisation, unit_names
from elearning.accounts.models import Unit
from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_admin, is_overseer
from elearning.accounts.queries import ancestors
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.core.forms import accepted
from elearning.reports.blueprint import bp
from elearning.reports.organisation import queries
from elearning.reports.organisation.forms import (
    KIND_NAMES,
    ZONES,
    NewUnitForm,
    RenameForm,
    UnitForm,
)
from elearning.reports.organisation.policy import can_change_unit, can_see_unit, reach

PLACE = "/kepegawaian/organisasi/"
UNIT = f"{PLACE}<key:unit_id>"
#: The field of what another unit may have already.
TAKEN = {"code": "kode"}


@bp.get(PLACE)
@requires(is_overseer)
def organisation_tree() -> ResponseReturnValue:
    """Show the units of one's subtree as a tree."""
    with_closed = "semua" in request.args
    branches, is_cut = queries.tree(reach(current_user), with_closed=with_closed)
    return render_template(
        "reports/organisation.html",
        branches=branches,
        is_cut=is_cut,
        with_closed=with_closed,
        adds_agencies=is_admin(current_user),
    )


@bp.get(UNIT)
@requires(is_overseer)
def unit(unit_id: int) -> ResponseReturnValue:
    """Show a unit, what is bound to it, how it changed, and what lies below it."""
    found = permitted(queries.unit_at(unit_id), can_see_unit)
    (root, *_rest), is_cut = queries.tree([found.path], with_closed=True)
    return unit_page(
        "unit",
        found,
        branches=root.branches,
        is_cut=is_cut,
        names=unit_names.names_of([found.id]).get(found.id, []),
        changes=queries.changes_of(found.id),
        zones=ZONES,
        can_change=can_change_unit(current_user, found),
    )


@bp.get(f"{PLACE}tambah")
@requires(is_admin)
def new_agency() -> ResponseReturnValue:
    """Show the form of a new agency."""
    return adding_page(new_form(None), None)


@bp.post(f"{PLACE}tambah")
@requires(is_admin)
def add_agency() -> ResponseReturnValue:
    """Add an agency."""
    return add_below(None)


@bp.get(f"{UNIT}/tambah")
@requires(is_overseer)
def new_unit(unit_id: int) -> ResponseReturnValue:
    """Show the form of a unit below another."""
    parent = permitted(queries.unit_at(unit_id), can_see_unit)
    return adding_page(new_form(parent), parent)


@bp.post(f"{UNIT}/tambah")
@requires(is_overseer)
def add_unit(unit_id: int) -> ResponseReturnValue:
    """Add a unit below another."""
    return add_below(permitted(queries.unit_at(unit_id), can_see_unit))


def add_below(parent: Unit | None) -> ResponseReturnValue:
    """Add a unit below another, or an agency."""
    form = new_form(parent)
    if not form.validate_on_submit():
        return adding_page(form, parent), 422
    values = {"kind": "agency", "name": form.nama.data or ""} | form.values
    deed = partial(organisation.add, parent, at=clock.now(), by_id=current_user.id, **values)
    made = accepted(form, deed, TAKEN)
    if made is None:
        return adding_page(form, parent), 422
    warn_of_shared_code(made)
    return done(made, _("“%(name)s” is added.", name=made.name))


def warn_of_shared_code(found: Unit) -> None:
    """Say that an import does not find a unit by its code alone."""
    if queries.shares_its_code(found):
        sentence = _(
            "Another unit of the agency has the code %(code)s too. In a staff list that is imported,"
            " give the Perangkat Daerah beside this code.",
            code=found.code,
        )
        flash(sentence, "warning")


def new_form(parent: Unit | None) -> NewUnitForm:
    """Return the form of a new unit; below an agency it starts as a Perangkat Daerah."""
    is_high = parent is not None and parent.kind == "agency"
    form = NewUnitForm(data={"jenis": "department" if is_high else "unit"})
    form.suit("agency" if parent is None else "unit")
    return form


def adding_page(form: NewUnitForm, parent: Unit | None) -> str:
    """Return the page of a new unit."""
    line = line_of(parent) if parent else []
    return render_template("reports/unit_new.html", form=form, parent=parent, line=line)


@bp.get(f"{UNIT}/ubah")
@requires(is_overseer)
def unit_facts(unit_id: int) -> ResponseReturnValue:
    """Show the form of a unit's facts."""
    found = permitted(queries.unit_at(unit_id), can_change_unit)
    form = UnitForm()
    form.suit(found.kind)
    form.start(found)
    return unit_page("unit_facts", found, form=form)


@bp.post(f"{UNIT}/ubah")
@requires(is_overseer)
def change_unit(unit_id: int) -> ResponseReturnValue:
    """Change a unit's facts."""
    found = permitted(queries.unit_at(unit_id), can_change_unit)
    form = UnitForm()
    form.suit(found.kind)
    if not form.validate_on_submit():
        return unit_page("unit_facts", found, form=form), 422
    by, values = current_user.id, form.values
    deed = partial(organisation.change, found, clock.now(), by_id=by, **values)
    changed = accepted(form, deed, TAKEN)
    if changed is None:
        return unit_page("unit_facts", found, form=form), 422
    if changed:
        warn_of_shared_code(found)
    return done(found, _("The changes are saved."))


@bp.get(f"{UNIT}/nama")
@requires(is_overseer)
def unit_name(unit_id: int) -> ResponseReturnValue:
    """Show the form of a new name."""
    found = permitted(queries.unit_at(unit_id), can_change_unit)
    return unit_page("unit_name", found, form=RenameForm(data={"sejak": own_today()}))


@bp.post(f"{UNIT}/nama")
@requires(is_overseer)
def rename_unit(unit_id: int) -> ResponseReturnValue:
    """Give a unit another name from a day on."""
    found = permitted(queries.unit_at(unit_id), can_change_unit)
    form, today = RenameForm(), own_today()
    if not form.validate_on_submit() or not form.differs_from(found.name):
        return unit_page("unit_name", found, form=form), 422
    name, since = form.nama.data or "", form.sejak.data or today
    unit_names.rename(found, name, since, today, clock.now(), by_id=current_user.id)
    return done(found, _("The name is kept; it is shown from its day on."))


def done(found: Unit, sentence: str) -> ResponseReturnValue:
    """Commit, say what was done and show the unit."""
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for(".unit", unit_id=found.id))


def unit_page(page: str, found: Unit, **more: Any) -> str:
    """Return a page about a unit, with what is bound to it."""
    return render_template(
        f"reports/{page}.html",
        unit=found,
        line=line_of(found),
        kinds=KIND_NAMES,
        bound=queries.bound_to(found.path),
        **more,
    )


def line_of(found: Unit) -> list[Unit]:
    """Return the units from the highest that the officer oversees down to a unit."""
    return [each for each in ancestors(found) if can_see_unit(current_user, each)]
