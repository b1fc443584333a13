"""Making an assignment: describe it, see whom it means, make it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from elearning.accounts.models import Person, Unit
from elearning.accounts.own_time import own_today, own_zone
from elearning.accounts.policy import is_overseer
from elearning.accounts.unit_choices import unit_choices
from elearning.assignments import operations, people_queries, queries
from elearning.assignments.duty_queries import standings
from elearning.assignments.forms import AssignmentForm
from elearning.assignments.models import Assignment
from elearning.assignments.named_people import (
    NamedPeople,
    Typed,
    named_people,
    typed_in,
    typed_in_file,
)
from elearning.assignments.policy import office_paths
from elearning.assignments.rule_words import later_joiners, rule_in_words
from elearning.assignments.views import LIST, bp
from elearning.core import clock
from elearning.core.access import requires
from elearning.core.db import db, reading
from elearning.core.errors import Refused

#: Problems that the page shows of a list.
SHOWN_PROBLEMS = 50


@bp.get(f"{LIST}/baru")
@requires(is_overseer)
def new_assignment() -> ResponseReturnValue:
    """Show the empty form."""
    return new_page(
        new_form({"mulai": own_today(), "pelatihan": request.args.get("pelatihan", "")})
    )


def new_form(values: dict[str, object] | None = None) -> AssignmentForm:
    """Return the form with what the officer can choose from."""
    form = AssignmentForm(data=values)
    form.offer(unit_choices(office_paths(current_user)), queries.courses_offered(), own_today())
    return form


def new_page(form: AssignmentForm) -> str:
    """Return the page of the form."""
    return render_template("assignments/new.html", form=form)


@bp.post(f"{LIST}/baru")
@requires(is_overseer)
def make_assignment() -> ResponseReturnValue:
    """Show whom the description means, or make what was shown."""
    deed = request.form.get("tindakan")
    with reading():
        form = new_form()
        typed = typed_by_officer(form) if form.validate_on_submit() else None
        if typed is None:
            return new_page(form), 422
        if deed == "ubah":
            return new_page(form)
        path = form.chosen_unit.path
        named = people_named(form, typed, path)
        if named is None:
            return new_page(form), 422
        made = described(form)
        if deed != "tetapkan":
            return preview_page(form, made, named, path)
    by = db.session.get_one(Person, current_user.id)
    operations.assign(made, list(named.people.values()), by, clock.now())
    db.session.commit()
    flash(_("The course is mandatory now. The people are told within minutes."), "success")
    return redirect(url_for(".assignment", assignment_id=made.id))


def typed_by_officer(form: AssignmentForm) -> list[Typed] | None:
    """Return the NIPs of the field and of an uploaded table; None when that cannot be read.

    Those of the table are put into the field for what follows, and keep the rows of the file.
    """
    typed, file = typed_in(form.nip.data or ""), form.berkas.data
    if not isinstance(file, FileStorage) or not file.filename:
        return typed
    try:
        read = list(typed_in_file(file.stream, file.filename))  # type: ignore[arg-type]
    except Refused as error:
        form.berkas.errors = [str(error)]
        return None
    form.nip.data = "\n".join([*filter(None, [form.nip.data]), *(each.text for each in read)])
    return typed + read


def people_named(form: AssignmentForm, typed: list[Typed], path: str) -> NamedPeople | None:
    """Return the people of the list; None when it names nobody whom the unit has."""
    if not form.is_listed:
        return NamedPeople({}, [])
    try:
        named = named_people(typed, (path,))
    except Refused as error:
        form.nip.errors = [str(error)]
        return None
    if not named.people:
        form.nip.errors = [str(problem) for problem in named.problems[:SHOWN_PROBLEMS]]
        return None
    return named


def described(form: AssignmentForm) -> Assignment:
    """Return the assignment that was described, in the zone of its agency."""
    unit = db.session.get_one(Unit, form.chosen_unit.id)
    agency = db.session.get_one(Unit, unit.agency_id or unit.id)
    return form.assignment(agency.id, agency.timezone or own_zone())


def preview_page(
    form: AssignmentForm, made: Assignment, named: NamedPeople, path: str
) -> ResponseReturnValue:
    """Return the page that shows whom it means, before anybody is told."""
    people = list(named.people.values())
    bare = form.assignment(made.agency_id, made.timezone)
    bare.is_listed = False  # the people are given by their keys
    return render_template(
        "assignments/preview.html",
        form=form,
        made=made,
        course=dict(queries.courses_offered())[made.course_id],
        unit=form.chosen_unit.name,
        figures=people_queries.expected(bare, people, path, standings()),
        named=named,
        problems=named.problems[:SHOWN_PROBLEMS],
        others=queries.same_course(made.course_id, path),
        rule=rule_in_words(made),
        later=later_joiners(made.grace_days),
        hidden=hidden_of(form),
    )


def hidden_of(form: AssignmentForm) -> list[tuple[str, str]]:
    """Return what was described, for the form that makes it."""
    single = ("pelatihan", "unit", "nip", "dasar", "susulan")
    several = ("status", "jenis_jabatan", "golongan", "golongan_pppk")
    days = (("mulai", form.mulai.data), ("tenggat", form.tenggat.data))
    return [
        *((name, form[name].data or "") for name in single),
        *((name, value) for name in several for value in form[name].data or ()),
        *((name, day.isoformat()) for name, day in days if day),
        *([("terdahulu", "y")] if form.terdahulu.data else []),
    ]
