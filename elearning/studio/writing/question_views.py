"""Questions as forms: a list of those in a text, one to change, a new one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core import clock
from elearning.core.db import db
from elearning.courses.folder import item_file
from elearning.courses.importing.found import Found
from elearning.courses.writing.questions import (
    Place,
    appended,
    found_in,
    is_held,
    places_in,
    replaced,
    written,
)
from elearning.studio.drafts.blueprint import FILE, bp, file_in, own_draft
from elearning.studio.drafts.operations import name_of, save_text
from elearning.studio.models import Draft, DraftFile
from elearning.studio.writing.editor import pools_in
from elearning.studio.writing.question_forms import KINDS, PARTS, QuestionForm, word_of
from elearning.studio.writing.question_removal import without


def question_file(slug: str, file_id: int, *, locked: bool = False) -> tuple[Draft, DraftFile]:
    """Return a draft and a lesson or quiz of it that the person may write."""
    draft = own_draft(slug)
    file = file_in(draft, file_id, locked=locked)
    if item_file(file.name) is None:
        abort(404)
    return draft, file


@bp.get(f"{FILE}/soal")
def questions(slug: str, file_id: int) -> ResponseReturnValue:
    """List the questions of a text."""
    draft, file = question_file(slug, file_id)
    found = [(place, found_in(place)) for place in places_in(file.name, file.text)]
    return render_template(
        "studio/questions.html",
        draft=draft,
        file=file,
        title=name_of(file),
        found=found,
        pools=pools_in(draft, file),
        kinds=KINDS,
        word_of=word_of,
    )


@bp.get(f"{FILE}/soal/baru/<kind>")
def new_question(slug: str, file_id: int, kind: str) -> ResponseReturnValue:
    """Show the empty form of a kind."""
    draft, file = question_file(slug, file_id)
    if kind not in KINDS:
        abort(404)
    return question_page(draft, file, QuestionForm.showing(kind))


@bp.post(f"{FILE}/soal/baru/<kind>")
def add_question(slug: str, file_id: int, kind: str) -> ResponseReturnValue:
    """Write a new question at the end of a text."""
    draft, file = question_file(slug, file_id, locked=True)
    if kind not in KINDS:
        abort(404)
    form = QuestionForm.sent(kind)
    if not is_writable(form):
        return question_page(draft, file, form), 422
    return kept(draft, file, appended(file.name, file.text, written(form.found())))


@bp.get(f"{FILE}/soal/<digest>")
def question(slug: str, file_id: int, digest: str) -> ResponseReturnValue:
    """Show a question of a text as a form."""
    draft, file = question_file(slug, file_id)
    place = place_of(file, digest)
    found = found_in(place) if place else None
    if place is None or found is None:
        abort(404)
    return question_page(draft, file, QuestionForm.showing(word_of(found), found), place)


@bp.post(f"{FILE}/soal/<digest>")
def set_question(slug: str, file_id: int, digest: str) -> ResponseReturnValue:
    """Write a question anew, wherever it stands now; the rest of the text stays byte by byte."""
    draft, file = question_file(slug, file_id, locked=True)
    place = place_of(file, digest)
    found = found_in(place) if place else None
    if place is None or found is None:
        return changed_meanwhile(draft, file)
    form = QuestionForm.sent(word_of(found))
    if not is_writable(form, found):
        return question_page(draft, file, form, place), 422
    source = written(form.found(found), place)
    return kept(draft, file, replaced(file.text, place, source))


@bp.post(f"{FILE}/soal/<digest>/buang")
def remove_question(slug: str, file_id: int, digest: str) -> ResponseReturnValue:
    """Take a question out of its text; the history keeps it."""
    draft, file = question_file(slug, file_id, locked=True)
    place = place_of(file, digest)
    if place is None:
        flash(_("Somebody changed this question meanwhile. Look at it again."), "info")
    else:
        text = without(file.text, place)
        save_text(draft, file, file.edition, text, current_user.id, clock.now(), auto=False)
        db.session.commit()
        flash(_("The question was taken out. The history keeps it."), "success")
    return redirect(url_for(".questions", slug=slug, file_id=file.id))


def place_of(file: DraftFile, digest: str) -> Place | None:
    """Return the question whose source has a digest."""
    places = places_in(file.name, file.text)
    return next((place for place in places if place.mark == digest), None)


def changed_meanwhile(draft: Draft, file: DraftFile) -> ResponseReturnValue:
    """Keep what was typed on the page; it can still be saved as a new question."""
    kind = request.form.get("jenis", "")
    if kind not in KINDS:
        abort(404)
    sentence = _("Somebody changed this question meanwhile. Yours can be saved as a new one.")
    flash(sentence, "warning")
    return question_page(draft, file, QuestionForm.sent(kind)), 409


def is_writable(form: QuestionForm, before: Found | None = None) -> bool:
    """Whether a form is complete and would be read as it is meant."""
    if not form.validate_on_submit():
        return False
    if is_held(form.found(before)):
        return True
    sentence = _(
        "This cannot be written as a simple question. Leave out headings and lists of answers."
    )
    form.teks.errors = [*form.teks.errors, sentence]
    return False


def question_page(
    draft: Draft, file: DraftFile, form: QuestionForm, place: Place | None = None
) -> str:
    """Return the page of a question."""
    return render_template(
        "studio/question.html",
        draft=draft,
        file=file,
        form=form,
        place=place,
        part=PARTS[form.jenis],
        kind=KINDS[form.jenis],
    )


def kept(draft: Draft, file: DraftFile, text: str) -> ResponseReturnValue:
    """Save a text with its question and go back to the list."""
    save_text(draft, file, file.edition, text, current_user.id, clock.now(), auto=False)
    db.session.commit()
    flash(_("The question was saved."), "success")
    more = request.form.get("lanjut") == "lagi"
    address = request.path if more else url_for(".questions", slug=draft.slug, file_id=file.id)
    return redirect(address)
