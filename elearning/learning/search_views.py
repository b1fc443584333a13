"""Searching everything that a person may read."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.policy import is_trainer
from elearning.core.access import public
from elearning.learning.forms import SearchForm
from elearning.learning.search_page import answer
from elearning.learning.views import bp


@bp.get("/cari")
@public
def search() -> ResponseReturnValue:
    """Show what the words of the address find."""
    form = SearchForm(request.args)
    return render_template(
        "learning/search.html",
        form=form,
        answer=answer(current_user, form.question),
        is_trainer=is_trainer(current_user),
    )
