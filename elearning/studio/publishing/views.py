"""Checking a whole draft, its impact on readers, publishing, withdrawing, archiving."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.addresses import key_in
from elearning.core.db import db, writing
from elearning.core.settings import current_settings
from elearning.courses.publishing.courses import CLASS_NAMES, settled_class
from elearning.courses.queries import MANY
from elearning.studio.drafts.blueprint import bp, own_draft, seen_draft
from elearning.studio.drafts.folder import checked_draft
from elearning.studio.drafts.queries import draft_at, file_of, files_of, locked_draft, locked_file
from elearning.studio.models import Draft
from elearning.studio.policy import can_publish, can_write
from elearning.studio.publishing import operations
from elearning.studio.publishing.findings import findings_of, questions_of
from elearning.studio.publishing.impact_words import reason, told
from elearning.studio.publishing.leftovers import leftovers_in
from elearning.studio.publishing.plans import ANSWER, Plan, decisions_in, mark_of, plan_for
from elearning.studio.reviews.operations import hindrance, require_publishable
from elearning.studio.writing import saving


@bp.get("/<slug>/periksa")
def check(slug: str) -> ResponseReturnValue:
    """Show everything that the check says of a draft."""
    draft = seen_draft(slug)
    checked = checked_draft(draft)
    files = files_of(draft.id)
    return render_template(
        "studio/check.html",
        draft=draft,
        findings=findings_of(checked, files),
        editions={file.name: file.edition for file in files},
        leftovers=leftovers_in(files),
        may_write=can_write(current_user, draft),
    )


@bp.post("/<slug>/periksa/perbaiki")
def repair(slug: str) -> ResponseReturnValue:
    """Apply one mechanical remedy, unless its text has changed since it was shown."""
    with writing(False):
        draft = own_draft(slug)
        wanted = (request.form.get("kode", ""), request.form.get("baris", -1, int))
        file = file_of(draft.id, key_in(request.form, "berkas"))
        found = checked_draft(draft).diagnostics if file else ()
        at = [each for each in found if file and each.file == file.name]
        fix = next((each.fix for each in at if (each.code, each.line) == wanted), None)
    db.session.rollback()
    draft = own_draft(slug)
    file = locked_file(draft.id, file.id) if file else None
    if file is None or fix is None or request.form.get("edisi", -1, int) != file.edition:
        flash(_("The text has changed meanwhile. Look at the messages again."), "info")
    else:
        saving.mend(draft, file, fix, current_user.id, clock.now())
        db.session.commit()
        flash(_("Done."), "success")
    return redirect(url_for(".check", slug=slug))


@bp.get("/<slug>/terbitkan")
def impact(slug: str) -> ResponseReturnValue:
    """Show what publishing a draft would change, and for how many people."""
    draft = seen_draft(slug)
    return impact_page(draft, plan_for(draft, decisions_in(request.args)))


def impact_page(draft: Draft, plan: Plan) -> str:
    """Return the page before publishing."""
    files = files_of(draft.id)
    answers = {name: value for name, value in request.values.items() if name.startswith(ANSWER)}
    return render_template(
        "studio/impact.html",
        draft=draft,
        plan=plan,
        many=MANY,
        class_names=CLASS_NAMES,
        findings=findings_of(plan.checked, files),
        questions=questions_of(plan.checked, files),
        leftovers=leftovers_in(files),
        answers=answers,
        changes=told(plan.impact) if plan.impact else [],
        reason=reason(plan.impact) if plan.impact else "",
        may_publish=can_publish(current_user, draft),
        hindrance=hindrance(
            draft, current_user, review_required=current_settings().review_required
        ),
        may_write=can_write(current_user, draft),
    )


@bp.post("/<slug>/terbitkan")
def publish(slug: str) -> ResponseReturnValue:
    """Publish exactly what was shown; when it has changed meanwhile the new impact is shown."""
    with writing(False):
        draft = permitted(draft_at(slug), can_publish)
        plan = plan_for(draft, decisions_in(request.form))
        chosen = settled_class(plan.impact, request.form.get("kelas"))
        if plan.mark != request.form.get("tanda") or not plan.can_go:
            return changed_meanwhile(slug)
        if plan.people.total and not request.form.get("mengerti"):
            flash(_("Confirm first what happens to the people of this course."), "warning")
            return impact_page(draft, plan), 422
    db.session.rollback()
    draft = permitted(locked_draft(slug), can_publish)
    required = current_settings().review_required
    require_publishable(draft, current_user, review_required=required)
    if mark_of(draft) != plan.mark:
        db.session.rollback()
        return changed_meanwhile(slug)
    done = operations.publish_draft(draft, plan, chosen, current_user.id, clock.now())
    db.session.commit()
    flash(_("Published as version %(number)s.", number=done.number), "success")
    return redirect(url_for(".impact", slug=slug))


def changed_meanwhile(slug: str) -> ResponseReturnValue:
    """Show the impact anew."""
    flash(
        _("The draft or the published course has changed meanwhile. This is the impact now."),
        "info",
    )
    return redirect(url_for(".impact", slug=slug))


@bp.post("/<slug>/tarik")
def withdraw(slug: str) -> ResponseReturnValue:
    """Take the course out of the catalogue; whoever has joined it goes on."""
    draft = permitted(draft_at(slug), can_publish)
    operations.withdraw_course(draft, current_user.id, clock.now())
    db.session.commit()
    flash(_("The course is out of the catalogue. Those who have joined can finish it."), "success")
    return redirect(url_for(".impact", slug=slug))


@bp.post("/<slug>/arsip")
def archive(slug: str) -> ResponseReturnValue:
    """Put a draft away, or take it out of the archive."""
    draft = own_draft(slug)
    if request.form.get("batal"):
        operations.unarchive(draft, current_user.id, clock.now())
    else:
        operations.archive(draft, current_user.id, clock.now())
    db.session.commit()
    return redirect(url_for(".courses"))
