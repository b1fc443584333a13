"""Reading a draft and commenting on it, by a private link or from the studio.

Each view stands at two addresses: `/tinjauan/<token>/…` works without an account.
"""

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.guessing import looked_up
from elearning.core import clock
from elearning.core.access import PUBLIC_ENDPOINTS, permitted
from elearning.core.db import db, reading
from elearning.studio.drafts.blueprint import bp
from elearning.studio.drafts.queries import draft_at, file_of
from elearning.studio.media.sending import sent
from elearning.studio.models import Draft, DraftFile
from elearning.studio.policy import can_comment, can_see, can_settle, can_write
from elearning.studio.reviews import operations
from elearning.studio.reviews.forms import CommentForm
from elearning.studio.reviews.queries import comment_of, comments_by_file, link_with
from elearning.studio.reviews.reading import (
    Door,
    contents_links,
    key_of,
    medium_shown_as,
    read_page,
    readable,
    spot_at,
    text_with,
)

shared = Blueprint("review", __name__, url_prefix="/tinjauan")
#: A private link opens the pages to visitors; to comment one signs in.
PUBLIC_ENDPOINTS.update({"review.read_course", "review.read_text", "review.read_medium"})

COMMENT_ON = "komentar/<key:file_id>"
THREAD = "utas/<key:comment_id>"


@shared.after_request
def keep_secret(answer: Response) -> Response:
    """Let no search engine list a private page and no other site learn its address.

    Pages with forms tell their address to this site alone: its protection of forms asks for it.
    """
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    signed_in = current_user.is_authenticated
    answer.headers["Referrer-Policy"] = "same-origin" if signed_in else "no-referrer"
    return answer


def opened(slug: str | None, token: str | None) -> Door:
    """Return the door to a draft; wrong, expired and revoked tokens look alike."""
    if token is None:
        draft = permitted(draft_at(slug or ""), can_see)
        return Door(draft, url_for("studio.read_course", slug=slug), is_private=False)
    draft_id = draft_behind(token)
    draft = db.session.get_one(Draft, draft_id)
    return Door(draft, url_for("review.read_course", token=token), is_private=True)


def draft_behind(token: str) -> int:
    """Return the draft that a token opens; an address that guesses too often must wait."""
    link = looked_up("review", lambda: link_with(token, clock.now()))
    return link.draft_id if link else abort(404)


def text_in(door: Door, file_id: int) -> DraftFile:
    """Return a text of the draft that has a page."""
    file = file_of(door.draft.id, file_id)
    return file if file is not None and file in readable(door.draft) else abort(404)


@bp.get("/<slug>/baca/")
@shared.get("/<token>/")
def read_course(slug: str | None = None, token: str | None = None) -> ResponseReturnValue:
    """Show the course page of a draft and its contents."""
    return reading_page(opened(slug, token), "")


@bp.get("/<slug>/baca/<key>")
@shared.get("/<token>/<key>")
def read_text(key: str, slug: str | None = None, token: str | None = None) -> ResponseReturnValue:
    """Show a lesson or quiz of a draft."""
    return reading_page(opened(slug, token), key)


def reading_page(door: Door, key: str) -> ResponseReturnValue:
    """Show a text as learners will see it; the key of its questions on demand only."""
    file, signed_in = text_with(door.draft, key) or abort(404), current_user.is_authenticated
    counts = comments_by_file(door.draft.id, open_only=True) if signed_in else {}
    return render_template(
        "studio/reading.html",
        door=door,
        page=read_page(door, file, with_key=shows_key(), with_comments=signed_in),
        contents=contents_links(door, counts),
        shows_key=shows_key(),
        may_settle=lambda comment: can_settle(current_user, door.draft, comment),
        is_author=signed_in and can_write(current_user, door.draft),
    )


def shows_key() -> bool:
    """Whether the reader asked for the key."""
    return request.args.get("kunci") == "1"


@bp.get("/<slug>/baca/media/<name>")
@shared.get("/<token>/media/<name>")
def read_medium(
    name: str, slug: str | None = None, token: str | None = None
) -> ResponseReturnValue:
    """Send a picture of a draft; a browser asks each time whether it still may."""
    door = opened(slug, token)
    answer = sent(medium_shown_as(door.draft, name) or abort(404))
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@bp.get(f"/<slug>/baca/{COMMENT_ON}")
@shared.get(f"/<token>/{COMMENT_ON}")
def write_comment(
    file_id: int, slug: str | None = None, token: str | None = None
) -> ResponseReturnValue:
    """Ask what to say of a paragraph, or of the whole text."""
    door = opened(slug, token)
    form = CommentForm(paragraf=request.args.get("paragraf", ""))
    return comment_page(door, text_in(door, file_id), form)


def comment_page(door: Door, file: DraftFile, form: CommentForm) -> ResponseReturnValue:
    """Show the form of a comment; a paragraph that has changed meanwhile leads back."""
    spot = spot_at(door.draft, file, form.paragraf.data or "")
    if spot is None:
        flash(_("This paragraph has changed meanwhile. Choose it again."), "info")
        return redirect(door.page(file))
    status = 422 if form.errors else 200
    return render_template(
        "studio/comment.html", door=door, file=file, form=form, spot=spot
    ), status


@bp.post(f"/<slug>/baca/{COMMENT_ON}")
@shared.post(f"/<token>/{COMMENT_ON}")
def add_comment(
    file_id: int, slug: str | None = None, token: str | None = None
) -> ResponseReturnValue:
    """Keep a comment; the text is rendered before anything is written."""
    form = CommentForm()
    with reading():
        door = opened(slug, token)
        file = text_in(door, file_id)
        spot = spot_at(door.draft, file, form.paragraf.data or "")
        page = door.page(file)
    require_comment(door)
    if spot is None or not form.validate_on_submit():
        return comment_page(door, file, form)
    text = form.komentar.data or ""
    operations.comment(door.draft, file, spot, text, current_user.id, clock.now())
    db.session.commit()
    flash(_("Your comment is kept. The authors see it."), "success")
    return redirect(f"{page}#{anchor_of(spot.digest)}")


def require_comment(door: Door) -> None:
    """Let only those comment who may."""
    if not can_comment(current_user, door.draft, has_link=door.is_private):
        abort(404)


def anchor_of(digest: str) -> str:
    """Return the place of a paragraph on its page."""
    return f"par-{digest}" if digest else "ulasan"


@bp.post(f"/<slug>/baca/{THREAD}")
@shared.post(f"/<token>/{THREAD}")
def go_on(
    comment_id: int, slug: str | None = None, token: str | None = None
) -> ResponseReturnValue:
    """Answer a comment, settle it, or open it again."""
    door = opened(slug, token)
    require_comment(door)
    held = comment_of(door.draft.id, comment_id) or abort(404)
    deed, form = request.form.get("langkah", ""), CommentForm()
    if deed == "jawab":
        if not form.validate_on_submit():
            flash(_("Write your answer; it may have 4,000 characters at most."), "error")
            return redirect(back_to(door, held.file_id, held.id))
        text = form.komentar.data or ""
        operations.answer(door.draft, held, text, current_user.id, clock.now())
    elif not can_settle(current_user, door.draft, held) or deed not in {"selesai", "buka"}:
        abort(404)
    elif deed == "selesai":
        operations.resolve(held, current_user.id, clock.now())
    else:
        operations.reopen(held)
    db.session.commit()
    return redirect(back_to(door, held.file_id, held.id))


def back_to(door: Door, file_id: int, comment_id: int) -> str:
    """Return where a comment stands; from the studio's list back to the list."""
    if request.form.get("dari") == "daftar" and not door.is_private:
        return url_for("studio.review", slug=door.draft.slug, _anchor=f"komentar-{comment_id}")
    file = file_of(door.draft.id, file_id)
    page = door.address + key_of(file) if file else door.address
    return f"{page}#komentar-{comment_id}"
