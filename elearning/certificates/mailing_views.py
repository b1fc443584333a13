"""Whether new certificates come by e-mail: the person's own choice, off until they ask."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.operations import choose_certificate_mail
from elearning.certificates.views import bp
from elearning.core.db import db


@bp.post("/akun/surel-sertifikat")
def choose_mail() -> ResponseReturnValue:
    """Remember whether the person wants each new certificate by e-mail."""
    is_wanted = request.form.get("surel") == "ya"
    choose_certificate_mail(current_user.id, is_wanted)
    db.session.commit()
    said = _("New certificates come by e-mail.") if is_wanted else _("No certificates by e-mail.")
    flash(said, "success")
    return redirect(url_for("accounts.account"))
