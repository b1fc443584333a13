"""Reviewing from the authors' side: the way from draft to published, comments, private links."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.db import db
from elearning.core.settings import current_settings
from elearning.studio.drafts.blueprint import bp, seen_draft
from elearning.studio.drafts.queries import draft_at, locked_draft
from elearning.studio.models import Draft
from elearning.studio.policy import can_publish, can_review, can_write, is_publishable_by
from elearning.studio.reviews import operations
from elearning.studio.reviews.forms import AskForm, GiveBackForm, LinkForm
from elearning.studio.reviews.queries import (
    changed_since,
    has_written,
    latest_request,
    link_of,
    links_of,
    threads_of,
)
from elearning.studio.reviews.reading import Door, listed

REVIEW = "/<slug>/tinjauan"


@bp.get(REVIEW)
def review(slug: str) -> ResponseReturnValue:
    """Show where a draft stands, what was said of it, and who has a private link."""
    return review_page(seen_draft(slug))


def review_page(
    draft: Draft,
    *,
    ask: AskForm | None = None,
    give_back: GiveBackForm | None = None,
    link: LinkForm | None = None,
    new_address: str = "",
) -> str:
    """Return the page, with a form that was refused."""
    request = latest_request(draft.id)
    door = Door(draft, url_for(".read_course", slug=draft.slug), is_private=False)
    comments = listed(door, threads_of(draft.id))
    return render_template(
        "studio/review.html",
        draft=draft,
        request=request,
        changed=changed_since(draft.id, request.asked_at) if request else [],
        is_changed=bool(request and not request.outcome and draft.state == "draft"),
        open_comments=[each for each in comments if not each.placed.is_settled],
        settled=[each for each in comments if each.placed.is_settled],
        links=links_of(draft.id),
        now=clock.now(),
        new_address=new_address,
        ask=ask or AskForm(formdata=None),
        give_back=give_back or GiveBackForm(formdata=None),
        link=link or LinkForm(formdata=None),
        **rights(draft),
    )


def rights(draft: Draft) -> dict[str, bool]:
    """Return what the person may do here."""
    required = current_settings().review_required
    wrote = required and has_written(draft, current_user.id)
    return {
        "may_write": can_write(current_user, draft),
        "may_review": can_review(current_user, draft),
        "is_publisher": can_publish(current_user, draft),
        "may_publish": is_publishable_by(
            current_user, draft, review_required=required, has_written=wrote
        ),
        "review_required": required,
    }


@bp.post(f"{REVIEW}/minta")
def ask_review(slug: str) -> ResponseReturnValue:
    """Ask for a review of the draft as it is now."""
    draft, form = permitted(locked_draft(slug), can_write), AskForm()
    if not form.validate_on_submit():
        return review_page(draft, ask=form), 422
    operations.ask_review(draft, form.pesan.data or "", current_user.id, clock.now())
    db.session.commit()
    flash(_("Publishers now see this draft under “Waiting for your review”."), "success")
    return redirect(url_for(".review", slug=slug))


@bp.post(f"{REVIEW}/tarik")
def withdraw_review(slug: str) -> ResponseReturnValue:
    """Take the draft out of review."""
    draft = permitted(locked_draft(slug), can_write)
    operations.withdraw_review(draft, current_user.id, clock.now())
    db.session.commit()
    flash(_("The draft is no longer in review."), "success")
    return redirect(url_for(".review", slug=slug))


@bp.post(f"{REVIEW}/kembalikan")
def give_back(slug: str) -> ResponseReturnValue:
    """Give the draft back to its authors, with the reason."""
    draft, form = permitted(locked_draft(slug), can_publish), GiveBackForm()
    if not form.validate_on_submit():
        return review_page(draft, give_back=form), 422
    operations.give_back(draft, form.alasan.data or "", current_user.id, clock.now())
    db.session.commit()
    flash(_("The draft is with its authors again; they see your reason."), "success")
    return redirect(url_for(".review", slug=slug))


@bp.post(f"{REVIEW}/tautan")
def make_link(slug: str) -> ResponseReturnValue:
    """Make a private link and show it, this once."""
    draft, form = permitted(locked_draft(slug), can_write), LinkForm()
    if not form.validate_on_submit():
        return review_page(draft, link=form), 422
    token = operations.make_link(
        draft, form.untuk.data or "", form.hari.data, current_user.id, clock.now()
    )
    db.session.commit()
    path = url_for("review.read_course", token=token)
    return review_page(draft, new_address=current_settings().public_url + path)


@bp.post(f"{REVIEW}/tautan/<key:link_id>/cabut")
def revoke_link(slug: str, link_id: int) -> ResponseReturnValue:
    """Close a private link at once."""
    draft = permitted(draft_at(slug), can_write)
    link = link_of(draft.id, link_id) or abort(404)
    operations.revoke_link(draft, link, current_user.id, clock.now())
    db.session.commit()
    flash(_("The link is revoked; it opens nothing any more."), "success")
    return redirect(url_for(".review", slug=slug, _anchor="tautan"))
