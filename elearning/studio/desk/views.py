"""The studio: my courses, a new course, its contents."""

from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.policy import is_trainer
from elearning.core import clock
from elearning.core.access import permitted, requires
from elearning.core.db import db
from elearning.core.forms import accepted
from elearning.studio.desk.operations import reopen
from elearning.studio.drafts import item_operations
from elearning.studio.drafts.forms import AddItemForm, NewCourseForm, OpenPublishedForm
from elearning.studio.drafts.operations import reorder
from elearning.studio.drafts.queries import (
    draft_at,
    drafts_for,
    file_of,
    item_counts,
    locked_file,
    removed_files,
    unopened_courses,
)
from elearning.studio.models import Draft, DraftFile
from elearning.studio.pages.contents import contents_of
from elearning.studio.policy import can_see, can_write, enters_studio
from elearning.studio.reviews.queries import awaiting_review

#: Where a text of a draft lies.
FILE = "/<slug>/berkas/<key:file_id>"

bp = Blueprint("studio", __name__, url_prefix="/studio")


def seen_draft(slug: str) -> Draft:
    """Return a draft that the person may look at."""
    return permitted(draft_at(slug), can_see)


def own_draft(slug: str) -> Draft:
    """Return a draft that the person may write."""
    return permitted(draft_at(slug), can_write)


def file_in(draft: Draft, file_id: int, *, locked: bool = False) -> DraftFile:
    """Return a text of a draft, locked when it is to be changed."""
    file = locked_file(draft.id, file_id) if locked else file_of(draft.id, file_id)
    if file is None or file.removed_at is not None:
        abort(404)
    return file


@bp.get("/")
@requires(enters_studio)
def courses() -> ResponseReturnValue:
    """Show the drafts of a trainer; a publisher sees all."""
    drafts = drafts_for(current_user)
    counts = item_counts([draft.id for draft in drafts])
    return render_template(
        "studio/courses.html",
        drafts=drafts,
        counts=counts,
        awaiting=awaiting_review(current_user),
        may_write=is_trainer(current_user),
    )


@bp.get("/baru")
@requires(is_trainer)
def new() -> ResponseReturnValue:
    """Show how a course can begin."""
    return new_page(NewCourseForm())


def new_page(form: NewCourseForm, published: OpenPublishedForm | None = None) -> str:
    """Return the page with the ways to begin."""
    published = published or OpenPublishedForm(formdata=None)
    published.offer(unopened_courses())
    return render_template("studio/new.html", form=form, published=published)


@bp.post("/baru")
@requires(is_trainer)
def create() -> ResponseReturnValue:
    """Begin a draft from a template."""
    form = NewCourseForm()
    if not form.validate_on_submit() or not has_free_address(form):
        return new_page(form), 422
    author = db.session.get_one(Person, current_user.id)
    draft = item_operations.begin(form.contoh.data, form.slug, form.title, author, clock.now())
    db.session.commit()
    flash(_("The course has begun. Write its first lesson."), "success")
    return redirect(url_for(".outline", slug=draft.slug))


def has_free_address(form: NewCourseForm) -> bool:
    """Whether a new course can have its address; why not is said beside it."""
    reason = item_operations.address_hindrance(form.slug)
    form.alamat.errors = [reason] if reason else []
    return not reason


@bp.post("/buka")
@requires(is_trainer)
def open_published() -> ResponseReturnValue:
    """Begin a draft with what a published course says now."""
    form = OpenPublishedForm()
    form.offer(unopened_courses())
    draft = reopened(form)
    if draft is None:
        return new_page(NewCourseForm(formdata=None), form), 422
    db.session.commit()
    flash(_("The published course is open as a draft. Learners see no change yet."), "success")
    return redirect(url_for(".outline", slug=draft.slug))


def reopened(form: OpenPublishedForm) -> Draft | None:
    """Return the draft of the course that was chosen; why there is none is told at the field."""
    if not form.validate_on_submit():
        return None
    author = db.session.get_one(Person, current_user.id)
    deed = partial(reopen, form.pelatihan.data, author, clock.now())
    return accepted(form, deed, {"": "pelatihan"})


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
    file = item_operations.add_item(
        draft, form.title, current_user.id, clock.now(), is_quiz=is_quiz
    )
    db.session.commit()
    return redirect(url_for(".edit", slug=slug, file_id=file.id))


@bp.post("/<slug>/urutan")
def order(slug: str) -> ResponseReturnValue:
    """Put the contents in another order: one step by a button, or as they were dragged."""
    draft = own_draft(slug)
    step, _colon, key = request.form.get("pindah", "").partition(":")
    if step in {"naik", "turun"} and key.isdecimal():
        steps = -1 if step == "naik" else 1
        item_operations.move(draft, int(key), steps, current_user.id, clock.now())
    else:
        wanted = request.form.getlist("urutan", int)
        reorder(draft, wanted, current_user.id, clock.now())
    db.session.commit()
    if request.headers.get("X-Fragment"):
        return "", 204
    return redirect(url_for(".outline", slug=slug, _anchor=f"berkas-{key}" if key else "isi"))
