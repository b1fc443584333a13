"""First and lost passwords: by a mailed link, or by the code of a printed slip."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import account_queries, activation, operations, throttling
from elearning.accounts.blueprint import bp
from elearning.accounts.forms import ForgottenForm, NewPasswordForm, SlipForm, identifier_of
from elearning.accounts.passwords import hash_password, suggest_password
from elearning.accounts.privacy_notice import shown_first
from elearning.accounts.sessions import open_session
from elearning.core import clock
from elearning.core.access import public
from elearning.core.db import db, reading
from elearning.core.settings import current_settings

HOME = "/"
#: The right to set one password, in the signed cookie, between the code and the new password.
RIGHT = "activation"


@bp.get("/aktivasi")
@public
def activate() -> ResponseReturnValue:
    """Ask for NIP and the code of the slip."""
    return render_template("accounts/activate.html", form=SlipForm())


@bp.post("/aktivasi")
@public
def check_slip() -> ResponseReturnValue:
    """Check the code; a wrong, used or expired one and an unknown NIP look alike."""
    form, now, limit = SlipForm(), clock.now(), current_settings().sign_in_attempts
    if not form.validate_on_submit():
        return render_template("accounts/activate.html", form=form), 422
    nip = "".join(filter(str.isdigit, form.nip.data or ""))
    tries = throttling.throttle_keys(f"activation:{nip}", request.remote_addr or "")
    throttling.spend_try(tries, limit, now)
    db.session.commit()  # the try counts before the code is looked at
    code = activation.typed_code(form.code.data or "")
    activation_id = account_queries.activation_by_slip(nip, code, now)
    if activation_id is None:
        form.code.errors = [_("NIP and code do not fit, or the code was used or has expired.")]
        return render_template("accounts/activate.html", form=form), 422
    throttling.give_back(tries)
    db.session.commit()
    session[RIGHT] = activation_id
    return redirect(url_for(".new_password"))


@bp.get("/aktivasi/<token>")
@public
def follow_link(token: str) -> ResponseReturnValue:
    """Take the right of a link out of the address; a used, expired and unknown one look alike."""
    activation_id = account_queries.activation_by_link(token, clock.now())
    if activation_id is None:
        return render_template("accounts/activation_over.html"), 404
    session[RIGHT] = activation_id
    return redirect(url_for(".new_password"))


@bp.get("/aktivasi/kata-sandi")
@public
def new_password() -> ResponseReturnValue:
    """Ask for the new password."""
    holder = account_queries.holder_of_activation(session.get(RIGHT, 0), clock.now())
    if holder is None:
        return render_template("accounts/activation_over.html"), 404
    return new_password_page(NewPasswordForm(personal=()), holder)


@bp.post("/aktivasi/kata-sandi")
@public
def set_password() -> ResponseReturnValue:
    """Set the password, use the right up and sign in."""
    now, activation_id = clock.now(), session.get(RIGHT, 0)
    with reading():
        holder = account_queries.holder_of_activation(activation_id, now)
    if holder is None:
        return render_template("accounts/activation_over.html"), 404
    form = NewPasswordForm(personal=holder.personal)
    if not form.validate_on_submit():
        return new_password_page(form, holder), 422
    password_hash = hash_password(form.password.data or "")
    person = operations.use_activation(activation_id, now)
    operations.set_password(person, password_hash, now)
    activation.tell_of_new_password(person, now)
    open_session(person.id)
    db.session.commit()
    flash(_("Your password is set and you are signed in."), "success")
    return redirect(shown_first(current_user, current_settings(), HOME))


def new_password_page(form: NewPasswordForm, holder: account_queries.Holder) -> str:
    """Render the form with a suggestion."""
    return render_template(
        "accounts/new_password.html", form=form, holder=holder, suggestion=suggest_password()
    )


@bp.get("/lupa-kata-sandi")
@public
def forgotten() -> ResponseReturnValue:
    """Ask whose password is lost."""
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@bp.post("/lupa-kata-sandi")
@public
def ask_for_link() -> ResponseReturnValue:
    """Let a link be mailed, if there is an address; the answer is the same for all."""
    form, now, limit = ForgottenForm(), clock.now(), current_settings().sign_in_attempts
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form), 422
    identifier = identifier_of(form.identifier.data or "")
    tries = throttling.throttle_keys(f"forgotten:{identifier}", request.remote_addr or "")
    throttling.spend_try(tries, limit, now)
    person_id = account_queries.mailable(identifier)
    activation.ask_for_link(person_id, activation.FORGOTTEN_HOURS, now)
    db.session.commit()
    return redirect(url_for(".link_asked"))


@bp.get("/lupa-kata-sandi/terkirim")
@public
def link_asked() -> ResponseReturnValue:
    """Say what happens next."""
    return render_template("accounts/link_asked.html")
