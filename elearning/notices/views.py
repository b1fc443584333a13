"""One's own notices, and what of them comes by e-mail."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.account_queries import account_of
from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.addresses import key_asked, safe_next
from elearning.core.db import db
from elearning.core.types import MOST_KEY
from elearning.notices import operations, queries
from elearning.notices.forms import ChoicesForm, choices_form
from elearning.notices.kinds import KINDS
from elearning.notices.policy import can_read, kinds_for

bp = Blueprint("notices", __name__, url_prefix="/pemberitahuan")


@bp.get("/")
def notices() -> ResponseReturnValue:
    """Show one's notices, the newest first."""
    found = queries.notices_of(current_user.id, key_asked("sebelum") or None)
    shown = found[: queries.PAGE]
    return render_template(
        "notices/notices.html",
        notices=shown,
        kinds=KINDS,
        further=shown[-1].id if len(found) > queries.PAGE else None,
    )


@bp.post("/dibaca")
def read_all() -> ResponseReturnValue:
    """Note that everything is read, up to the newest notice that the page showed."""
    newest = max(0, min(request.form.get("sampai", 0, int), MOST_KEY))
    operations.read_all(current_user.id, newest, clock.now())
    db.session.commit()
    flash(_("All notices are marked as read."), "success")
    return redirect(url_for(".notices"))


@bp.post("/<key:notice_id>/buka")
def follow(notice_id: int) -> ResponseReturnValue:
    """Note that a notice is read and go where it leads."""
    notice = permitted(queries.notice_at(current_user.id, notice_id), can_read)
    operations.read(notice, clock.now())
    db.session.commit()
    return redirect(safe_next(notice.link) if notice.link else url_for(".notices"))


@bp.get("/pengaturan")
def choices() -> ResponseReturnValue:
    """Show what one wants by e-mail."""
    return choices_page(own_form())


def own_form() -> ChoicesForm:
    """Return the form with what the person has chosen."""
    return choices_form(kinds_for(current_user), queries.own_ways(current_user.id))


def choices_page(form: ChoicesForm) -> str:
    """Return the page of the form."""
    account = account_of(current_user.id)
    return render_template("notices/choices.html", form=form, email=account and account.email)


@bp.post("/pengaturan")
def choose() -> ResponseReturnValue:
    """Keep what one wants by e-mail."""
    form = own_form()
    if not form.validate_on_submit():
        return choices_page(form), 422
    operations.choose(current_user.id, form.ways)
    db.session.commit()
    flash(_("Your choice is saved."), "success")
    return redirect(url_for(".choices"))
