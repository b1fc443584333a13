"""Bookmarks and private notes: at the paragraphs of a lesson, and all of one's own together."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.addresses import key_asked
from elearning.core.assets import asset
from elearning.core.attachments import attachment
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.courses.compiled import Lesson
from elearning.courses.queries import Place
from elearning.learning.blueprint import bp
from elearning.learning.languages import read_place
from elearning.learning.lessons.reading import LESSON, lesson_in
from elearning.learning.notes import operations, queries
from elearning.learning.notes.forms import LONGEST_NOTE, BookmarkForm, NoteForm, NotesForm
from elearning.learning.notes.pages import as_text, lines_of, words_of_tools
from elearning.learning.notes.policy import owns_mark
from elearning.learning.notes.queries import Spot

MARK = "/catatan/<key:mark_id>/hapus"


@bp.get(f"{LESSON}/catatan.json")
def marks(course: str, key: str) -> ResponseReturnValue:
    """Give js/reader.js the reader's marks by paragraph, and its words."""
    place, _lesson = lesson_in(course, key)
    found = queries.marks_in(current_user.id, place, key)
    return jsonify(
        marks={
            digest: {"bookmarked": mark.bookmarked, "note": mark.note, "was": mark.digest}
            for digest, mark in found.placed.items()
        },
        words=words_of_tools(len(found.changed)),
        longest=LONGEST_NOTE,
        style=asset("css/reader.css"),
    )


@bp.get(f"{LESSON}/catatan")
def notes(course: str, key: str) -> ResponseReturnValue:
    """List a lesson's paragraphs, each with its bookmark and note."""
    return notes_page(*lesson_in(course, key), NoteForm(formdata=None))


def notes_page(place: Place, lesson: Lesson, form: NoteForm) -> str:
    """Show the paragraphs; a note that was not saved stands in its field again."""
    found = queries.marks_in(current_user.id, place, lesson.key)
    return render_template(
        "learning/notes.html",
        place=read_place(place),
        lesson=lesson,
        lines=lines_of(place.revision_id, lesson.key, found),
        changed=found.changed,
        form=form,
        longest=LONGEST_NOTE,
    )


@bp.post(f"{LESSON}/catatan")
def write_note(course: str, key: str) -> ResponseReturnValue:
    """Keep a note at a paragraph; an empty one is taken away."""
    place, lesson = lesson_in(course, key)
    form = NoteForm()
    spot = spot_in(place, key, form.paragraf.data or "")
    if not form.validate_on_submit():
        return notes_page(place, lesson, form), 422
    operations.write_note(spot, form.catatan.data or "", clock.now())
    db.session.commit()
    return kept_at(spot, course, _("Your note is saved. Only you see it."))


@bp.post(f"{LESSON}/tanda")
def bookmark(course: str, key: str) -> ResponseReturnValue:
    """Put a bookmark at a paragraph or take it away."""
    place, _lesson = lesson_in(course, key)
    form = BookmarkForm()
    spot = spot_in(place, key, form.paragraf.data or "")
    if form.tanda.data == "ya":
        operations.bookmark(spot, clock.now())
    else:
        operations.remove_bookmark(spot)
    db.session.commit()
    return kept_at(spot, course, _("Your bookmarks are saved."))


def spot_in(place: Place, key: str, digest: str) -> Spot:
    """Return the paragraph of a form; the lesson may have changed since the page was opened."""
    spot = queries.spot_at(current_user.id, place, key, digest)
    if spot is None:
        raise Refused(
            _("This paragraph has just changed. Go back, copy your text and reload the page.")
        )
    return spot


def kept_at(spot: Spot, course: str, sentence: str) -> ResponseReturnValue:
    """Tell a script that it is done (204), lead a form back to the paragraph."""
    if request.headers.get("X-Fragment"):
        return "", 204
    flash(sentence, "success")
    anchor = f"p-{spot.paragraph.digest}"
    return redirect(url_for(".notes", course=course, key=spot.key, _anchor=anchor))


@bp.get("/catatan")
def own_notes() -> ResponseReturnValue:
    """List all of one's own bookmarks and notes, the newest first, searched by words."""
    form = NotesForm(request.args)
    found = queries.own_marks(current_user.id, form.words, key_asked("sebelum") or None)
    shown = found[: queries.PAGE]
    further = None
    if len(found) > len(shown):
        further = url_for(".own_notes", q=form.words or None, sebelum=shown[-1].id)
    return render_template(
        "learning/own_notes.html", form=form, marks=shown, further=further, is_all=not form.words
    )


@bp.get("/catatan.txt")
def export_notes() -> ResponseReturnValue:
    """Send all of one's own bookmarks and notes as text."""
    text = as_text(queries.all_marks(current_user.id))
    return attachment(text, "catatan.txt", "text/plain")


@bp.get(MARK)
def ask_to_remove_mark(mark_id: int) -> ResponseReturnValue:
    """Ask before a bookmark and its note are taken away."""
    mark = permitted(queries.mark_at(mark_id), owns_mark)
    return render_template("learning/remove_mark.html", mark=mark)


@bp.post(MARK)
def remove_mark(mark_id: int) -> ResponseReturnValue:
    """Take a bookmark and its note away."""
    operations.remove_mark(permitted(queries.mark_at(mark_id), owns_mark))
    db.session.commit()
    flash(_("It is deleted."), "success")
    return redirect(url_for(".own_notes"))
