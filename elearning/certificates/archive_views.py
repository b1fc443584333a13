"""All of a person's own certificates in one file."""

from flask import abort, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.policy import is_learner
from elearning.certificates import queries
from elearning.certificates.views import bp
from elearning.core.access import requires
from elearning.core.attachments import attachment


@bp.get("/sertifikat/semua.zip")
@requires(is_learner)
def own_archive() -> ResponseReturnValue:
    """Send the person's valid certificates as ZIP; nothing when there is none."""
    from elearning.certificates.archive import file_name, streamed  # typst loads with it

    found = queries.valid_of(current_user.id)
    if not found:
        abort(404)
    entries = [(key, file_name(nip, number)) for key, nip, number in found]
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    answer = attachment(streamed(app, entries), "sertifikat-saya.zip", "application/zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer
