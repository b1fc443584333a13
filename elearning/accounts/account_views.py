"""One's own account: the data HR holds, language, sign-ins, password."""

from datetime import datetime
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearning.accounts import account_queries, activation, operations, throttling
from elearning.accounts.blueprint import bp
from elearning.accounts.browsers import browser_in_words
from elearning.accounts.forms import ChangePasswordForm
from elearning.accounts.models import Person
from elearning.accounts.own_time import own_zone
from elearning.accounts.passwords import hash_password, is_password, suggest_password
from elearning.accounts.sessions import open_session
from elearning.core import clock
from elearning.core.db import db, reading
from elearning.core.errors import Refused
from elearning.core.languages import COOKIE, LOCALES, YEAR, local_time
from elearning.core.settings import current_settings

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


class ShownSignIn(NamedTuple):
    """A sign-in as the page shows it."""

    id: int
    browser: str
    address: str
    seen_at: datetime
    is_this: bool


@bp.get("/akun")
def account() -> ResponseReturnValue:
    """Show one's own account."""
    zone = own_zone()
    sign_ins = [
        ShownSignIn(
            row.id,
            browser_in_words(row.browser),
            row.address,
            local_time(row.seen_at, zone),
            row.id == current_user.sign_in_id,
        )
        for row in account_queries.sign_ins_of(current_user.id, clock.now())
    ]
    return render_template(
        "accounts/account.html",
        account=account_queries.account_of(current_user.id),
        roles=account_queries.roles_of(current_user.id),
        has_staff=account_queries.has_staff(current_user.id),
        sign_ins=sorted(sign_ins, key=lambda shown: not shown.is_this),
        zone=ZONES.get(zone, zone),
    )


@bp.post("/akun/bahasa")
def choose_language() -> ResponseReturnValue:
    """Keep one's language, here and on every device one signs in with."""
    locale = request.form.get("locale", "")
    if locale not in LOCALES:
        abort(400)
    operations.choose_locale(current_user.id, locale)
    db.session.commit()
    return remember_locale(redirect(url_for(".account")), locale)


def remember_locale(response: Response, locale: str) -> Response:
    """Let this browser show the language that a person chose."""
    if locale in LOCALES:
        response.set_cookie(
            COOKIE,
            locale,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response


@bp.post("/akun/sesi/<key:sign_in_id>/akhiri")
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    operations.revoke_sign_in(current_user.id, sign_in_id, clock.now())
    db.session.commit()
    flash(_("The sign-in has ended."), "success")
    return redirect(url_for(".account", _anchor="sesi"))


@bp.post("/akun/sesi/akhiri-lainnya")
def end_other_sign_ins() -> ResponseReturnValue:
    """End all of one's own sign-ins but this."""
    operations.revoke_sign_ins(current_user.id, clock.now(), keep=current_user.sign_in_id)
    db.session.commit()
    flash(_("All other sign-ins have ended."), "success")
    return redirect(url_for(".account", _anchor="sesi"))


@bp.get("/akun/kata-sandi")
def password() -> ResponseReturnValue:
    """Show the form that changes one's password."""
    return password_page(ChangePasswordForm(personal=()))


@bp.post("/akun/kata-sandi")
def change_password() -> ResponseReturnValue:
    """Replace one's password; all other sign-ins end, this one gets a new session."""
    now, limit = clock.now(), current_settings().sign_in_attempts
    tries = throttling.throttle_keys(f"password:{current_user.id}", request.remote_addr or "")
    with reading():
        holder = account_queries.holder_of(current_user.id)
    form = ChangePasswordForm(personal=holder.personal if holder else ())
    if not form.validate_on_submit() or holder is None:
        return password_page(form), 422
    throttling.spend_try(tries, limit, now)
    db.session.commit()  # the try counts before the password is looked at
    if not is_password(form.current.data or "", holder.password_hash):
        form.current.errors = [_("The present password is wrong.")]
        return password_page(form), 422
    replace_password(holder, hash_password(form.password.data or ""), now)
    throttling.give_back(tries)
    open_session(holder.id)
    db.session.commit()
    flash(_("Your password was changed. All other sign-ins have ended."), "success")
    return redirect(url_for(".account"))


def replace_password(holder: account_queries.Holder, password_hash: str, at: datetime) -> None:
    """Store the new hash, unless the password changed while it was made."""
    person = db.session.get(Person, holder.id, with_for_update=True)
    if person is None or person.password_hash != holder.password_hash:
        raise Refused(_("Your password was changed meanwhile. Sign in with the new one."))
    operations.set_password(person, password_hash, at)
    activation.tell_of_new_password(person, at)


def password_page(form: ChangePasswordForm) -> str:
    """Render the form with a suggestion."""
    return render_template("accounts/password.html", form=form, suggestion=suggest_password())
