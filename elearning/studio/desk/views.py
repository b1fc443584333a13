"""The studio: my courses, and a new course."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.policy import enters_studio, is_trainer
from elearning.core import clock
from elearning.core.access import requires
from elearning.core.db import db
from elearning.core.forms import accepted
from elearning.studio.desk import operations
from elearning.studio.desk.forms import NewCourseForm, OpenPublishedForm
from elearning.studio.drafts.addresses import address_hindrance
from elearning.studio.drafts.blueprint import bp
from elearning.studio.drafts.queries import drafts_for, item_counts, unopened_courses
from elearning.studio.models import Draft
from elearning.studio.reviews.queries import awaiting_review


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
    draft = operations.begin(form.contoh.data, form.slug, form.title, author, clock.now())
    db.session.commit()
    flash(_("The course has begun. Write its first lesson."), "success")
    return redirect(url_for(".outline", slug=draft.slug))


def has_free_address(form: NewCourseForm) -> bool:
    """Whether a new course can have its address; why not is said beside it."""
    reason = address_hindrance(form.slug)
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
    deed = partial(operations.reopen, form.pelatihan.data, author, clock.now())
    return accepted(form, deed, {"": "pelatihan"})
