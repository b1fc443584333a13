"""The outline of a draft: what it holds, another lesson or quiz, another order."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.core import clock
from elearning.core.db import db
from elearning.studio.drafts.blueprint import bp, own_draft, seen_draft
from elearning.studio.drafts.operations import reorder
from elearning.studio.drafts.queries import removed_files
from elearning.studio.models import Draft
from elearning.studio.pages.contents import contents_of
from elearning.studio.policy import can_write
from elearning.studio.writing import operations
from elearning.studio.writing.outline_forms import AddItemForm


@bp.get("/<slug>/")
def outline(slug: str) -> ResponseReturnValue:
    """Show what a draft holds."""
    return outline_page(seen_draft(slug), AddItemForm())


def outline_page(draft: Draft, form: AddItemForm) -> str:
    """Return the page of a draft's contents."""
    return render_template(
        "studio/outline.html",
        draft=draft,
        contents=contents_of(draft),
        removed=removed_files(draft.id),
        form=form,
        may_write=can_write(current_user, draft),
    )


@bp.post("/<slug>/berkas")
def add_item(slug: str) -> ResponseReturnValue:
    """Add a lesson or quiz at the end."""
    draft, form = own_draft(slug), AddItemForm()
    if not form.validate_on_submit():
        return outline_page(draft, form), 422
    is_quiz = form.jenis.data == "kuis"
    file = operations.add_item(draft, form.title, current_user.id, clock.now(), is_quiz=is_quiz)
    db.session.commit()
    return redirect(url_for(".edit", slug=slug, file_id=file.id))


@bp.post("/<slug>/urutan")
def order(slug: str) -> ResponseReturnValue:
    """Put the contents in another order: one step by a button, or as they were dragged."""
    draft = own_draft(slug)
    step, _colon, key = request.form.get("pindah", "").partition(":")
    if step in {"naik", "turun"} and key.isdecimal():
        steps = -1 if step == "naik" else 1
        operations.move(draft, int(key), steps, current_user.id, clock.now())
    else:
        wanted = request.form.getlist("urutan", int)
        reorder(draft, wanted, current_user.id, clock.now())
    db.session.commit()
    if request.headers.get("X-Fragment"):
        return "", 204
    return redirect(url_for(".outline", slug=slug, _anchor=f"berkas-{key}" if key else "isi"))
