"""The page on which the HR office gives tokens to other systems and revokes them."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.policy import is_overseer
from elearning.accounts.unit_choices import unit_choices
from elearning.api import token_operations as operations
from elearning.api import token_queries as queries
from elearning.api.policy import can_revoke, reach
from elearning.api.token_forms import RIGHTS, TokenForm
from elearning.api.views import bp
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.core.settings import current_settings

TOKENS = "/kepegawaian/token/"


@bp.get(TOKENS)
@requires(is_overseer)
def tokens() -> ResponseReturnValue:
    """Show the tokens of one's units, and the form of a new one."""
    return tokens_page(token_form())


@bp.post(TOKENS)
@requires(is_overseer)
def make() -> ResponseReturnValue:
    """Make a token; it is shown this once."""
    form = token_form()
    if not form.validate_on_submit():
        return tokens_page(form), 422
    now = clock.now()
    until = now + timedelta(days=form.berlaku.data)
    secret = operations.make_token(
        current_user.id, form.nama.data or "", form.unit.data, form.hak.data or [], until, now
    )
    db.session.commit()
    return tokens_page(token_form(empty=True), secret)


@bp.post(f"{TOKENS}<key:token_id>/cabut")
@requires(is_overseer)
def revoke(token_id: int) -> ResponseReturnValue:
    """Revoke a token at once."""
    token = permitted(queries.token_line(token_id), can_revoke)
    operations.revoke_token(token.id, current_user.id, clock.now())
    db.session.commit()
    flash(_("The token no longer opens anything."), "success")
    return redirect(url_for(".tokens"))


def token_form(*, empty: bool = False) -> TokenForm:
    """Return the form with the units that one reaches."""
    form = TokenForm(formdata=None) if empty else TokenForm()
    form.offer(unit_choices(reach(current_user)), current_settings().api_token_days)
    return form


def tokens_page(form: TokenForm, secret: str = "") -> str:
    """Return the page of tokens."""
    return render_template(
        "api/tokens.html",
        form=form,
        tokens=queries.tokens_in(reach(current_user)),
        secret=secret,
        rights=RIGHTS,
        address=current_settings().public_url + url_for(".completions"),
        now=clock.now(),
    )
