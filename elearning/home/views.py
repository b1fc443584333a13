"""The front door: landing page, dashboard, help and notices."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.policy import is_hr, is_learner, is_trainer
from elearning.certificates.policy import arranges_certificates
from elearning.core import clock
from elearning.core.access import public
from elearning.core.settings import current_settings
from elearning.courses.queries import Filters, catalogue
from elearning.home.dashboard import dashboard_of, greeting_at
from elearning.home.data_words import explained, grounds_in_words
from elearning.learning.tiles import course_tiles
from elearning.reports.desks import desks_of

bp = Blueprint("home", __name__)

SHOWN_COURSES = 6
#: Day on which the privacy notice last changed in what it says.
PRIVACY_VERSION = date(2026, 11, 22)


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
        "desks": desks_of(current_user, current_settings(), clock.now()),
    }
    if not is_learner(current_user):
        return render_template("home/office.html", greeting=office_greeting(), **doors)
    board = dashboard_of(current_user, current_settings(), clock.now())
    return render_template("home/dashboard.html", board=board, **doors)


def office_greeting() -> str:
    """Greet an account without a NIP in its own zone."""
    zone = clock.zone(current_user.timezone or current_settings().timezone)
    return greeting_at(clock.now().astimezone(zone), current_user.short_name)


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
        version=PRIVACY_VERSION,
    )


@bp.get("/aksesibilitas")
@public
def accessibility() -> ResponseReturnValue:
    """State how accessible the platform is."""
    return render_template("home/accessibility.html")
