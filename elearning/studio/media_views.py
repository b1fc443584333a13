"""The pictures and other files of a draft."""

from flask import abort, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from elearning.core import clock
from elearning.core.db import db, reading
from elearning.core.files import path_of
from elearning.learning.views import SVG, SVG_POLICY
from elearning.studio import item_operations
from elearning.studio.media_use import rename_medium, uses_of
from elearning.studio.models import Draft, DraftMedium
from elearning.studio.policy import can_write
from elearning.studio.queries import files_of, media_of, medium_at
from elearning.studio.uploads import served, spend_upload, take
from elearning.studio.views import bp, own_draft, seen_draft

MEDIUM = "/<slug>/media/<key:medium_id>"
#: Files of one request.
MOST_FILES = 20


@bp.get("/<slug>/media")
def media(slug: str) -> ResponseReturnValue:
    """Show every file of a draft, where it is used and what it lacks."""
    draft = seen_draft(slug)
    return render_template(
        "studio/media.html",
        draft=draft,
        uses=uses_of(media_of(draft.id), files_of(draft.id)),
        may_write=can_write(current_user, draft),
    )


@bp.post("/<slug>/media")
def upload(slug: str) -> ResponseReturnValue:
    """Take files; they are examined and encoded anew before anything is locked."""
    with reading():
        own_draft(slug)
    spend_upload(current_user.id, request.remote_addr or "", clock.now())
    db.session.commit()
    sent = [file for file in request.files.getlist("berkas") if file.filename][:MOST_FILES]
    taken = [take(file.filename or "", file.read()) for file in sent]
    media = item_operations.add_media(own_draft(slug), taken, current_user.id, clock.now())
    db.session.commit()
    if wants_json():
        return jsonify(names=[medium.name for medium in media]), 201
    count = len(media)
    flash(ngettext("%(num)s file was uploaded.", "%(num)s files were uploaded.", count), "success")
    return redirect(url_for(".media", slug=slug))


def wants_json() -> bool:
    """Whether a script asks."""
    return request.accept_mimetypes.best == "application/json"


@bp.get("/<slug>/media/<name>")
def medium(slug: str, name: str) -> ResponseReturnValue:
    """Send a file of a draft to those who may see it."""
    draft = seen_draft(slug)
    found = served(draft.id, name)
    if found is None:
        abort(404)
    answer = send_file(
        path_of(found.digest), mimetype=found.mime, conditional=True, etag=found.digest
    )
    if found.mime == SVG:
        answer.headers["Content-Security-Policy"] = SVG_POLICY
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def own_medium(draft: Draft, medium_id: int) -> DraftMedium:
    """Return a file of a draft that the person may write."""
    found = medium_at(draft.id, medium_id)
    if found is None:
        abort(404)
    return found


@bp.post(f"{MEDIUM}/nama")
def rename(slug: str, medium_id: int) -> ResponseReturnValue:
    """Give a file another name; the texts that show it follow."""
    draft = own_draft(slug)
    found = own_medium(draft, medium_id)
    name = request.form.get("nama", "").strip()
    rename_medium(draft, found, name, current_user.id, clock.now())
    db.session.commit()
    flash(_("The file is called %(name)s now, in the texts as well.", name=name), "success")
    return redirect(url_for(".media", slug=slug))


@bp.post(f"{MEDIUM}/buang")
def discard(slug: str, medium_id: int) -> ResponseReturnValue:
    """Take a file that no text shows out of the draft."""
    draft = own_draft(slug)
    found = own_medium(draft, medium_id)
    item_operations.remove_medium(draft, found, clock.now())
    db.session.commit()
    flash(_("%(name)s was deleted.", name=found.name), "success")
    return redirect(url_for(".media", slug=slug))
