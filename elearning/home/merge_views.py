"""Joining two accounts of one person: the other NIP, both side by side, done; and parting them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import access_log
from elearning.accounts.guessing import looked_up
from elearning.accounts.joined_accounts import Joined, joined_at, may_part
from elearning.accounts.noted_views import note_view_of
from elearning.accounts.own_time import own_zone
from elearning.accounts.policy import is_hr, is_overseer
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.home import merge_operations as operations
from elearning.home import merge_queries as queries
from elearning.home.blueprint import bp
from elearning.home.merge_forms import MergeForm, OtherNipForm
from elearning.home.merge_page import Preview, preview_of
from elearning.home.merge_queries import Side, may_join
from elearning.staff.officers import officer_at

DOOR = "merge"
MERGE = "/kepegawaian/pegawai/<key:person_id>/gabung"


def page_of(person_id: int) -> str:
    """Return the page of a person; the administrator, who is no HR, has only the form."""
    page = "reports.person" if is_hr(current_user) else "staff.person"
    return url_for(page, key=person_id)


def own_side(person_id: int) -> Side:
    """Return an account that the officer may join with another one, 404 else."""
    return permitted(queries.side_at(person_id), may_join)


@bp.get(MERGE)
@requires(is_overseer)
def other_account(person_id: int) -> ResponseReturnValue:
    """Ask for the person's other NIP."""
    side = own_side(person_id)
    if side.merged_into_id is not None:
        return redirect(page_of(side.merged_into_id))
    return other_page(side, OtherNipForm())


def other_page(side: Side, form: OtherNipForm) -> str:
    """Return the question."""
    return render_template("home/merge_other.html", side=side, form=form, back=page_of(side.id))


@bp.post(MERGE)
@requires(is_overseer)
def find_other_account(person_id: int) -> ResponseReturnValue:
    """Look the other NIP up; unknown and out of reach look alike."""
    side, form = own_side(person_id), OtherNipForm()
    if not form.validate_on_submit():
        return other_page(side, form), 422
    found = looked_up(DOOR, lambda: reached(form.nip.data or ""))
    if found is None:
        form.nip.errors = [_("No account within your part of the organisation has this NIP.")]
        return other_page(side, form), 422
    if found.id == side.id:
        form.nip.errors = [_("This is the same account. Type the person's other NIP.")]
        return other_page(side, form), 422
    return redirect(url_for(".both_accounts", person_id=side.id, other_id=found.id))


def reached(number: str) -> Side | None:
    """Return the account with a NIP that the officer may join."""
    found = queries.side_named(number)
    return found if found and may_join(current_user, found) else None


@bp.get(f"{MERGE}/<key:other_id>")
@requires(is_overseer)
def both_accounts(person_id: int, other_id: int) -> ResponseReturnValue:
    """Show both accounts side by side; both holders can see who looked."""
    both = own_side(person_id), own_side(other_id)
    if already := joined_page(*both):
        return already
    for side in both:
        note_view_of(side.id, access_log.MERGE)
    preview = preview_of(*both)
    form = MergeForm()
    form.offer(preview)
    return both_page(person_id, preview, form)


def joined_page(one: Side, other: Side) -> ResponseReturnValue | None:
    """Lead away from one account taken twice, and from two that are joined already."""
    if one.id == other.id:
        flash(_("This is the same account. Type the person's other NIP."), "info")
        return redirect(url_for(".other_account", person_id=one.id))
    remains = {one.merged_into_id or one.id, other.merged_into_id or other.id}
    if len(remains) > 1:
        return None
    flash(_("These accounts are joined already."), "success")
    return redirect(page_of(remains.pop()))


def both_page(person_id: int, preview: Preview, form: MergeForm) -> str:
    """Return both accounts with what joining them means, or why they cannot be joined."""
    into, former = preview.sides
    return render_template(
        "home/merge_both.html",
        preview=preview,
        form=form,
        back=page_of(person_id),
        own=next(side for side in preview.sides if side.id == person_id),
        other_id=next(side.id for side in preview.sides if side.id != person_id),
        obstacle=operations.obstacle(former.id, into.id, officer_at(current_user.id)),
    )


@bp.post(f"{MERGE}/<key:other_id>")
@requires(is_overseer)
def merge_accounts(person_id: int, other_id: int) -> ResponseReturnValue:
    """Join the two accounts."""
    both = own_side(person_id), own_side(other_id)
    if already := joined_page(*both):
        return already
    preview, form = preview_of(*both), MergeForm()
    form.offer(preview)
    if not form.validate_on_submit():
        return both_page(person_id, preview, form), 422
    into_id = form.tetap.data
    former_id = next(side.id for side in preview.sides if side.id != into_id)
    officer = officer_at(current_user.id)
    operations.merge(former_id, into_id, form.alasan.data or "", officer, clock.now())
    db.session.commit()
    flash(_("The accounts are joined. The person was told."), "success")
    return redirect(page_of(into_id))


def standing(merge_id: int) -> Joined:
    """Return two accounts that stand joined; say so when they do no more."""
    joined = joined_at(merge_id)
    if joined is None:
        raise Refused(_("These accounts are parted already. Nothing was changed."))
    return joined


@bp.get("/kepegawaian/pegawai/gabungan/<key:merge_id>/batal")
@requires(is_overseer)
def ask_to_part(merge_id: int) -> ResponseReturnValue:
    """Say what parting two accounts does before it is done."""
    joined = permitted(standing(merge_id), may_part)
    back = page_of(joined.into_id)
    return render_template("home/merge_undo.html", joined=joined, back=back, zone=own_zone())


@bp.post("/kepegawaian/pegawai/gabungan/<key:merge_id>/batal")
@requires(is_overseer)
def part_accounts(merge_id: int) -> ResponseReturnValue:
    """Part two accounts again."""
    joined = permitted(standing(merge_id), may_part)
    operations.undo(joined.id, officer_at(current_user.id), clock.now())
    db.session.commit()
    flash(_("The accounts are parted again."), "success")
    return redirect(page_of(joined.into_id))
