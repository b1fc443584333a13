"""A job's page: how far it has come, its end, and a button that stops it."""

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearning.core import clock, jobs
from elearning.core.access import permitted
from elearning.core.db import db
from elearning.core.jobs import Job

bp = Blueprint("jobs", __name__)


@bp.get("/proses/<key:job_key>")
def job(job_key: int) -> ResponseReturnValue:
    """Show a job of one's own; the page looks again by itself until it has ended."""
    return render_template("jobs/job.html", job=permitted(jobs.job_at(job_key), jobs.is_own))


@bp.get("/proses/<key:job_key>/keadaan")
def state(job_key: int) -> ResponseReturnValue:
    """Answer the page's script how far a job has come."""
    job = permitted(jobs.job_at(job_key), jobs.is_own)
    facts = {"state": job.state, "done": job.done, "total": job.total}
    return jsonify(ended=job.is_ended, percent=job.percent, sentence=sentence_of(job), **facts)


def sentence_of(job: Job) -> str:
    """Return what is being done, or that it has not begun."""
    waits = _("Waiting for its turn …") if job.state == jobs.WAITING else _("Working …")
    return job.sentence or str(waits)


@bp.post("/proses/<key:job_key>/batalkan")
def stop(job_key: int) -> ResponseReturnValue:
    """Stop a job of one's own before its end."""
    job = permitted(jobs.job_at(job_key), jobs.is_own)
    jobs.cancel(job, clock.now())
    db.session.commit()
    flash(_("The process stops at its next step."), "info")
    return redirect(url_for(".job", job_key=job_key))
