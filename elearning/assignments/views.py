"""Assignments in the HR office: the list, one of them, its deadline, its end."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.policy import is_overseer
from elearning.accounts.queries import unit_names
from elearning.assignments import operations, people_queries, queries
from elearning.assignments.counting import counted
from elearning.assignments.duties import in_words
from elearning.assignments.duty_queries import standings
from elearning.assignments.forms import DeadlineForm, PeopleForm
from elearning.assignments.people_queries import Wanted
from elearning.assignments.policy import can_change, can_see, seen_paths
from elearning.assignments.queries import Line
from elearning.assignments.rule_words import later_joiners, rule_in_words
from elearning.assignments.whatsapp import chat_text
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked, key_named
from elearning.core.db import db

bp = Blueprint("assignments", __name__)

LIST = "/kepegawaian/penugasan"
ASSIGNMENT = f"{LIST}/<key:assignment_id>"


@bp.get(f"{LIST}/")
@requires(is_overseer)
def assignments() -> ResponseReturnValue:
    """List the assignments that concern one's part of the organisation."""
    is_ended = request.args.get("keadaan") == "berakhir"
    found = queries.assignments_seen(current_user, list_place(), ended=is_ended)
    lines = found[: queries.LISTED]
    last = lines[-1] if len(found) > queries.LISTED else None
    kept: dict[str, Any] = {"keadaan": "berakhir"} if is_ended else {}
    if last:
        kept |= {"tenggat": last.due_on.isoformat(), "setelah": last.id}
    return render_template(
        "assignments/assignments.html",
        lines=lines,
        is_ended=is_ended,
        today_of=today_of,
        in_words=in_words,
        rule_in_words=rule_in_words,
        can_change=can_change,
        next_page=url_for(".assignments", **kept) if last else None,
    )


def today_of(line: Line) -> date:
    """Return the day in the zone of an assignment's agency, by which its deadline passes."""
    return clock.local_date(clock.now(), line.timezone)


def list_place() -> tuple[date, int] | None:
    """Return after which deadline and assignment the list goes on."""
    try:
        return date.fromisoformat(request.args.get("tenggat", "")), key_asked("setelah")
    except ValueError:
        return None


@bp.get(ASSIGNMENT)
@requires(is_overseer)
def assignment(assignment_id: int) -> ResponseReturnValue:
    """Show how far the people of an assignment are, in one's part or in a unit of it."""
    line = permitted(queries.line_at(assignment_id), can_see)
    form = PeopleForm(request.args)
    form.validate()
    wanted = wanted_in(line, form)
    figures = people_queries.figures_by_unit(wanted)
    found = people_queries.people_of(wanted, key_asked("setelah"))
    people = found[: people_queries.PAGE]
    return render_template(
        "assignments/assignment.html",
        line=line,
        form=form,
        figures=people_queries.total(figures.values()),
        units=people_queries.by_level(wanted.paths, figures),
        chosen=chosen_unit(wanted),
        people=people,
        today=wanted.today,
        zone=line.timezone,
        later_joiners=later_joiners,
        may_change=can_change(current_user, line),
        in_words=in_words,
        rule_in_words=rule_in_words,
        next_page=further(found, people),
        is_filtered=bool(wanted.state or wanted.words),
    )


def wanted_in(line: Line, form: PeopleForm) -> Wanted:
    """Return which people are shown: of a unit that the address names, else of one's whole part."""
    paths, unit = seen_paths(current_user, line.unit_path), key_named("unit")
    if unit:
        path = queries.path_of(unit)
        paths = (path,) if path and path.startswith(paths) else abort(404)
    state = "" if form.keadaan.errors else form.keadaan.data or ""
    words = "" if form.cari.errors else form.cari.data or ""
    return Wanted(line, paths, standings(), today_of(line), state, words)


def chosen_unit(wanted: Wanted) -> tuple[int, str] | None:
    """Return key and name of the unit that is shown, when it is a single one."""
    if len(wanted.paths) != 1:
        return None
    key = int(wanted.paths[0].strip("/").split("/")[-1])
    return key, unit_names([key])[key]


def further(found: list[Any], shown: list[Any]) -> str | None:
    """Return the address of the next people with the same filters."""
    if len(found) <= len(shown):
        return None
    kept: dict[str, Any] = {
        n: v for n, v in request.args.items() if v and n in ("unit", "cari", "keadaan")
    }
    key = (request.view_args or {})["assignment_id"]
    return url_for(".assignment", assignment_id=key, **kept, setelah=shown[-1].id)


@bp.get(f"{ASSIGNMENT}/tenggat")
@requires(is_overseer)
def ask_deadline(assignment_id: int) -> ResponseReturnValue:
    """Show the form of another deadline."""
    line = permitted(queries.line_at(assignment_id), can_change)
    return deadline_page(line, DeadlineForm(data={"tenggat": line.due_on}))


def deadline_page(line: Line, form: DeadlineForm) -> str:
    """Return the page of another deadline."""
    return render_template("assignments/deadline.html", line=line, form=form)


@bp.post(f"{ASSIGNMENT}/tenggat")
@requires(is_overseer)
def move_deadline(assignment_id: int) -> ResponseReturnValue:
    """Set another deadline."""
    line = permitted(queries.line_at(assignment_id), can_change)
    form = DeadlineForm()
    form.ask(max(today_of(line), line.starts_on))
    if not form.validate_on_submit() or form.tenggat.data is None:
        return deadline_page(line, form), 422
    by = db.session.get_one(Person, current_user.id)
    held = queries.assignment_at(line.id)
    operations.move_deadline(held, form.tenggat.data, by, clock.now())
    db.session.commit()
    flash(_("The deadline is moved. Everybody who has not finished is told."), "success")
    return redirect(url_for(".assignment", assignment_id=line.id))


@bp.get(f"{ASSIGNMENT}/akhiri")
@requires(is_overseer)
def ask_end(assignment_id: int) -> ResponseReturnValue:
    """Ask before an assignment ends."""
    line = permitted(queries.line_at(assignment_id), can_change)
    return render_template("assignments/end.html", line=line)


@bp.post(f"{ASSIGNMENT}/akhiri")
@requires(is_overseer)
def end(assignment_id: int) -> ResponseReturnValue:
    """End an assignment."""
    line = permitted(queries.line_at(assignment_id), can_change)
    by = db.session.get_one(Person, current_user.id)
    now = clock.now()
    operations.end(queries.assignment_at(line.id), by, now, counted(line, now))
    db.session.commit()
    flash(_("The assignment has ended. What people have learned stays."), "success")
    return redirect(url_for(".assignments"))


@bp.get(f"{ASSIGNMENT}/pesan")
@requires(is_overseer)
def chat(assignment_id: int) -> ResponseReturnValue:
    """Show the text that is copied into a chat, while the course is mandatory."""
    line = permitted(queries.line_at(assignment_id), can_see)
    if line.ended_at is not None:
        abort(404)
    back = url_for(".assignment", assignment_id=line.id)
    text = chat_text(line, today_of(line))
    return render_template("assignments/chat.html", line=line, text=text, back=back)
