"""Sending to SIASN: what is ready, who lacks an id, and the session that the worker carries out."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from elearning.accounts.own_time import own_today
from elearning.accounts.policy import is_hr
from elearning.core import clock, jobs
from elearning.core.access import requires
from elearning.core.db import db
from elearning.siasn.push_forms import PushForm
from elearning.siasn.push_queries import prospect
from elearning.siasn.push_work import KIND, is_on, start_push, subject_of
from elearning.siasn.views import bp

PUSH = "/kepegawaian/siasn/kirim"


@bp.get(PUSH)
@requires(is_hr)
def sending() -> ResponseReturnValue:
    """Show what can be sent."""
    form = PushForm(data={"tahun": request.args.get("tahun", own_today().year, int)})
    form.offer(own_today().year)
    return push_page(form)


@bp.post(PUSH)
@requires(is_hr)
def send() -> ResponseReturnValue:
    """Start a session; the worker sends."""
    form = PushForm()
    form.offer(own_today().year)
    if not is_on():
        abort(404)
    if not form.validate_on_submit():
        return push_page(form), 422
    paths, token = current_user.hr_paths, str(form.token.data)
    job = start_push(current_user.id, form.tahun.data, paths, token, clock.now())
    db.session.commit()
    return redirect(url_for("jobs.job", job_key=job.id))


def push_page(form: PushForm) -> str:
    """Return the page; where nothing is set up it says so."""
    years = [choice.value for choice in form.tahun.choices or ()]  # type: ignore[union-attr]
    year = form.tahun.data if form.tahun.data in years else own_today().year
    return render_template(
        "siasn/sending.html",
        form=form,
        year=year,
        found=prospect(year, current_user.hr_paths),
        running=jobs.open_job(KIND, subject_of(current_user.id)),
        is_on=is_on(),
    )
