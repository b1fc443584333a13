"""The signatory's desk: what waits, and signing it with the passphrase typed once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from elearning.accounts import throttling
from elearning.accounts.throttling import TooManyTries
from elearning.certificates import signature_operations as operations
from elearning.certificates import signature_queries as queries
from elearning.certificates.signature_forms import RetryForm, SignForm, sign_form
from elearning.certificates.signature_policy import may_open_desk
from elearning.certificates.signing.failures import SENTENCES, SigningFailed
from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.db import db, reading, writing
from elearning.core.settings import current_settings
from elearning.development.signing_desk import desk_of, lines_for, own_queues
from elearning.development.views import bp

#: A request signs for so long, then says how many are left; the page goes on by itself.
CHUNK_SECONDS = 4.0
WRONG_PASSPHRASES = 10
#: What ends a run of somebody who does not know what is secret.
GUESSES = frozenset({"passphrase", "unregistered"})
FRAGMENT = "signing"


def opened_desk() -> queries.Desk:
    """Return what waits for the person and in their sight; to others there is no such page."""
    permitted(queries.is_signatory(current_user.nip), may_open_desk)
    return desk_of(current_user, current_settings())


def desk_page(
    desk: queries.Desk, form: SignForm | None = None, problem: SigningFailed | None = None
) -> str:
    """Return the page, or its middle for a script that goes on signing."""
    settings = current_settings()
    is_fragment = request.headers.get("X-Fragment") == FRAGMENT
    template = "signing_state" if is_fragment else "signing"
    return render_template(
        f"development/{template}.html",
        desk=desk,
        lines=lines_for(current_user),
        provider=settings.signing,
        form=form or sign_form(settings.signing),
        retry=RetryForm(),
        problem=problem,
        sentences=SENTENCES,
    )


@bp.get("/kepegawaian/tanda-tangan/")
def signing() -> ResponseReturnValue:
    """Show what waits for a signature."""
    return desk_page(opened_desk())


@bp.post("/kepegawaian/tanda-tangan/")
def sign() -> ResponseReturnValue:
    """Sign for a few seconds with the passphrase that was typed; each document is kept at once."""
    with reading():
        desk = opened_desk()
    form = sign_form(current_settings().signing)
    if not desk.waiting or not form.validate_on_submit():
        return desk_page(desk, form), 422
    signed, problem = signed_now(form)
    with reading():
        left = opened_desk()
    if problem is None and signed:
        say_how_many(signed, left)
    if request.headers.get("X-Fragment") == FRAGMENT or problem:
        return desk_page(left, problem=problem)
    return redirect(url_for(".signing"))


def signed_now(form: SignForm) -> tuple[int, SigningFailed | None]:
    """Sign for one chunk; who types wrong passphrases too often must wait."""
    from elearning.certificates.signature_work import Batch, sign_waiting  # loads typst and pyHanko

    settings, door = current_settings(), f"signing:{current_user.id}"
    tries = throttling.throttle_keys(door, door)
    with writing():
        spend(tries)
    batch = Batch(settings, form.credentials(), current_user.id)
    run = sign_waiting(own_queues(current_user, settings), batch, CHUNK_SECONDS)
    if run.problem is None or run.problem.code not in GUESSES:
        with writing():
            throttling.give_back(tries)
            db.session.commit()
    return run.signed, run.problem


def spend(tries: throttling.Tries) -> None:
    """Count a passphrase before it is tried; the right one is given back."""
    try:
        throttling.spend_try(tries, WRONG_PASSPHRASES, clock.now())
    except TooManyTries:
        raise TooManyTries(
            _("The passphrase was wrong too often. Wait 15 minutes, then try again.")
        ) from None
    db.session.commit()


def say_how_many(signed: int, left: queries.Desk) -> None:
    """Tell what was done, and that the rest needs another press."""
    if request.headers.get("X-Fragment") == FRAGMENT:
        return
    done = ngettext("%(num)s document signed.", "%(num)s documents signed.", signed)
    more = _("Type the passphrase again to go on with the rest.") if left.waiting else ""
    flash(f"{done} {more}".strip(), "success")


@bp.post("/kepegawaian/tanda-tangan/ulang")
def retry_signing() -> ResponseReturnValue:
    """Put what failed back among what waits."""
    opened_desk()
    if RetryForm().validate_on_submit():
        operations.retry_failed(own_queues(current_user, current_settings()))
        db.session.commit()
        flash(_("What failed waits for its signature again."))
    return redirect(url_for(".signing"))
