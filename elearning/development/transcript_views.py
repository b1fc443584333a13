"""Transcripts: making one, downloading it, and the public page that says what it states."""

from collections.abc import Sequence
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearning.accounts.guessing import looked_up
from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_learner
from elearning.certificates.file_checking import Verdict
from elearning.certificates.signing.adapter import is_on
from elearning.certificates.views import DOOR
from elearning.core import clock
from elearning.core.access import permitted, public, requires
from elearning.core.db import db
from elearning.core.forms import PostForm
from elearning.core.settings import current_settings
from elearning.development import transcript_operations as operations
from elearning.development import transcript_queries as queries
from elearning.development.policy import can_withdraw_signing, is_own
from elearning.development.queries import HistoryYear, counting_years, years_of
from elearning.development.share_forms import YearsForm
from elearning.development.transcript_content import content_of
from elearning.development.transcript_queries import TranscriptRow
from elearning.development.views import bp


@bp.get("/riwayat/transkrip")
@requires(is_learner)
def transcripts() -> ResponseReturnValue:
    """Show the transcripts that were made, and the form of a new one."""
    form, years = YearsForm(), years_of(current_user.id)
    form.offer(years)
    made = queries.transcripts_of(current_user.id)
    return render_template(
        "development/transcripts.html", form=form, years=years, made=made, withdrawal=PostForm()
    )


@bp.post("/riwayat/transkrip")
@requires(is_learner)
def make_transcript() -> ResponseReturnValue:
    """Freeze what the history says of the chosen years."""
    form, years = YearsForm(), counting_years(current_user.id)
    form.offer([year.year for year in years])
    if not form.validate_on_submit() or not years:
        flash(_("Choose years in which you have completed training."), "error")
        return redirect(url_for(".transcripts"))
    freeze([year for year in years if not form.years or year.year in form.years])
    db.session.commit()
    flash(_("The transcript is ready to download."), "success")
    return redirect(url_for(".transcripts"))


def freeze(chosen: Sequence[HistoryYear]) -> None:
    """Make the transcript of some years; with signing on, the agency's signatory is asked to sign."""
    settings, own, day = current_settings(), current_user.id, own_today()
    office = queries.office_of(own, day) if is_on(settings) else None
    content = content_of(queries.holder_of(own), chosen, day, settings.site_name, office)
    operations.make_transcript(own, content, settings.public_url, clock.now(), office)


@bp.post("/riwayat/transkrip/<key:transcript_id>/tarik")
@requires(is_learner)
def withdraw_signing(transcript_id: int) -> ResponseReturnValue:
    """Take a transcript out of the signatory's queue; it stays, unsigned."""
    row = permitted(queries.transcript_at(transcript_id), can_withdraw_signing)
    if PostForm().validate_on_submit():
        operations.withdraw_signing(row, clock.now())
        db.session.commit()
        flash(_("The signature is no longer asked for. The transcript stays as it is."), "success")
    return redirect(url_for(".transcripts"))


@bp.get("/riwayat/transkrip.pdf")
@requires(is_learner)
def newest_transcript() -> ResponseReturnValue:
    """Send the newest transcript; who has none makes one first."""
    made = queries.transcripts_of(current_user.id)
    if not made:
        return redirect(url_for(".transcripts"))
    return redirect(url_for(".transcript_pdf", transcript_id=made[0].transcript.id))


@bp.get("/riwayat/transkrip/<key:transcript_id>.pdf")
@requires(is_learner)
def transcript_pdf(transcript_id: int) -> ResponseReturnValue:
    """Send a transcript to its holder."""
    from elearning.development.transcript_pdf import issued_pdf  # typst loads with the first one

    row = permitted(queries.transcript_at(transcript_id), is_own)
    name = f"transkrip-{row.transcript.content['nip']}-{row.transcript.content['made_on']}.pdf"
    content = BytesIO(issued_pdf(row))
    answer = send_file(content, mimetype="application/pdf", download_name=name)
    answer.headers["Cache-Control"] = "no-store"  # in place of send_file's own
    return answer


@bp.get("/verifikasi/transkrip/")
@public
def verify_transcript_form() -> ResponseReturnValue:
    """Ask for the code that is printed on a transcript, and show what it says."""
    code = "".join(request.args.get("kode", "").split()).upper()
    if code:
        return redirect(url_for(".verify_transcript", code=code[:40]))
    return render_template("development/verify_transcript.html", found=None, code="")


@bp.get("/verifikasi/transkrip/<code>")
@public
def verify_transcript(code: str) -> ResponseReturnValue:
    """Say what a transcript states; wrong codes are throttled by address."""
    found = looked_up(DOOR, lambda: queries.transcript_with(code), is_long=True)
    if found is None:
        page = render_template("development/verify_transcript.html", found=None, code=code)
        return page, 404
    return verified(found)


def verified(row: TranscriptRow, file: Verdict | None = None) -> str:
    """Return the page of a transcript that was found, by its code or as a file."""
    found = row.transcript
    return render_template(
        "development/verify_transcript.html",
        found=found,
        signature=row.signature,
        said=found.content,
        gone=queries.no_longer_counting(found),
        code=found.code,
        zone=current_settings().timezone,
        file=file,
    )
