"""The pictures and other files of a draft."""

from flask import abort, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from elearning.core import clock
from elearning.core.db import db, reading
from elearning.core.errors import Refused
from elearning.core.files import path_of
from elearning.core.forms import accepted
from elearning.learning.catalogue.media import SVG, SVG_POLICY
from elearning.studio.drafts.blueprint import bp, own_draft, seen_draft
from elearning.studio.drafts.queries import files_of, media_of, medium_at
from elearning.studio.media import operations
from elearning.studio.media.forms import NameForm, UploadForm
from elearning.studio.media.uploads import served, spend_upload, take
from elearning.studio.media.uses import uses_of
from elearning.studio.models import Draft, DraftMedium
from elearning.studio.policy import can_write

MEDIUM = "/<slug>/media/<key:medium_id>"
#: Files of one request.
MOST_FILES = 20


@bp.get("/<slug>/media")
def media(slug: str) -> ResponseReturnValue:
    """Show every file of a draft, where it is used and what it lacks."""
    return media_page(seen_draft(slug), UploadForm(formdata=None), {})


def media_page(draft: Draft, form: UploadForm, sent: dict[int, NameForm]) -> str:
    """Return the page of a draft's files; a name that was refused stands where it was."""
    media = media_of(draft.id)
    return render_template(
        "studio/media.html",
        draft=draft,
        form=form,
        names={each.id: NameForm.of(each.id, formdata=None, nama=each.name) for each in media}
        | sent,
        uses=uses_of(media, files_of(draft.id)),
        may_write=can_write(current_user, draft),
    )


@bp.post("/<slug>/media")
def upload(slug: str) -> ResponseReturnValue:
    """Take files; they are examined and encoded anew before anything is locked."""
    with reading():
        own_draft(slug)
    spend_upload(current_user.id, request.remote_addr or "", clock.now())
    db.session.commit()
    if wants_json():
        names = [medium.name for medium in added(slug)]
        db.session.commit()
        return jsonify(names=names), 201
    form = UploadForm()
    media = accepted(form, lambda: added(slug), {"": "berkas"})
    if media is None:
        return media_page(own_draft(slug), form, {}), 422
    db.session.commit()
    count = len(media)
    flash(ngettext("%(num)s file was uploaded.", "%(num)s files were uploaded.", count), "success")
    return redirect(url_for(".media", slug=slug))


def added(slug: str) -> list[DraftMedium]:
    """Return the files that were sent, as media of the draft."""
    sent = [file for file in request.files.getlist("berkas") if file.filename][:MOST_FILES]
    if not sent:
        raise Refused(_("Choose a file."))
    taken = [take(file.filename or "", file.read()) for file in sent]
    return operations.add_media(own_draft(slug), taken, current_user.id, clock.now())


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
    form = NameForm.of(medium_id)
    if accepted(form, lambda: renamed(draft, found, form.nama.data or ""), {"": "nama"}) is None:
        return media_page(own_draft(slug), UploadForm(formdata=None), {medium_id: form}), 422
    db.session.commit()
    flash(_("The file is called %(name)s now, in the texts as well.", name=found.name), "success")
    return redirect(url_for(".media", slug=slug))


def renamed(draft: Draft, medium: DraftMedium, name: str) -> DraftMedium:
    """Return the file with its new name."""
    operations.rename_medium(draft, medium, name, current_user.id, clock.now())
    return medium


@bp.post(f"{MEDIUM}/buang")
def discard(slug: str, medium_id: int) -> ResponseReturnValue:
    """Take a file that no text shows out of the draft."""
    draft = own_draft(slug)
    found = own_medium(draft, medium_id)
    operations.remove_medium(draft, found, clock.now())
    db.session.commit()
    flash(_("%(name)s was deleted.", name=found.name), "success")
    return redirect(url_for(".media", slug=slug))
