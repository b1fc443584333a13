"""The pages on which the HR office tells other systems what happens."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from elearning.accounts.policy import is_overseer
from elearning.accounts.unit_choices import unit_choices
from elearning.api.policy import reach
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.addresses import key_asked, key_in
from elearning.core.db import db
from elearning.core.forms import accepted
from elearning.webhooks import operations, queries
from elearning.webhooks.events import EVENTS, TRIAL
from elearning.webhooks.forms import WebhookForm
from elearning.webhooks.models import Webhook
from elearning.webhooks.policy import can_manage
from elearning.webhooks.words import STATES, outcome

bp = Blueprint("webhooks", __name__, url_prefix="/kepegawaian/webhook")

ONE = "/<key:webhook_id>"


@bp.get("/")
@requires(is_overseer)
def webhooks() -> ResponseReturnValue:
    """Show the webhooks of one's units, and the form of a new one."""
    return list_page(webhook_form())


@bp.post("/")
@requires(is_overseer)
def make() -> ResponseReturnValue:
    """Make a webhook; its secret is shown this once."""
    form = webhook_form()
    if not form.validate_on_submit():
        return list_page(form), 422
    made = accepted(form, partial(made_by, form), {"url": "alamat"})
    if made is None:
        return list_page(form), 422
    db.session.commit()
    webhook, secret = made
    return one_page(webhook.id, secret)


def made_by(form: WebhookForm) -> tuple[Webhook, str]:
    """Make the webhook that a form describes; return it with its secret."""
    return operations.make_webhook(
        current_user.id,
        form.nama.data or "",
        form.alamat.data or "",
        form.unit.data,
        form.peristiwa.data or [],
        carries_data=form.lengkap.data,
        at=clock.now(),
    )


@bp.get(ONE)
@requires(is_overseer)
def webhook(webhook_id: int) -> ResponseReturnValue:
    """Show a webhook and what became of its messages."""
    return one_page(webhook_id)


@bp.post(f"{ONE}/rahasia")
@requires(is_overseer)
def change_secret(webhook_id: int) -> ResponseReturnValue:
    """Make a new secret; it is shown this once."""
    secret = operations.change_secret(held(webhook_id), current_user.id, clock.now())
    db.session.commit()
    return one_page(webhook_id, secret)


@bp.post(f"{ONE}/coba")
@requires(is_overseer)
def send_trial(webhook_id: int) -> ResponseReturnValue:
    """Send a trial message."""
    operations.send_trial(held(webhook_id), current_user.id, clock.now())
    return done(webhook_id, _("A trial message is on its way. Open this page again in a moment."))


@bp.post(f"{ONE}/jeda")
@requires(is_overseer)
def pause(webhook_id: int) -> ResponseReturnValue:
    """Let a webhook rest."""
    operations.pause(held(webhook_id), current_user.id, clock.now())
    return done(
        webhook_id, _("The webhook is paused. When resumed, it continues where it stopped.")
    )


@bp.post(f"{ONE}/lanjutkan")
@requires(is_overseer)
def go_on(webhook_id: int) -> ResponseReturnValue:
    """Let a webhook work again."""
    operations.go_on(held(webhook_id), current_user.id, clock.now())
    return done(webhook_id, _("The webhook works again, and you answer for it."))


@bp.get(f"{ONE}/akhiri")
@requires(is_overseer)
def ask_end(webhook_id: int) -> ResponseReturnValue:
    """Ask before a webhook is ended."""
    line = permitted(queries.webhook_line(webhook_id), can_manage)
    return render_template("webhooks/end.html", webhook=line)


@bp.post(f"{ONE}/akhiri")
@requires(is_overseer)
def end(webhook_id: int) -> ResponseReturnValue:
    """End a webhook for good."""
    operations.end(held(webhook_id), current_user.id, clock.now())
    db.session.commit()
    flash(_("The webhook was ended; nothing is sent any more."), "success")
    return redirect(url_for(".webhooks"))


@bp.post(f"{ONE}/kirim-ulang")
@requires(is_overseer)
def resend(webhook_id: int) -> ResponseReturnValue:
    """Send given-up messages again, one of them or all."""
    one = key_in(request.form, "pesan") if "pesan" in request.form else None
    count = operations.resend(held(webhook_id), current_user.id, clock.now(), one)
    db.session.commit()
    said = ngettext("%(num)s message is sent again.", "%(num)s messages are sent again.", count)
    flash(said, "success" if count else "info")
    return redirect(url_for(".webhook", webhook_id=webhook_id))


def held(webhook_id: int) -> Webhook:
    """Return a webhook that the person looks after, held until the transaction ends."""
    line = permitted(queries.webhook_line(webhook_id), can_manage)
    return db.session.get_one(Webhook, line.id, with_for_update=True, populate_existing=True)


def done(webhook_id: int, sentence: str) -> ResponseReturnValue:
    """Commit, say what was done and show the webhook."""
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for(".webhook", webhook_id=webhook_id))


def webhook_form() -> WebhookForm:
    """Return the form with the units that one reaches."""
    form = WebhookForm()
    form.offer(unit_choices(reach(current_user)))
    return form


def list_page(form: WebhookForm) -> str:
    """Return the page of webhooks."""
    return render_template(
        "webhooks/webhooks.html", form=form, webhooks=queries.webhooks_of(current_user)
    )


def one_page(webhook_id: int, secret: str = "") -> str:
    """Return the page of one webhook."""
    line = permitted(queries.webhook_line(webhook_id), can_manage)
    state = request.args.get("keadaan", "")
    state = state if state in STATES else ""
    found = queries.deliveries(webhook_id, state, key_asked("sebelum"))
    shown = found[: queries.PAGE]
    return render_template(
        "webhooks/webhook.html",
        webhook=line,
        secret=secret,
        events={**EVENTS, TRIAL: _("Trial message")},
        messages=[(each, outcome(each.status, each.failure)) for each in shown],
        told_of="; ".join(str(EVENTS[name]) for name in line.events.split(",")),
        states=STATES,
        state=state,
        counts=queries.counted(webhook_id),
        next_page=further(webhook_id, state, shown[-1].id) if len(found) > queries.PAGE else None,
        now=clock.now(),
    )


def further(webhook_id: int, state: str, before: int) -> str:
    """Return the address of the next page of messages."""
    kept: dict[str, Any] = {"keadaan": state} if state else {}
    return url_for(".webhook", webhook_id=webhook_id, sebelum=before, **kept)
