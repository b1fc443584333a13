"""The settings of a text as a form, taking it out of the course, and putting it back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core import clock
from elearning.core.db import db
from elearning.courses.folder import item_file
from elearning.courses.language.fields import PRESET_RULES
from elearning.studio.drafts.blueprint import FILE, bp, file_in, own_draft
from elearning.studio.drafts.operations import remove_file, restore
from elearning.studio.drafts.queries import last_version, locked_file, media_of, published_courses
from elearning.studio.models import Draft, DraftFile
from elearning.studio.writing import operations
from elearning.studio.writing.facts import changes, facts_in
from elearning.studio.writing.facts_forms import (
    CourseForm,
    FactsForm,
    ItemForm,
    LessonForm,
    QuizForm,
)


@bp.get(f"{FILE}/sifat")
def facts(slug: str, file_id: int) -> ResponseReturnValue:
    """Show the settings of a text."""
    draft = own_draft(slug)
    file = file_in(draft, file_id)
    form = kind_of(file).showing(shown_facts(file))
    offer(form, draft, file)
    return facts_page(draft, file, form)


def kind_of(file: DraftFile) -> type[FactsForm]:
    """Return the form of a text."""
    item = item_file(file.name)
    return CourseForm if item is None else QuizForm if item.is_quiz else LessonForm


def shown_facts(file: DraftFile) -> dict[str, str | list[str]]:
    """Return the facts of a text; its key is that of the file's name unless it is written."""
    found, item = facts_in(file), item_file(file.name)
    preset = PRESET_RULES.get(str(found.get("jenis")))
    if preset and not found["wajib"]:
        found["wajib"] = "ya" if preset.required else "tidak"
    return found | {"kunci": found.get("id") or (item.key if item else "")}


def offer(form: FactsForm, draft: Draft, file: DraftFile) -> None:
    """Fill the lists of a course's form."""
    if isinstance(form, CourseForm):
        courses = [pair for pair in published_courses() if pair[0] != draft.slug]
        pictures = [medium.name for medium in media_of(draft.id) if "image/" in medium.mime]
        form.offer(facts_in(file), courses, pictures)


def facts_page(draft: Draft, file: DraftFile, form: FactsForm) -> str:
    """Return the page of the settings."""
    return render_template("studio/facts.html", draft=draft, file=file, form=form)


@bp.post(f"{FILE}/sifat")
def set_facts(slug: str, file_id: int) -> ResponseReturnValue:
    """Write the settings into the text; what the form does not name stays byte by byte."""
    draft = own_draft(slug)
    file = file_in(draft, file_id, locked=True)
    form = kind_of(file)()
    offer(form, draft, file)
    if isinstance(form, CourseForm):
        form.take_levels(request.form)
    if not form.validate_on_submit():
        return facts_page(draft, file, form), 422
    now, before = clock.now(), shown_facts(file)
    operations.set_facts(draft, file, changes(before, form.facts()), current_user.id, now)
    if isinstance(form, ItemForm) and form.kunci.data != before["kunci"]:
        operations.set_key(draft, file, str(form.kunci.data), current_user.id, now)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".outline", slug=slug, _anchor=f"berkas-{file.id}"))


@bp.post(f"{FILE}/buang")
def remove(slug: str, file_id: int) -> ResponseReturnValue:
    """Take a text out of the course; it can be put back."""
    draft = own_draft(slug)
    file = file_in(draft, file_id, locked=True)
    remove_file(draft, file, current_user.id, clock.now())
    db.session.commit()
    flash(_("%(name)s was removed. It can be put back below.", name=file.name), "success")
    return redirect(url_for(".outline", slug=slug, _anchor="dibuang"))


@bp.post(f"{FILE}/kembalikan")
def put_back(slug: str, file_id: int) -> ResponseReturnValue:
    """Put a removed text back."""
    draft = own_draft(slug)
    file, version = locked_file(draft.id, file_id), last_version(file_id)
    if file is None or version is None or file.removed_at is None:
        abort(404)
    restore(draft, file, version, current_user.id, clock.now())
    db.session.commit()
    flash(_("%(name)s is back.", name=file.name), "success")
    return redirect(url_for(".outline", slug=slug, _anchor=f"berkas-{file.id}"))
