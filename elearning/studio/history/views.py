"""How a draft came to be: the list of all deeds, the versions of a text, what differs, restoring."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.own_time import own_zone
from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.addresses import key_asked
from elearning.core.db import db
from elearning.courses.folder import COURSE_FILE, item_file
from elearning.studio.drafts import operations
from elearning.studio.drafts.blueprint import FILE, bp, seen_draft
from elearning.studio.drafts.operations import name_of
from elearning.studio.drafts.queries import draft_at, file_of, locked_file, removed_files
from elearning.studio.history.comparing import (
    Side,
    choices,
    compared_pages,
    compared_texts,
    label_of,
    other_side,
    present_side,
    published_side,
    side_of,
)
from elearning.studio.history.queries import PAGE, Deed, deed_of, deeds_in, version_with
from elearning.studio.history.stays import DEEDS, by_day_and_author
from elearning.studio.models import Draft, DraftFile
from elearning.studio.policy import can_write

HISTORY = f"{FILE}/riwayat"
VERSION = f"{HISTORY}/<key:version_id>"


def any_file(draft: Draft, file_id: int) -> DraftFile:
    """Return a text of a draft, also one that was removed."""
    return file_of(draft.id, file_id, removed=True) or abort(404)


def has_page(file: DraftFile) -> bool:
    """Whether readers see a text as a page of its own."""
    return file.name == COURSE_FILE or item_file(file.name) is not None


def before() -> int | None:
    """Return the version before which a list goes on."""
    return key_asked("sebelum") or None


def listed(draft: Draft, file: DraftFile | None) -> dict[str, object]:
    """Return a page of a history for a template."""
    found = deeds_in(draft.id, file_id=file.id if file else None, before=before())
    return {
        "stays": by_day_and_author(found[:PAGE], own_zone()),
        "deeds": DEEDS,
        "older": found[PAGE - 1].id if len(found) > PAGE else None,
        "is_first": before() is None,
    }


@bp.get("/<slug>/riwayat")
def activity(slug: str) -> ResponseReturnValue:
    """Show who did what on a draft, and the texts that were removed."""
    draft = seen_draft(slug)
    return render_template(
        "studio/activity.html",
        draft=draft,
        removed=removed_files(draft.id),
        may_write=can_write(current_user, draft),
        **listed(draft, None),
    )


@bp.get(HISTORY)
def history(slug: str, file_id: int) -> ResponseReturnValue:
    """Show the versions of a text."""
    draft = seen_draft(slug)
    file = any_file(draft, file_id)
    return render_template(
        "studio/history.html",
        draft=draft,
        file=file,
        title=name_of(file),
        published=published_side(draft, file),
        may_write=can_write(current_user, draft),
        **listed(draft, file),
    )


@bp.get(VERSION)
def version(slug: str, file_id: int, version_id: int) -> ResponseReturnValue:
    """Show how a version differs from the one before, or from another."""
    draft = seen_draft(slug)
    file = any_file(draft, file_id)
    deed = deed_of(draft.id, file.id, version_id) or abort(404)
    other = other_side(draft, file, deed, request.args.get("dengan", ""))
    return difference_page(draft, file, other, side_of(deed), deed)


@bp.get(f"{FILE}/beda-terbit")
def published_difference(slug: str, file_id: int) -> ResponseReturnValue:
    """Show how the present text differs from what is published."""
    draft = seen_draft(slug)
    file = any_file(draft, file_id)
    return difference_page(draft, file, published_side(draft, file), present_side(file))


def difference_page(
    draft: Draft, file: DraftFile, one: Side | None, other: Side | None, deed: Deed | None = None
) -> str:
    """Show what differs between two texts, as text or as page."""
    if one is None or other is None:
        abort(404)
    as_page = request.args.get("bentuk") == "halaman" and has_page(file)
    if as_page:
        address = url_for(".read_course", slug=draft.slug)
        comparison = compared_pages(draft, one, other, address)
    else:
        comparison = compared_texts(one, other)
    return render_template(
        "studio/version.html",
        draft=draft,
        file=file,
        title=name_of(file),
        deed=deed,
        comparison=comparison,
        choices=choices(draft, file, deed) if deed else [],
        wanted=request.args.get("dengan", ""),
        deeds=DEEDS,
        as_page=as_page,
        has_page=has_page(file),
        may_write=can_write(current_user, draft),
    )


@bp.get(f"{VERSION}/pulihkan")
def ask_restore(slug: str, file_id: int, version_id: int) -> ResponseReturnValue:
    """Say what restoring a version does, before it is done."""
    draft = permitted(draft_at(slug), can_write)
    file = any_file(draft, file_id)
    deed = deed_of(draft.id, file.id, version_id) or abort(404)
    return render_template(
        "studio/restore.html", draft=draft, file=file, deed=deed, label=label_of(deed)
    )


@bp.post(f"{VERSION}/pulihkan")
def restore(slug: str, file_id: int, version_id: int) -> ResponseReturnValue:
    """Make an old version the present text; what stood there stays in the history."""
    draft = permitted(draft_at(slug), can_write)
    file = locked_file(draft.id, file_id) or abort(404)
    chosen = version_with(file.id, version_id) or abort(404)
    if chosen.text == file.text and file.removed_at is None:
        flash(_("The present text is the same as this version; nothing was changed."), "info")
    else:
        operations.restore(draft, file, chosen, current_user.id, clock.now())
        db.session.commit()
        flash(_("Restored. What stood there before is still in the history."), "success")
    return redirect(url_for(".history", slug=slug, file_id=file.id))
