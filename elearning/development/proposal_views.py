"""Proposing training earned elsewhere: the holder's pages."""

from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts import access_log
from elearning.accounts.noted_views import note_view_of
from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_learner
from elearning.core import clock, files
from elearning.core.access import permitted, requires
from elearning.core.db import db, reading
from elearning.core.settings import current_settings
from elearning.development import proposal_queries as queries
from elearning.development.attachments import ENDINGS, PREVIEW_TYPES, Attachment
from elearning.development.conversion import rules_of
from elearning.development.policy import can_change, can_see_file, is_own
from elearning.development.proposal_forms import ProposalForm
from elearning.development.proposal_operations import (
    StoredFile,
    propose,
    reason_against,
    revise,
    withdraw,
)
from elearning.development.proposal_queries import ProposalRow
from elearning.development.proposal_words import jp_rules
from elearning.development.throttled import spend_upload
from elearning.development.views import bp
from elearning.records.activity_types import ACTIVITY_TYPES

PROPOSAL = "/riwayat/usulan/<key:proposal_id>"


@bp.get("/riwayat/usulan/baru")
@requires(is_learner)
def new_proposal() -> ResponseReturnValue:
    """Show the empty form."""
    return proposal_form(prepared(ProposalForm()))


@bp.post("/riwayat/usulan/baru")
@requires(is_learner)
def send_proposal() -> ResponseReturnValue:
    """Take a proposal; the file is examined before anything is locked."""
    spend_upload(current_user.id, request.remote_addr or "", clock.now())
    db.session.commit()
    form = prepared(ProposalForm())
    if not form.validate_on_submit() or form.attachment is None:
        return proposal_form(form), 422
    file = stored(form.attachment)
    made = propose(current_user.id, form.training(), form.suggested, file, clock.now())
    db.session.commit()
    flash(_("Sent to your HR office. You will be told when it is decided."), "success")
    return redirect(url_for(".proposal", proposal_id=made.id))


@bp.get(PROPOSAL)
@requires(is_learner)
def proposal(proposal_id: int) -> ResponseReturnValue:
    """Show where a proposal of one's own stands."""
    row = permitted(queries.proposal_at(proposal_id), is_own)
    return render_template(
        "development/proposal.html",
        row=row,
        done=queries.steps_of(row.id),
        alike=queries.alike_to(row.person_id, row, row.id) if can_change(current_user, row) else [],
        may_change=can_change(current_user, row),
        activity=ACTIVITY_TYPES[row.activity_type].name,
    )


@bp.get(f"{PROPOSAL}/ubah")
@requires(is_learner)
def change_proposal(proposal_id: int) -> ResponseReturnValue:
    """Show the form with what was sent."""
    row = permitted(queries.proposal_at(proposal_id), can_change)
    return proposal_form(prepared(ProposalForm(data=filled(row)), row), row)


@bp.post(f"{PROPOSAL}/ubah")
@requires(is_learner)
def send_changed_proposal(proposal_id: int) -> ResponseReturnValue:
    """Send a changed proposal again; without a new file the old one stays."""
    with reading():
        row = permitted(queries.proposal_at(proposal_id), can_change)
    spend_upload(current_user.id, request.remote_addr or "", clock.now())
    db.session.commit()
    form = prepared(ProposalForm(), row)
    if not form.validate_on_submit():
        return proposal_form(form, row), 422
    kept = StoredFile(row.file_digest, row.file_type, row.preview_digest)
    file = stored(form.attachment) if form.attachment else kept
    revise(row, form.training(), form.suggested, file, clock.now())
    db.session.commit()
    flash(_("Sent again. Your HR office sees the changed proposal."), "success")
    return redirect(url_for(".proposal", proposal_id=row.id))


@bp.get(f"{PROPOSAL}/tarik")
@requires(is_learner)
def ask_withdrawal(proposal_id: int) -> ResponseReturnValue:
    """Ask before a proposal is withdrawn."""
    row = permitted(queries.proposal_at(proposal_id), can_change)
    return render_template("development/withdraw.html", row=row)


@bp.post(f"{PROPOSAL}/tarik")
@requires(is_learner)
def withdraw_proposal(proposal_id: int) -> ResponseReturnValue:
    """Take a proposal back."""
    row = permitted(queries.proposal_at(proposal_id), can_change)
    withdraw(row, clock.now())
    db.session.commit()
    flash(_("The proposal was withdrawn."), "success")
    return redirect(url_for(".history"))


@bp.get(f"{PROPOSAL}/berkas")
def proposal_file(proposal_id: int) -> ResponseReturnValue:
    """Send the certificate, as a download, to its holder and to who decides."""
    row = permitted(queries.proposal_at(proposal_id), can_see_file)
    note_view_of(row.person_id, access_log.PROPOSAL)
    name = f"sertifikat-{row.id}.{ENDINGS[row.file_type]}"
    return sent(row.file_digest, row.file_type, name)


@bp.get(f"{PROPOSAL}/pratinjau")
def proposal_preview(proposal_id: int) -> ResponseReturnValue:
    """Send the picture of the certificate that our own program has drawn."""
    row = permitted(queries.proposal_at(proposal_id), can_see_file)
    if not row.preview_digest:
        abort(404)
    note_view_of(row.person_id, access_log.PROPOSAL)
    return sent(row.preview_digest, PREVIEW_TYPES[row.file_type], f"pratinjau-{row.id}")


def sent(digest: str, mime: str, name: str) -> ResponseReturnValue:
    """Send stored bytes that a browser must not open as a page, and that nobody keeps."""
    content = BytesIO(files.path_of(digest).read_bytes())
    answer = send_file(content, mimetype=mime, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def prepared(form: ProposalForm, row: ProposalRow | None = None) -> ProposalForm:
    """Return the form with its lists."""
    rules = rules_of(current_settings().jp_conversion)
    own, but = current_user.id, row.id if row else None
    form.prepare(
        rules,
        own_today(),
        lambda training: reason_against(own, training, but),
        has_file=row is not None,
    )
    return form


def filled(row: ProposalRow) -> dict[str, object]:
    """Return what the form shows of a proposal."""
    return {
        "judul": row.title,
        "penyelenggara": row.organiser,
        "jenis": row.activity_type,
        "kompetensi": row.competency_kind,
        "mulai": row.started_on,
        "selesai": row.completed_on,
        "jp": row.jp,
        "nomor": row.certificate_number,
    }


def proposal_form(form: ProposalForm, row: ProposalRow | None = None) -> str:
    """Return the page with the form."""
    return render_template(
        "development/proposal_form.html", form=form, row=row, rules=jp_rules(form.rules)
    )


def stored(attachment: Attachment) -> StoredFile:
    """Keep a file and its picture."""
    preview = files.store(attachment.preview) if attachment.preview else ""
    return StoredFile(files.store(attachment.content), attachment.type, preview)
