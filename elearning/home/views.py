"""The front door: landing page, dashboard, help and notices."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.core.access import public
from elearning.core.settings import current_settings
from elearning.courses.queries import Filters, catalogue
from elearning.learning.catalogue.tiles import course_tiles

bp = Blueprint("home", __name__)

SHOWN_COURSES = 6


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Show visitors what this is, others what they can do."""
    if current_user.is_authenticated:
        from elearning.home.first_pages import first_page  # stands on most of the platform

        return first_page()
    tiles = course_tiles(catalogue(Filters(), limit=SHOWN_COURSES)[:SHOWN_COURSES])
    return render_template("home/visitor.html", tiles=tiles)


@bp.get("/bantuan", endpoint="help")
@public
def show_help() -> ResponseReturnValue:
    """Answer what people ask when they are tired."""
    return render_template("home/help.html", settings=current_settings())


@bp.get("/aksesibilitas")
@public
def accessibility() -> ResponseReturnValue:
    """State how accessible the platform is."""
    return render_template("home/accessibility.html")
