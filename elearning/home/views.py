"""The front door: landing page, dashboard, help and notices."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import HiddenField

from elearning.accounts import privacy_notice
from elearning.accounts.own_time import local
from elearning.accounts.policy import is_admin, is_hr, is_learner, is_trainer
from elearning.assignments.duties import duty_tag
from elearning.certificates.policy import arranges_certificates
from elearning.core import clock
from elearning.core.access import public
from elearning.core.addresses import safe_next
from elearning.core.db import db
from elearning.core.forms import PostForm
from elearning.core.settings import current_settings
from elearning.courses.queries import Filters, catalogue
from elearning.home.dashboard import dashboard_of, greeting_at
from elearning.home.data_words import explained, grounds_in_words
from elearning.learning.catalogue.tiles import course_tiles
from elearning.reports.desks import desks_of

bp = Blueprint("home", __name__)

SHOWN_COURSES = 6


class ReadingForm(PostForm):
    """One button: the notice is read; `next` is where the person was going."""

    next = HiddenField()


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Show visitors what this is, learners where they stand, others what they can do."""
    if not current_user.is_authenticated:
        tiles = course_tiles(catalogue(Filters(), limit=SHOWN_COURSES)[:SHOWN_COURSES])
        return render_template("home/visitor.html", tiles=tiles)
    doors = {
        "is_hr": is_hr(current_user),
        "is_trainer": is_trainer(current_user),
        "is_arranging": arranges_certificates(current_user),
        "is_admin": is_admin(current_user),
        "unread_notice": privacy_notice.is_unread(current_user, current_settings()),
        "desks": desks_of(current_user, current_settings(), clock.now()),
    }
    if not is_learner(current_user):
        return render_template("home/office.html", greeting=office_greeting(), **doors)
    board = dashboard_of(current_user, current_settings(), clock.now())
    return render_template("home/dashboard.html", board=board, duty_tag=duty_tag, **doors)


def office_greeting() -> str:
    """Greet an account without a NIP in its own zone."""
    return greeting_at(local(clock.now()), current_user.short_name)


@bp.get("/bantuan", endpoint="help")
@public
def show_help() -> ResponseReturnValue:
    """Answer what people ask when they are tired."""
    return render_template("home/help.html", settings=current_settings())


@bp.get("/privasi")
@public
def privacy() -> ResponseReturnValue:
    """Say what is stored, why, who sees it and for how long."""
    settings = current_settings()
    return render_template(
        "home/privacy.html",
        settings=settings,
        purposes=explained(settings),
        grounds=grounds_in_words(settings),
        hours=settings.data_request_hours,
        version=privacy_notice.CHANGED_ON,
        edition=privacy_notice.edition(settings),
        additions=[each for each in settings.privacy_additions.split("\n\n") if each.strip()],
        is_unread=privacy_notice.is_unread(current_user, settings),
        form=ReadingForm(next=safe_next(request.args.get("lanjut", ""))),
    )


@bp.post("/privasi/dibaca")
def confirm_privacy() -> ResponseReturnValue:
    """Note that somebody has read the privacy notice, and let them go on."""
    form = ReadingForm()
    read = privacy_notice.edition(current_settings())
    privacy_notice.note_reading(current_user.id, read, clock.now())
    db.session.commit()
    flash(_("Noted: you have read the privacy notice. You find it at the foot of every page."))
    return redirect(safe_next(form.next.data or ""))


@bp.get("/aksesibilitas")
@public
def accessibility() -> ResponseReturnValue:
    """State how accessible the platform is."""
    return render_template("home/accessibility.html")
