"""One person: added, changed, closed, opened, released."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import nip
from elearning.accounts.joined_accounts import joined_into
from elearning.accounts.models import Person
from elearning.accounts.own_time import own_today, own_zone
from elearning.accounts.policy import is_hr, is_overseer
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.core.forms import accepted
from elearning.staff import person_operations, queries
from elearning.staff.blueprint import bp
from elearning.staff.comparing import was_merged
from elearning.staff.forms import ReasonForm
from elearning.staff.officers import Officer, officer_at
from elearning.staff.person_forms import PersonForm
from elearning.staff.policy import can_change
from elearning.staff.present import Present

#: The fields of what another account may have already, and of a period that somebody just began.
TAKEN = {"nip": "nip", "email": "surel", "siasn_id": "id_siasn", "valid_from": "sejak"}


def offered(form: PersonForm) -> PersonForm:
    """Fill the form with the units that one oversees."""
    form.offer(queries.placeable_units(current_user))
    return form


def record_of(key: int) -> str:
    """Return the page of a person's record; the administrator, who is no HR, has only this one."""
    is_reader = is_hr(current_user)
    return url_for("reports.person", key=key) if is_reader else url_for(".person", key=key)


@bp.get("/tambah")
@requires(is_overseer)
def new_person() -> ResponseReturnValue:
    """Show the empty form."""
    return new_page(offered(PersonForm(sejak=own_today(), kedudukan="01")))


def new_page(form: PersonForm) -> str:
    """Return the page of a new person."""
    return render_template("staff/person.html", form=form, person=None)


@bp.post("/tambah")
@requires(is_overseer)
def add_person() -> ResponseReturnValue:
    """Open an account, or take over somebody who was released."""
    form = offered(PersonForm())
    if not form.validate_on_submit():
        return new_page(form), 422
    officer = officer_at(current_user.id)
    values, since = form.values(), form.since()
    deed = partial(person_operations.add_person, values, since, officer, clock.now())
    made = accepted(form, deed, TAKEN)
    if made is None:
        return new_page(form), 422
    return done(
        record_of(made.id),
        _("The person was added. Give them an activation slip to set a password."),
    )


def own_person(key: int) -> Present:
    """Return somebody whose data the officer may change."""
    now = permitted(queries.present_at(key), can_change)
    if now.merged_into_id is not None:
        raise Refused(was_merged(now))
    return now


def held(now: Present) -> tuple[Person, Officer]:
    """Return somebody to be changed, and the rights of the officer who changes them."""
    return db.session.get_one(Person, now.id), officer_at(current_user.id)


def done(address: str, sentence: str) -> ResponseReturnValue:
    """Commit, say what was done and go on to a page."""
    db.session.commit()
    flash(sentence, "success")
    return redirect(address)


@bp.get("/<key:key>/ubah")
@requires(is_overseer)
def person(key: int) -> ResponseReturnValue:
    """Show the form with what is held; a merged account leads to the one that remains."""
    now = permitted(queries.present_at(key), can_change)
    if now.merged_into_id is not None:
        return redirect(url_for(".person", key=now.merged_into_id))
    return person_page(offered(PersonForm(data=filled(now))), now)


def filled(now: Present) -> dict[str, object]:
    """Return what is held, by the names of the form."""
    return {
        "nip": now.nip,
        "gelar_depan": now.front_title,
        "nama": now.name,
        "gelar_belakang": now.back_title,
        "status": now.status,
        "golongan": now.rank,
        "jabatan": now.position,
        "jenis_jabatan": now.position_kind,
        "unit": now.unit_id,
        "kedudukan": now.legal_standing,
        "surel": now.email,
        "nip_atasan": queries.nip_of(now.supervisor_id),
        "id_siasn": now.siasn_id,
        "sejak": own_today(),
    }


def person_page(form: PersonForm, now: Present) -> str:
    """Return the page of a person."""
    return render_template(
        "staff/person.html",
        form=form,
        person=now,
        twin=twin_of(now, form) if form.nip.errors else None,
        joined=joined_into(now.id),
        zone=own_zone(),
    )


def twin_of(now: Present, form: PersonForm) -> Present | None:
    """Return the other account with the NIP that was typed, if the officer may join the two."""
    found = queries.present_named(form.nip.data or "")
    is_other = found is not None and found.id != now.id and found.merged_into_id is None
    return found if is_other and can_change(current_user, found) else None


@bp.post("/<key:key>/ubah")
@requires(is_overseer)
def change_person(key: int) -> ResponseReturnValue:
    """Change what is held about a person."""
    now, form = own_person(key), offered(PersonForm())
    form.held = frozenset(map(str, nip.warnings(now.nip, now.status)))
    if not form.validate_on_submit():
        return person_page(form, now), 422
    found, officer = held(now)
    values, since = form.values(), form.since()
    deed = partial(person_operations.change_person, found, values, since, officer, clock.now())
    changed = accepted(form, deed, TAKEN)
    if changed is None:
        return person_page(form, now), 422
    return done(
        record_of(key), _("The data were changed.") if changed else _("Nothing was different.")
    )


@bp.get("/<key:key>/tutup")
@requires(is_overseer)
def ask_close(key: int) -> ResponseReturnValue:
    """Ask for the reason before an account is closed."""
    return close_page(own_person(key), ReasonForm())


def close_page(now: Present, form: ReasonForm) -> str:
    """Return the question."""
    return render_template("staff/close.html", person=now, form=form)


@bp.post("/<key:key>/tutup")
@requires(is_overseer)
def close_account(key: int) -> ResponseReturnValue:
    """Close an account; its records stay."""
    now, form = own_person(key), ReasonForm()
    if not form.validate_on_submit():
        return close_page(now, form), 422
    found, officer = held(now)
    person_operations.close_account(found, form.alasan.data or "", officer, clock.now())
    return done(record_of(key), _("The account was closed."))


@bp.post("/<key:key>/buka")
@requires(is_overseer)
def open_account(key: int) -> ResponseReturnValue:
    """Open a closed account again."""
    found, officer = held(own_person(key))
    person_operations.open_account(found, officer, clock.now())
    return done(record_of(key), _("The account is open again, with the password it had."))


@bp.post("/<key:key>/lepas")
@requires(is_overseer)
def release(key: int) -> ResponseReturnValue:
    """Let another office take a person over."""
    found, officer = held(own_person(key))
    person_operations.release(found, officer, clock.now())
    return done(
        url_for(".person", key=key),
        _("Released. The other HR office can now take the person over by NIP."),
    )


@bp.post("/<key:key>/tahan")
@requires(is_overseer)
def keep(key: int) -> ResponseReturnValue:
    """Take a release back."""
    found, officer = held(own_person(key))
    person_operations.keep(found, officer, clock.now())
    return done(url_for(".person", key=key), _("The release was taken back."))
