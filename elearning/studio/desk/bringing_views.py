"""In and out: a draft as a zip, a course from a zip or document, a quiz from and to other systems."""

from flask import abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.models import Person
from elearning.accounts.policy import is_trainer
from elearning.core import clock
from elearning.core.access import accepts, permitted, requires
from elearning.core.attachments import attachment
from elearning.core.db import db, reading
from elearning.core.files import path_of
from elearning.core.forms import accepted
from elearning.courses.compiled import Quiz, media_url
from elearning.courses.question_exports.gift import gift
from elearning.courses.question_exports.moodle_xml import moodle_xml
from elearning.studio.desk import bringing
from elearning.studio.desk.bringing import Brought, Report
from elearning.studio.desk.bringing_forms import ImportForm
from elearning.studio.drafts.blueprint import FILE, bp, file_in, own_draft, seen_draft
from elearning.studio.drafts.folder import media_value, surroundings_of
from elearning.studio.drafts.queries import draft_at, drafts_for, media_of
from elearning.studio.media.uploads import spend_upload
from elearning.studio.models import Draft
from elearning.studio.pages.previews import previewed
from elearning.studio.policy import can_write

LARGEST = 100 * 1024 * 1024
EXPORTS = {"gift": "text/plain", "xml": "application/xml"}


@bp.get("/<slug>/unduh.zip")
def download(slug: str) -> ResponseReturnValue:
    """Send a draft as a zip that publishes identically elsewhere."""
    draft = seen_draft(slug)
    return send_file(
        bringing.archive_of(draft),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"{draft.slug}.zip",
    )


@bp.get("/impor")
@requires(is_trainer)
def bring() -> ResponseReturnValue:
    """Show what can be brought along."""
    form = ImportForm(formdata=None, ke=request.args.get("ke", ""))
    return render_template("studio/import.html", form=offered(form))


def offered(form: ImportForm) -> ImportForm:
    """Fill in the drafts that the person writes."""
    form.offer(draft for draft in drafts_for(current_user) if can_write(current_user, draft))
    return form


@bp.post("/impor")
@requires(is_trainer)
@accepts(LARGEST)
def take() -> ResponseReturnValue:
    """Make a draft of a file, or bring the file into one, and report what was lost."""
    with reading():
        form = offered(ImportForm())
        is_valid = form.validate_on_submit()
    if not is_valid:
        return render_template("studio/import.html", form=form), 422
    spend_upload(current_user.id, request.remote_addr or "", clock.now())
    db.session.commit()
    made = accepted(form, lambda: kept(form), {"": "berkas", "address": "alamat"})
    if made is None:
        return render_template("studio/import.html", form=form), 422
    db.session.commit()
    brought, draft, report = made
    return render_template("studio/imported.html", draft=draft, brought=brought, report=report)


def kept(form: ImportForm) -> tuple[Brought, Draft, Report]:
    """Keep what was brought where the form says."""
    now, sent = clock.now(), form.berkas.data
    brought = bringing.read(sent.read(), sent.filename or "", as_quiz=form.sebagai.data == "kuis")
    if not form.ke.data:
        author = db.session.get_one(Person, current_user.id)
        return brought, *bringing.begin(brought, form.alamat.data or "", author, now)
    draft = permitted(draft_at(form.ke.data), can_write)
    mirror = bool(form.cermin.data)
    return brought, draft, bringing.put_into(draft, brought, current_user.id, now, mirror=mirror)


@bp.get(f"{FILE}/kuis.<any(gift, xml):form>")
def export_quiz(slug: str, file_id: int, form: str) -> ResponseReturnValue:
    """Send a quiz as GIFT or Moodle XML; a page tells first what the format cannot say."""
    draft = own_draft(slug)
    file = file_in(draft, file_id)
    quiz = previewed(file.name, file.text, surroundings_of(draft)).item
    if not isinstance(quiz, Quiz):
        abort(404)
    exported = gift(quiz) if form == "gift" else moodle_xml(quiz, pictures(draft))
    if exported.losses and not request.args.get("tetap"):
        return render_template(
            "studio/export_losses.html", draft=draft, file=file, form=form, losses=exported.losses
        )
    return attachment(exported.text, f"{draft.slug}-{quiz.key}.{form}", EXPORTS[form])


def pictures(draft: Draft) -> dict[str, bytes]:
    """Return the pictures of a draft by the last part of their address."""
    return {
        media_url("", media_value(medium)).rpartition("/")[2]: path_of(medium.digest).read_bytes()
        for medium in media_of(draft.id)
        if medium.mime.startswith("image/")
    }
