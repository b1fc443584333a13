"""Who writes on a draft: add another trainer, take the right away, leave."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.core import clock
from elearning.core.access import permitted
from elearning.core.db import db
from elearning.core.errors import Refused
from elearning.studio.desk import operations
from elearning.studio.desk.forms import AuthorForm
from elearning.studio.desk.queries import trainer_with
from elearning.studio.drafts.blueprint import bp, own_draft, seen_draft
from elearning.studio.drafts.queries import locked_draft
from elearning.studio.models import Draft
from elearning.studio.policy import can_see, can_write

AUTHOR = "/<slug>/penulis/<key:person_id>"


@bp.get("/<slug>/penulis")
def authors(slug: str) -> ResponseReturnValue:
    """Show who writes on a draft."""
    return authors_page(seen_draft(slug), AuthorForm())


def authors_page(draft: Draft, form: AuthorForm) -> str:
    """Return the page of a draft's authors."""
    may_write = can_write(current_user, draft)
    return render_template("studio/authors.html", draft=draft, form=form, may_write=may_write)


@bp.post("/<slug>/penulis")
def add_author(slug: str) -> ResponseReturnValue:
    """Let another trainer write on a draft."""
    draft, form = permitted(locked_draft(slug), can_write), AuthorForm()
    if not form.validate_on_submit():
        return authors_page(draft, form), 422
    try:
        person = trainer_with(form.nip.data or "")
    except Refused as refusal:
        form.nip.errors = [str(refusal)]
        return authors_page(draft, form), 422
    operations.add_author(draft, person, clock.now(), actor_id=current_user.id)
    db.session.commit()
    flash(_("%(name)s writes on this draft now.", name=person.full_name), "success")
    return redirect(url_for(".authors", slug=slug))


@bp.get(f"{AUTHOR}/keluarkan")
def ask_remove_author(slug: str, person_id: int) -> ResponseReturnValue:
    """Ask before somebody loses the right to write, oneself included."""
    draft = own_draft(slug)
    author = next((each for each in draft.authors if each.person_id == person_id), None)
    if author is None:
        abort(404)
    return render_template("studio/remove_author.html", draft=draft, person=author.person)


@bp.post(f"{AUTHOR}/keluarkan")
def remove_author(slug: str, person_id: int) -> ResponseReturnValue:
    """Take somebody's right to write; who takes one's own leaves."""
    draft = permitted(locked_draft(slug), can_write)
    if all(author.person_id != person_id for author in draft.authors):
        abort(404)
    operations.remove_author(draft, person_id, clock.now(), actor_id=current_user.id)
    db.session.commit()
    if can_see(current_user, draft):
        flash(_("The right to write is taken."), "success")
        return redirect(url_for(".authors", slug=slug))
    flash(_("You have left the draft “%(title)s”.", title=draft.title), "success")
    return redirect(url_for(".courses"))
