"""Exemptions from an assignment: list, give, end."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import nip
from elearning.accounts.models import Person
from elearning.accounts.policy import is_overseer
from elearning.assignments import exemption_operations as operations
from elearning.assignments import exemption_queries, queries
from elearning.assignments.forms import REASON_NAMES, ExemptionForm
from elearning.assignments.people_queries import keys_of
from elearning.assignments.policy import can_see, seen_paths
from elearning.assignments.queries import Line
from elearning.assignments.views import ASSIGNMENT, bp
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.forms import accepted

EXEMPTIONS = f"{ASSIGNMENT}/pengecualian"


@bp.get(EXEMPTIONS)
@requires(is_overseer)
def exemptions(assignment_id: int) -> ResponseReturnValue:
    """Show who of one's people is exempt, and the form of another exemption."""
    line = permitted(queries.line_at(assignment_id), can_see)
    return exemptions_page(line, ExemptionForm(data={"nip": ""}))


def exemptions_page(line: Line, form: ExemptionForm) -> str:
    """Return the page of an assignment's exemptions."""
    paths = seen_paths(current_user, line.unit_path)
    found = exemption_queries.exemptions_of(line.id, paths, key_asked("sebelum"))
    shown = found[: exemption_queries.PAGE]
    return render_template(
        "assignments/exemptions.html",
        line=line,
        form=form,
        exemptions=shown,
        reasons=REASON_NAMES,
        further=shown[-1].id if len(found) > exemption_queries.PAGE else None,
    )


@bp.post(EXEMPTIONS)
@requires(is_overseer)
def exempt(assignment_id: int) -> ResponseReturnValue:
    """Exempt whoever has the NIP, if they are one of one's people."""
    line, form = permitted(queries.line_at(assignment_id), can_see), ExemptionForm()
    person_id = person_of(form, line) if form.validate_on_submit() else None
    if person_id is None:
        return exemptions_page(line, form), 422
    by, held = db.session.get_one(Person, current_user.id), queries.assignment_at(line.id)
    reason, note = form.alasan.data, form.catatan.data or ""
    deed = partial(operations.exempt, held, person_id, reason, note, by, clock.now())
    if accepted(form, deed, {"person_id": "nip"}) is None:
        return exemptions_page(line, form), 422
    db.session.commit()
    flash(_("Exempt. This person is neither counted nor reminded any more."), "success")
    return redirect(url_for(".exemptions", assignment_id=line.id))


def person_of(form: ExemptionForm, line: Line) -> int | None:
    """Return who holds the NIP among the officer's people whom the assignment may mean."""
    try:
        number = nip.normalise(form.nip.data or "")
    except Refused as error:
        form.nip.errors = [str(error)]
        return None
    found = keys_of([number], seen_paths(current_user, line.unit_path)).get(number)
    if found is None:
        form.nip.errors = [_("Nobody in this work unit has this NIP now. Check the number.")]
    return found


@bp.post(f"{EXEMPTIONS}/<key:exemption_id>/akhiri")
@requires(is_overseer)
def end_exemption(assignment_id: int, exemption_id: int) -> ResponseReturnValue:
    """End an exemption."""
    line = permitted(queries.line_at(assignment_id), can_see)
    paths = seen_paths(current_user, line.unit_path)
    held = exemption_queries.exemption_at(line.id, exemption_id, paths)
    exemption = permitted(held, lambda _officer, _held: True)
    by = db.session.get_one(Person, current_user.id)
    operations.end_exemption(exemption, by, clock.now())
    db.session.commit()
    flash(_("Ended. The course is mandatory for this person again."), "success")
    return redirect(url_for(".exemptions", assignment_id=line.id))
