"""The privacy notice, and that somebody has read it."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import HiddenField

from elearning.accounts import privacy_notice
from elearning.core import clock
from elearning.core.access import public
from elearning.core.addresses import safe_next
from elearning.core.db import db
from elearning.core.forms import PostForm
from elearning.core.settings import current_settings
from elearning.home.blueprint import bp
from elearning.home.data_words import explained, grounds_in_words


class ReadingForm(PostForm):
    """One button: the notice is read; `next` is where the person was going."""

    next = HiddenField()


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
        version=privacy_notice.CHANGED_ON,
        edition=privacy_notice.edition(settings),
        additions=[each for each in settings.privacy_additions.split("\n\n") if each.strip()],
        is_unread=privacy_notice.is_unread(current_user, settings),
        form=ReadingForm(next=safe_next(request.args.get("lanjut", ""))),
    )


@bp.post("/privasi/dibaca")
def confirm_privacy() -> ResponseReturnValue:
    """Note that somebody has read the privacy notice, and let them go on."""
    form = ReadingForm()
    read = privacy_notice.edition(current_settings())
    privacy_notice.note_reading(current_user.id, read, clock.now())
    db.session.commit()
    flash(_("Noted: you have read the privacy notice. You find it at the foot of every page."))
    return redirect(safe_next(form.next.data or ""))
