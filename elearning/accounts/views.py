"""Signing in and out."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, logout_user
from flask_wtf.csrf import CSRFError

from elearning.accounts import account_views, operations, queries, throttling
from elearning.accounts.blueprint import bp
from elearning.accounts.forms import FORMS_OF_VISITORS, SignInForm, identifier_of
from elearning.accounts.passwords import is_password
from elearning.accounts.privacy_notice import shown_first
from elearning.accounts.sessions import open_session
from elearning.core import clock, error_pages
from elearning.core.access import public
from elearning.core.addresses import safe_next
from elearning.core.db import db, reading
from elearning.core.error_pages import Advice
from elearning.core.settings import current_settings

HOME = "/"
#: Who sends a form for visitors that lay open while they signed in from another tab.
SIGNED_IN = Advice(
    _l("You are signed in already"),
    _l("This form was not sent: you have signed in from another tab meanwhile."),
    _l("Go on"),
)


@bp.get("/masuk")
@public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form."""
    next_address = safe_next(request.args.get("next", ""))
    if current_user.is_authenticated:
        return redirect(next_address)
    return render_template("accounts/sign_in.html", form=SignInForm(next=next_address))


@bp.post("/masuk")
@public
def begin_session() -> ResponseReturnValue:
    """Check the password and begin a session; unknown and wrong look alike."""
    form, now, limit = SignInForm(), clock.now(), current_settings().sign_in_attempts
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    identifier = identifier_of(form.identifier.data or "")
    tries = throttling.throttle_keys(f"sign-in:{identifier}", request.remote_addr or "")
    with reading():
        throttling.require_few_tries(tries, limit, now)
        known = queries.credentials_of(identifier)
    throttling.spend_try(tries, limit, now)
    db.session.commit()  # the try counts before the password is looked at
    if not is_password(form.password.data or "", known and known.password_hash) or known is None:
        form.password.errors = [_("The NIP, e-mail address or password is wrong.")]
        return render_template("accounts/sign_in.html", form=form), 422
    throttling.give_back(tries)
    open_session(known.person_id)
    db.session.commit()
    address = shown_first(current_user, current_settings(), safe_next(form.next.data or ""))
    return account_views.remember_locale(redirect(address), known.locale)


@bp.post("/keluar")
@public
def sign_out() -> ResponseReturnValue:
    """End this session; one that has ended in another tab stays ended."""
    if current_user.is_authenticated:
        operations.revoke_sign_in(current_user.id, current_user.sign_in_id, clock.now())
        db.session.commit()
        logout_user()
    flash(_("You are signed out."), "success")
    return redirect(HOME)


@bp.errorhandler(CSRFError)
def show_form_again(error: CSRFError) -> ResponseReturnValue:
    """Give a visitor whose form lay open too long the same form again, with what was typed."""
    if request.endpoint not in FORMS_OF_VISITORS:
        return error_pages.expired_form(error)
    if current_user.is_authenticated:
        return error_pages.page(400, SIGNED_IN, back=safe_next(request.form.get("next", "")))
    make_form, template = FORMS_OF_VISITORS[request.endpoint]
    form = make_form()
    form.form_errors.append(
        _("This page had been open too long. Fill in what is missing and send it once more.")
    )
    return render_template(template, form=form), 400
