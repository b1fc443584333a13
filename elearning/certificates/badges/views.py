"""A certificate's badge: its page, its files, and whether it is shown to everybody."""

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from elearning.accounts import access_log
from elearning.accounts.noted_views import note_view_of
from elearning.certificates.badges import operations, queries
from elearning.certificates.badges.models import Badge
from elearning.certificates.badges.policy import is_holder
from elearning.certificates.models import Proof
from elearning.certificates.policy import can_download
from elearning.certificates.queries import proof as proof_at
from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.db import db
from elearning.core.error_pages import Advice, page
from elearning.core.settings import current_settings

bp = Blueprint("badges", __name__)

PAGE = "/sertifikat/<key:key>/lencana"
#: Media types of W3C's recommendations, so that wallets know what they are given.
TYPES = {
    "json": "application/vc",
    "jwt": "application/vc+jwt",
    "png": "image/png",
    "svg": "image/svg+xml",
}
NOT_MADE = Advice(
    lazy_gettext("There is no badge of this certificate yet"),
    lazy_gettext(
        "Whoever earned the certificate can make it: in the development history, at Badge."
    ),
)


@bp.get(PAGE)
def badge_page(key: int) -> ResponseReturnValue:
    """Explain what a badge is; offer to make it, to download it, to show it."""
    proof = permitted(proof_at(key), can_download)
    note_view_of(proof.completion.person_id, access_log.CERTIFICATE)
    settings, badge = current_settings(), queries.badge_of(key)
    shared = badge and badge.share_code
    return render_template(
        "badges/badge.html",
        certificate=proof.certificate,
        completion=proof.completion,
        achieved=queries.achieved_in(proof.completion.revision_id),
        badge=badge,
        is_own=is_holder(current_user, proof),
        email=queries.email_of(proof.completion.person_id),
        address=f"{settings.public_url}/lencana/{shared}" if shared else None,
    )


@bp.post(PAGE)
def make(key: int) -> ResponseReturnValue:
    """Make the badge of one's certificate."""
    proof = permitted(proof_at(key), is_holder)
    email = queries.email_of(proof.completion.person_id)
    operations.make_badge(proof.certificate, email, clock.now())
    db.session.commit()
    flash(_("Your badge is ready."), "success")
    return redirect(url_for(".badge_page", key=key))


@bp.post(f"{PAGE}/publik")
def share(key: int) -> ResponseReturnValue:
    """Show one's badge at a public address."""
    operations.share(own_badge(key))
    db.session.commit()
    flash(_("Whoever has the link can see your badge now."), "success")
    return redirect(url_for(".badge_page", key=key, _anchor="tautan"))


@bp.post(f"{PAGE}/tutup")
def stop_sharing(key: int) -> ResponseReturnValue:
    """Take the public address away."""
    operations.stop_sharing(own_badge(key))
    db.session.commit()
    flash(_("The link no longer works."), "success")
    return redirect(url_for(".badge_page", key=key, _anchor="tautan"))


def own_badge(key: int) -> Badge:
    """Return the badge of one's certificate, or answer 404."""
    permitted(proof_at(key), is_holder)
    return queries.badge_of(key) or abort(404)


@bp.get(f"{PAGE}.<any(json, jwt, png, svg):form>")
def file(key: int, form: str) -> ResponseReturnValue:
    """Send a badge to whoever may have the certificate's PDF."""
    proof = permitted(proof_at(key), can_download)
    note_view_of(proof.completion.person_id, access_log.CERTIFICATE)
    badge = queries.badge_of(key)
    if badge is None:
        return page(404, NOT_MADE)
    return sent(proof, badge, form)


def sent(proof: Proof, badge: Badge, form: str) -> ResponseReturnValue:
    """Send a badge as a file whose name tells nothing of its holder."""
    from elearning.certificates.badges.printing import stored_file  # PyLD and typst load with it

    content = BytesIO(stored_file(proof, badge, form, clock.now()))
    name = f"lencana-{proof.certificate.number.replace('/', '-')}.{form}"
    answer = send_file(content, TYPES[form], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"  # in place of send_file's own
    return answer
