"""The page of a learning path."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.policy import is_learner
from elearning.core.access import permitted, public
from elearning.core.trusted import trusted
from elearning.courses.paths.queries import path_at, steps_of
from elearning.learning.path_page import way_of
from elearning.learning.policy import anyone
from elearning.learning.views import bp


@bp.get("/jalur/<path>")
@public
def learning_path(path: str) -> ResponseReturnValue:
    """Show the courses of a path in order, and a learner what comes next."""
    page = permitted(path_at(path), anyone)
    person_id = current_user.id if is_learner(current_user) else 0
    way = permitted(way_of(steps_of(page.id), person_id), anyone)
    return render_template(
        "learning/path.html", path=page, description=trusted(page.description), way=way
    )
