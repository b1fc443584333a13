"""Writing a text: the editor, saving, the preview, two texts that met, mechanical remedies."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from elearning.accounts.own_time import own_zone, time_of_day
from elearning.core import clock
from elearning.core.db import db, reading
from elearning.courses.folder import MAX_TEXT
from elearning.studio.drafts.blueprint import FILE, bp, file_in, own_draft, seen_draft
from elearning.studio.drafts.folder import surroundings_of
from elearning.studio.drafts.operations import allowed, name_of
from elearning.studio.drafts.queries import changed_by, conflict_at
from elearning.studio.models import DraftFile, FileVersion
from elearning.studio.pages.differences import text_difference
from elearning.studio.pages.previews import pages_of, previewed
from elearning.studio.policy import can_write
from elearning.studio.reviews.queries import open_threads
from elearning.studio.writing import saving
from elearning.studio.writing.editor import fragment_of, page_of
from elearning.studio.writing.inserts import INSERTS
from elearning.studio.writing.saving import Typed


@bp.get(FILE)
def edit(slug: str, file_id: int) -> ResponseReturnValue:
    """Show a text to write on, with its preview."""
    draft = own_draft(slug)
    file = file_in(draft, file_id)
    return render_template(
        "studio/editor.html",
        page=page_of(draft, file),
        zone=own_zone(),
        inserts=INSERTS,
        threads=open_threads(draft.id, file.id),
    )


@bp.post(FILE)
def save(slug: str, file_id: int) -> ResponseReturnValue:
    """Save a text; what came too late is kept beside and both are shown."""
    draft = own_draft(slug)
    file = file_in(draft, file_id, locked=True)
    beside = saving.keep(draft, file, typed(), current_user.id, clock.now())
    db.session.commit()
    if request.is_json:
        return answer(slug, file, beside)
    if beside is not None:
        return redirect(conflict_url(slug, beside))
    if request.form.get("lanjut") == "pratinjau":
        return redirect(url_for(".look", slug=slug, file_id=file.id))
    flash(_("Saved at %(time)s.", time=time_of_day(file.changed_at)), "success")
    return redirect(url_for(".edit", slug=slug, file_id=file.id))


def typed() -> Typed:
    """Return what the form or the script sends; anything else is no request of ours."""
    body: Any = request.get_json(silent=True) if request.is_json else request.form
    text, base = (
        (body.get("text"), body.get("base"))
        if isinstance(body, Mapping | MultiDict)
        else (None, None)
    )
    if not isinstance(text, str) or not str(base).isdecimal() or len(str(base)) > 9:
        abort(422)
    return Typed(text, int(str(base)), bool(body.get("auto")) and request.is_json)


def answer(slug: str, file: DraftFile, beside: FileVersion | None) -> ResponseReturnValue:
    """Tell the script what became of its text."""
    if beside is None:
        return jsonify(edition=file.edition, saved_at=file.changed_at.isoformat())
    address = conflict_url(slug, beside)
    return jsonify(reason="conflict", by=saved_by(file), compare=address), 409


def saved_by(file: DraftFile) -> str:
    """Return who saved the present text; two tabs of one person meet as well."""
    if file.changed_by_id == current_user.id:
        return str(_("you yourself, in another tab or on another device"))
    return changed_by(file) or str(_("somebody else"))


def conflict_url(slug: str, beside: FileVersion) -> str:
    """Return where a text that came too late stands beside the present one."""
    return url_for(".conflict", slug=slug, file_id=beside.file_id, version_id=beside.id)


@bp.get(f"{FILE}/bentrok/<key:version_id>")
def conflict(slug: str, file_id: int, version_id: int) -> ResponseReturnValue:
    """Show a text that came too late beside the present one, and three ways on."""
    draft = own_draft(slug)
    file = file_in(draft, file_id)
    mine = conflict_at(file.id, version_id)
    if mine is None:
        abort(404)
    return render_template(
        "studio/conflict.html",
        draft=draft,
        file=file,
        title=name_of(file),
        mine=mine,
        by=saved_by(file),
        stretches=text_difference(file.text, mine.text),
    )


@bp.get(f"{FILE}/pratinjau")
def look(slug: str, file_id: int) -> ResponseReturnValue:
    """Show a text as its readers will see it, and what is amiss in it."""
    draft = seen_draft(slug)
    page = page_of(draft, file_in(draft, file_id))
    may_write = can_write(current_user, draft)
    return render_template("studio/preview.html", page=page, may_write=may_write)


@bp.post(f"{FILE}/pratinjau")
def show(slug: str, file_id: int) -> ResponseReturnValue:
    """Return the preview of a text that is being written; nothing is saved."""
    with reading():
        draft = own_draft(slug)
        file = file_in(draft, file_id)
        around, name, pages = surroundings_of(draft), file.name, pages_of(draft)
    text = allowed(request.form.get("text", "")[:MAX_TEXT])
    return fragment_of(file_id, text, previewed(name, text, around), slug, pages)


@bp.post(f"{FILE}/perbaikan")
def mend(slug: str, file_id: int) -> ResponseReturnValue:
    """Apply the mechanical remedy of a diagnostic, unless the text has changed meanwhile."""
    draft = own_draft(slug)
    file = file_in(draft, file_id, locked=True)
    fix = page_of(draft, file).fix(request.form.get("kode", ""), request.form.get("baris", 0, int))
    if fix is None or request.form.get("base", 0, int) != file.edition:
        flash(_("The text has changed meanwhile. Look at the messages again."), "info")
    else:
        saving.mend(draft, file, fix, current_user.id, clock.now())
        db.session.commit()
        flash(_("Done."), "success")
    return redirect(url_for(".look", slug=slug, file_id=file.id, _anchor="temuan"))
